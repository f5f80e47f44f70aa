//! Refuses shapes that no finite value can have: a structure that requires itself, a list of nothing but itself.
//!
//! A member that may be absent, a list and a map end a recursion; so does a union with one way out (Smithy,
//! "Recursive shape definitions").

use crate::diagnostic::Faults;
use crate::model::{Kind, Shape, ShapeIndex};

/// How deep lists and maps may nest in each other. Real models use two or three levels.
const DEEPEST: usize = 32;

/// Adds a fault for every cycle that cannot end. Tells whether every list and map ends in something else, since a type
/// can be written only then.
pub(super) fn check(shapes: &[Shape], faults: &mut Faults) -> bool {
    let has_types = check_collections(shapes, faults);
    // A shape is finite when every member that it cannot do without is; grow the set until nothing is added.
    let mut finite: Vec<bool> = shapes.iter().map(|shape| !is_aggregate(shape)).collect();
    loop {
        let mut grew = false;
        for (index, shape) in shapes.iter().enumerate() {
            if !finite[index] && is_finite(shape, &finite) {
                finite[index] = true;
                grew = true;
            }
        }
        if !grew {
            break;
        }
    }
    for (shape, _) in shapes.iter().zip(&finite).filter(|(_, finite)| !**finite) {
        let problem = match shape.kind {
            Kind::Union(_) => "every member of the union leads back to it, so that no value can have an end",
            _ => {
                "a required member leads back to it without a list, map or optional member between, so that no value can have an end"
            }
        };
        faults.shape(&*shape.id, problem);
    }
    has_types
}

fn is_aggregate(shape: &Shape) -> bool {
    matches!(shape.kind, Kind::Structure(_) | Kind::Union(_))
}

fn is_finite(shape: &Shape, finite: &[bool]) -> bool {
    let known = |target: ShapeIndex| finite.get(target.0).copied().unwrap_or(true);
    match &shape.kind {
        Kind::Structure(members) => members.iter().all(|member| !member.facts.required || known(member.target)),
        Kind::Union(members) => members.is_empty() || members.iter().any(|member| known(member.target)),
        _ => true,
    }
}

/// A cycle of lists and maps alone has no type in Rust: there is nothing between to give it a name.
fn check_collections(shapes: &[Shape], faults: &mut Faults) -> bool {
    let (mut all_end, mut too_deep) = (true, false);
    for (start, shape) in shapes.iter().enumerate() {
        let mut walked = Vec::new();
        let mut next = inner(shape);
        while let Some(ShapeIndex(index)) = next {
            // A cycle that does not pass the start is a fault of those that it passes.
            if index == start || walked.contains(&index) || walked.len() > DEEPEST {
                all_end = false;
                if index == start {
                    faults.shape(&*shape.id, "is a list or map of itself with no structure or union between");
                } else if !walked.contains(&index) && !too_deep {
                    // The lists within it that are too deep as well would say the same.
                    too_deep = true;
                    let problem = format!("nests lists and maps more than {DEEPEST} deep with no structure between");
                    faults.shape(&*shape.id, problem);
                }
                break;
            }
            walked.push(index);
            next = shapes.get(index).and_then(inner);
        }
    }
    all_end
}

fn inner(shape: &Shape) -> Option<ShapeIndex> {
    match &shape.kind {
        Kind::List(member) => Some(member.target),
        Kind::Map { value, .. } => Some(value.target),
        _ => None,
    }
}
