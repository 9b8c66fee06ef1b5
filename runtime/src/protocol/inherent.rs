//! The methods that all of this crate's generators have, written once.

#[cfg(feature = "alloc")]
/// Inherent methods for a type that is a `Generator`.
///
/// They repeat those of the trait [`Generator`](crate::Generator), so that no trait needs to be in scope.
macro_rules! inherent_protocol {
    ($Y:ident, $S:ident, $R:ident, $E:ident) => {
        /// Where the generator stands (rule [G38](crate::guide::rules#g38)).
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen, Status};
        ///
        /// #[generator]
        /// fn once() -> Gen<u32> {
        ///     yield_!(1);
        /// }
        ///
        /// let mut generator = once();
        /// assert_eq!(generator.status(), Status::Created);
        /// generator.next();
        /// assert_eq!(generator.status(), Status::Suspended);
        /// generator.next();
        /// assert_eq!(generator.status(), Status::Finished);
        /// ```
        pub fn status(&self) -> Status {
            Generator::status(self)
        }

        /// Runs the body up to its first yield.
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen, GeneratorState, StartError};
        ///
        /// #[generator]
        /// fn greeter() -> Gen<String, &'static str> {
        ///     let name = yield_!("who?".to_string());
        ///     yield_!(format!("hello {name}"));
        /// }
        ///
        /// let mut greeter = greeter();
        /// assert_eq!(greeter.start(), Ok(GeneratorState::Yielded("who?".to_string())));
        /// assert_eq!(greeter.start(), Err(StartError::Started));
        /// ```
        ///
        /// # Errors
        ///
        /// [`StartError`] when the generator has been started before or has ended.
        #[inline]
        pub fn start(&mut self) -> Result<GeneratorState<$Y, $R>, StartError> {
            Generator::start(self)
        }

        /// Sends a value to the yield where the body waits, and runs it up to the next one (rule
        /// [G10](crate::guide::rules#g10)).
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen, GeneratorState, SendError};
        ///
        /// #[generator]
        /// fn sum() -> Gen<u32, Option<u32>, &'static str> {
        ///     let mut sum = 0;
        ///     while let Some(number) = yield_!(sum) {
        ///         sum += number;
        ///     }
        ///     "done"
        /// }
        ///
        /// let mut sum = sum();
        /// // No yield waits for a value yet, so it comes back.
        /// assert_eq!(sum.send(Some(1)), Err(SendError::NotStarted(Some(1))));
        /// sum.start().unwrap();
        /// assert_eq!(sum.send(Some(3)), Ok(GeneratorState::Yielded(3)));
        /// assert_eq!(sum.send(Some(4)), Ok(GeneratorState::Yielded(7)));
        /// assert_eq!(sum.send(None), Ok(GeneratorState::Complete("done")));
        /// assert_eq!(sum.send(Some(5)), Err(SendError::Finished(Some(5))));
        /// ```
        ///
        /// # Errors
        ///
        /// [`SendError`] with the value, when no yield waits for one (rules [G12](crate::guide::rules#g12),
        /// [G13](crate::guide::rules#g13)).
        #[inline]
        pub fn send(&mut self, value: $S) -> Result<GeneratorState<$Y, $R>, SendError<$S>> {
            Generator::send(self, value)
        }

        /// Starts a created generator (the value is dropped: no yield waits for it), sends to a suspended one.
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen, GeneratorState};
        ///
        /// #[generator]
        /// fn task() -> Gen<&'static str, u32, u32> {
        ///     let start = yield_!("sleep");
        ///     let end = yield_!("sleep");
        ///     end - start
        /// }
        ///
        /// // What a scheduler does: it need not know which tasks are new.
        /// let mut task = task();
        /// assert_eq!(task.resume(10), Ok(GeneratorState::Yielded("sleep")));
        /// assert_eq!(task.resume(20), Ok(GeneratorState::Yielded("sleep")));
        /// assert_eq!(task.resume(25), Ok(GeneratorState::Complete(5)));
        /// ```
        ///
        /// # Errors
        ///
        /// [`SendError::Finished`] with the value, at the end.
        #[inline]
        pub fn resume(&mut self, value: $S) -> Result<GeneratorState<$Y, $R>, SendError<$S>> {
            Generator::resume(self, value)
        }

        /// Raises an error at the yield where the body waits (rules [G15](crate::guide::rules#g15) to
        /// [G17](crate::guide::rules#g17)).
        ///
        /// ```
        /// use genfn::{generator, try_yield, yield_, Gen, GeneratorState, Raised};
        ///
        /// #[generator]
        /// fn patient() -> Gen<u32, (), (), &'static str> {
        ///     let mut failures = 0;
        ///     while failures < 2 {
        ///         if let Err(Raised::Throw(_)) = try_yield!(failures) {
        ///             failures += 1;
        ///         }
        ///     }
        ///     yield_!(100);
        /// }
        ///
        /// let mut patient = patient();
        /// patient.start().unwrap();
        /// assert_eq!(patient.throw("first"), Ok(GeneratorState::Yielded(1)));
        /// assert_eq!(patient.throw("second"), Ok(GeneratorState::Yielded(100)));
        /// // A plain `yield_!` does not catch it: the body is dropped there.
        /// assert_eq!(patient.throw("third"), Err("third"));
        /// ```
        ///
        /// # Errors
        ///
        /// The error, when the body did not catch it, or the one that the body raised instead.
        pub fn throw(&mut self, error: $E) -> Result<GeneratorState<$Y, $R>, $E> {
            Generator::throw(self, error)
        }

        /// Asks the body to clean up and end (rules [G25](crate::guide::rules#g25) to [G30](crate::guide::rules#g30)).
        ///
        /// ```
        /// use genfn::{generator, try_yield, yield_, CloseError, Gen};
        ///
        /// #[generator]
        /// fn counter() -> Gen<(), (), u32> {
        ///     let mut count = 0;
        ///     // Ends when it is closed, and says how far it came.
        ///     while try_yield!().is_ok() {
        ///         count += 1;
        ///     }
        ///     count
        /// }
        ///
        /// let mut counter = counter();
        /// counter.start().unwrap();
        /// counter.send(()).unwrap();
        /// assert_eq!(counter.close(), Ok(Some(1)));
        /// assert_eq!(counter.close(), Ok(None));
        ///
        /// #[generator]
        /// fn stubborn() -> Gen<&'static str> {
        ///     let _ = try_yield!("first");
        ///     yield_!("not yet");
        /// }
        ///
        /// let mut stubborn = stubborn();
        /// stubborn.next();
        /// assert_eq!(stubborn.close(), Err(CloseError::Yielded("not yet")));
        /// ```
        ///
        /// # Errors
        ///
        /// [`CloseError`] when the body yielded or failed in reply. The generator has ended all the same.
        pub fn close(&mut self) -> Result<Option<$R>, CloseError<$Y, $E>> {
            Generator::close(self)
        }

        /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen};
        ///
        /// #[generator]
        /// fn words(text: &str) -> Gen<&str, (), usize> {
        ///     let mut count = 0;
        ///     for word in text.split(' ') {
        ///         yield_!(word);
        ///         count += 1;
        ///     }
        ///     count
        /// }
        ///
        /// let mut words = words("to be or not");
        /// assert!(words.iter().eq(["to", "be", "or", "not"]));
        /// assert_eq!(words.take_return(), Some(4));
        /// assert_eq!(words.take_return(), None);
        /// ```
        pub fn take_return(&mut self) -> Option<$R> {
            Generator::take_return(self)
        }

        /// The next item of iteration. It is `Iterator::next`, with the same bounds; where they are not met, the compiler says
        /// why this generator is no iterator.
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen};
        ///
        /// #[generator]
        /// fn letters() -> Gen<char> {
        ///     yield_!('a');
        /// }
        ///
        /// let mut letters = letters();
        /// assert_eq!(letters.next(), Some('a'));
        /// assert_eq!(letters.next(), None);
        /// ```
        #[inline]
        #[allow(
            clippy::should_implement_trait,
            reason = "it is the method of that trait, and it is implemented"
        )]
        pub fn next(&mut self) -> Option<<$R as Outcome<$Y>>::Item>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            Generator::next_item(self, Seal(()))
        }

        /// The yielded values as an iterator, whatever the generator returns (rule [G7](crate::guide::rules#g7)).
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen};
        ///
        /// #[generator]
        /// fn letters() -> Gen<char, (), &'static str> {
        ///     for letter in 'a'..='e' {
        ///         yield_!(letter);
        ///     }
        ///     "that was all"
        /// }
        ///
        /// let mut letters = letters();
        /// assert_eq!(letters.iter().take(2).collect::<String>(), "ab");
        /// assert_eq!(letters.iter().collect::<String>(), "cde");
        /// ```
        pub fn iter(&mut self) -> Iter<'_, Self>
        where
            $S: Absent,
        {
            Iter::new(self)
        }
    };
}

