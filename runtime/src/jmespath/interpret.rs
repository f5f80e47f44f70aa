//! The interpreter: evaluates an expression's tree over a value.
//!
//! The tree's depth is bounded when it is generated; what grows with the data is walked by loops, or counted. An
//! expression such as `[@, @] | [@, @]`, again and again, makes more of little data than any memory holds if its parts
//! are looked at one by one, so that all work is counted, too.

use std::cell::Cell;

use super::Fault;
use super::node::{Node, Slice};
use super::value::{List, Members, Value};

/// How many steps an evaluation may take: less than a second's work, and more than the largest answers ask for.
const STEPS: usize = 5_000_000;

/// How deep values may be that are compared or written. Answers are not read deeper than 128 levels.
const DEEPEST: usize = 300;

/// Text of that many bytes costs as much as one step.
const TEXT_OF_A_STEP: usize = 16;

/// One evaluation.
pub(super) struct Interpreter {
    steps: Cell<usize>,
}

/// Evaluates a node over a value.
pub(super) fn evaluate<'a>(node: &'static Node, current: &Value<'a>) -> Result<Value<'a>, Fault> {
    Interpreter::new().evaluate(node, current)
}

impl Interpreter {
    /// With all its steps left.
    pub(super) fn new() -> Self {
        Self::with_steps(STEPS)
    }

    /// With that many steps.
    pub(super) fn with_steps(steps: usize) -> Self {
        Self { steps: Cell::new(steps) }
    }

