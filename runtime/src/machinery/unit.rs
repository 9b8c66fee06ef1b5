//! Whether a type is `()`, asked without `'static`.

use core::any::TypeId;
use core::marker::PhantomData;

/// `()`, if that is what `R` is.
pub(crate) fn unit<R>() -> Option<R> {
    trait Identity {
        fn identity(&self) -> TypeId
        where
            Self: 'static;
    }

    impl<T> Identity for PhantomData<T> {
        fn identity(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }

    let marker = PhantomData::<R>;
    let marker: &dyn Identity = &marker;
    // SAFETY: only the lifetime bound of the trait object changes, and `identity` reads nothing behind any lifetime:
    // the result is the identity of `R` with its lifetimes erased.
    let marker = unsafe { core::mem::transmute::<&dyn Identity, &(dyn Identity + 'static)>(marker) };
    if marker.identity() != TypeId::of::<()>() {
        return None;
    }
    // SAFETY: `()` has no lifetimes, so a type with its identity is `()`, of which any place holds a value.
    Some(unsafe { core::ptr::NonNull::<R>::dangling().read() })
}
