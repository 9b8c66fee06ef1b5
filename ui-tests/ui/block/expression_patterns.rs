use genfn::iter;

fn main() {
    let _ = iter!(x for Some(x) in [Some(1)]).count();
    let text = String::new();
    let _ = iter!(drop(text) for _ in 0..3).count();
}
