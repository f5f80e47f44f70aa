//! Calls of functions: their arguments, checked against what the functions take.

use serde_json::{Map, Value};

use super::super::model::{Expression, Function};
use super::super::scope::{Type, chosen, follow, hint};
use super::super::template::parse_path;
use super::{MISSING, Parser};

impl Parser {
    /// Reads a function object, and tells the type of what it gives.
    pub(super) fn call(&mut self, path: &str, object: &Map<String, Value>, depth: usize) -> (Expression, Type) {
        let at = format!("{path}.argv");
        let arguments = self.list(&at, "a list of arguments", object.get("argv"));
        let name = object.get("fn").and_then(Value::as_str);
        if name == Some("getAttr") {
            return self.attribute(&at, arguments, depth);
        }
        let arguments = arguments.iter().enumerate();
        let arguments = arguments.map(|(index, value)| self.expression(&format!("{at}[{index}]"), value, depth + 1));
        let (arguments, types): (Vec<_>, Vec<_>) = arguments.unzip();
        let Some(function) = name.and_then(Function::named) else {
            self.unwanted(&format!("{path}.fn"), "a function of the rules engine or of AWS", object.get("fn"));
            return MISSING;
        };
        let kind = self.check_arguments(&at, function, &arguments, &types);
        (Expression::Call(function, arguments), kind)
    }

    /// Checks a call, and tells the type of what it gives.
    fn check_arguments(&mut self, path: &str, function: Function, given: &[Expression], types: &[Type]) -> Type {
        let (fewest, most) = function.arity();
        if !(fewest..=most).contains(&given.len()) {
            let wanted = match (fewest, most) {
                (1, _) => "1 argument".to_owned(),
                (_, usize::MAX) => format!("{fewest} or more arguments"),
                _ => format!("{fewest} arguments"),
            };
            self.fault(path, format!("wanted {wanted}, and there are {}", given.len()));
            return function.result().unwrap_or(Type::Unknown);
        }
        for (index, (value, kind)) in given.iter().zip(types).enumerate() {
            let at = format!("{path}[{index}]");
            match function.argument(index) {
                Some(wanted) if !kind.fits(&wanted) => {
                    self.fault(&at, format!("wanted {wanted}, and there is {kind}{}", hint(kind)));
                }
                _ if matches!(value, Expression::Integer(..0)) => {
                    self.fault(&at, "wanted an integer that is not negative");
                }
                _ if function == Function::Split && index == 1 && *value == Expression::Text(String::new()) => {
                    self.fault(&at, "wanted a delimiter, and the string is empty");
                }
                _ => {}
            }
        }
        function.result().unwrap_or_else(|| {
            let choices = if function == Function::IfThenElse { types.get(1..) } else { Some(types) };
            chosen(function, choices.unwrap_or_default()).unwrap_or_else(|problem| {
                self.fault(path, problem);
                Type::Unknown
            })
        })
    }

    fn attribute(&mut self, path: &str, arguments: &[Value], depth: usize) -> (Expression, Type) {
        let [of, steps] = arguments else {
            self.fault(path, format!("wanted 2 arguments, a value and a path, and there are {}", arguments.len()));
            return MISSING;
        };
        let (of, kind) = self.expression(&format!("{path}[0]"), of, depth + 1);
        let at = format!("{path}[1]");
        let Some(text) = steps.as_str() else {
            self.unwanted(&at, "a path, which is a string", Some(steps));
            return MISSING;
        };
        let typed = parse_path(text).and_then(|steps| {
            let kind = follow(kind, &steps)?;
            Ok((Expression::Attribute(Box::new(of), steps), kind))
        });
        typed.unwrap_or_else(|problem| {
            self.fault(&at, problem);
            MISSING
        })
    }
}
