//! The expansion of the canonical forms, and what must expand whatever it is given.

use expect_test::{ExpectFile, expect_file};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::function::expand;
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
    check(
        &quote! {
            fn parsed(text: &str) -> impl Iterator<Item = Result<u32, ParseIntError>> {
                yield_!(Ok(text.parse()?));
                return;
            }
        },
        &expect_file!["../snapshots/question_mark.rs"],
    );
    check(
        &quote! {
            fn into_iter(self) -> Self::IntoIter {
                yield_!(self.0);
            }
        },
        &expect_file!["../snapshots/any_type.rs"],
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

/// Wrong if a mistake was not refused, or in words that do not say what to write. Where the compiler points is in `ui-tests`.
#[test]
fn mistakes_are_named() {
    let body = quote!({
        yield_!(1);
    });
    let arguments = [
        (quote!(item = u32), "what it yields is written in the return type"),
        (quote!(boxed), "for a boxed generator write"),
        (quote!(pin), "for a generator in place write"),
        (quote!(colour), "the only argument is"),
        (quote!(crate = "relative"), "`::relative` or `crate::relative`"),
        (quote!(crate = 1), "expected identifier"),
        (quote!(crate), "expected `=`"),
    ];
    let refused = |arguments: &TokenStream, item: &TokenStream, expected| {
        let expansion = generator(arguments.clone(), item).to_string();
        let message = expansion.split_once("compile_error").map_or("", |(_, message)| message);
        assert!(message.contains(expected), "({arguments}) {item}: {message}");
    };
    for (arguments, expected) in arguments {
        refused(&arguments, &quote!(fn numbers() -> Gen<u32> #body), expected);
    }
    let types = [
        (quote!(-> Gen), "needs the type that it yields"),
        (quote!(-> Vec<u32>), "a generator returns"),
        (quote!(-> u32), "a generator returns"),
        (quote!(-> AsyncGen<u32>), "is made by"),
        (quote!(-> impl Iterator), "say what the generator yields"),
        (quote!(-> impl Stream<Item = u32>), "is made by"),
        (quote!(-> impl Clone), "a generator returns"),
        (quote!(-> Gen<u32, (), (), (), ()>), "Gen"),
        (quote!(-> &Gen<u32>), "Gen"),
        (quote!(-> (u32, u32)), "Gen"),
        (quote!(), "Gen"),
    ];
    for (returned, expected) in types {
        refused(&TokenStream::new(), &quote!(fn numbers() #returned #body), expected);
    }
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
            fn numbers() -> [u32; 2] {
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

/// The functions of a source file: free, in impls, in traits, in modules.
struct Functions<'f> {
    attempt: &'f mut dyn FnMut(&syn::Signature, &TokenStream),
}

impl<'ast> syn::visit::Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        let block = &function.block;
        (self.attempt)(&function.sig, &quote!(#block));
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        let block = &function.block;
        (self.attempt)(&function.sig, &quote!(#block));
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        let block = function.default.as_ref();
        (self.attempt)(&function.sig, &block.map_or_else(|| quote!(;), |block| quote!(#block)));
    }
}

fn rust_files(folder: &std::path::Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

/// Wrong if a function of a real crate made either attribute panic, or its expansion did not parse: the sources of
/// whatever cargo has fetched for this workspace, with their return types rewritten.
#[test]
fn the_functions_of_real_crates_expand() {
    let home = std::env::var_os("CARGO_HOME").map_or_else(
        || std::path::PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
        std::path::PathBuf::from,
    );
    let lock = include_str!("../../Cargo.lock");
    let mut files = Vec::new();
    for index in std::fs::read_dir(home.join("registry/src")).into_iter().flatten().flatten() {
        for package in std::fs::read_dir(index.path()).into_iter().flatten().flatten() {
            let name = package.file_name().to_string_lossy().into_owned();
            let of_workspace = name.rsplit_once('-').is_some_and(|(name, version)| {
                lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\""))
            });
            if of_workspace {
                rust_files(&package.path().join("src"), &mut files);
            }
        }
    }
    files.sort();
    // All of them are some fifty thousand functions, which take minutes in a build for debugging: there it is a sample.
    let every = if cfg!(debug_assertions) { 12 } else { 1 };
    let files: Vec<_> = files.into_iter().step_by(every).collect();
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let functions: usize = std::thread::scope(|scope| {
        // Each takes its turn, for the files of one crate are alike.
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                let files = files.iter().skip(thread).step_by(threads);
                scope.spawn(|| files.map(|file| expand_functions_of(file)).sum::<usize>())
            })
            .collect();
        running.into_iter().map(|thread| thread.join().expect("every function expands")).sum()
    });
    assert!(functions > 1_000, "only {functions} functions were found; has cargo fetched the dependencies?");
}

/// Puts every function in a file through both attributes: how many there are.
fn expand_functions_of(file: &std::path::Path) -> usize {
    use syn::visit::Visit as _;

    let Ok(text) = std::fs::read_to_string(file) else { return 0 };
    let Ok(source) = syn::parse_file(&text) else { return 0 };
    let mut functions = 0;
    let mut attempt = |signature: &syn::Signature, body: &TokenStream| {
        functions += 1;
        for (mode, output) in
            [(Mode::Synchronous, quote!(Gen<()>)), (Mode::Asynchronous, quote!(BoxAsyncGen<'static, ()>))]
        {
            let mut signature = signature.clone();
            signature.output = syn::parse_quote!(-> #output);
            let expansion = expand(mode, TokenStream::new(), &quote!(#signature #body));
            let whole = quote!(trait Any { #expansion }).to_string();
            // Mistakes are reported beside the function, so it may be more than one item.
            let parsed = syn::parse2::<syn::File>(expansion.clone()).is_ok()
                || syn::parse_str::<syn::ItemTrait>(&whole).is_ok();
            assert!(parsed, "{}: {expansion}", file.display());
        }
    };
    Functions { attempt: &mut attempt }.visit_file(&source);
    functions
}

fn block(input: &TokenStream) -> String {
    crate::block::expand(input.clone()).to_string()
}

/// Wrong if an unfinished block kept what an editor completes out of its sight, or was reported twice.
#[test]
fn unfinished_blocks_expand() {
    for body in [
        quote!(let q = ; yield unmistakable),
        quote!(yield unmistakable . ;),
        quote!(for x in unmistakable . { yield x; }),
        quote!(x + unmistakable. for),
        quote!(println!("{}", yield unmistakable . )),
    ] {
        for name in ["iter", "try_iter", "stream", "try_stream"] {
            let name = Ident::new(name, Span::call_site());
            let expansion = block(&quote!((genfn) #name #body));
            assert!(expansion.contains("unmistakable"), "{expansion}");
            assert!(!expansion.contains("compile_error"), "{expansion}");
        }
    }
}

/// Wrong if an unfinished operand hid where the expression, or the loop, goes on: an editor compares what becomes of `x.`
/// with what becomes of `x.name`.
#[test]
fn unfinished_operands_end_where_something_else_begins() {
    let shape = |name: &str, body: &TokenStream| {
        let name = Ident::new(name, Span::call_site());
        block(&quote!((genfn) #name #body)).replace(' ', "")
    };
    for (unfinished, finished) in [
        (quote!(p. for x in xs), quote!(p.unmistakable for x in xs)),
        (quote!(x for x in p.), quote!(x for x in p.unmistakable)),
        (quote!(x for x in p. if x > 1), quote!(x for x in p.unmistakable if x > 1)),
        (quote!(x for x in xs if p.), quote!(x for x in xs if p.unmistakable)),
        (quote!(x for x in xs if p. for y in ys), quote!(x for x in xs if p.unmistakable for y in ys)),
        (
            quote!(for await x in p. { yield x; }),
            quote!(for await x in p.unmistakable {
                yield x;
            }),
        ),
        (
            quote!(if yield p. { x }),
            quote!(if yield p.unmistakable {
                x
            }),
        ),
    ] {
        for name in ["iter", "stream"] {
            assert_eq!(shape(name, &unfinished), shape(name, &finished).replace("unmistakable", ""));
        }
    }
}

/// Wrong if an expansion of a block changed without being read.
#[test]
fn canonical_blocks() {
    let file = |block: TokenStream| {
        let block = crate::block::expand(block);
        let file = syn::parse2(quote!(fn around() { let _ = #block; })).expect("the expansion parses");
        prettyplease::unparse(&file)
    };
    expect_file!["../snapshots/iter.rs"].assert_eq(&file(quote!((genfn) iter for i in 0..n { yield i; })));
    expect_file!["../snapshots/try_stream.rs"].assert_eq(&file(quote! {
        (genfn) try_stream
        for await line in lines { if line.is_empty() { return; } yield line?; }
    }));
    expect_file!["../snapshots/expression.rs"]
        .assert_eq(&file(quote!((genfn) iter x * x for x in xs if x > 1)));
    expect_file!["../snapshots/nested_expression.rs"]
        .assert_eq(&file(quote!((genfn) iter x * y for x in xs if x > 1 for y in ys)));
}
