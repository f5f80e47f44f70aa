//! Reads an expression: a Pratt parser after the grammar of the JMESPath specification, with the binding powers that
//! its reference implementations share.

use serde_json::Value;

use super::functions::{self, Accepts};
use super::lexer::{Lexeme, Token, fault, lex};
use super::model::{Expression, Fault, FaultKind, Slice};
use crate::diagnostic::shortened;
use crate::nearest::nearest;

/// The longest text, in bytes. Expressions of real models have less than a hundred.
const LONGEST: usize = 16 * 1024;

/// The deepest nesting of brackets and of the tree that comes of it, literals included. Everything that walks the tree,
/// compilers and the runtime's interpreter among them, can do so by recursion.
pub(super) const DEEPEST: usize = 128;

/// How strongly operators bind. A projection ends before what binds less than [`PROJECTION_END`].
const PIPE: u8 = 1;
const OR: u8 = 2;
const AND: u8 = 3;
const COMPARISON: u8 = 5;
const FLATTEN: u8 = 9;
const PROJECTION_END: u8 = 10;
const STAR: u8 = 20;
const FILTER: u8 = 21;
const DOT: u8 = 40;
const NOT: u8 = 45;
const BRACKET: u8 = 55;

/// Reads an expression and checks all that it says by itself: functions, their arguments, slices.
pub(crate) fn parse(text: &str) -> Result<Expression, Fault> {
    if text.len() > LONGEST {
        let problem = format!("wanted at most {LONGEST} bytes of JMESPath; there are {}", text.len());
        return Err(fault(text, 0, FaultKind::Syntax, problem));
    }
    let mut parser = Parser { text, lexemes: lex(text)?, at: 0, open: 0 };
    let part = parser.expression(0)?;
    match parser.token() {
        Token::End => Ok(part.expression),
        _ => Err(parser.unexpected("an operator or the end")),
    }
}

/// A part of the tree, and how deep it is.
struct Part {
    expression: Expression,
    depth: usize,
}

struct Parser<'a> {
    text: &'a str,
    lexemes: Vec<Lexeme>,
    at: usize,
    /// How many calls of [`Parser::expression`] are under way.
    open: usize,
}

