//! Parts the operations that can be generated from those that need what is not supported, for a crate of "all of them".

use std::collections::BTreeMap;

use super::{refusals, targets, unsupported};
use crate::diagnostic::Faults;
use crate::model::{Kind, Model, ShapeIndex};

/// The operations that can be generated. Why the others cannot is told to `left_out`.
pub(super) fn supported(
    model: &Model,
    all: impl Iterator<Item = ShapeIndex>,
    left_out: &mut Faults,
) -> Vec<ShapeIndex> {
    let tainted = tainted(model);
    let mut kept = Vec::new();
    for index in all {
        let shape = model.shape(index);
        let mut problems = refusals(model, shape);
        if let Kind::Operation(operation) = &shape.kind {
            let needed = [operation.input, operation.output].into_iter().chain(operation.errors.iter().copied());
            for cause in needed.filter_map(|needed| tainted.get(&needed)) {
                let cause = model.shape(*cause);
                let problem = unsupported(cause).unwrap_or_default();
                problems.push(format!("it needs {}; {problem}", cause.id));
            }
        }
        problems.dedup();
        if problems.is_empty() {
            kept.push(index);
        }
        for problem in problems {
            left_out.shape(&*shape.id, format!("left out: {problem}"));
        }
    }
    kept
}

/// The shapes that hold something unsupported, each with one such shape: a walk from those to all that leads to them,
/// so that its time grows with the model and not with the number of operations.
fn tainted(model: &Model) -> BTreeMap<ShapeIndex, ShapeIndex> {
    let indices = || (0..model.shapes.len()).map(ShapeIndex);
    let mut found: BTreeMap<ShapeIndex, ShapeIndex> =
        indices().filter(|index| unsupported(model.shape(*index)).is_some()).map(|index| (index, index)).collect();
    let mut holders: BTreeMap<ShapeIndex, Vec<ShapeIndex>> = BTreeMap::new();
    for holder in indices() {
        for target in targets(model, holder) {
            holders.entry(target).or_default().push(holder);
        }
    }
    let mut open: Vec<(ShapeIndex, ShapeIndex)> = found.iter().map(|(index, cause)| (*index, *cause)).collect();
    while let Some((index, cause)) = open.pop() {
        for holder in holders.get(&index).into_iter().flatten() {
            if !found.contains_key(holder) {
                found.insert(*holder, cause);
                open.push((*holder, cause));
            }
        }
    }
    found
}
