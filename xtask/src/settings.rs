//! `codegen.toml`: which crates are generated, from what, and where to.

use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

/// The file's name, at the root of the workspace.
pub(crate) const FILE: &str = "codegen.toml";

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The crates, in the order in which they are told.
    #[serde(rename = "crate")]
    pub(crate) crates: Vec<CrateSettings>,
}

/// One `[[crate]]`. Paths begin at the workspace's folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct CrateSettings {
    /// The model's file.
    pub(crate) model: PathBuf,
    /// What corrects the model: a JSON patch's file; where absent, nothing does.
    pub(crate) overlay: Option<PathBuf>,
    /// Where the crate is written.
    pub(crate) folder: PathBuf,
    /// Its name; where absent, the generator's choice.
    pub(crate) package: Option<String>,
    /// Its operations; where absent, all.
    pub(crate) operations: Option<Vec<String>>,
    /// Its version; where absent, the generator's default, as with the next.
    pub(crate) version: Option<String>,
    /// Its licence.
    pub(crate) license: Option<String>,
    /// Its repository.
    pub(crate) repository: Option<String>,
    /// Whether the workspace lists it as a member.
    #[serde(default = "yes")]
    pub(crate) workspace_member: bool,
}

fn yes() -> bool {
    true
}

impl Settings {
    /// Reads the file of a workspace.
    ///
    /// # Errors
    ///
    /// What is wrong with the file, for a person, all that can be told at once.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let path = root.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|error| format!("error: {}: {error}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let settings: Self =
            toml::from_str(text).map_err(|error| format!("error: {FILE}: {}", error.to_string().trim_end()))?;
        let faults: Vec<String> =
            settings.faults().into_iter().map(|fault| format!("error: {FILE}: {fault}")).collect();
        if faults.is_empty() { Ok(settings) } else { Err(faults.join("\n")) }
    }

    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.crates.is_empty() {
            faults.push("wanted at least one [[crate]]; there is none".to_owned());
        }
        for (index, one) in self.crates.iter().enumerate() {
            let folder = one.folder.display();
            let inside = |part: Component<'_>| matches!(part, Component::Normal(_));
            if one.folder.as_os_str().is_empty() || !one.folder.components().all(inside) {
                faults.push(format!("the folder \"{folder}\": wanted a path below {FILE}, such as \"generated\""));
            }
            for other in self.crates.iter().skip(index + 1) {
                if one.folder.starts_with(&other.folder) || other.folder.starts_with(&one.folder) {
                    let other = other.folder.display();
                    faults.push(format!("the folders \"{folder}\" and \"{other}\": wanted one for each crate, apart"));
                }
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Settings;

    fn fault(text: &str) -> String {
        Settings::parse(text).expect_err("it is wrong")
    }

    #[test]
    fn absent_settings_have_their_defaults() {
        let settings = Settings::parse("[[crate]]\nmodel = \"m.json\"\nfolder = \"clients/m\"").expect("it is right");
        let [one] = settings.crates.as_slice() else { panic!("wanted one crate, there is {settings:?}") };
        assert_eq!((one.model.as_path(), one.folder.as_path()), (Path::new("m.json"), Path::new("clients/m")));
        assert!(one.workspace_member && one.operations.is_none() && one.package.is_none());
    }

    #[test]
    fn a_misspelt_setting_is_told_with_its_line() {
        let told = fault("[[crate]]\nmodel = \"m.json\"\nfolder = \"m\"\noperation = [\"A\"]");
        assert!(told.starts_with("error: codegen.toml: TOML parse error at line 4"), "{told}");
        assert!(told.contains("unknown field `operation`") && told.contains("`operations`"), "{told}");
    }

    #[test]
    fn a_file_without_crates_is_told() {
        assert!(fault("").contains("missing field `crate`"));
        assert_eq!(fault("crate = []"), "error: codegen.toml: wanted at least one [[crate]]; there is none");
    }

    #[test]
    fn folders_that_clash_or_lead_out_are_told_together() {
        let crate_of = |folder| format!("[[crate]]\nmodel = \"m.json\"\nfolder = \"{folder}\"\n");
        let told = fault(&["clients", "clients/m", "../out"].map(crate_of).concat());
        assert!(told.contains("the folders \"clients\" and \"clients/m\""), "{told}");
        assert!(told.contains("the folder \"../out\": wanted a path below codegen.toml"), "{told}");
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}