impl Parser<'_> {
    fn token_at(&self, ahead: usize) -> &Token {
        self.lexemes.get(self.at + ahead).map_or(&Token::End, |lexeme| &lexeme.token)
    }

    fn token(&self) -> &Token {
        self.token_at(0)
    }

    /// Where the next token begins.
    fn start(&self) -> usize {
        self.lexemes.get(self.at).map_or(self.text.len(), |lexeme| lexeme.start)
    }

    fn advance(&mut self) {
        self.at += 1;
    }

    fn fault(&self, at: usize, kind: FaultKind, problem: impl Into<String>) -> Fault {
        fault(self.text, at, kind, problem)
    }

    /// The next token is not what was wanted.
    fn unexpected(&self, wanted: &str) -> Fault {
        let lexeme = self.lexemes.get(self.at).filter(|lexeme| lexeme.token != Token::End);
        let there =
            lexeme.and_then(|lexeme| self.text.get(lexeme.start..lexeme.end)).map_or("the end".into(), shortened);
        self.fault(self.start(), FaultKind::Syntax, format!("wanted {wanted}; there is {there}"))
    }

    fn expect(&mut self, wanted: &Token, name: &str) -> Result<(), Fault> {
        if self.token() != wanted {
            return Err(self.unexpected(name));
        }
        self.advance();
        Ok(())
    }

    /// Puts a part together; `deepest` is the depth of what it is made of.
    fn part(&self, expression: Expression, deepest: usize) -> Result<Part, Fault> {
        let depth = deepest + 1;
        if depth > DEEPEST {
            return Err(self.too_deep());
        }
        Ok(Part { expression, depth })
    }

    fn too_deep(&self) -> Fault {
        self.fault(self.start(), FaultKind::Syntax, format!("nests more than {DEEPEST} levels deep"))
    }

    fn two(
        &self,
        build: fn(Box<Expression>, Box<Expression>) -> Expression,
        one: Part,
        other: Part,
    ) -> Result<Part, Fault> {
        let deepest = one.depth.max(other.depth);
        self.part(build(Box::new(one.expression), Box::new(other.expression)), deepest)
    }

    fn pipe(&self, left: Part, right: Part) -> Result<Part, Fault> {
        match (left.expression, right.expression) {
            // Names of names are one path, and the current node changes nothing.
            (Expression::Path(mut left), Expression::Path(right)) => {
                left.extend(right);
                self.part(Expression::Path(left), 0)
            }
            (Expression::Current, expression) => Ok(Part { expression, depth: right.depth }),
            (expression, Expression::Current) => Ok(Part { expression, depth: left.depth }),
            (one, other) => self.part(Expression::Pipe(Box::new(one), Box::new(other)), left.depth.max(right.depth)),
        }
    }

    fn binding(&self) -> u8 {
        match self.token() {
            Token::Pipe => PIPE,
            Token::Or => OR,
            Token::And => AND,
            Token::Compare(_) => COMPARISON,
            Token::Flatten => FLATTEN,
            Token::Filter => FILTER,
            Token::Dot => DOT,
            Token::OpenBracket => BRACKET,
            _ => 0,
        }
    }

    /// An expression, up to what binds no more than `binding`.
    fn expression(&mut self, binding: u8) -> Result<Part, Fault> {
        self.open += 1;
        if self.open > DEEPEST {
            return Err(self.too_deep());
        }
        let mut left = self.prefix()?;
        while binding < self.binding() {
            left = self.infix(left)?;
        }
        self.open -= 1;
        Ok(left)
    }

    /// What an expression begins with.
    fn prefix(&mut self) -> Result<Part, Fault> {
        let start = self.start();
        match self.token().clone() {
            Token::Current => {
                self.advance();
                self.part(Expression::Current, 0)
            }
            Token::Name(name, quoted) => {
                self.advance();
                match self.token() {
                    Token::OpenParenthesis if quoted => {
                        Err(self.unexpected("an operator or the end, since a function's name has no quotes"))
                    }
                    Token::OpenParenthesis => self.call(&name, start),
                    _ => self.part(Expression::Path(vec![name]), 0),
                }
            }
            Token::Literal(value) => {
                self.advance();
                let depth = depth(&value);
                self.part(Expression::Literal(value), depth)
            }
            Token::Not => {
                self.advance();
                let inner = self.expression(NOT)?;
                self.part(Expression::Not(Box::new(inner.expression)), inner.depth)
            }
            Token::OpenParenthesis => {
                self.advance();
                let inner = self.expression(0)?;
                self.expect(&Token::CloseParenthesis, "an operator or )")?;
                Ok(inner)
            }
            Token::OpenBrace => self.multi_select_hash(),
            Token::Star | Token::Flatten | Token::Filter => {
                let current = self.part(Expression::Current, 0)?;
                self.projection(current)
            }
            Token::OpenBracket => match (self.token_at(1), self.token_at(2)) {
                (Token::Number(_) | Token::Colon, _) | (Token::Star, Token::CloseBracket) => {
                    let current = self.part(Expression::Current, 0)?;
                    self.bracket(current)
                }
                _ => self.multi_select_list(),
            },
            Token::Reference => Err(self.fault(
                start,
                FaultKind::Syntax,
                "an expression reference can only be an argument of a function",
            )),
            _ => Err(self.unexpected("an expression")),
        }
    }

    /// What an expression goes on with.
    fn infix(&mut self, left: Part) -> Result<Part, Fault> {
        let token = self.token().clone();
        let mut second = |binding: u8| {
            self.advance();
            self.expression(binding)
        };
        match token {
            Token::Pipe => {
                let right = second(PIPE)?;
                self.pipe(left, right)
            }
            Token::Or => {
                let right = second(OR)?;
                self.two(Expression::Or, left, right)
            }
            Token::And => {
                let right = second(AND)?;
                self.two(Expression::And, left, right)
            }
            Token::Compare(comparator) => {
                let right = second(COMPARISON)?;
                let deepest = left.depth.max(right.depth);
                let (left, right) = (Box::new(left.expression), Box::new(right.expression));
                self.part(Expression::Comparison(comparator, left, right), deepest)
            }
            Token::Dot if *self.token_at(1) == Token::Star => {
                self.advance();
                self.projection(left)
            }
            Token::Dot => {
                self.advance();
                let right = self.after_dot(DOT)?;
                self.pipe(left, right)
            }
            Token::OpenBracket => self.bracket(left),
            _ => self.projection(left),
        }
    }

    /// What may stand behind a dot.
    fn after_dot(&mut self, binding: u8) -> Result<Part, Fault> {
        match self.token() {
            Token::Name(..) | Token::Star => self.expression(binding),
            Token::OpenBracket => self.multi_select_list(),
            Token::OpenBrace => self.multi_select_hash(),
            _ => Err(self.unexpected("a name, *, [ or { behind the dot")),
        }
    }

    /// `*`, `[]` or `[?..]`, and what is applied to each item.
    fn projection(&mut self, of: Part) -> Result<Part, Fault> {
        match self.token() {
            Token::Star => {
                self.advance();
                let each = self.each(STAR)?;
                self.two(Expression::ObjectProjection, of, each)
            }
            Token::Flatten => {
                self.advance();
                let each = self.each(FLATTEN)?;
                self.two(Expression::FlattenProjection, of, each)
            }
            Token::Filter => {
                self.advance();
                let condition = self.expression(0)?;
                self.expect(&Token::CloseBracket, "an operator or ]")?;
                let each = self.each(FILTER)?;
                let deepest = of.depth.max(condition.depth).max(each.depth);
                let [of, condition, each] = [of, condition, each].map(|part| Box::new(part.expression));
                self.part(Expression::FilterProjection(of, condition, each), deepest)
            }
            _ => Err(self.unexpected("*, [] or [?")),
        }
    }

    /// What a projection applies to each item.
    fn each(&mut self, binding: u8) -> Result<Part, Fault> {
        match self.token() {
            Token::Dot => {
                self.advance();
                self.after_dot(binding)
            }
            Token::OpenBracket | Token::Filter => self.expression(binding),
            _ if self.binding() < PROJECTION_END => self.part(Expression::Current, 0),
            _ => Err(self.unexpected("a dot, [ or the end")),
        }
    }

    /// `[*]`, `[1]` or `[1:2:3]`.
    fn bracket(&mut self, of: Part) -> Result<Part, Fault> {
        self.expect(&Token::OpenBracket, "[")?;
        match (self.token().clone(), self.token_at(1)) {
            (Token::Star, _) => {
                self.advance();
                self.expect(&Token::CloseBracket, "]")?;
                let each = self.each(STAR)?;
                self.two(Expression::ListProjection, of, each)
            }
            (Token::Number(index), Token::CloseBracket) => {
                self.advance();
                self.advance();
                let index = self.part(Expression::Index(index), 0)?;
                self.pipe(of, index)
            }
            (Token::Number(_) | Token::Colon, _) => self.slice(of),
            _ => Err(self.unexpected("a whole number, : or *")),
        }
    }

    fn slice(&mut self, of: Part) -> Result<Part, Fault> {
        let mut numbers = [None; 3];
        let mut colons = 0;
        let mut step_at = self.start();
        loop {
            if let Token::Number(number) = *self.token() {
                step_at = self.start();
                self.advance();
                if let Some(place) = numbers.get_mut(colons) {
                    *place = Some(number);
                }
            }
            match self.token() {
                Token::CloseBracket => break,
                Token::Colon if colons < 2 => colons += 1,
                Token::Colon => return Err(self.unexpected("]")),
                _ => return Err(self.unexpected("a whole number, : or ]")),
            }
            self.advance();
        }
        self.advance();
        let [start, stop, step] = numbers;
        let step = step.unwrap_or(1);
        if step == 0 {
            return Err(self.fault(step_at, FaultKind::InvalidValue, "a slice cannot go in steps of 0"));
        }
        let each = self.each(STAR)?;
        let deepest = of.depth.max(each.depth);
        let (of, each) = (Box::new(of.expression), Box::new(each.expression));
        self.part(Expression::SliceProjection(of, Slice { start, stop, step }, each), deepest)
    }

    fn multi_select_list(&mut self) -> Result<Part, Fault> {
        self.expect(&Token::OpenBracket, "[")?;
        let (mut items, mut deepest) = (Vec::new(), 0);
        loop {
            let item = self.expression(0)?;
            deepest = deepest.max(item.depth);
            items.push(item.expression);
            match self.token() {
                Token::Comma => self.advance(),
                Token::CloseBracket => break,
                _ => return Err(self.unexpected("an operator, a comma or ]")),
            }
        }
        self.advance();
        self.part(Expression::MultiSelectList(items), deepest)
    }

    fn multi_select_hash(&mut self) -> Result<Part, Fault> {
        self.expect(&Token::OpenBrace, "{")?;
        let (mut members, mut deepest) = (Vec::<(String, Expression)>::new(), 0);
        loop {
            let Token::Name(name, _) = self.token().clone() else {
                return Err(self.unexpected("a name"));
            };
            self.advance();
            self.expect(&Token::Colon, "a colon behind the name")?;
            let value = self.expression(0)?;
            deepest = deepest.max(value.depth);
            // The last of several with one name is what counts, as in an object of JSON.
            members.retain(|(other, _)| *other != name);
            members.push((name, value.expression));
            match self.token() {
                Token::Comma => self.advance(),
                Token::CloseBrace => break,
                _ => return Err(self.unexpected("an operator, a comma or }")),
            }
        }
        self.advance();
        self.part(Expression::MultiSelectHash(members), deepest)
    }

    /// The arguments of a function, whose name stood at `start`.
    fn call(&mut self, name: &str, start: usize) -> Result<Part, Fault> {
        self.expect(&Token::OpenParenthesis, "(")?;
        let (mut arguments, mut deepest) = (Vec::new(), 0);
        let mut starts = Vec::new();
        while *self.token() != Token::CloseParenthesis || !arguments.is_empty() {
            starts.push(self.start());
            let argument = self.argument()?;
            deepest = deepest.max(argument.depth);
            arguments.push(argument.expression);
            match self.token() {
                Token::Comma => self.advance(),
                Token::CloseParenthesis => break,
                _ => return Err(self.unexpected("an operator, a comma or )")),
            }
        }
        self.advance();
        let Some(function) = functions::by_name(name) else {
            let problem = format!("the function {name} does not exist{}", nearest(name, functions::names()));
            return Err(self.fault(start, FaultKind::UnknownFunction, problem));
        };
        function.check_arity(arguments.len()).map_err(|problem| self.fault(start, FaultKind::InvalidArity, problem))?;
        for (index, (argument, at)) in arguments.iter().zip(starts).enumerate() {
            let wanted = function.accepts(index);
            let is_reference = matches!(argument, Expression::Reference(_));
            if is_reference != (wanted == Accepts::Reference) {
                let there = if is_reference { "an expression reference" } else { "a value" };
                let problem = format!("argument {} of {name}: wanted {}; there is {there}", index + 1, wanted.name());
                return Err(self.fault(at, FaultKind::InvalidType, problem));
            }
        }
        self.part(Expression::Function(function, arguments), deepest)
    }

    fn argument(&mut self) -> Result<Part, Fault> {
        if *self.token() != Token::Reference {
            return self.expression(0);
        }
        self.advance();
        let inner = self.expression(0)?;
        self.part(Expression::Reference(Box::new(inner.expression)), inner.depth)
    }
}

/// How deep a literal is; JSON that is deeper than 128 levels is not read at all.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(depth).max().unwrap_or_default() + 1,
        Value::Object(members) => members.values().map(depth).max().unwrap_or_default() + 1,
        _ => 0,
    }
}
