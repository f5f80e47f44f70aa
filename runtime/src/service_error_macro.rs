//! The macro that makes a generated crate's `Error` out of its list of modelled errors.

/// Makes an enum the error of a service: a boxed variant for each modelled error, `Unmodeled` and `Call`.
///
/// It gives the accessors that every service's error has, `Display`, [`std::error::Error`] and the conversions.
#[macro_export]
macro_rules! service_error {
    ($type:ident { $($variant:ident($structure:ty) = $code:literal;)* }) => {
        impl $type {
            /// What is known of the error answer; absent when no error answer came.
            #[must_use]
            pub fn meta(&self) -> ::core::option::Option<&$crate::service_error::ErrorMeta> {
                match self {
                    $(Self::$variant(error) => ::core::option::Option::Some(&error.meta),)*
                    Self::Unmodeled(error) => ::core::option::Option::Some(&error.meta),
                    Self::Call(_) => ::core::option::Option::None,
                }
            }
            /// The code of the error answer, such as `ThrottlingException`.
            #[must_use]
            pub fn code(&self) -> ::core::option::Option<&str> {
                self.meta().and_then(|meta| meta.code.as_deref())
            }
        }
        $crate::service_error_accessors!($type);
        impl $crate::service_error::ServiceError for $type {
            fn modeled(code: &str) -> ::core::option::Option<Self> {
                match code {
                    $($code => ::core::option::Option::Some(Self::$variant(::core::default::Default::default())),)*
                    _ => ::core::option::Option::None,
                }
            }
            fn structure_mut(&mut self) -> ::core::option::Option<&mut dyn $crate::value::Structure> {
                match self {
                    $(Self::$variant(error) => ::core::option::Option::Some(&mut **error),)*
                    Self::Unmodeled(_) | Self::Call(_) => ::core::option::Option::None,
                }
            }
            fn meta_mut(&mut self) -> ::core::option::Option<&mut $crate::service_error::ErrorMeta> {
                match self {
                    $(Self::$variant(error) => ::core::option::Option::Some(&mut error.meta),)*
                    Self::Unmodeled(error) => ::core::option::Option::Some(&mut error.meta),
                    Self::Call(_) => ::core::option::Option::None,
                }
            }
            fn unmodeled(error: $crate::service_error::Unmodeled) -> Self {
                Self::Unmodeled(::std::boxed::Box::new(error))
            }
            fn call(error: $crate::error::Error) -> Self {
                Self::Call(error)
            }
        }
        $(impl ::core::convert::From<$structure> for $type {
            fn from(error: $structure) -> Self {
                Self::$variant(::std::boxed::Box::new(error))
            }
        })*
        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::core::fmt::Display::fmt(&error.meta, f),)*
                    Self::Unmodeled(error) => ::core::fmt::Display::fmt(error, f),
                    Self::Call(error) => ::core::fmt::Display::fmt(error, f),
                }
            }
        }
    };
}

/// What every service's error has, by way of its `meta`.
#[doc(hidden)]
#[macro_export]
macro_rules! service_error_accessors {
    ($type:ident) => {
        impl $type {
            /// What happened, in the service's words or our own.
            #[must_use]
            pub fn message(&self) -> ::core::option::Option<&str> {
                match self {
                    Self::Call(error) => ::core::option::Option::Some(error.message()),
                    _ => self.meta().and_then(|meta| meta.message.as_deref()),
                }
            }
            /// The id that the service gave the request.
            #[must_use]
            pub fn request_id(&self) -> ::core::option::Option<&str> {
                match self {
                    Self::Call(error) => error.request_id(),
                    _ => self.meta().and_then(|meta| meta.request_id.as_deref()),
                }
            }
            /// The HTTP status, where an answer came.
            #[must_use]
            pub fn status(&self) -> ::core::option::Option<u16> {
                match self {
                    Self::Call(error) => error.status(),
                    _ => self.meta().map(|meta| meta.status),
                }
            }
            /// How many requests were sent; 0 when nothing was.
            #[must_use]
            pub fn attempts(&self) -> u32 {
                match self {
                    Self::Call(error) => error.attempts(),
                    _ => self.meta().map_or(0, |meta| meta.attempts),
                }
            }
            /// Whether the service says that the caller is too fast.
            #[must_use]
            pub fn is_throttling(&self) -> bool {
                self.meta().is_some_and(|meta| meta.throttling)
            }
            /// Whether a time limit passed.
            #[must_use]
            pub fn is_timeout(&self) -> bool {
                match self {
                    Self::Call(error) => error.is_timeout(),
                    _ => false,
                }
            }
            /// Whether the same call may work when it is made again, without a change.
            #[must_use]
            pub fn is_retryable(&self) -> bool {
                match self {
                    Self::Call(error) => error.is_retryable(),
                    _ => self.meta().is_some_and(|meta| meta.retryable),
                }
            }
        }
        impl ::std::error::Error for $type {
            fn source(&self) -> ::core::option::Option<&(dyn ::std::error::Error + 'static)> {
                match self {
                    Self::Call(error) => ::std::error::Error::source(error),
                    _ => ::core::option::Option::None,
                }
            }
        }
        impl ::core::convert::From<$crate::error::Error> for $type {
            fn from(error: $crate::error::Error) -> Self {
                Self::Call(error)
            }
        }
        impl ::core::convert::From<$crate::service_error::Failure> for $type {
            fn from(failure: $crate::service_error::Failure) -> Self {
                $crate::service_error::ServiceError::typed(failure)
            }
        }
    };
}
