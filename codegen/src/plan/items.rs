//! Plans how the items of a page are taken out of its output.

use super::Planner;
use super::rust_type::RustType;
use super::types::member_fields;
use crate::model::{Kind, Member, ShapeIndex};
use crate::nearest::nearest;
use crate::select::members;

/// The way from a page to its items.
#[derive(Debug)]
pub(crate) struct Items {
    /// The type of one item.
    pub(crate) item: RustType,
    /// The fields on the way, each with whether it may be absent.
    pub(crate) path: Vec<(String, bool)>,
    /// Whether they are the entries of a map.
    pub(crate) is_map: bool,
}

/// A path of wire names through a structure, linked.
pub(super) struct Path<'a> {
    /// Each member with the structure that holds it.
    pub(super) steps: Vec<(ShapeIndex, &'a Member)>,
}

impl<'a> Path<'a> {
    /// Follows `a.b.c` from a structure; the step that leads nowhere is the error.
    pub(super) fn follow(planner: &Planner<'a>, start: ShapeIndex, path: &str) -> Result<Self, String> {
        let mut steps: Vec<(ShapeIndex, &'a Member)> = Vec::new();
        let mut holder = start;
        for step in path.split('.') {
            let shape = planner.model.shape(holder);
            if matches!(shape.kind, Kind::Unresolved) {
                break;
            }
            let member = members(&shape.kind).iter().find(|member| member.name == step);
            let Some(member) = member else {
                let hint = nearest(step, members(&shape.kind).iter().map(|member| member.name.as_str()));
                return Err(format!("{path:?} wants a member {step} in {}; there is none{hint}", shape.id));
            };
            steps.push((holder, member));
            holder = member.target;
        }
        Ok(Self { steps })
    }

    /// The shape that the path ends at.
    pub(super) fn end(&self) -> Option<ShapeIndex> {
        self.steps.last().map(|(_, member)| member.target)
    }
}

/// Plans the items that a path leads to.
pub(super) fn plan(planner: &Planner<'_>, output: ShapeIndex, path: &str) -> Result<Items, String> {
    let linked = Path::follow(planner, output, path)?;
    let (item, is_map) = match linked.end().map(|end| planner.value_type(end)) {
        Some(RustType::List(item)) => (*item, false),
        Some(RustType::Map(key, value)) => (RustType::Pair(key, value), true),
        _ => match linked.end().map(|end| &planner.model.shape(end).kind) {
            // That is a fault already, and nothing is generated.
            None | Some(Kind::Unresolved) => (RustType::Plain("()"), false),
            Some(kind) => return Err(format!("{path:?} wants a list or map; it is of type {}", kind.name())),
        },
    };
    let path = linked
        .steps
        .iter()
        .map(|(holder, member)| {
            let mut fields = member_fields(planner.model.shape(*holder));
            let field = fields.find(|(other, _)| other.name == member.name).map(|(_, field)| field);
            (field.unwrap_or_default(), planner.is_optional(*holder, member))
        })
        .collect();
    Ok(Items { item, path, is_map })
}
