//! Wrong if a program that compiles and passes with the crate async-stream does not with this one: its own published tests,
//! with only its name replaced.

#![forbid(unsafe_code)]
#![allow(warnings, clippy::all, clippy::pedantic, clippy::unused_trait_names, reason = "they are not ours")]

mod stream {
    include!(concat!(env!("OUT_DIR"), "/stream.rs"));
}

mod try_stream {
    include!(concat!(env!("OUT_DIR"), "/try_stream.rs"));
}

mod for_await {
    include!(concat!(env!("OUT_DIR"), "/for_await.rs"));
}

mod spans_preserved {
    include!(concat!(env!("OUT_DIR"), "/spans_preserved.rs"));
}

/// An example that serves for ever: it need only compile.
#[allow(dead_code)]
mod tcp_accept {
    include!(concat!(env!("OUT_DIR"), "/tcp_accept.rs"));
}
