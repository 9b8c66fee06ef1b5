//! The expansion of the canonical forms, and what must expand whatever it is given.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::expand::expand;
use crate::mode::Mode;

fn generator(args: TokenStream, item: &TokenStream) -> TokenStream {
    expand(Mode::Synchronous, args, item)
}

fn check(item: &TokenStream, expected: &ExpectFile) {
    let expansion = generator(TokenStream::new(), item);
    let file = syn::parse2(expansion).expect("the expansion parses");
    expected.assert_eq(&prettyplease::unparse(&file));
}

/// Wrong if an expansion changed without being read.
#[test]
fn canonical_forms() {
    check(
        &quote! {
            /// Docs stay.
            pub fn count(mut from: u32, to: u32) -> Gen<u32> {
                while from < to {
                    yield_!(from);
                    from += 1;
                }
            }
        },
        &expect_file!["../snapshots/plain.rs"],
    );
    check(
        &quote! {
            fn records<T: Clone>(&self, (a, _): (T, T), _: u8) -> PinGen<T, u8, io::Result<()>, Error> where T: Copy {
                yield_!(a);
                Ok(())
            }
        },
        &expect_file!["../snapshots/patterns.rs"],
    );
    check(
        &quote! {
            fn iter(&self) -> impl Iterator<Item = &u32> + '_ {
                yield_from!(&self.items);
            }
        },
        &expect_file!["../snapshots/opaque.rs"],
    );
}

/// Wrong if an editor's stand-in for a broken body kept the function from expanding.
#[test]
fn a_body_that_is_one_identifier_expands() {
    let body = Ident::new("__ra_fixup", Span::call_site());
    let expansion =
        generator(TokenStream::new(), &quote!(fn numbers(p: Point) -> Gen<i32> #body)).to_string();
    assert!(expansion.contains("__ra_fixup") && !expansion.contains("compile_error"), "{expansion}");
}

/// Wrong if a mistake took the user's tokens out of the editor's sight, or was reported other than once.
#[test]
fn a_mistake_still_expands() {
    let items = [
        quote!(
            fn numbers() {
                yield_!(unmistakable);
            }
        ),
        quote!(
            fn numbers() -> Vec<u32> {
                yield_!(unmistakable);
            }
        ),
        quote!(
            fn numbers() -> Gen {
                yield_!(unmistakable);
            }
        ),
        quote!(
            async fn numbers() -> Gen<u32> {
                yield_!(unmistakable);
            }
        ),
        quote!(
            fn numbers() -> Gen<u32> {
                || yield_!(unmistakable);
            }
        ),
        quote!(
            struct Numbers {
                unmistakable: u32,
            }
        ),
    ];
    for item in items {
        let expansion = generator(TokenStream::new(), &item).to_string();
        assert!(expansion.contains("unmistakable"), "{expansion}");
        assert_eq!(expansion.matches("compile_error").count(), 1, "{expansion}");
    }
}