#[cfg(feature = "alloc")]
/// Inherent methods that take the generator by value.
macro_rules! inherent_conversions {
    ($S:ident) => {
        /// A delegate that takes any sent type and drops what it is sent.
        ///
        /// ```
        /// use genfn::{generator, yield_, yield_from, Gen, GeneratorState};
        ///
        /// #[generator]
        /// fn banner() -> Gen<String> {
        ///     yield_!("welcome".to_string());
        /// }
        ///
        /// #[generator]
        /// fn echo() -> Gen<String, &'static str> {
        ///     // `banner` is sent nothing; what `echo` is sent meanwhile is dropped.
        ///     yield_from!(banner().ignore_sent());
        ///     let heard = yield_!("speak".to_string());
        ///     yield_!(heard.to_uppercase());
        /// }
        ///
        /// let mut echo = echo();
        /// assert_eq!(echo.start(), Ok(GeneratorState::Yielded("welcome".to_string())));
        /// assert_eq!(echo.send("dropped"), Ok(GeneratorState::Yielded("speak".to_string())));
        /// assert_eq!(echo.send("hello"), Ok(GeneratorState::Yielded("HELLO".to_string())));
        /// ```
        pub fn ignore_sent<T>(self) -> IgnoreSent<Self, T>
        where
            $S: Absent,
        {
            IgnoreSent::new(self)
        }

        /// Gives iteration a size hint (see [`Iterator::size_hint`]).
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen};
        ///
        /// #[generator]
        /// fn even(numbers: &[u32]) -> Gen<u32> {
        ///     for number in numbers.iter().filter(|number| **number % 2 == 0) {
        ///         yield_!(*number);
        ///     }
        /// }
        ///
        /// let numbers = [1, 2, 3, 4];
        /// let even = even(&numbers).with_size_hint(0, Some(numbers.len()));
        /// assert_eq!(even.size_hint(), (0, Some(4)));
        /// assert!(even.eq([2, 4]));
        /// ```
        pub fn with_size_hint(self, lower: usize, upper: Option<usize>) -> WithSizeHint<Self> {
            WithSizeHint::new(self, lower, upper)
        }

        /// Promises the number of items of iteration, which makes it an [`ExactSizeIterator`].
        ///
        /// ```
        /// use genfn::{generator, yield_, Gen};
        ///
        /// #[generator]
        /// fn squares(count: u32) -> Gen<u32> {
        ///     for number in 0..count {
        ///         yield_!(number * number);
        ///     }
        /// }
        ///
        /// let mut squares = squares(3).with_len(3);
        /// assert_eq!(squares.len(), 3);
        /// squares.next();
        /// assert_eq!(squares.len(), 2);
        /// ```
        pub fn with_len(self, len: usize) -> WithLen<Self> {
            WithLen::new(self, len)
        }
    };
}

