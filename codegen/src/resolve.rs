//! Stage 2, resolve: every target is linked and every trait typed; a model that is broken stops here with all its
//! faults.

mod constraints;
pub(crate) mod defaults;
mod flatten;
mod link;
pub(crate) mod prelude;
mod recursion;
mod traits;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostics, Faults};
use crate::load;
use crate::model::{Facts, Kind, Model, Shape, ShapeIndex};

/// Links and checks a model. Where there are faults and a later stage can find more, there is a model all the same.
pub(crate) fn resolve(shapes: Vec<(String, load::Shape)>, faults: &mut Faults) -> Result<Model, Diagnostics> {
    let shapes = flatten::flatten(shapes, faults);
    let prelude = prelude::shapes().map(|(name, kind)| Shape {
        id: format!("{}{name}", prelude::NAMESPACE),
        kind,
        facts: Facts::default(),
    });
    let unresolved = Shape { id: String::new(), kind: Kind::Unresolved, facts: Facts::default() };
    let mut resolved: Vec<Shape> = std::iter::once(unresolved).chain(prelude).collect();
    let mut indices: BTreeMap<String, ShapeIndex> = BTreeMap::new();
    for (index, shape) in resolved.iter().enumerate() {
        indices.insert(shape.id.clone(), ShapeIndex(index));
    }
    let first = resolved.len();
    // A model may carry the prelude's own shapes along; ours stand for them.
    let own: Vec<_> = shapes.into_iter().filter(|(id, _)| !indices.contains_key(id)).collect();
    for (offset, (id, _)) in own.iter().enumerate() {
        indices.insert(id.clone(), ShapeIndex(first + offset));
    }
    let kinds: BTreeMap<&str, &load::Shape> = own.iter().map(|(id, shape)| (id.as_str(), shape)).collect();
    let mut linker = link::Linker { indices: &indices, kinds: &kinds, faults };
    resolved.extend(own.iter().map(|(id, shape)| linker.shape(id, shape)));
    constraints::check(&resolved, faults);
    defaults::check(&resolved, faults);
    let has_types = recursion::check(&resolved, faults);
    let service = the_service(&resolved, faults);
    // The later stages have faults to add, but they need a service, and lists that end somewhere.
    if service.is_none() || !has_types {
        faults.check()?;
    }
    let service = service.unwrap_or(ShapeIndex::UNRESOLVED);
    Ok(Model { shapes: resolved, indices, service })
}

fn the_service(shapes: &[Shape], faults: &mut Faults) -> Option<ShapeIndex> {
    let services: Vec<usize> = (0..shapes.len()).filter(|index| is_service(shapes.get(*index))).collect();
    match services.as_slice() {
        [service] => return Some(ShapeIndex(*service)),
        // The service may be one of the shapes that could not be read.
        [] if faults.any() && shapes.iter().skip(1).any(|shape| matches!(shape.kind, Kind::Unresolved)) => {}
        [] => faults.model("wanted a model with a service; there is no shape of type service"),
        several => {
            let ids: Vec<_> = several.iter().filter_map(|index| shapes.get(*index)).map(|shape| &*shape.id).collect();
            faults.model(format!("wanted a model with one service; there are {}: {}", ids.len(), ids.join(", ")));
        }
    }
    None
}

fn is_service(shape: Option<&Shape>) -> bool {
    shape.is_some_and(|shape| matches!(shape.kind, Kind::Service(_)))
}
