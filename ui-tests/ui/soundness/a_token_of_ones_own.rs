//! A token cannot be made in safe code.
#![forbid(unsafe_code)]
use genfn::__private::{Synchronous, Token};

fn main() {
    let _token: Token<Synchronous, u32, (), ()> = Token::new();
}
