//! How generators print.

use core::fmt;

use crate::machinery::driver::{self, Holder};

/// The function's name, the status and, where it is known, the place of the yield (rule G40).
pub(crate) fn debug<G: Holder>(root: &G, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}({:?}", root.name(), driver::status(root))?;
    if let Some(location) = driver::location(root) {
        write!(f, " at {}:{}", location.file(), location.line())?;
    }
    f.write_str(")")
}
