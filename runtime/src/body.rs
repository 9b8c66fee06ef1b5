//! The macros that a body is written with.
//!
//! Each calls a macro that the attribute defines inside the body, by a name that reads as the explanation where it is
//! not found (rule [G50](crate::guide::rules#g50)). That macro lends what belongs to the body: the yielded type, and
//! its token, together with a `break` that is never run. The label of the break does not reach into closures, nested
//! functions and `async` blocks, so that a yield in one of those does not compile, whoever wrote it there. The code
//! itself stands here, for the compiler then reports mistakes at the user's `yield_!(..)`.

/// Yields a value to whoever resumed the generator, and gives what is sent back.
///
/// `yield_!(value)` waits until the generator is resumed; its value is the sent one, `()` where the sent type is `()`.
/// `yield_!()` yields `()`. An uncaught throw or close ends the body here, as if it returned: destructors run,
/// innermost first (PEP 255, PEP 342; rules [G3](crate::guide::rules#g3), [G9](crate::guide::rules#g9),
/// [G10](crate::guide::rules#g10), [G15](crate::guide::rules#g15), [G26](crate::guide::rules#g26)). Temporaries of the
/// operand are dropped before the generator is suspended.
///
/// ```
/// use genfn::{generator, yield_, Gen, GeneratorState};
///
/// #[generator]
/// fn averager() -> Gen<f64, f64, usize> {
///     let (mut sum, mut n) = (0.0, 0);
///     loop {
///         let x = yield_!(if n == 0 { 0.0 } else { sum / n as f64 });
///         if x.is_nan() { return n; }
///         sum += x;
///         n += 1;
///     }
/// }
///
/// let mut average = averager();
/// average.start().unwrap();
/// assert_eq!(average.send(10.0), Ok(GeneratorState::Yielded(10.0)));
/// assert_eq!(average.send(20.0), Ok(GeneratorState::Yielded(15.0)));
/// assert_eq!(average.send(f64::NAN), Ok(GeneratorState::Complete(2)));
/// ```
#[doc(alias = "yield")]
#[macro_export]
macro_rules! yield_ {
    () => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__yield!(())) };
    ($value:expr $(,)?) => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__yield!($value)) };
    ($value:expr, $($more:tt)+) => { ::core::compile_error!("`yield_!` takes one value; several go in a tuple, as in `yield_!((1, 2))`") };
    ($value:expr; $($more:tt)*) => { ::core::compile_error!("`yield_!` takes one value; the `;` comes after the parentheses, as in `yield_!(1);`") };
}

/// Yields a value and catches what is raised: `Result<S, Raised<E>>`.
///
/// Python's `try` around a `yield` (PEP 342; rules [G15](crate::guide::rules#g15), [G27](crate::guide::rules#g27) to
/// [G29](crate::guide::rules#g29)): the body decides whether to go on, return, or [`raise!`](crate::raise) the signal
/// on.
///
/// ```
/// use genfn::{generator, raise, try_yield, Gen, GeneratorState, Raised};
///
/// #[generator]
/// fn patient() -> Gen<u32, (), &'static str, String> {
///     let mut attempts = 0;
///     loop {
///         match try_yield!(attempts) {
///             Ok(()) => attempts += 1,
///             Err(Raised::Throw(error)) if error == "fatal" => raise!(Raised::Throw(error)),
///             Err(Raised::Throw(_)) => attempts = 0,
///             Err(Raised::Close) => return "cleaned up",
///         }
///     }
/// }
///
/// let mut worker = patient();
/// worker.start().unwrap();
/// assert_eq!(worker.send(()), Ok(GeneratorState::Yielded(1)));
/// assert_eq!(worker.throw("glitch".into()), Ok(GeneratorState::Yielded(0)));
/// assert_eq!(worker.close(), Ok(Some("cleaned up")));
/// ```
#[macro_export]
macro_rules! try_yield {
    () => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__try_yield!(())) };
    ($value:expr $(,)?) => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__try_yield!($value)) };
    ($value:expr, $($more:tt)+) => { ::core::compile_error!("`try_yield!` takes one value; several go in a tuple, as in `try_yield!((1, 2))`") };
    ($value:expr; $($more:tt)*) => { ::core::compile_error!("`try_yield!` takes one value; the `;` comes after the parentheses, as in `try_yield!(1);`") };
}

