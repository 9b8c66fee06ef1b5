//! Lending generators as delegates of those that lend.

use core::pin::Pin;
use core::task::{Context, Poll};

use crate::machinery::body::Body;
use crate::machinery::header::Link;
use crate::machinery::lend::LendFrame;
use crate::machinery::lend_delegate::Delegated;
use crate::machinery::mode::Mode;
use crate::machinery::{iteration, operations};
use crate::protocol::async_forward::HasFrame;
use crate::protocol::async_framed::{by_value, generator_protocol};
use crate::protocol::async_generator::AsyncGenerator;
use crate::protocol::async_results::{
    CloseResult, ItemOf, SendResult, SettleResult, StartResult, StateOf, ThrowResult,
};
use crate::protocol::seal::Seal;
use crate::values::lend::{Lend, Lent};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::Status;

impl<'x, M, L, S, E, B> AsyncGenerator for Delegated<'x, LendFrame<M, L, S, E, B>>
where
    M: Mode,
    L: ?Sized + for<'l> Lend<'l>,
    B: Body,
{
    generator_protocol!(Lent<'x, L>, S, B::Output, E, |this| handle this.frame(), root this.get_mut().root());
    by_value!(Lent<'x, L>, S, E, |this| root this.get_mut().root());
}

impl<'x, M, L, S, E, B> AsyncGenerator for Delegated<'x, &mut LendFrame<M, L, S, E, B>>
where
    M: Mode,
    L: ?Sized + for<'l> Lend<'l>,
    B: Body,
{
    generator_protocol!(Lent<'x, L>, S, B::Output, E, |this| handle this.frame(), root this.get_mut().root());

    fn link(self: Pin<&mut Self>, _: Seal) -> Option<Link<Lent<'x, L>, S, E>> {
        let this = self.get_mut();
        let place = core::ptr::from_ref(this.frame());
        operations::link(this.root()).map(|link| link.by_reference(place))
    }

    fn is_borrowed(self: Pin<&mut Self>, _: Seal) -> bool {
        true
    }
}

impl<F> HasFrame for Delegated<'_, F> where Self: AsyncGenerator {}
