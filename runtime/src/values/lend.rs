//! Families of types: what a lending generator yields.

use core::marker::PhantomData;

/// A family of types, one for each lifetime: what a [`LendGen`](crate::LendGen) yields.
///
/// `dyn for<'lend> Lend<'lend, Item = &'lend [u8]>` is the family of `&'lend [u8]`. The attribute makes it of the item in the
/// return type, so it is written only where a lending generator is taken as an argument, or declared in a trait.
///
/// ```
/// use genfn::{generator, yield_, Body, Lend, LendGen};
///
/// #[generator]
/// fn prefixes(text: &str) -> LendGen<&'lend str> {
///     let mut prefix = String::new();
///     for letter in text.chars() {
///         prefix.push(letter);
///         yield_!(&prefix);
///     }
/// }
///
/// type Strings = dyn for<'lend> Lend<'lend, Item = &'lend str>;
///
/// fn total(mut strings: LendGen<Strings, (), (), std::convert::Infallible, impl Body<Output = ()>>) -> usize {
///     let mut total = 0;
///     while let Some(string) = strings.next() {
///         total += string.len();
///     }
///     total
/// }
///
/// assert_eq!(total(prefixes("abc")), 1 + 2 + 3);
/// ```
pub trait Lend<'lend> {
    /// The member of the family with this lifetime.
    type Item;
}

/// The member of a family with the lifetime `'x`.
pub(crate) type Lent<'x, L> = <L as Lend<'x>>::Item;

/// `'long` outlives `'short`. Where a family is not covariant, the compiler prints its name.
#[derive(Debug, Clone, Copy)]
pub struct WhatIsLentMustBeCovariant<'long, 'short>(PhantomData<&'short &'long ()>);

/// The proof that a family is covariant: `|item, _| item` is such a function for a covariant family, and for no other.
pub type Covariant<L> =
    for<'long, 'short> fn(Lent<'long, L>, WhatIsLentMustBeCovariant<'long, 'short>) -> Lent<'short, L>;
