//! A generator by reference or in a box is one too.

use super::generator::Generator;
use super::seal::Seal;
use crate::machinery::header::Link;
use crate::values::error::{CloseError, SendError, StartError};
use crate::values::outcome::{Absent, Outcome};
use crate::values::state::{GeneratorState, Status};

macro_rules! forward_to_target {
    ($borrowed:expr) => {
        type Yield = G::Yield;
        type Send = G::Send;
        type Return = G::Return;
        type Throw = G::Throw;

        #[inline]
        fn status(&self) -> Status {
            (**self).status()
        }

        #[inline]
        fn start(&mut self) -> Result<GeneratorState<G::Yield, G::Return>, StartError> {
            (**self).start()
        }

        #[inline]
        fn send(
            &mut self,
            value: G::Send,
        ) -> Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>> {
            (**self).send(value)
        }

        #[inline]
        fn throw(&mut self, error: G::Throw) -> Result<GeneratorState<G::Yield, G::Return>, G::Throw> {
            (**self).throw(error)
        }

        #[inline]
        fn close(&mut self) -> Result<Option<G::Return>, CloseError<G::Yield, G::Throw>> {
            (**self).close()
        }

        #[inline]
        fn take_return(&mut self) -> Option<G::Return> {
            (**self).take_return()
        }

        #[inline]
        fn resume(
            &mut self,
            value: G::Send,
        ) -> Result<GeneratorState<G::Yield, G::Return>, SendError<G::Send>> {
            (**self).resume(value)
        }

        #[inline]
        fn keep_return(&mut self, value: G::Return, seal: Seal) -> Option<G::Return> {
            (**self).keep_return(value, seal)
        }

        #[inline]
        fn link_created(&mut self, seal: Seal) -> Option<Link<G::Yield, G::Send, G::Throw>> {
            if $borrowed { None } else { (**self).link_created(seal) }
        }

        #[inline]
        fn next_item(&mut self, seal: Seal) -> Option<<G::Return as Outcome<G::Yield>>::Item>
        where
            G::Send: Absent,
            G::Return: Outcome<G::Yield>,
        {
            (**self).next_item(seal)
        }

        fn link(&mut self, seal: Seal) -> Option<Link<G::Yield, G::Send, G::Throw>> {
            let link = (**self).link(seal)?;
            Some(if $borrowed { link.by_reference(core::ptr::from_ref(&**self)) } else { link })
        }

        fn is_borrowed(&self, seal: Seal) -> bool {
            $borrowed || (**self).is_borrowed(seal)
        }
    };
}

impl<G: Generator + ?Sized> Generator for &mut G {
    forward_to_target!(true);
}

#[cfg(feature = "alloc")]
impl<G: Generator + ?Sized> Generator for alloc::boxed::Box<G> {
    forward_to_target!(false);
}
