//! What the operations of an asynchronous generator give, by its type.

use super::async_generator::AsyncGenerator;
use crate::values::error::{CloseError, SendError, StartError, ThrowError};
use crate::values::outcome::Outcome;
use crate::values::state::GeneratorState;

/// The next state of a generator of type `G`.
pub(crate) type StateOf<G> = GeneratorState<<G as AsyncGenerator>::Yield, <G as AsyncGenerator>::Return>;
/// What `start` gives.
pub(crate) type StartResult<G> = Result<StateOf<G>, StartError>;
/// What `send` and `resume` give.
pub(crate) type SendResult<G> = Result<StateOf<G>, SendError<<G as AsyncGenerator>::Send>>;
/// What `throw` gives.
pub(crate) type ThrowResult<G> = Result<StateOf<G>, ThrowError<<G as AsyncGenerator>::Throw>>;
/// What `close` gives.
pub(crate) type CloseResult<G> = Result<
    Option<<G as AsyncGenerator>::Return>,
    CloseError<<G as AsyncGenerator>::Yield, <G as AsyncGenerator>::Throw>,
>;
/// What `settle` gives.
pub(crate) type SettleResult<G> = Result<Option<StateOf<G>>, <G as AsyncGenerator>::Throw>;
/// What the stream of a generator gives.
pub(crate) type ItemOf<G> = <<G as AsyncGenerator>::Return as Outcome<<G as AsyncGenerator>::Yield>>::Item;
