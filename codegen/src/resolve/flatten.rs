//! Flattens the AST before it is linked: `apply` statements and mixins become part of the shapes that they are for.

use std::collections::BTreeMap;

use crate::diagnostic::Faults;
use crate::load::{Member, Shape, Traits, UNREADABLE};
use crate::nearest::nearest;

/// How deep mixins may use mixins. Real models use one or two levels.
const DEEPEST: usize = 32;

/// Puts the traits of `apply` statements onto their shapes and the members of mixins into theirs.
pub(super) fn flatten(shapes: Vec<(String, Shape)>, faults: &mut Faults) -> Vec<(String, Shape)> {
    let (applied, mut shapes): (Vec<_>, Vec<_>) = shapes.into_iter().partition(|(_, shape)| shape.kind == "apply");
    let positions: BTreeMap<String, usize> =
        shapes.iter().enumerate().map(|(position, (id, _))| (id.clone(), position)).collect();
    for (id, shape) in applied {
        let traits = shape.traits;
        match traits_of(&mut shapes, &positions, &id) {
            Some(place) => merge(place, traits),
            None => {
                let hint = nearest(&id, names_like(&shapes, &id).iter().map(String::as_str));
                faults.shape(id, format!("traits are applied to it, and the model does not have it{hint}"));
            }
        }
    }
    if shapes.iter().all(|(_, shape)| shape.mixins.is_empty()) {
        return shapes;
    }
    let mut open = Vec::new();
    (0..shapes.len()).for_each(|position| mix_in(&mut shapes, &positions, position, &mut open, faults));
    shapes
}

/// The shapes, or the members of the shape, that an id could have meant.
fn names_like(shapes: &[(String, Shape)], id: &str) -> Vec<String> {
    let holder = id.split_once('$').and_then(|(holder, _)| shapes.iter().find(|(id, _)| id == holder));
    match holder {
        Some((holder, shape)) => shape.members.0.iter().map(|(name, _)| format!("{holder}${name}")).collect(),
        None => shapes.iter().map(|(id, _)| id.clone()).collect(),
    }
}

/// The traits of a shape, or of the member that `Shape$member` names.
fn traits_of<'a>(
    shapes: &'a mut [(String, Shape)],
    positions: &BTreeMap<String, usize>,
    id: &str,
) -> Option<&'a mut Traits> {
    let (shape, member) = id.split_once('$').map_or((id, None), |(shape, member)| (shape, Some(member)));
    let shape = positions.get(shape).and_then(|position| shapes.get_mut(*position)).map(|(_, shape)| shape)?;
    let Some(member) = member else { return Some(&mut shape.traits) };
    match member {
        "member" => shape.member.as_mut().map(|member| &mut member.traits),
        "key" if shape.key.is_some() => shape.key.as_mut().map(|member| &mut member.traits),
        "value" if shape.value.is_some() => shape.value.as_mut().map(|member| &mut member.traits),
        name => shape.members.0.iter_mut().find(|(key, _)| key == name).map(|(_, member)| &mut member.traits),
    }
}

/// Adds traits; one that is there already is replaced.
fn merge(place: &mut Traits, traits: Traits) {
    for (name, value) in traits.0 {
        match place.0.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => *old = value,
            None => place.0.push((name, value)),
        }
    }
}

/// Mixes into one shape. `open` holds the shapes whose mixins led here.
fn mix_in(
    shapes: &mut [(String, Shape)],
    positions: &BTreeMap<String, usize>,
    position: usize,
    open: &mut Vec<usize>,
    faults: &mut Faults,
) {
    let Some((id, shape)) = shapes.get_mut(position) else { return };
    if open.contains(&position) {
        faults.shape(id.clone(), "is a mixin of itself, or of one of its mixins");
        return;
    }
    let (id, mixins) = (id.clone(), std::mem::take(&mut shape.mixins));
    if mixins.is_empty() {
        return;
    }
    if open.len() > DEEPEST {
        faults.shape(id, format!("its mixins use mixins more than {DEEPEST} deep"));
        return;
    }
    open.push(position);
    let mut mixed = Shape::default();
    for mixin in mixins {
        let Some(source) = positions.get(&mixin.target).copied() else {
            let hint = nearest(&mixin.target, shapes.iter().map(|(id, _)| id.as_str()));
            faults.shape(id.clone(), format!("the mixin {} is not in the model{hint}", mixin.target));
            continue;
        };
        mix_in(shapes, positions, source, open, faults);
        match shapes.get(source) {
            Some((_, source)) if source.traits.get("smithy.api#mixin").is_some() => add(&mut mixed, source),
            Some((_, source)) if source.kind == UNREADABLE => {}
            _ => faults
                .shape(id.clone(), format!("{} is used as a mixin and has no trait smithy.api#mixin", mixin.target)),
        }
    }
    open.pop();
    if let Some((_, shape)) = shapes.get_mut(position) {
        let own = std::mem::take(shape);
        *shape = combine(mixed, own);
    }
}

/// Adds a mixin to what the mixins before it gave.
fn add(mixed: &mut Shape, source: &Shape) {
    let local = source.traits.get("smithy.api#mixin").and_then(|mixin| mixin.get("localTraits"));
    let is_local = |name: &str| {
        name == "smithy.api#mixin"
            || local.and_then(|local| local.as_array()).is_some_and(|local| local.iter().any(|id| id == name))
    };
    let traits = source.traits.0.iter().filter(|(name, _)| !is_local(name)).cloned().collect();
    merge(&mut mixed.traits, crate::load::Ordered(traits));
    source.members.0.iter().for_each(|(name, member)| add_member(mixed, name, member.clone()));
    mixed.operations.extend(source.operations.iter().cloned());
    mixed.resources.extend(source.resources.iter().cloned());
    mixed.errors.extend(source.errors.iter().cloned());
}

fn add_member(shape: &mut Shape, name: &str, member: Member) {
    match shape.members.0.iter_mut().find(|(key, _)| key == name) {
        Some((_, old)) => {
            old.target = member.target;
            merge(&mut old.traits, member.traits);
        }
        None => shape.members.0.push((name.to_owned(), member)),
    }
}

/// The shape with what its mixins gave: their members come first, its own traits win.
fn combine(mixed: Shape, own: Shape) -> Shape {
    let Shape { traits, members, operations, resources, errors, .. } = mixed;
    let mut combined = Shape { traits, members, ..own.clone() };
    merge(&mut combined.traits, own.traits);
    own.members.0.into_iter().for_each(|(name, member)| add_member(&mut combined, &name, member));
    combined.operations = operations.into_iter().chain(own.operations).collect();
    combined.resources = resources.into_iter().chain(own.resources).collect();
    combined.errors = errors.into_iter().chain(own.errors).collect();
    combined
}
