//! Refuses shapes that no finite value can have: a structure that requires itself, a list of nothing but itself.
//!
//! A member that may be absent, a list and a map end a recursion; so does a union with one way out (Smithy,
//! "Recursive shape definitions").

use crate::diagnostic::Faults;
use crate::model::{Kind, Member, Shape, ShapeIndex};

/// How deep lists and maps may nest in each other. Real models use two or three levels.
const DEEPEST: usize = 32;

/// Adds a fault for every cycle that cannot end. Tells whether every list and map ends in something else, since a type
/// can be written only then.
pub(super) fn check(shapes: &[Shape], faults: &mut Faults) -> bool {
    let has_types = check_collections(shapes, faults);
    let finite = finite(shapes);
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

/// Which shapes a finite value can have: a structure when every member that it cannot do without can, a union when one
/// member can. Each link is looked at once, however the model is made.
fn finite(shapes: &[Shape]) -> Vec<bool> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); shapes.len()];
    let mut waits_for: Vec<usize> = Vec::with_capacity(shapes.len());
    for (index, shape) in shapes.iter().enumerate() {
        let needed: Vec<usize> = match &shape.kind {
            Kind::Structure(members) => aggregates(shapes, members.iter().filter(|member| member.facts.required)),
            Kind::Union(members) => aggregates(shapes, members.iter()),
            _ => Vec::new(),
        };
        waits_for.push(match &shape.kind {
            // One member is enough, and one that is no aggregate is there at once.
            Kind::Union(members) => usize::from(needed.len() == members.len() && !members.is_empty()),
            _ => needed.len(),
        });
        for target in needed {
            if let Some(users) = users.get_mut(target) {
                users.push(index);
            }
        }
    }
    let mut finite = vec![false; shapes.len()];
    let mut open: Vec<usize> = (0..shapes.len()).filter(|index| waits_for.get(*index) == Some(&0)).collect();
    while let Some(index) = open.pop() {
        let known = finite.get_mut(index).is_none_or(|finite| std::mem::replace(finite, true));
        for user in users.get(index).filter(|_| !known).into_iter().flatten() {
            if let Some(left) = waits_for.get_mut(*user) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    open.push(*user);
                }
            }
        }
    }
    finite
}

/// The structures and unions among the targets of members.
fn aggregates<'a>(shapes: &[Shape], members: impl Iterator<Item = &'a Member>) -> Vec<usize> {
    let is_aggregate = |shape: &Shape| matches!(shape.kind, Kind::Structure(_) | Kind::Union(_));
    members.map(|member| member.target.0).filter(|target| shapes.get(*target).is_some_and(is_aggregate)).collect()
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
