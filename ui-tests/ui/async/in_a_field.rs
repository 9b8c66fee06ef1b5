use genfn::AsyncGen;

struct Source {
    pages: AsyncGen<u32>,
}

async fn first(source: &mut Source) -> Option<u32> {
    source.pages.next().await
}

#[genfn::async_generator]
async fn numbers() -> AsyncGen<u32> {
    genfn::yield_!(1);
}

fn main() {
    let source = Source { pages: numbers() };
}
