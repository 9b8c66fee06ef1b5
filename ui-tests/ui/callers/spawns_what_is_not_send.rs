use genfn::{AsyncGen, async_generator, yield_};

#[async_generator]
async fn inner() -> AsyncGen<u32> {
    yield_!(1);
}
fn f(x: std::rc::Rc<u32>) {
    tokio::spawn(async move {
        let mut g = rc(x);
        g.next().await;
    });
}
#[async_generator]
async fn rc(x: std::rc::Rc<u32>) -> AsyncGen<u32> {
    std::future::ready(()).await;
    yield_!(*x);
}
fn main() {}
