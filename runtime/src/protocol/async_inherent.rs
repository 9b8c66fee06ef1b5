//! The methods that all of this crate's asynchronous generators have, written once.

/// The operations as inherent methods, for a type with a receiver that `$pin` makes a `Pin<&mut Self>`.
///
/// They repeat those of the trait [`AsyncGenerator`](crate::AsyncGenerator), so that no trait needs to be in scope.
macro_rules! inherent_operations {
    ($Y:ident, $S:ident, $R:ident, $E:ident, |$this:ident: $This:ty| $pin:expr) => {
        /// Where the generator stands (rule [G38](crate::guide::rules#g38)).
        ///
        /// ```
        /// use genfn::{async_generator, yield_, AsyncGen, Status};
        ///
        /// #[async_generator]
        /// async fn once() -> AsyncGen<u32> {
        ///     yield_!(1);
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut generator = once();
        /// assert_eq!(generator.status(), Status::Created);
        /// generator.next().await;
        /// assert_eq!(generator.status(), Status::Suspended);
        /// generator.next().await;
        /// assert_eq!(generator.status(), Status::Finished);
        /// # });
        /// ```
        pub fn status(&self) -> Status {
            AsyncGenerator::status(self)
        }

        /// Runs the body up to its first yield.
        ///
        /// ```
        /// use genfn::{async_generator, yield_, AsyncGen, GeneratorState, StartError};
        ///
        /// #[async_generator]
        /// async fn greeter() -> AsyncGen<String, &'static str> {
        ///     let name = yield_!("who?".to_string());
        ///     yield_!(format!("hello {name}"));
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut greeter = greeter();
        /// assert_eq!(greeter.start().await, Ok(GeneratorState::Yielded("who?".to_string())));
        /// assert_eq!(greeter.start().await, Err(StartError::Started));
        /// # });
        /// ```
        ///
        /// # Errors
        ///
        /// [`StartError`](crate::StartError) when the generator has been started before or has ended, or an operation was
        /// left in mid-await.
        #[inline]
        pub fn start(self: $This) -> future::Start<'_, Self> {
            let $this = self;
            future::Start::new($pin)
        }

        /// Sends a value to the yield where the body waits, and runs it up to the next one (rule
        /// [A8](crate::guide::rules#a8)).
        ///
        /// ```
        /// use genfn::{async_generator, yield_, AsyncGen, GeneratorState, SendError};
        ///
        /// #[async_generator]
        /// async fn sum() -> AsyncGen<u32, Option<u32>, &'static str> {
        ///     let mut sum = 0;
        ///     while let Some(number) = yield_!(sum) {
        ///         sum += number;
        ///     }
        ///     "done"
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut sum = sum();
        /// // No yield waits for a value yet, so it comes back.
        /// assert_eq!(sum.send(Some(1)).await, Err(SendError::NotStarted(Some(1))));
        /// sum.start().await.unwrap();
        /// assert_eq!(sum.send(Some(3)).await, Ok(GeneratorState::Yielded(3)));
        /// assert_eq!(sum.send(Some(4)).await, Ok(GeneratorState::Yielded(7)));
        /// assert_eq!(sum.send(None).await, Ok(GeneratorState::Complete("done")));
        /// # });
        /// ```
        ///
        /// # Errors
        ///
        /// [`SendError`](crate::SendError) with the value, when no yield waits for one (rule
        /// [A9](crate::guide::rules#a9)) or an operation was left in mid-await.
        #[doc(alias = "asend")]
        #[inline]
        pub fn send(self: $This, value: $S) -> future::SendTo<'_, Self> {
            let $this = self;
            future::SendTo::new($pin, value)
        }

        /// Starts a created generator (the value is dropped: no yield waits for it), sends to a suspended one.
        ///
        /// ```
        /// use genfn::{async_generator, yield_, AsyncGen, GeneratorState};
        ///
        /// #[async_generator]
        /// async fn task() -> AsyncGen<&'static str, u32, u32> {
        ///     let start = yield_!("sleep");
        ///     let end = yield_!("sleep");
        ///     end - start
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// // What a scheduler does: it need not know which tasks are new.
        /// let mut task = task();
        /// assert_eq!(task.resume(10).await, Ok(GeneratorState::Yielded("sleep")));
        /// assert_eq!(task.resume(20).await, Ok(GeneratorState::Yielded("sleep")));
        /// assert_eq!(task.resume(25).await, Ok(GeneratorState::Complete(5)));
        /// # });
        /// ```
        ///
        /// # Errors
        ///
        /// [`SendError`](crate::SendError) with the value, at the end or when an operation was left in mid-await.
        #[inline]
        pub fn resume(self: $This, value: $S) -> future::Resume<'_, Self> {
            let $this = self;
            future::Resume::new($pin, value)
        }

        /// Raises an error at the yield where the body waits (rules [A10](crate::guide::rules#a10) to
        /// [A12](crate::guide::rules#a12)).
        ///
        /// ```
        /// use genfn::{async_generator, try_yield, yield_, AsyncGen, GeneratorState, Raised, ThrowError};
        ///
        /// #[async_generator]
        /// async fn patient() -> AsyncGen<u32, (), (), &'static str> {
        ///     if let Err(Raised::Throw(_)) = try_yield!(0) {
        ///         // Here the body may await, for another attempt say.
        ///         yield_!(1);
        ///     }
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut patient = patient();
        /// patient.start().await.unwrap();
        /// assert_eq!(patient.throw("first").await, Ok(GeneratorState::Yielded(1)));
        /// // A plain `yield_!` does not catch it: the body is dropped there.
        /// assert_eq!(patient.throw("second").await, Err(ThrowError::Uncaught("second")));
        /// # });
        /// ```
        ///
        /// # Errors
        ///
        /// [`ThrowError`](crate::ThrowError) with the error, or with the one that the body raised instead, when it was not
        /// caught; or when an operation was left in mid-await.
        #[doc(alias = "athrow")]
        pub fn throw(self: $This, error: $E) -> future::Throw<'_, Self> {
            let $this = self;
            future::Throw::new($pin, error)
        }

        /// Asks the body to clean up and end; the body may await meanwhile (rules [A13](crate::guide::rules#a13) to
        /// [A17](crate::guide::rules#a17)).
        ///
        /// ```
        /// use genfn::{async_generator, try_yield, AsyncGen};
        ///
        /// # async fn flush() {}
        /// #[async_generator]
        /// async fn counter() -> AsyncGen<(), (), u32> {
        ///     let mut count = 0;
        ///     while try_yield!().is_ok() {
        ///         count += 1;
        ///     }
        ///     // The clean-up may await, and `close` waits for it.
        ///     flush().await;
        ///     count
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut counter = counter();
        /// counter.start().await.unwrap();
        /// counter.send(()).await.unwrap();
        /// assert_eq!(counter.close().await, Ok(Some(1)));
        /// assert_eq!(counter.close().await, Ok(None));
        /// # });
        /// ```
        ///
        /// # Errors
        ///
        /// [`CloseError`](crate::CloseError) when the body yielded or failed in reply (the generator has ended all the
        /// same), or an operation was left in mid-await.
        #[doc(alias = "aclose")]
        pub fn close(self: $This) -> future::Close<'_, Self> {
            let $this = self;
            future::Close::new($pin)
        }

        /// Goes on with whatever was left in mid-await, to the next yield or the end (rule
        /// [A22](crate::guide::rules#a22)); `None` when nothing was, or when a close has ended the body.
        ///
        /// ```
        /// use std::time::Duration;
        /// use genfn::{async_generator, yield_, AsyncGen, GeneratorState, Status};
        /// use tokio::time::{sleep, timeout};
        ///
        /// #[async_generator]
        /// async fn slow() -> AsyncGen<u32> {
        ///     sleep(Duration::from_secs(3)).await;
        ///     yield_!(7);
        /// }
        ///
        /// # #[tokio::main(flavor = "current_thread", start_paused = true)] async fn main() {
        /// let mut slow = slow();
        /// assert!(timeout(Duration::from_secs(1), slow.start()).await.is_err());
        /// assert_eq!(slow.status(), Status::Awaiting);
        /// // The start was dropped in mid-await. It goes on.
        /// assert_eq!(slow.settle().await, Ok(Some(GeneratorState::Yielded(7))));
        /// // Nothing is left to go on with.
        /// assert_eq!(slow.settle().await, Ok(None));
        /// # }
        /// ```
        ///
        /// # Errors
        ///
        /// The error of a throw that the body did not catch, or that its clean-up failed with.
        pub fn settle(self: $This) -> future::Settle<'_, Self> {
            let $this = self;
            future::Settle::new($pin)
        }

        /// The next item, as a stream gives it. Goes on with whatever was left in mid-await: an error that a throw left
        /// so ends with is dropped; fetch it with `settle`.
        ///
        /// ```
        /// use genfn::{async_generator, yield_, AsyncGen};
        ///
        /// #[async_generator]
        /// async fn numbers() -> AsyncGen<u32> {
        ///     yield_!(1);
        ///     yield_!(2);
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut numbers = numbers();
        /// let mut sum = 0;
        /// while let Some(number) = numbers.next().await {
        ///     sum += number;
        /// }
        /// assert_eq!(sum, 3);
        /// # });
        /// ```
        #[inline]
        #[allow(clippy::should_implement_trait, reason = "it is what every stream calls it")]
        pub fn next(self: $This) -> future::Next<'_, Self>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            let $this = self;
            future::Next::new($pin)
        }

        /// The yielded values as a stream, whatever the generator returns (rule [G7](crate::guide::rules#g7)).
        ///
        /// ```
        /// use futures::StreamExt as _;
        /// use genfn::{async_generator, yield_, AsyncGen};
        ///
        /// #[async_generator]
        /// async fn letters() -> AsyncGen<char, (), &'static str> {
        ///     for letter in 'a'..='e' {
        ///         yield_!(letter);
        ///     }
        ///     "that was all"
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// let mut letters = letters();
        /// assert_eq!(letters.iter().take(2).collect::<String>().await, "ab");
        /// assert_eq!(letters.iter().collect::<String>().await, "cde");
        /// # });
        /// ```
        pub fn iter(self: $This) -> AsyncIter<'_, Self>
        where
            $S: Absent,
        {
            let $this = self;
            AsyncIter::new($pin)
        }

        /// What iteration ended with and nobody took yet (rule [G5](crate::guide::rules#g5)).
        ///
        /// ```
        /// use genfn::{async_generator, yield_, AsyncGen};
        ///
        /// #[async_generator]
        /// async fn words(text: &str) -> AsyncGen<&str, (), usize> {
        ///     let mut count = 0;
        ///     for word in text.split(' ') {
        ///         yield_!(word);
        ///         count += 1;
        ///     }
        ///     count
        /// }
        ///
        /// # futures::executor::block_on(async {
        /// use futures::StreamExt as _;
        ///
        /// let mut words = words("to be or not");
        /// assert_eq!(words.iter().count().await, 4);
        /// assert_eq!(words.take_return(), Some(4));
        /// # });
        /// ```
        #[must_use]
        pub fn take_return(self: $This) -> Option<$R> {
            let $this = self;
            AsyncGenerator::take_return($pin)
        }
    };
}

pub(crate) use inherent_operations;
