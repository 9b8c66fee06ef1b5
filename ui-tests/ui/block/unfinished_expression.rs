use genfn::iter;

fn main() {
    let (numbers, flag) = ([1], true);
    let _ = iter!(flag. for _ in 0..3);
    let _ = iter!(x for x in numbers.);
    let _ = iter!(x for x in 0..3 if flag.);
    let _ = iter!(y for x in 0..3 if flag. for y in 0..x);
    let _ = iter!(y for x in 0..3 for y in numbers. if y > x);
}
