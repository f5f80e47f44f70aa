//! Finds the members that have to be boxed: those by which a structure or union holds itself with no list or map
//! between.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Kind, Model, ShapeIndex};
use crate::select::{Selection, members};

/// The pairs of holder and target whose members are boxed.
#[derive(Debug, Default)]
pub(crate) struct Boxes(BTreeSet<(ShapeIndex, ShapeIndex)>);

impl Boxes {
    /// Whether a member of `holder` that is a `target` is boxed.
    pub(crate) fn contains(&self, holder: ShapeIndex, target: ShapeIndex) -> bool {
        self.0.contains(&(holder, target))
    }
}

/// Finds all pairs of a selection.
pub(crate) fn find(model: &Model, selection: &Selection) -> Boxes {
    let mut edges: BTreeMap<ShapeIndex, BTreeSet<ShapeIndex>> = selection
        .reached
        .keys()
        .filter(|index| is_aggregate(model, **index))
        .map(|index| (*index, direct_targets(model, *index)))
        .collect();
    // What holds no aggregate, or only such as are gone already, lies on no cycle. Mostly nothing is left after this.
    loop {
        let left: BTreeSet<ShapeIndex> = edges.keys().copied().collect();
        edges.values_mut().for_each(|targets| targets.retain(|target| left.contains(target)));
        let before = edges.len();
        edges.retain(|_, targets| !targets.is_empty());
        if edges.len() == before {
            break;
        }
    }
    let mut boxes = Boxes::default();
    for (holder, targets) in &edges {
        for target in targets.iter().filter(|target| reaches(&edges, **target, *holder)) {
            boxes.0.insert((*holder, *target));
        }
    }
    boxes
}

fn is_aggregate(model: &Model, index: ShapeIndex) -> bool {
    matches!(model.shape(index).kind, Kind::Structure(_) | Kind::Union(_))
}

fn direct_targets(model: &Model, index: ShapeIndex) -> BTreeSet<ShapeIndex> {
    let targets = members(&model.shape(index).kind).iter().map(|member| member.target);
    targets.filter(|target| is_aggregate(model, *target)).collect()
}

fn reaches(edges: &BTreeMap<ShapeIndex, BTreeSet<ShapeIndex>>, from: ShapeIndex, to: ShapeIndex) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        if index == to {
            return true;
        }
        if seen.insert(index) {
            open.extend(edges.get(&index).into_iter().flatten());
        }
    }
    false
}
