use genfn::iter;

fn main() {
    let _ = iter! {
        yield "1".parse::<u32>()?;
    };
}
