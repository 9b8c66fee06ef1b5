//! A block at whose end an asynchronous generator is closed, with all that its clean-up awaits.

use super::async_generator::AsyncGenerator;
use crate::values::error::CloseError;

/// Runs a block with an asynchronous generator, and closes the generator when the block is left, also by `?` or an early
/// `return`: Python's `contextlib.aclosing`. A drop cannot await, so what the body's clean-up awaits is done only when it is closed.
///
/// An operation that the block has left in mid-await is settled first. When this future is dropped, the generator is too, and so it
/// is when the block panics.
///
/// ```
/// use genfn::{async_generator, closing, try_yield, AsyncGen};
///
/// # async fn hang_up() {}
/// #[async_generator]
/// async fn calls(log: &mut Vec<&'static str>) -> AsyncGen<u32> {
///     let mut number = 0;
///     while try_yield!(number).is_ok() {
///         number += 1;
///     }
///     hang_up().await;
///     log.push("hung up");
/// }
///
/// # futures::executor::block_on(async {
/// let mut log = Vec::new();
/// let first = closing(calls(&mut log), async |calls| {
///     let number = calls.next().await?;
///     if number == 0 {
///         return Some(number);
///     }
///     calls.next().await
/// });
/// assert_eq!(first.await, Ok(Some(0)));
/// assert_eq!(log, ["hung up"]);
/// # });
/// ```
///
/// # Errors
///
/// [`CloseError::Yielded`] and [`CloseError::Raised`], when the body did not end in answer to the close. What the block gave is
/// dropped then.
#[doc(alias = "aclosing")]
pub async fn closing<G, T>(
    mut generator: G,
    block: impl AsyncFnOnce(&mut G) -> T,
) -> Result<T, CloseError<G::Yield, G::Throw>>
where
    G: AsyncGenerator + Unpin,
{
    let output = block(&mut generator).await;
    match generator.close().await {
        Err(CloseError::Busy) => {
            generator.settle().await.map_err(CloseError::Raised)?;
            generator.close().await?;
        }
        closed => drop(closed?),
    }
    Ok(output)
}
