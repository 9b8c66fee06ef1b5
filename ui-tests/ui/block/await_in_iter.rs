use genfn::iter;

fn main() {
    let _ = iter! {
        yield std::future::ready(1).await;
    };
    let _ = iter!(x for await x in futures::stream::empty::<u32>());
    let _ = iter! { for await x in futures::stream::empty::<u32>() { yield x; } };
}