/// The body of `impl Generator` for a type whose frame is given by `$frame` from `$this`.
macro_rules! generator_protocol {
    ($Y:ty, $S:ty, $R:ty, $E:ty, |$this:ident| handle $handle:expr, root $frame:expr) => {
        type Yield = $Y;
        type Send = $S;
        type Return = $R;
        type Throw = $E;

        fn status(&self) -> Status {
            let $this = self;
            operations::status($handle)
        }

        #[inline]
        fn start(&mut self) -> Result<GeneratorState<$Y, $R>, StartError> {
            let $this = self;
            operations::ready_now(|context| operations::poll_start($frame, context))
        }

        #[inline]
        fn send(&mut self, value: $S) -> Result<GeneratorState<$Y, $R>, SendError<$S>> {
            let $this = self;
            operations::ready_now(|context| operations::poll_send($frame, &mut Some(value), context))
        }

        #[inline]
        fn resume(&mut self, value: $S) -> Result<GeneratorState<$Y, $R>, SendError<$S>> {
            let $this = self;
            operations::resume($frame, value)
        }

        #[inline]
        fn next_item(&mut self, _: Seal) -> Option<<$R as Outcome<$Y>>::Item>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            let $this = self;
            iteration::next($frame)
        }

        fn throw(&mut self, error: $E) -> Result<GeneratorState<$Y, $R>, $E> {
            let $this = self;
            operations::ready_now(|context| operations::poll_throw($frame, &mut Some(error), context))
                .map_err(ThrowError::into_inner)
        }

        fn close(&mut self) -> Result<Option<$R>, CloseError<$Y, $E>> {
            let $this = self;
            operations::ready_now(|context| operations::poll_close($frame, context))
        }

        fn take_return(&mut self) -> Option<$R> {
            let $this = self;
            operations::take_return($frame)
        }

        #[inline]
        fn keep_return(&mut self, value: $R, _: Seal) -> Option<$R> {
            let $this = self;
            iteration::keep_return($frame, value);
            None
        }
    };
}

/// `Iterator` by the two bounds, for a type that is a `Generator`.
macro_rules! iterate {
    ([$($generics:tt)*] $Type:ty, $Y:ident, $S:ident, $R:ty $(, $bound:ident: $Bound:path)*) => {
        impl<$($generics)*> Iterator for $Type
        where
            $S: Absent,
            $R: Outcome<$Y>,
            $($bound: $Bound,)*
        {
            type Item = <$R as Outcome<$Y>>::Item;

            #[inline]
            fn next(&mut self) -> Option<<$R as Outcome<$Y>>::Item> {
                Generator::next_item(self, Seal(()))
            }
        }

        impl<$($generics)*> FusedIterator for $Type
        where
            $S: Absent,
            $R: Outcome<$Y>,
            $($bound: $Bound,)*
        {
        }
    };
}

pub(crate) use {generator_protocol, iterate};
#[cfg(feature = "alloc")]
pub(crate) use {inherent_conversions, inherent_protocol};
