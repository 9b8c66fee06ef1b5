//! [`Gen`]: a generator with its frame in a box.

use core::convert::Infallible;
use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::machinery::body::Body;
use crate::machinery::by_waker::Synchronous;
use crate::machinery::header::Link;
use crate::machinery::owned::{IntoFrame, OwnedFrame};
use crate::machinery::{iteration, operations};
use crate::protocol::boxed::{BoxGen, LocalBoxGen};
use crate::protocol::context::{Entered, inherent_context};
use crate::protocol::debug::debug;
use crate::protocol::generator::Generator;
use crate::protocol::ignore_sent::IgnoreSent;
use crate::protocol::inherent::{generator_protocol, inherent_conversions, inherent_protocol, iterate};
use crate::protocol::iter::{Iter, WithLen, WithSizeHint};
use crate::protocol::seal::Seal;
use crate::types::no_body::WriteBoxGenOrImplIteratorHere;
use crate::values::error::{CloseError, ContextError, SendError, StartError, ThrowError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

/// A generator that yields `Y`, is sent `S`, returns `R` and can be thrown `E`; Python's `Generator[Y, S, R]`.
///
/// Written as the return type of a function with `#[generator]`. Its frame is in one box made when the function is
/// called; resuming it allocates nothing. It is `Unpin`, and `Send` and `Sync` when what its body holds is (rule
/// [G47](crate::guide::rules#g47)).
///
/// The last argument is the body, which the macro writes. Where there is none (a struct field, a plain function, an
/// alias) use [`BoxGen`] or `impl Iterator`.
///
/// ```
/// use genfn::{generator, yield_, Gen};
///
/// #[generator]
/// fn fibonacci() -> Gen<u64> {
///     let (mut a, mut b) = (0, 1);
///     loop {
///         yield_!(a);
///         (a, b) = (b, a + b);
///     }
/// }
///
/// assert_eq!(fibonacci().take(7).collect::<Vec<_>>(), [0, 1, 1, 2, 3, 5, 8]);
/// ```
#[doc(alias("gen", "coroutine"))]
#[must_use = "a generator does nothing until it is started or iterated"]
pub struct Gen<Y, S = (), R = (), E = Infallible, B = WriteBoxGenOrImplIteratorHere<R>>
where
    B: Body,
{
    pub(crate) frame: OwnedFrame<Synchronous, Y, S, E, B>,
    pub(crate) returns: PhantomData<fn() -> R>,
}

impl<Y, S, R, E, B: Body> Unpin for Gen<Y, S, R, E, B> {}

impl<Y, S, R, E, B: Body> IntoFrame for Gen<Y, S, R, E, B> {
    type Mode = Synchronous;
    type Yield = Y;
    type Send = S;
    type Throw = E;
    type Body = B;

    fn into_frame(self) -> OwnedFrame<Synchronous, Y, S, E, B> {
        self.frame
    }
}

impl<Y, S, R, E, B: Body<Output = R>> Gen<Y, S, R, E, B> {
    inherent_protocol!(Y, S, R, E);
    inherent_conversions!(S);
    inherent_context!(Y, S, R, E, Self);

    /// The generator without its type, for struct fields and arguments. Costs nothing: the frame is boxed already.
    pub fn boxed<'a>(self) -> BoxGen<'a, Y, S, R, E>
    where
        Self: Send + 'a,
    {
        BoxGen::from_gen(self)
    }

    /// The generator without its type, which stays on its thread. Costs nothing.
    pub fn boxed_local<'a>(self) -> LocalBoxGen<'a, Y, S, R, E>
    where
        Self: 'a,
    {
        LocalBoxGen::from_gen(self)
    }
}

impl<Y, S, R, E, B: Body> Generator for Gen<Y, S, R, E, B> {
    generator_protocol!(Y, S, B::Output, E, |this| handle &this.frame, root this.frame.root());

    fn boxed<'a>(self) -> BoxGen<'a, Y, S, B::Output, E>
    where
        Self: Send + 'a,
    {
        BoxGen::from_gen(self)
    }

    fn boxed_local<'a>(self) -> LocalBoxGen<'a, Y, S, B::Output, E>
    where
        Self: 'a,
    {
        LocalBoxGen::from_gen(self)
    }

    #[inline]
    fn link_created(&mut self, _: Seal) -> Option<Link<Y, S, E>> {
        operations::link_created(self.frame.root())
    }

    fn link(&mut self, _: Seal) -> Option<Link<Y, S, E>> {
        operations::link(self.frame.root())
    }
}

iterate!([Y, S, R, E, B] Gen<Y, S, R, E, B>, Y, S, B::Output, B: Body);

// Where `boxed()` was forgotten, the compiler then proposes `into()`.
impl<'a, Y, S, R, E, B: Body<Output = R>> From<Gen<Y, S, R, E, B>> for BoxGen<'a, Y, S, R, E>
where
    Gen<Y, S, R, E, B>: Send + 'a,
{
    fn from(generator: Gen<Y, S, R, E, B>) -> Self {
        generator.boxed()
    }
}

impl<'a, Y, S, R, E, B: Body<Output = R>> From<Gen<Y, S, R, E, B>> for LocalBoxGen<'a, Y, S, R, E>
where
    Gen<Y, S, R, E, B>: 'a,
{
    fn from(generator: Gen<Y, S, R, E, B>) -> Self {
        generator.boxed_local()
    }
}

impl<Y, S, R, E, B: Body> fmt::Debug for Gen<Y, S, R, E, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(&self.frame, f)
    }
}
