//! The protocol of this crate's own asynchronous generators, whose frames it knows, written once.

/// The body of `impl AsyncGenerator` for a type whose frame is given by `$frame` from `$this`.
macro_rules! generator_protocol {
    ($Y:ty, $S:ty, $R:ty, $E:ty, |$this:ident| handle $handle:expr, root $frame:expr) => {
        type Yield = $Y;
        type Send = $S;
        type Return = $R;
        type Throw = $E;

        #[inline]
        fn status(&self) -> Status {
            let $this = self;
            operations::status($handle)
        }

        #[inline]
        fn poll_start(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<StartResult<Self>> {
            let $this = self;
            operations::poll_start($frame, context)
        }

        #[inline]
        fn poll_send(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            value: &mut Option<$S>,
        ) -> Poll<SendResult<Self>> {
            let $this = self;
            operations::poll_send($frame, value, context)
        }

        #[inline]
        fn poll_resume(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            value: &mut Option<$S>,
        ) -> Poll<SendResult<Self>> {
            let $this = self;
            operations::poll_resume($frame, value, context)
        }

        fn poll_throw(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            error: &mut Option<$E>,
        ) -> Poll<ThrowResult<Self>> {
            let $this = self;
            operations::poll_throw($frame, error, context)
        }

        fn poll_close(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<CloseResult<Self>> {
            let $this = self;
            operations::poll_close($frame, context)
        }

        fn poll_settle(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<SettleResult<Self>> {
            let $this = self;
            operations::poll_settle($frame, context)
        }

        fn take_return(self: Pin<&mut Self>) -> Option<$R> {
            let $this = self;
            operations::take_return($frame)
        }

        #[inline]
        fn keep_return(self: Pin<&mut Self>, value: $R, _: Seal) -> Option<$R> {
            let $this = self;
            iteration::keep_return($frame, value);
            None
        }

        #[inline]
        fn poll_iterate(
            self: Pin<&mut Self>,
            context: &mut Context<'_>,
            nothing: $S,
            _: Seal,
        ) -> Poll<Option<StateOf<Self>>> {
            let $this = self;
            iteration::poll_iterate($frame, nothing, context)
        }

        #[inline]
        fn poll_item(self: Pin<&mut Self>, context: &mut Context<'_>, _: Seal) -> Poll<Option<ItemOf<Self>>>
        where
            $S: Absent,
            $R: Outcome<$Y>,
        {
            let $this = self;
            iteration::poll_item($frame, context)
        }

        #[inline]
        fn known_status(self: Pin<&mut Self>, _: Seal) -> Option<Status> {
            let $this = self.into_ref().get_ref();
            Some(operations::status($handle))
        }
    };
}

/// How a generator by value is linked, in `impl AsyncGenerator` for a type whose frame is given by `$frame` from `$this`.
macro_rules! by_value {
    ($Y:ty, $S:ty, $E:ty, |$this:ident| root $frame:expr) => {
        #[inline]
        fn link_created(self: Pin<&mut Self>, _: Seal) -> Option<Link<$Y, $S, $E>> {
            let $this = self;
            operations::link_created($frame)
        }

        fn link(self: Pin<&mut Self>, _: Seal) -> Option<Link<$Y, $S, $E>> {
            let $this = self;
            operations::link($frame)
        }
    };
}

/// `Stream` by the two bounds, for a type that is an `AsyncGenerator`.
macro_rules! stream {
    ([$($generics:tt)*] $Type:ty, $Y:ident, $S:ident, $R:ty $(, $bound:ident: $Bound:path)*) => {
        impl<$($generics)*> Stream for $Type
        where
            $S: Absent,
            $R: Outcome<$Y>,
            $($bound: $Bound,)*
        {
            type Item = <$R as Outcome<$Y>>::Item;

            #[inline]
            fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<<$R as Outcome<$Y>>::Item>> {
                AsyncGenerator::poll_item(self, context, Seal(()))
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                (0, FusedStream::is_terminated(self).then_some(0))
            }
        }

        impl<$($generics)*> FusedStream for $Type
        where
            $S: Absent,
            $R: Outcome<$Y>,
            $($bound: $Bound,)*
        {
            fn is_terminated(&self) -> bool {
                AsyncGenerator::status(self) == Status::Finished
            }
        }
    };
}

pub(crate) use {by_value, generator_protocol, stream};