    /// Counts steps.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Fault> {
        let left = self.steps.get().checked_sub(steps).ok_or(Fault::TooLarge)?;
        self.steps.set(left);
        Ok(())
    }

    /// Counts the steps that text costs which is copied or searched.
    pub(super) fn spend_text(&self, bytes: usize) -> Result<(), Fault> {
        self.spend(bytes / TEXT_OF_A_STEP)
    }

    /// Counts a step down into a value.
    pub(super) fn descend(&self, depth: usize) -> Result<(), Fault> {
        if depth > DEEPEST { Err(Fault::TooLarge) } else { self.spend(1) }
    }

    pub(super) fn evaluate<'a>(&self, node: &'static Node, current: &Value<'a>) -> Result<Value<'a>, Fault> {
        self.spend(1)?;
        match node {
            Node::Current => Ok(current.clone()),
            Node::Path(names) => Ok(current.follow(names)),
            Node::Index(index) => Ok(item(current, *index)),
            Node::Value(literal) => Ok(Value::from(literal)),
            Node::Pipe(left, right) => self.evaluate(right, &self.evaluate(left, current)?),
            Node::ListProjection(of, each) => self.project(list_items(self.evaluate(of, current)?), each),
            Node::ObjectProjection(of, each) => self.project(object_values(&self.evaluate(of, current)?), each),
            Node::FlattenProjection(of, each) => self.project(self.flatten(&self.evaluate(of, current)?)?, each),
            Node::FilterProjection(of, condition, each) => self.filter(of, condition, each, current),
            Node::SliceProjection(of, slice, each) => {
                self.project(self.slice(&self.evaluate(of, current)?, *slice)?, each)
            }
            Node::Or(left, right) => self.either(left, right, true, current),
            Node::And(left, right) => self.either(left, right, false, current),
            Node::Not(inner) => Ok(Value::Boolean(!self.evaluate(inner, current)?.is_true())),
            Node::Comparison(comparator, left, right) => {
                let (left, right) = (self.evaluate(left, current)?, self.evaluate(right, current)?);
                Ok(self.compare(*comparator, &left, &right)?.map_or(Value::Null, Value::Boolean))
            }
            Node::MultiSelectList(items) => self.multi_select_list(items, current),
            Node::MultiSelectHash(members) => self.multi_select_hash(members, current),
            Node::Call(function, arguments) => self.call(*function, arguments, current),
            // The generator lets it stand as an argument only, and functions take it from there.
            Node::Reference(_) => Ok(Value::Null),
        }
    }

    /// The first where its truth decides, else the second.
    fn either<'a>(
        &self,
        left: &'static Node,
        right: &'static Node,
        decides: bool,
        current: &Value<'a>,
    ) -> Result<Value<'a>, Fault> {
        let left = self.evaluate(left, current)?;
        if left.is_true() == decides { Ok(left) } else { self.evaluate(right, current) }
    }

    /// What each item becomes, but for null; null where there are no items to project.
    fn project<'a>(&self, items: Option<List<'a>>, each: &'static Node) -> Result<Value<'a>, Fault> {
        let Some(items) = items else { return Ok(Value::Null) };
        let mut results = Vec::new();
        for item in items.iter() {
            match self.evaluate(each, &item)? {
                Value::Null => {}
                result => results.push(result),
            }
        }
        Ok(Value::list(results))
    }

    fn filter<'a>(
        &self,
        of: &'static Node,
        condition: &'static Node,
        each: &'static Node,
        current: &Value<'a>,
    ) -> Result<Value<'a>, Fault> {
        let Value::List(list) = self.evaluate(of, current)? else { return Ok(Value::Null) };
        let mut results = Vec::new();
        for item in list.iter() {
            if !self.evaluate(condition, &item)?.is_true() {
                continue;
            }
            match self.evaluate(each, &item)? {
                Value::Null => {}
                result => results.push(result),
            }
        }
        Ok(Value::list(results))
    }

    /// The items, and those of items that are lists.
    fn flatten<'a>(&self, value: &Value<'a>) -> Result<Option<List<'a>>, Fault> {
        let Value::List(list) = value else { return Ok(None) };
        let mut items = Vec::new();
        for item in list.iter() {
            match item {
                Value::List(inner) => {
                    self.spend(inner.len())?;
                    items.extend(inner.iter());
                }
                item => items.push(item),
            }
        }
        self.spend(list.len())?;
        Ok(Some(List::made(items)))
    }

    fn slice<'a>(&self, value: &Value<'a>, slice: Slice) -> Result<Option<List<'a>>, Fault> {
        let Value::List(list) = value else { return Ok(None) };
        if slice.step == 0 {
            return Err(Fault::InvalidSlice);
        }
        let length = i128::try_from(list.len()).unwrap_or(i128::MAX);
        let (lowest, highest) = if slice.step > 0 { (0, length) } else { (-1, length - 1) };
        // Counted from the end where negative, and never beyond either end.
        let bound = |bound: Option<i64>, otherwise: i128| match bound.map(i128::from) {
            None => otherwise,
            Some(bound) if bound < 0 => (bound + length).clamp(lowest, highest),
            Some(bound) => bound.clamp(lowest, highest),
        };
        let (first, last) = if slice.step > 0 { (lowest, highest) } else { (highest, lowest) };
        let (mut at, stop) = (bound(slice.start, first), bound(slice.stop, last));
        let mut items = Vec::new();
        while (slice.step > 0 && at < stop) || (slice.step < 0 && at > stop) {
            items.extend(usize::try_from(at).ok().and_then(|at| list.get(at)));
            at += i128::from(slice.step);
        }
        self.spend(items.len())?;
        Ok(Some(List::made(items)))
    }

    fn multi_select_list<'a>(&self, items: &'static [Node], current: &Value<'a>) -> Result<Value<'a>, Fault> {
        if let Value::Null = current {
            return Ok(Value::Null);
        }
        let results: Result<Vec<_>, Fault> = items.iter().map(|item| self.evaluate(item, current)).collect();
        results.map(Value::list)
    }

    fn multi_select_hash<'a>(
        &self,
        members: &'static [(&'static str, Node)],
        current: &Value<'a>,
    ) -> Result<Value<'a>, Fault> {
        if let Value::Null = current {
            return Ok(Value::Null);
        }
        let results: Result<Members<'a>, Fault> =
            members.iter().map(|(name, value)| Ok((*name, self.evaluate(value, current)?))).collect();
        results.map(Value::object)
    }
}

fn list_items(value: Value<'_>) -> Option<List<'_>> {
    match value {
        Value::List(list) => Some(list),
        _ => None,
    }
}

fn object_values<'a>(value: &Value<'a>) -> Option<List<'a>> {
    match value {
        Value::Object(object) => Some(List::made(object.members().into_iter().map(|(_, value)| value).collect())),
        _ => None,
    }
}

/// The item at an index, from the end where it is negative.
fn item<'a>(value: &Value<'a>, index: i64) -> Value<'a> {
    let Value::List(list) = value else { return Value::Null };
    let place = match usize::try_from(index) {
        Ok(place) => Some(place),
        Err(_) => usize::try_from(index.unsigned_abs()).ok().and_then(|back| list.len().checked_sub(back)),
    };
    place.and_then(|place| list.get(place)).unwrap_or(Value::Null)
}
