//! The place of a yield, kept in builds with debug assertions only (rule [G40](crate::guide::rules#g40)).

use core::panic::Location;

/// Where a yield stands in the user's source.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    #[cfg(debug_assertions)]
    location: &'static Location<'static>,
}

impl Place {
    #[inline]
    #[track_caller]
    pub(crate) fn caller() -> Self {
        Self {
            #[cfg(debug_assertions)]
            location: Location::caller(),
        }
    }

    #[inline]
    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "without debug assertions there is none"
    )]
    pub(crate) fn get(self) -> Option<&'static Location<'static>> {
        #[cfg(debug_assertions)]
        return Some(self.location);
        #[cfg(not(debug_assertions))]
        None
    }
}
