//! The methods that all of this crate's generators have, written once.

#[cfg(feature = "alloc")]
/// Inherent methods for a type that is a `Generator`.
///
/// They repeat those of the trait [`Generator`](crate::Generator), so that no trait needs to be in scope.
macro_rules! inherent_protocol {
    ($Y:ident, $S:ident, $R:ident, $E:ident) => {
        /// Where the generator stands (rule G38).
        pub fn status(&self) -> Status {
            Generator::status(self)
        }

        /// Runs the body up to its first yield.
        ///
        /// # Errors
        ///
        /// [`StartError`] when the generator has been started before or has ended.
        #[inline]
        pub fn start(&mut self) -> Result<GeneratorState<$Y, $R>, StartError> {
            Generator::start(self)
        }

        /// Sends a value to the yield where the body waits, and runs it up to the next one (rule G10).
        ///
        /// # Errors
        ///
        /// [`SendError`] with the value, when no yield waits for one (rules G12, G13).
        #[inline]
        pub fn send(&mut self, value: $S) -> Result<GeneratorState<$Y, $R>, SendError<$S>> {
            Generator::send(self, value)
        }

        /// Starts a created generator (the value is dropped: no yield waits for it), sends to a suspended one.
        ///
        /// # Errors
        ///
        /// [`SendError::Finished`] with the value, at the end.
        #[inline]
        pub fn resume(&mut self, value: $S) -> Result<GeneratorState<$Y, $R>, SendError<$S>> {
            Generator::resume(self, value)
        }

        /// Raises an error at the yield where the body waits (rules G15 to G17).
        ///
        /// # Errors
        ///
        /// The error, when the body did not catch it, or the one that the body raised instead.
        pub fn throw(&mut self, error: $E) -> Result<GeneratorState<$Y, $R>, $E> {
            Generator::throw(self, error)
        }

        /// Asks the body to clean up and end (rules G25 to G30).
        ///
        /// # Errors
        ///
        /// [`CloseError`] when the body yielded or failed in reply. The generator has ended all the same.
        pub fn close(&mut self) -> Result<Option<$R>, CloseError<$Y, $E>> {
            Generator::close(self)
        }

        /// What iteration ended with and nobody took yet (rule G5).
        pub fn take_return(&mut self) -> Option<$R> {
            Generator::take_return(self)
        }

        /// The yielded values as an iterator, whatever the generator returns (rule G7).
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
        pub fn ignore_sent<T>(self) -> IgnoreSent<Self, T>
        where
            $S: Absent,
        {
            IgnoreSent::new(self)
        }

        /// Gives iteration a size hint (see [`Iterator::size_hint`]).
        pub fn with_size_hint(self, lower: usize, upper: Option<usize>) -> WithSizeHint<Self> {
            WithSizeHint::new(self, lower, upper)
        }

        /// Promises the number of items of iteration, which makes it an [`ExactSizeIterator`].
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
            operations::next($frame)
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
            operations::keep_return($frame, value);
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
