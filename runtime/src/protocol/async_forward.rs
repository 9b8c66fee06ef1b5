//! An asynchronous generator by reference or in a box is one too.

use core::pin::Pin;
use core::task::{Context, Poll};

use super::async_generator::AsyncGenerator;
use super::async_results::{
    CloseResult, ItemOf, SendResult, SettleResult, StartResult, StateOf, ThrowResult,
};
use super::seal::Seal;
use crate::machinery::header::Link;
use crate::machinery::pinned_cell::address_of;
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::Status;

/// Marks the generators which have a frame of this crate for certain.
pub trait HasFrame: AsyncGenerator {}

macro_rules! forward_to_target {
    (|$this:ident| $target:expr, borrowed $borrowed:expr) => {
        type Yield = G::Yield;
        type Send = G::Send;
        type Return = G::Return;
        type Throw = G::Throw;

        #[inline]
        fn status(&self) -> Status {
            (**self).status()
        }

        #[inline]
        fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
            let $this = self;
            $target.poll_start(context)
        }

        #[inline]
        fn poll_send(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            value: &mut Option<G::Send>,
        ) -> Poll<SendResult<Self>> {
            let $this = self;
            $target.poll_send(context, value)
        }

        #[inline]
        fn poll_throw(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            error: &mut Option<G::Throw>,
        ) -> Poll<ThrowResult<Self>> {
            let $this = self;
            $target.poll_throw(context, error)
        }

        #[inline]
        fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CloseResult<Self>> {
            let $this = self;
            $target.poll_close(context)
        }

        #[inline]
        fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
            let $this = self;
            $target.poll_settle(context)
        }

        #[inline]
        fn poll_resume(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            value: &mut Option<G::Send>,
        ) -> Poll<SendResult<Self>> {
            let $this = self;
            $target.poll_resume(context, value)
        }

        #[inline]
        fn poll_iterate(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            nothing: G::Send,
            seal: Seal,
        ) -> Poll<Option<StateOf<Self>>> {
            let $this = self;
            $target.poll_iterate(context, nothing, seal)
        }

        #[inline]
        fn poll_item(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            seal: Seal,
        ) -> Poll<Option<ItemOf<Self>>>
        where
            G::Send: Absent,
            G::Return: Outcome<G::Yield>,
        {
            let $this = self;
            $target.poll_item(context, seal)
        }

        #[inline]
        fn take_return(self: Pin<&mut Self>) -> Option<G::Return> {
            let $this = self;
            $target.take_return()
        }

        #[inline]
        fn keep_return(self: Pin<&mut Self>, value: G::Return, seal: Seal) -> Option<G::Return> {
            let $this = self;
            $target.keep_return(value, seal)
        }

        #[inline]
        fn link_created(self: Pin<&mut Self>, seal: Seal) -> Option<Link<G::Yield, G::Send, G::Throw>> {
            let $this = self;
            if $borrowed { None } else { $target.link_created(seal) }
        }

        fn link(self: Pin<&mut Self>, seal: Seal) -> Option<Link<G::Yield, G::Send, G::Throw>> {
            let $this = self;
            #[allow(unused_mut)]
            let mut target = $target;
            let link = target.as_mut().link(seal)?;
            Some(if $borrowed { link.by_reference(address_of(target)) } else { link })
        }

        fn is_borrowed(self: Pin<&mut Self>, seal: Seal) -> bool {
            let $this = self;
            $borrowed || $target.is_borrowed(seal)
        }

        #[inline]
        fn known_status(self: Pin<&mut Self>, seal: Seal) -> Option<Status> {
            let $this = self;
            $target.known_status(seal)
        }
    };
}

impl<G: AsyncGenerator + Unpin + ?Sized> AsyncGenerator for &mut G {
    forward_to_target!(|this| Pin::new(&mut **this.get_mut()), borrowed true);
}

impl<G: AsyncGenerator + ?Sized> AsyncGenerator for Pin<&mut G> {
    forward_to_target!(|this| this.get_mut().as_mut(), borrowed true);
}

#[cfg(feature = "alloc")]
impl<G: AsyncGenerator + Unpin + ?Sized> AsyncGenerator for alloc::boxed::Box<G> {
    forward_to_target!(|this| Pin::new(&mut **this.get_mut()), borrowed false);
}

#[cfg(feature = "alloc")]
impl<G: AsyncGenerator + ?Sized> AsyncGenerator for Pin<alloc::boxed::Box<G>> {
    forward_to_target!(|this| this.get_mut().as_mut(), borrowed false);
}

impl<G: HasFrame + Unpin + ?Sized> HasFrame for &mut G {}
impl<G: HasFrame + ?Sized> HasFrame for Pin<&mut G> {}
#[cfg(feature = "alloc")]
impl<G: HasFrame + Unpin + ?Sized> HasFrame for alloc::boxed::Box<G> {}
#[cfg(feature = "alloc")]
impl<G: HasFrame + ?Sized> HasFrame for Pin<alloc::boxed::Box<G>> {}
