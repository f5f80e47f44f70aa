//! Which service a model is of, told without reading all of it.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::load::{Ordered, Shape};
use crate::name;

/// The names of a model's service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// The name that AWS's SDKs give it, such as `OpsWorksCM`.
    pub sdk_id: String,
    /// The name that its package has where nobody asks for another.
    pub package: String,
}

/// Tells which service a model is of. Nothing is checked: a model that is told here may still be broken.
///
/// `None` where the text is no JSON AST with one service.
#[must_use]
pub fn identify(text: &str) -> Option<Identity> {
    #[derive(Deserialize)]
    struct Top<'a> {
        #[serde(borrow)]
        shapes: Ordered<&'a RawValue>,
    }

    let top: Top<'_> = serde_json::from_str(text).ok()?;
    // Most shapes are skipped by their text: only a service has the word as its type.
    let shapes = top.shapes.0.iter().filter(|(_, shape)| shape.get().contains("\"service\""));
    let shapes = shapes.filter_map(|(id, shape)| Some((id, serde_json::from_str::<Shape>(shape.get()).ok()?)));
    let mut services = shapes.filter(|(_, shape)| shape.kind == "service");
    let (id, service) = services.next()?;
    let sdk_id = service.traits.get("aws.api#service").and_then(|aws| aws.get("sdkId")).and_then(|id| id.as_str());
    let sdk_id = sdk_id.unwrap_or_else(|| name::local_name(id)).to_owned();
    services.next().is_none().then(|| Identity { package: name::package_name(&sdk_id), sdk_id })
}

#[cfg(test)]
mod tests {
    use super::identify;

    fn model(shapes: &str) -> String {
        format!("{{\"smithy\": \"2.0\", \"shapes\": {{{shapes}}}}}")
    }

    const NAMED: &str =
        "\"a#S\": {\"type\": \"service\", \"traits\": {\"aws.api#service\": {\"sdkId\": \"Two Words\"}}}";

    #[test]
    fn the_sdk_id_names_it_and_else_the_shape() {
        let named = identify(&model(NAMED)).expect("there is a service");
        assert_eq!((&*named.sdk_id, &*named.package), ("Two Words", "twowords"));
        let bare = identify(&model("\"a#Plain\": {\"type\": \"service\"}")).expect("there is a service");
        assert_eq!(bare.sdk_id, "Plain");
    }

    #[test]
    fn what_is_no_model_of_one_service_is_none() {
        let two = format!("{NAMED}, \"a#T\": {{\"type\": \"service\"}}");
        for text in ["", "[]", "{}", "{\"shapes\": 1}", &model(""), &model(&two), "{\"shapes\": {\"a#S\": "] {
            assert_eq!(identify(text), None, "{text}");
        }
    }
}
