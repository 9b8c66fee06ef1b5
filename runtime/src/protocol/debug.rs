//! How generators print.

use core::fmt;

use crate::machinery::operations;
use crate::machinery::root::Handle;

/// The function's name, the status and, where it is known, the place of the yield (rule
/// [G40](crate::guide::rules#g40)).
pub(crate) fn debug<H: Handle>(handle: &H, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "{}({:?}", handle.name(), operations::status(handle))?;
    if let Some(place) = operations::place(handle) {
        write!(f, " at {}:{}", place.file(), place.line())?;
    }
    f.write_str(")")
}
