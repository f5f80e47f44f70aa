//! The two engines: which models, versions and attributes they take, and what a new server hands out.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use fastrand::Rng;

use crate::{error::ServiceError, identifiers::letters, starter_kit::starter_kit};

/// Engine attributes: names and values.
pub(crate) type Attributes = Vec<(String, String)>;

/// A configuration management engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Chef Automate.
    Chef,
    /// Puppet Enterprise.
    Puppet,
}

impl Engine {
    /// Reads the `Engine` member.
    pub fn parse(name: &str) -> Result<Engine, ServiceError> {
        match name {
            "ChefAutomate" => Ok(Engine::Chef),
            "Puppet" => Ok(Engine::Puppet),
            _ => Err(ServiceError::validation(format!(
                "The engine '{name}' is not known. Valid values are ChefAutomate and Puppet."
            ))),
        }
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Chef => "ChefAutomate",
            Engine::Puppet => "Puppet",
        }
    }

    /// The engine model: the given one if it fits, or the only one there is.
    pub fn model(self, given: Option<&str>) -> Result<&'static str, ServiceError> {
        let model = match self {
            Engine::Chef => "Single",
            Engine::Puppet => "Monolithic",
        };
        one_of(self, "EngineModel", given, &[model])
    }

    /// The engine version: the given one if it fits, or the newest.
    pub fn version(self, given: Option<&str>) -> Result<&'static str, ServiceError> {
        let versions: &[&str] = match self {
            Engine::Chef => &["2"],
            Engine::Puppet => &["2019", "2017"],
        };
        one_of(self, "EngineVersion", given, versions)
    }

    /// Refuses attributes that the engine does not take here.
    pub fn refuse_unknown(self, given: &Attributes, chef: &[&str], puppet: &[&str]) -> Result<(), ServiceError> {
        let known = match self {
            Engine::Chef => chef,
            Engine::Puppet => puppet,
        };
        match given.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(ServiceError::validation(format!(
                "The engine attribute '{name}' is not supported here for {}. Supported: {}.",
                self.name(),
                if known.is_empty() { "none".to_owned() } else { known.join(", ") }
            ))),
            None => Ok(()),
        }
    }

    /// Checks the attributes of `CreateServer` and gives back those that its answer shows.
    pub fn create(self, given: &Attributes, endpoint: &str, rng: &mut Rng) -> Result<Attributes, ServiceError> {
        self.refuse_unknown(
            given,
            &["CHEF_AUTOMATE_PIVOTAL_KEY", "CHEF_AUTOMATE_ADMIN_PASSWORD"],
            &["PUPPET_ADMIN_PASSWORD", "PUPPET_R10K_REMOTE", "PUPPET_R10K_PRIVATE_KEY"],
        )?;
        let readme = format!("The server answers at https://{endpoint}\n");
        let mut shown = Attributes::new();
        match self {
            Engine::Chef => {
                let private_key = match value(given, "CHEF_AUTOMATE_PIVOTAL_KEY") {
                    Some(_) => None,
                    None => Some(pem("RSA PRIVATE KEY", rng)),
                };
                match value(given, "CHEF_AUTOMATE_ADMIN_PASSWORD") {
                    Some(password) => check_chef_password(password)?,
                    None => shown.push(("CHEF_AUTOMATE_ADMIN_PASSWORD".to_owned(), password(rng))),
                }
                let knife = format!("chef_server_url \"https://{endpoint}/organizations/default\"\n");
                let mut files = vec![("README.md", readme.as_str()), (".chef/config.rb", knife.as_str())];
                files.extend(private_key.as_deref().map(|key| (".chef/private.pem", key)));
                let kit = starter_kit(&files);
                shown.push(("CHEF_STARTER_KIT".to_owned(), kit));
                shown.extend(private_key.map(|key| ("CHEF_AUTOMATE_PIVOTAL_KEY".to_owned(), STANDARD.encode(key))));
            }
            Engine::Puppet => {
                let password = match value(given, "PUPPET_ADMIN_PASSWORD") {
                    Some(given) => {
                        check_puppet_password(given)?;
                        given.to_owned()
                    }
                    None => password(rng),
                };
                let key = pem("RSA PRIVATE KEY", rng);
                let kit = starter_kit(&[("README.md", &readme), ("private.pem", &key)]);
                shown.push(("PUPPET_STARTER_KIT".to_owned(), kit));
                shown.push(("PUPPET_ADMIN_PASSWORD".to_owned(), password));
            }
        }
        Ok(shown)
    }

    /// The attributes that every description of the server shows.
    pub fn described(self, rng: &mut Rng) -> Attributes {
        match self {
            Engine::Chef => Attributes::new(),
            Engine::Puppet => vec![
                ("PUPPET_API_CA_CERT".to_owned(), pem("CERTIFICATE", rng)),
                ("PUPPET_API_CRL".to_owned(), pem("X509 CRL", rng)),
            ],
        }
    }

    /// Checks `UpdateServerEngineAttributes`; without a value, one is generated and shown in the answer.
    pub fn update(self, name: &str, given: Option<&str>, rng: &mut Rng) -> Result<Attributes, ServiceError> {
        let attributes = vec![(name.to_owned(), given.unwrap_or_default().to_owned())];
        self.refuse_unknown(&attributes, &["CHEF_PIVOTAL_KEY"], &["PUPPET_ADMIN_PASSWORD"])?;
        match (self, given) {
            (Engine::Puppet, Some(password)) => check_puppet_password(password).map(|()| Attributes::new()),
            (Engine::Chef, Some("")) => Err(ServiceError::validation("CHEF_PIVOTAL_KEY cannot be empty.")),
            (Engine::Chef, Some(_)) => Ok(Attributes::new()),
            (Engine::Chef, None) => Ok(vec![(name.to_owned(), STANDARD.encode(pem("RSA PRIVATE KEY", rng)))]),
            (Engine::Puppet, None) => Ok(vec![(name.to_owned(), password(rng))]),
        }
    }
}

