//! What keeps shared references off memory that may refer to itself once it is pinned.

use core::cell::UnsafeCell;
use core::pin::Pin;

/// Holds something pinned of which a shared reference to its holder is none.
///
/// A shared reference counts as a read of all that it covers, and so ends every exclusive borrow in there: also those that an
/// `async` block, say, holds of its own locals. It does not cover what is in a cell.
pub(crate) struct PinnedCell<T> {
    content: UnsafeCell<T>,
}

// SAFETY: a shared one gives no access to its content at all.
unsafe impl<T: Sync> Sync for PinnedCell<T> {}

impl<T> PinnedCell<T> {
    pub(crate) fn new(content: T) -> Self {
        Self { content: UnsafeCell::new(content) }
    }

    pub(crate) fn get(self: Pin<&mut Self>) -> Pin<&mut T> {
        // SAFETY: the content is pinned with the cell, which gives it out nowhere else.
        unsafe { self.map_unchecked_mut(|cell| cell.content.get_mut()) }
    }
}

/// Where a pinned future lies. Not by a shared reference: that would be a read of the delegate in it, and end what that has
/// lent out to itself.
#[inline]
pub(crate) fn address_of<F: ?Sized>(future: Pin<&mut F>) -> *const F {
    // SAFETY: nothing is moved out of the reference.
    core::ptr::from_mut(unsafe { future.get_unchecked_mut() })
}
