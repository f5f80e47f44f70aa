//! Finds the models of a folder, and those of them that were asked for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tinsmith_codegen::{Identity, identify, nearest};

use crate::paths::json_files;

/// A file that is taken for a model.
#[derive(Debug)]
pub(super) struct Model {
    /// Where it is.
    pub(super) file: PathBuf,
    /// The file's name without `.json`, by which a person knows it.
    pub(super) stem: String,
    /// How large it is, in bytes.
    pub(super) bytes: u64,
    /// Which service it is of; where that cannot be told, generating it will say why.
    pub(super) identity: Option<Identity>,
    /// The name of its package, where it is not the service's own: another model has that one.
    pub(super) other_package: Option<String>,
}

/// The models below a folder, in the order of their paths; where names are given, those that have them.
///
/// # Errors
///
/// When the folder cannot be read, when there is no model, and when no model has a name.
pub(super) fn models(folder: &Path, only: &[String]) -> Result<Vec<Model>, String> {
    let mut models = Vec::new();
    for file in json_files(folder)? {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = fs::metadata(&file).map(|facts| facts.len()).unwrap_or_default();
        // A file that cannot be read is told when it is to be generated.
        let identity = fs::read_to_string(&file).ok().as_deref().and_then(identify);
        models.push(Model { file, stem, bytes, identity, other_package: None });
    }
    if models.is_empty() {
        return Err(format!("error: {}: wanted a folder with models; there is no .json file in it", folder.display()));
    }
    let mut models = chosen(models, only)?;
    part_packages(&mut models);
    Ok(models)
}

/// The models of these names, or all.
fn chosen(models: Vec<Model>, names: &[String]) -> Result<Vec<Model>, String> {
    if names.is_empty() {
        return Ok(models);
    }
    let unknown: Vec<String> = names
        .iter()
        .filter(|name| !models.iter().any(|model| is_called(model, name)))
        .map(|name| {
            let hint =
                nearest(name, models.iter().flat_map(Model::names).collect::<Vec<_>>().iter().map(|name| &**name));
            format!("error: no model is called {name:?}{hint}")
        })
        .collect();
    if !unknown.is_empty() {
        return Err(unknown.join("\n"));
    }
    Ok(models.into_iter().filter(|model| names.iter().any(|name| is_called(model, name))).collect())
}

impl Model {
    /// The names that a person may know it by.
    fn names(&self) -> Vec<String> {
        let sdk_id = self.identity.iter().map(|identity| identity.sdk_id.to_lowercase());
        std::iter::once(self.stem.clone()).chain(sdk_id).collect()
    }
}

fn is_called(model: &Model, name: &str) -> bool {
    let is_package = model.identity.as_ref().is_some_and(|identity| identity.package == name);
    // A shell likes hyphens better than spaces.
    let is_name = |own: &String| own.eq_ignore_ascii_case(name) || own.replace(' ', "-").eq_ignore_ascii_case(name);
    is_package || model.names().iter().any(is_name)
}

/// Gives each model after the first whose package has the same name a number behind it.
fn part_packages(models: &mut [Model]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let names: Vec<String> = models.iter().filter_map(|model| Some(model.identity.as_ref()?.package.clone())).collect();
    for model in models {
        let Some(identity) = &model.identity else { continue };
        let count = taken.entry(identity.package.clone()).or_default();
        *count += 1;
        if *count > 1 {
            // A service whose name is a number is called `aws-2`, as a second one that is called `aws`.
            let mut numbers = *count..;
            let name = numbers.find_map(|number| {
                let name = format!("{}-{number}", identity.package);
                (!names.contains(&name)).then_some((number, name))
            });
            if let Some((number, name)) = name {
                *count = number;
                model.other_package = Some(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Model, chosen, part_packages};

    fn model(stem: &str, sdk_id: &str) -> Model {
        let text = format!(
            "{{\"smithy\": \"2.0\", \"shapes\": {{\"a#S\": {{\"type\": \"service\", \
             \"traits\": {{\"aws.api#service\": {{\"sdkId\": {sdk_id:?}}}}}}}}}}}"
        );
        Model {
            file: PathBuf::from(format!("{stem}.json")),
            stem: stem.to_owned(),
            bytes: 1,
            identity: tinsmith_codegen::identify(&text),
            other_package: None,
        }
    }

    fn corpus() -> Vec<Model> {
        vec![model("ssm-2014-11-06", "SSM"), model("cloudwatch-logs-2014-03-28", "CloudWatch Logs")]
    }

    #[test]
    fn models_are_chosen_by_file_or_sdk_id() {
        for name in ["cloudwatch-logs-2014-03-28", "cloudwatch logs", "cloudwatch-logs", "cloudwatchlogs"] {
            let found = chosen(corpus(), &[name.to_owned()]).expect("it is there");
            let stems: Vec<&str> = found.iter().map(|model| &*model.stem).collect();
            assert_eq!(stems, ["cloudwatch-logs-2014-03-28"], "{name}");
        }
        assert_eq!(chosen(corpus(), &[]).expect("they are there").len(), 2);
    }

    #[test]
    fn unknown_names_are_told_with_the_nearest() {
        let told = chosen(corpus(), &["cloudwatch-log".to_owned(), "sns".to_owned()]).expect_err("they are not there");
        assert!(told.starts_with("error: no model is called \"cloudwatch-log\"; did you mean cloudwatch"), "{told}");
        assert!(told.contains("\nerror: no model is called \"sns\""), "{told}");
    }

    #[test]
    fn the_same_package_twice_is_told_apart() {
        let mut models = vec![model("a", "Aws"), model("b", "Aws"), model("c", "2"), model("d", "Aws")];
        part_packages(&mut models);
        let names: Vec<Option<&str>> = models.iter().map(|model| model.other_package.as_deref()).collect();
        assert_eq!(names, [None, Some("aws-3"), None, Some("aws-4")]);
    }
}
