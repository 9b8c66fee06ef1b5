//! Lending frames as the crate `lender` has them, which asks for a proof of what a [`LendToken`](super::lend::LendToken) has shown.

use lender::{Lender, Lending, unsafe_assume_covariance};

use super::body::Body;
use super::by_waker::Synchronous;
use super::lend::LendFrame;
use crate::values::lend::{Lend, Lent};
use crate::values::outcome::{Absent, Outcome};

type ItemOf<'x, R, L> = <R as Outcome<Lent<'x, L>>>::Item;

impl<'lend, L, S, R, E, B> Lending<'lend> for LendFrame<Synchronous, L, S, E, B>
where
    L: ?Sized + for<'l> Lend<'l>,
    S: Absent,
    R: Outcome<Lent<'lend, L>, Item: 'lend>,
    B: Body<Output = R>,
{
    type Lend = ItemOf<'lend, R, L>;
}

impl<L, S, R, E, B> Lender for LendFrame<Synchronous, L, S, E, B>
where
    L: ?Sized + for<'l> Lend<'l>,
    S: Absent,
    R: for<'l> Outcome<Lent<'l, L>, Item: 'l>,
    B: Body<Output = R>,
{
    // SAFETY: there is no lending frame without a token, and no token without a function which shows that its family is covariant
    // (`LendToken::new`). What iteration makes of an item is the item, or a `Result` with it, which is covariant in it.
    unsafe_assume_covariance!();

    #[inline]
    fn next(&mut self) -> Option<lender::Lend<'_, Self>> {
        self.loan().next()
    }
}
