//! The machinery: all the unsafe code of the crate, for both kinds of generators.
//!
//! A *frame* is a pinned body with its header. A *channel* is what one resumption and the frames exchange. A *root* is a frame
//! that is resumed by whoever has its handle; the *stack* above it holds the frames that it delegates to.
//!
//! The machinery imports [`values`](crate::values) and nothing else of the crate. What uses what in it, from top to bottom:
//! [`iteration`] → [`operations`] → [`run`] → [`delegator`] → [`stack`] → [`header`] → [`channel`]. Beside them stand the owners
//! ([`owned`], [`in_place`], [`erased`]), which give the roots ([`typed`]) that the operations take. One circle is left: a
//! channel carries the link to a frame, and a frame is polled with a channel.
//!
//! # One `next()`
//!
//! `iteration::next` finds a root that is suspended. A plain one goes to `next_of_plain`, which puts a channel on the native
//! stack and polls the body (`typed::Typed::poll`) with a waker that carries the channel's address (`by_waker`). In the body
//! the future behind the `yield_!` (`token::Yield`) takes what was sent out of the channel; the body goes on to the next yield,
//! which puts its value in (`Channel::put_yielded`) and is pending. `next_of_plain` takes the value out.
//!
//! # One `yield_from!`
//!
//! [`kind`](crate::delegate::kind) finds out by method resolution what the delegate is, and `delegate` makes a future of it. Its first poll
//! puts a link to the delegate's frame into the channel (`Channel::put_link`). `Delegator::resume` has polled the delegator, and
//! `stack::Stack::drive` puts the delegate on top (`stack::attach`) and polls it. From then on `resume` polls the delegate
//! itself, however deep it is. When it ends, `drive` takes it off and polls the delegator, whose delegation is ready.

pub(crate) mod body;
pub(crate) mod by_slot;
pub(crate) mod by_waker;
#[cfg(feature = "alloc")]
mod cache;
pub(crate) mod channel;
mod delegator;
#[cfg(feature = "alloc")]
pub(crate) mod erased;
#[cfg(feature = "alloc")]
pub(crate) mod expression;
pub(crate) mod frame;
pub(crate) mod header;
pub(crate) mod in_place;
pub(crate) mod iteration;
pub(crate) mod keep_scalar;
#[cfg(feature = "alloc")]
pub(crate) mod lend;
pub(crate) mod lend_delegate;
#[cfg(feature = "lender")]
mod lender;
pub(crate) mod mode;
mod name;
pub(crate) mod operations;
#[cfg(feature = "alloc")]
pub(crate) mod owned;
pub(crate) mod pinned_cell;
pub(crate) mod place;
pub(crate) mod root;
pub(crate) mod run;
mod stack;
pub(crate) mod token;
mod typed;
pub(crate) mod unit;