/// Runs another generator or iterator to its end: everything it yields is yielded, everything sent goes to it; the
/// value is its return value.
///
/// Takes generators of every kind by value, `&mut` of each, and whatever a `for` loop takes but a `Result` (PEP 380;
/// rules [D1](crate::guide::rules#d1) to [D14](crate::guide::rules#d14)); in an asynchronous generator also
/// asynchronous generators and streams (PEP 828; rule [A29](crate::guide::rules#a29)). A generator with the same sent
/// and thrown types is linked: what an item costs does not depend on the depth, and neither does the native stack. A
/// plain iterator, and a generator with other errors, is closed when an error is thrown in, and what that close yields
/// or raises is dropped (rule [D6](crate::guide::rules#d6)).
///
/// A delegate by `&mut` is left suspended when the delegator is closed or dropped (rule
/// [D14](crate::guide::rules#d14)). Where it is a local of the delegator itself, it goes with it, and innermost first:
/// before the other locals. So a recursion that borrows its delegates is dropped in linear time and constant native
/// stack, as one that has them by value.
///
/// ```
/// use genfn::{generator, yield_, yield_from, Gen};
///
/// struct Node { value: u32, children: Vec<Node> }
///
/// #[generator]
/// fn walk(node: &Node) -> Gen<u32> {
///     for child in &node.children {
///         yield_from!(walk(child));
///     }
///     yield_!(node.value);
/// }
///
/// let leaf = |value| Node { value, children: vec![] };
/// let tree = Node { value: 3, children: vec![leaf(1), leaf(2)] };
/// assert!(walk(&tree).eq([1, 2, 3]));
/// ```
///
/// # Panics
///
/// When the delegate has ended and its return value (other than `()`) was taken, or when it waits for a sent value
/// and its sent type has no "nothing" (rule [D13](crate::guide::rules#d13)).
#[macro_export]
macro_rules! yield_from {
    ($delegate:expr $(,)?) => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__yield_from!($delegate)) };
    () => { ::core::compile_error!("`yield_from!` takes a generator or an iterator, as in `yield_from!(0..3)`") };
    ($delegate:expr, $($more:tt)+) => { ::core::compile_error!("`yield_from!` takes one generator or iterator; use it once for each") };
    ($delegate:expr; $($more:tt)*) => { ::core::compile_error!("`yield_from!` takes one generator or iterator; the `;` comes after the parentheses, as in `yield_from!(0..3);`") };
}

/// Like [`yield_from!`](crate::yield_from), and catches what the delegate did not: `Result<R, Raised<E>>`.
///
/// ```
/// use genfn::{generator, try_yield_from, yield_, Gen, GeneratorState, Raised};
///
/// #[generator]
/// fn inner() -> Gen<u32, (), (), &'static str> {
///     yield_!(1);
///     yield_!(2);
/// }
///
/// #[generator]
/// fn outer() -> Gen<u32, (), (), &'static str> {
///     if let Err(Raised::Throw(_)) = try_yield_from!(inner()) {
///         yield_!(99);
///     }
/// }
///
/// let mut generator = outer();
/// generator.start().unwrap();
/// assert_eq!(generator.throw("oops"), Ok(GeneratorState::Yielded(99)));
/// ```
#[macro_export]
macro_rules! try_yield_from {
    ($delegate:expr $(,)?) => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__try_yield_from!($delegate)) };
    () => { ::core::compile_error!("`try_yield_from!` takes a generator or an iterator, as in `try_yield_from!(0..3)`") };
    ($delegate:expr, $($more:tt)+) => { ::core::compile_error!("`try_yield_from!` takes one generator or iterator; use it once for each") };
    ($delegate:expr; $($more:tt)*) => { ::core::compile_error!("`try_yield_from!` takes one generator or iterator; the `;` comes after the parentheses, as in `try_yield_from!(0..3);`") };
}

