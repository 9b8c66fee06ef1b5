//! The memory of boxed frames, of which each thread keeps some for bodies that delegate.
//!
//! A recursion makes and drops a frame for each node, which costs more than to run it. With the feature `cache` a thread
//! keeps up to [`ROOM`] pieces of each size, 272 KiB in all, for the next frames of that size. They are given back when the
//! thread ends. A frame may be dropped on another thread than it was made on: its memory is then kept, or given back, there.

use alloc::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use core::ptr::NonNull;

/// Memory for a frame: for one that delegates, perhaps some that is kept.
#[inline]
#[cfg_attr(not(feature = "cache"), allow(unused_variables, reason = "nothing is kept"))]
pub(super) fn allocate(layout: Layout, delegates: bool) -> NonNull<u8> {
    #[cfg(feature = "cache")]
    if let Some(index) = kept::index_of(layout).filter(|_| delegates) {
        return kept::take(index);
    }
    allocate_uncached(layout)
}

/// Gives the memory of a frame back, or keeps it.
///
/// # Safety
///
/// It was allocated by [`allocate`] with these arguments, and is not used any more.
#[inline]
#[cfg_attr(not(feature = "cache"), allow(unused_variables, reason = "nothing is kept"))]
pub(super) unsafe fn free(memory: *mut u8, layout: Layout, delegates: bool) {
    #[cfg(feature = "cache")]
    if let Some(index) = kept::index_of(layout).filter(|_| delegates) {
        // SAFETY: `allocate` has taken a piece of this size.
        return unsafe { kept::keep(memory, index) };
    }
    // SAFETY: `allocate` has allocated it so.
    unsafe { dealloc(memory, layout) };
}

/// Memory as a box would have it.
///
/// # Panics
///
/// When the layout has no size. A frame has a header.
#[inline]
fn allocate_uncached(layout: Layout) -> NonNull<u8> {
    assert!(layout.size() > 0, "a frame has a size");
    // SAFETY: it was just asked.
    let memory = unsafe { alloc(layout) };
    NonNull::new(memory).unwrap_or_else(|| handle_alloc_error(layout))
}

#[cfg(feature = "cache")]
mod kept {
    use core::cell::Cell;
    use core::ptr;

    use super::{Layout, NonNull, allocate_uncached, dealloc};

    /// Pieces come in multiples of so many bytes, and are aligned to half of it.
    const GRAIN: usize = 32;
    const ALIGN: usize = GRAIN / 2;
    /// Frames up to this size are kept.
    const LARGEST: usize = 512;
    const SIZES: usize = LARGEST / GRAIN;
    /// So many pieces of each size are kept.
    const ROOM: usize = 64;

    /// The free pieces of one size: a list through their first words.
    struct Pieces {
        first: Cell<*mut u8>,
        /// How many more may come. None before the thread has promised to give them back, and after it has.
        room: Cell<usize>,
    }

    std::thread_local! {
        static PIECES: [Pieces; SIZES] = const {
            [const { Pieces { first: Cell::new(ptr::null_mut()), room: Cell::new(0) } }; SIZES]
        };
        static GIVES_BACK: GivesBack = const { GivesBack };
    }

    /// Gives the pieces back when the thread ends.
    struct GivesBack;

    impl Drop for GivesBack {
        fn drop(&mut self) {
            PIECES.with(|sizes| {
                for (index, pieces) in sizes.iter().enumerate() {
                    pieces.room.set(0);
                    while let Some(piece) = pieces.pop() {
                        // SAFETY: a piece of this size, which nobody uses.
                        unsafe { dealloc(piece.as_ptr(), layout_of(index)) };
                    }
                }
            });
        }
    }

    impl Pieces {
        #[inline]
        fn pop(&self) -> Option<NonNull<u8>> {
            let piece = NonNull::new(self.first.get())?;
            // SAFETY: every piece in the list is free memory that begins with the address of the next.
            self.first.set(unsafe { piece.cast::<*mut u8>().read() });
            Some(piece)
        }

        /// # Safety
        ///
        /// The memory is of this size, and is not used any more.
        #[inline]
        #[allow(clippy::cast_ptr_alignment, reason = "pieces are aligned to more")]
        unsafe fn push(&self, piece: *mut u8) {
            // SAFETY: a piece is large enough, and aligned for it.
            unsafe { piece.cast::<*mut u8>().write(self.first.get()) };
            self.first.set(piece);
        }
    }

    /// Which size of pieces a layout takes. With a layout that is known, this is a constant.
    #[inline]
    pub(super) fn index_of(layout: Layout) -> Option<usize> {
        let is_kept = layout.size() <= LARGEST && layout.align() <= ALIGN;
        is_kept.then(|| (layout.size() - 1) / GRAIN)
    }

    fn layout_of(index: usize) -> Layout {
        match Layout::from_size_align((index + 1) * GRAIN, ALIGN) {
            Ok(layout) => layout,
            Err(_) => unreachable!("the sizes are small"),
        }
    }

    /// A piece, kept or new.
    #[inline]
    pub(super) fn take(index: usize) -> NonNull<u8> {
        PIECES.with(|sizes| {
            let pieces = &sizes[index];
            let Some(piece) = pieces.pop() else { return new(index) };
            pieces.room.set(pieces.room.get() + 1);
            piece
        })
    }

    #[cold]
    #[inline(never)]
    fn new(index: usize) -> NonNull<u8> {
        allocate_uncached(layout_of(index))
    }

    /// Keeps a piece, or gives it back.
    ///
    /// # Safety
    ///
    /// It was [taken](take) with this index, and is not used any more.
    #[inline]
    pub(super) unsafe fn keep(piece: *mut u8, index: usize) {
        PIECES.with(|sizes| {
            let pieces = &sizes[index];
            match pieces.room.get().checked_sub(1) {
                Some(room) => {
                    pieces.room.set(room);
                    // SAFETY: a piece of this size, which the caller gives up.
                    unsafe { pieces.push(piece) };
                }
                // SAFETY: a piece of this size, which the caller gives up.
                None => unsafe { give_back(pieces, index, piece) },
            }
        });
    }

    /// Gives a piece back for which there is no room. The first one of a thread makes room for those after it.
    ///
    /// # Safety
    ///
    /// As for [`Pieces::push`].
    #[cold]
    #[inline(never)]
    unsafe fn give_back(pieces: &Pieces, index: usize, memory: *mut u8) {
        let is_full = !pieces.first.get().is_null();
        // Not when the thread is ending: nobody would give the pieces back.
        if !is_full && GIVES_BACK.try_with(|_| ()).is_ok() {
            pieces.room.set(ROOM);
        }
        // SAFETY: the caller's.
        unsafe { dealloc(memory, layout_of(index)) };
    }
}
