use genfn::Gen;

static ALL: Option<Gen<u32>> = None;
fn main() {}