/// Lets a caught [`Raised`](crate::Raised) go on, or replaces it by another error: the body ends here, and whoever
/// threw or closed gets it as if it had not been caught (Python's `raise`; rules [G15](crate::guide::rules#g15),
/// [G29](crate::guide::rules#g29)).
///
/// # Panics
///
/// After a further yield, when no throw or close is being answered any more; and for `Raised::Close` in answer to a
/// throw.
#[macro_export]
macro_rules! raise {
    ($signal:expr $(,)?) => { this_macro_works_only_in_the_body_of_a_generator_function!(@inside $crate::__raise!($signal)) };
    () => { ::core::compile_error!("`raise!` takes a signal, as in `raise!(Raised::Throw(error))`") };
}

// Each gives its value by a name of its own, for the compiler then says of a wrong type that it stands at the user's macro. A
// value that is never there, as in `yield_!(todo!())`, is not reported as unused, for its name begins with an underscore.
#[doc(hidden)]
#[macro_export]
macro_rules! __yield {
    ($value:expr) => {{
        this_macro_works_only_in_the_body_of_a_generator_function!(@bind _value $value);
        let sent = this_macro_works_only_in_the_body_of_a_generator_function!(
            @wait $crate::__private::never(); await yield_ _value
        );
        sent
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __try_yield {
    ($value:expr) => {{
        this_macro_works_only_in_the_body_of_a_generator_function!(@bind _value $value);
        let sent = this_macro_works_only_in_the_body_of_a_generator_function!(
            @wait $crate::__private::never(); await try_yield _value
        );
        sent
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __yield_from {
    ($delegate:expr) => { $crate::__delegate!(delegate $delegate) };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __try_yield_from {
    ($delegate:expr) => { $crate::__delegate!(try_delegate $delegate) };
}

// The operand is bound by a `match`, so that its temporaries live as in the head of a `for` loop.
#[doc(hidden)]
#[macro_export]
macro_rules! __delegate {
    ($method:ident $delegate:expr) => {
        match $delegate {
            delegate => {
                let (chosen, nothing) = {
                    #[allow(unused_imports)]
                    use $crate::__private::{
                        FitsIgnoring as _, FitsIgnoringOtherErrors as _, FitsOtherErrors as _, FitsSame as _,
                        HasNoNothing as _, HasNothing as _, IsAsyncGenerator as _, IsFramed as _, IsFuture as _,
                        IsGenerator as _, IsIterable as _, IsLending as _, IsLendingToOwner as _, IsNothing as _,
                        IsPushed as _, IsResult as _, IsStream as _, IsTooAsync as _, IsUnknown as _, SentOther as _, YieldsOther as _,
                    };
                    let types = this_macro_works_only_in_the_body_of_a_generator_function!(@types);
                    let (kind, delegate) = $crate::__private::Kind::of(types, delegate);
                    let chosen = (&&&&&&&&&&kind).__genfn_target(types, delegate);
                    let (fit, chosen) = $crate::__private::Fit::of(types, chosen);
                    let chosen = (&&&&&&fit).__genfn_adapted(chosen);
                    (chosen, (&&$crate::__private::Nothing::of(types)).__genfn_nothing())
                };
                let returned = this_macro_works_only_in_the_body_of_a_generator_function!(
                    @wait $crate::__private::never(); await $method chosen nothing
                );
                returned
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __raise {
    ($signal:expr) => {{
        let signal: $crate::Raised<_> = $signal;
        $crate::__private::ended(this_macro_works_only_in_the_body_of_a_generator_function!(
            @wait $crate::__private::never(); await raise signal
        ))
    }};
}

/// Makes a future of a body's token and awaits it.
///
/// It can only be called with a token, and no code but a body's own macro can name one: that macro lends it here, with the
/// values bound before. So no expression of a user's stands in the `unsafe` block.
#[doc(hidden)]
#[macro_export]
macro_rules! __token {
    (lend $token:ident $await:tt $method:ident $($operand:ident)*) => {
        // SAFETY: the body's macro names its own token in the body itself, as in the other rule, and the future is awaited here.
        unsafe { $crate::__private::Token::$method($crate::__private::LendToken::at(&$token), $($operand),*) }.$await
    };
    // The word `await` comes from the macro that the user wrote, for the compiler points at it.
    ($token:ident $await:tt $method:ident $($operand:ident)*) => {
        // SAFETY: the body's macro names its own token, in the body itself, as the label that it breaks to cannot be reached
        // from anywhere else; and the future is awaited here.
        unsafe { $crate::__private::Token::$method(&$token, $($operand),*) }.$await
    };
}