/// The value of an attribute that is there and not empty.
pub(crate) fn value<'a>(attributes: &'a Attributes, name: &str) -> Option<&'a str> {
    attributes.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
}

/// PEM text around random bytes: the form of a key or certificate, and nothing that could be used as one.
pub(crate) fn pem(label: &str, rng: &mut Rng) -> String {
    let mut text = format!("-----BEGIN {label}-----\n");
    for _ in 0..6 {
        let bytes: Vec<u8> = (0..48).map(|_| rng.u8(..)).collect();
        text.push_str(&STANDARD.encode(bytes));
        text.push('\n');
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

fn one_of(
    engine: Engine,
    member: &str,
    given: Option<&str>,
    valid: &[&'static str],
) -> Result<&'static str, ServiceError> {
    let found = match given {
        Some(given) => valid.iter().find(|value| **value == given),
        None => valid.first(),
    };
    found.copied().ok_or_else(|| {
        ServiceError::validation(format!(
            "{member} '{}' is not valid for {}. Valid: {}.",
            given.unwrap_or_default(),
            engine.name(),
            valid.join(", ")
        ))
    })
}

/// A password that Chef's rules accept.
fn password(rng: &mut Rng) -> String {
    format!("{}a1_{}", letters(rng, 6).to_lowercase(), rng.uppercase())
}

fn check_chef_password(password: &str) -> Result<(), ServiceError> {
    const SPECIAL: &str = "!/@#$%^&+=_";
    let length = password.chars().count();
    let has = |test: fn(char) -> bool| password.chars().any(test);
    let allowed = password.chars().all(|c| c.is_ascii_alphanumeric() || SPECIAL.contains(c));
    let varied = has(|c| c.is_ascii_lowercase())
        && has(|c| c.is_ascii_uppercase())
        && has(|c| c.is_ascii_digit())
        && has(|c| SPECIAL.contains(c));
    if (8..=32).contains(&length) && allowed && varied {
        return Ok(());
    }
    Err(ServiceError::validation(format!(
        "CHEF_AUTOMATE_ADMIN_PASSWORD must have 8 to 32 letters, digits and special characters ({SPECIAL}), with at \
         least one lower case letter, one upper case letter, one digit and one special character."
    )))
}

fn check_puppet_password(password: &str) -> Result<(), ServiceError> {
    if !password.is_empty() && password.is_ascii() {
        return Ok(());
    }
    Err(ServiceError::validation("PUPPET_ADMIN_PASSWORD must consist of ASCII characters and cannot be empty."))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use fastrand::Rng;

    use super::{Engine, check_chef_password, password, value};

    #[test]
    fn generated_passwords_obey_the_rules() {
        let mut rng = Rng::with_seed(3);
        for _ in 0..100 {
            assert_eq!(check_chef_password(&password(&mut rng)), Ok(()));
        }
        for refused in ["", "Short1_", "alllowercase1_", "ALLUPPERCASE1_", "NoDigitsHere_", "NoSpecial11", "Wröng1_a"]
        {
            assert!(check_chef_password(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn engines_take_their_own_values_only() {
        assert_eq!(Engine::Chef.version(None).unwrap(), "2");
        assert_eq!(Engine::Puppet.version(Some("2017")).unwrap(), "2017");
        assert!(Engine::Chef.version(Some("2017")).is_err());
        assert!(Engine::Puppet.model(Some("Single")).is_err());
        assert!(Engine::parse("Ansible").is_err());
    }

    #[test]
    fn a_key_that_was_brought_is_not_generated() {
        let mut rng = Rng::with_seed(3);
        let given = vec![("CHEF_AUTOMATE_PIVOTAL_KEY".to_owned(), "key".to_owned())];
        let shown = Engine::Chef.create(&given, "host", &mut rng).unwrap();
        assert_eq!(value(&shown, "CHEF_AUTOMATE_PIVOTAL_KEY"), None);
        assert!(value(&shown, "CHEF_STARTER_KIT").is_some());
        assert!(Engine::Puppet.create(&given, "host", &mut rng).is_err());
    }
}
