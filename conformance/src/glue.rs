//! The glue between cases and a generated client: what the table of a runner holds, and the macro that makes it.

use std::fmt::Display;
use std::future::Future;

use tinsmith::config::Config;
use tinsmith::endpoint::Value;
use tinsmith::operation::Service;
use tinsmith::service_error::{ErrorMeta, ServiceError};
use tinsmith::time::BoxFuture;
use tinsmith::value::Structure;

/// A client, as far as cases need it.
pub struct Suite {
    /// The service's table.
    pub service: &'static Service,
    /// The id of its shape.
    pub service_id: &'static str,
    /// The id of the protocol that the client speaks.
    pub protocol: &'static str,
    /// The operations that the client has.
    pub operations: &'static [Operation],
    /// Makes the modelled error of a code, still empty.
    pub error: fn(&str) -> Option<Box<dyn ModeledError>>,
}

impl Suite {
    /// The operation of that name; absent where the client leaves it out.
    pub(crate) fn operation(&self, name: &str) -> Option<&'static Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }
}

/// An operation of the client.
pub struct Operation {
    /// Its name in the model.
    pub name: &'static str,
    /// Makes the builder, has its input filled, and gives the call.
    pub call: fn(&Setup, Fill<'_>) -> Result<BoxFuture<'static, Answer>, String>,
}

/// What a client is made of.
pub struct Setup {
    /// The settings.
    pub config: Config,
    /// The client context parameters (`@clientContextParams`), by their names in the model.
    pub parameters: Vec<(String, Value)>,
}

/// Fills an input, or tells why it cannot be.
pub type Fill<'a> = &'a mut dyn FnMut(&mut dyn Structure) -> Result<(), String>;

/// What came of a call.
pub enum Answer {
    /// An output.
    Output {
        /// The output.
        came: Box<dyn Structure>,
        /// Another of the type with nothing set, to be filled with what was wanted.
        wanted: Box<dyn Structure>,
    },
    /// An error.
    Error(Box<dyn ModeledError>),
}

/// The `Error` of a generated crate, whichever.
pub trait ModeledError: Display {
    /// The structure of a modelled error.
    fn structure(&mut self) -> Option<&mut dyn Structure>;
    /// What is known of the error answer, where one came.
    fn meta(&mut self) -> Option<&mut ErrorMeta>;
}

impl<E: ServiceError + Display> ModeledError for E {
    fn structure(&mut self) -> Option<&mut dyn Structure> {
        self.structure_mut()
    }
    fn meta(&mut self) -> Option<&mut ErrorMeta> {
        self.meta_mut()
    }
}

/// The modelled error of a code, as [`Suite::error`] gives it.
#[must_use]
pub fn modeled<E: ServiceError + Display + 'static>(code: &str) -> Option<Box<dyn ModeledError>> {
    E::modeled(code).map(|error| Box::new(error) as Box<dyn ModeledError>)
}

/// Takes the types off what comes of a call.
pub fn answer<O, E>(call: impl Future<Output = Result<O, E>> + Send + 'static) -> BoxFuture<'static, Answer>
where
    O: Structure + Default + 'static,
    E: ServiceError + Display + 'static,
{
    Box::pin(async {
        match call.await {
            Ok(output) => Answer::Output { came: Box::new(output), wanted: Box::new(O::default()) },
            Err(error) => Answer::Error(Box::new(error)),
        }
    })
}

/// What a client context parameter can be made of.
pub trait FromParameter: Sized {
    /// What is wanted, for messages.
    const WANTED: &'static str;
    /// Takes a value of the kind.
    fn from_parameter(value: &Value) -> Option<Self>;
}

impl FromParameter for String {
    const WANTED: &'static str = "a string";
    fn from_parameter(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl FromParameter for bool {
    const WANTED: &'static str = "a boolean";
    fn from_parameter(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromParameter for Vec<String> {
    const WANTED: &'static str = "a list of strings";
    fn from_parameter(value: &Value) -> Option<Self> {
        value.as_list()?.iter().map(String::from_parameter).collect()
    }
}

impl Setup {
    /// The value of a client context parameter, or that it is of another kind.
    ///
    /// # Errors
    ///
    /// When the value is of another kind.
    pub fn take<T: FromParameter>(name: &str, value: &Value) -> Result<T, String> {
        T::from_parameter(value).ok_or_else(|| format!("clientParams: {name} wants {}; there is {value}", T::WANTED))
    }

    /// What is told of a client context parameter that the client does not have.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn unknown<C>(_: C, name: &str) -> Result<C, String> {
        Err(format!("clientParams: the client has no parameter {name}"))
    }
}

/// Makes a program that puts a model's test cases through its client: a line for each operation, with the client's
/// method and the name in the model, and one for each client context parameter, with the client's method, what it takes,
/// and the name in the model.
///
/// ```text
/// tinsmith_conformance::runner! {
///     client opsworkscm;
///     service "com.amazonaws.opsworkscm#OpsWorksCM_V2016_11_01";
///     protocol "aws.protocols#awsJson1_1";
///     operations {
///         describe_backups = "DescribeBackups";
///     }
///     parameters {
///         with_bucket: String = "Bucket";
///     }
/// }
/// ```
#[macro_export]
macro_rules! runner {
    (
        client $client:ident;
        service $service:literal;
        protocol $protocol:literal;
        operations { $($method:ident = $operation:literal;)* }
        parameters { $($with:ident: $type:ty = $parameter:literal;)* }
    ) => {
        #[allow(dead_code, reason = "a client without operations is made by nobody")]
        fn client(setup: &$crate::Setup) -> ::core::result::Result<$client::Client, ::std::string::String> {
            let mut client = $client::Client::new(&setup.config);
            for (name, value) in &setup.parameters {
                let _ = value;
                client = match name.as_str() {
                    $($parameter => client.$with($crate::Setup::take::<$type>(name, value)?),)*
                    _ => $crate::Setup::unknown(client, name)?,
                };
            }
            ::core::result::Result::Ok(client)
        }

        fn main() -> ::std::process::ExitCode {
            $crate::main(&$crate::Suite {
                service: &$client::SERVICE,
                service_id: $service,
                protocol: $protocol,
                operations: &[$($crate::Operation {
                    name: $operation,
                    call: |setup, fill| {
                        let mut request = client(setup)?.$method();
                        fill(&mut request.input)?;
                        ::core::result::Result::Ok($crate::answer(request.send()))
                    },
                },)*],
                error: $crate::modeled::<$client::Error>,
            })
        }
    };
}
