//! Cases of a JMESPath compliance suite, as the generator writes them down, and what becomes of each here.
//!
//! For tests only; no client reaches it.

use super::interpret::Interpreter;
use super::{Expression, Fault, Value};
use crate::Document;

/// A case of a suite.
#[derive(Debug)]
pub struct Case {
    /// Its number in the file, counted from 1.
    pub number: usize,
    /// The expression, as the suite has it.
    pub text: &'static str,
    /// The expression, or why the generator refused it.
    pub expression: Result<Expression, Refusal>,
    /// What it is evaluated over: JSON.
    pub given: &'static str,
    /// What it should come to.
    pub wanted: Wanted,
}

/// Why the generator refused an expression.
#[derive(Debug)]
pub struct Refusal {
    /// The specification's name of the error, such as `syntax`.
    pub error: &'static str,
    /// Where it is and what is wrong.
    pub problem: &'static str,
}

/// What a case should come to.
#[derive(Debug)]
pub enum Wanted {
    /// That value: JSON.
    Result(&'static str),
    /// The specification's error of that name, when the expression is read or when it is evaluated.
    Error(&'static str),
    /// Any value: the case only measures time.
    Anything,
}

impl Case {
    /// Runs the case.
    ///
    /// # Errors
    ///
    /// What was wanted and what came, where they differ.
    pub fn run(&'static self) -> Result<(), String> {
        let given = read(self.given)?;
        let came = match &self.expression {
            Ok(expression) => {
                expression.evaluate(&Value::from(&given)).map_err(|fault| (error(fault), fault.to_string()))
            }
            Err(refusal) => Err((refusal.error, refusal.problem.to_owned())),
        };
        match (&self.wanted, came) {
            (Wanted::Anything, Ok(_)) => Ok(()),
            (Wanted::Result(wanted), Ok(came)) => {
                let wanted = read(wanted)?;
                let wanted = Value::from(&wanted);
                let machine = Interpreter::new();
                if machine.equal(&wanted, &came, 0).map_err(|fault| fault.to_string())? {
                    return Ok(());
                }
                let text = |value| {
                    let mut text = String::new();
                    machine.write(value, &mut text, 0).map(|()| text).map_err(|fault| fault.to_string())
                };
                Err(self.told(&text(&wanted)?, &text(&came)?))
            }
            (Wanted::Error(wanted), Err((came, _))) if *wanted == came => Ok(()),
            (Wanted::Error(wanted), Err((came, problem))) => {
                Err(self.told(&format!("the error {wanted}"), &format!("the error {came}: {problem}")))
            }
            (Wanted::Error(wanted), Ok(came)) => {
                Err(self.told(&format!("the error {wanted}"), &format!("a value of the type {}", came.kind())))
            }
            (Wanted::Result(_) | Wanted::Anything, Err((came, problem))) => {
                Err(self.told("a value", &format!("the error {came}: {problem}")))
            }
        }
    }

    fn told(&self, wanted: &str, came: &str) -> String {
        format!("case {} ({}): wanted {wanted}; there is {came}", self.number, self.text)
    }
}

/// The specification's name of a fault.
fn error(fault: Fault) -> &'static str {
    match fault {
        Fault::InvalidType { .. } => "invalid-type",
        Fault::InvalidSlice => "invalid-value",
        Fault::TooLarge => "too-large",
    }
}

fn read(json: &str) -> Result<Document, String> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let document = crate::bridge::deserialize(&mut reader).and_then(|document| reader.end().map(|()| document));
    document.map_err(|error: serde_json::Error| format!("{json}: {error}"))
}
