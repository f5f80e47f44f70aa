//! Names: what the model's names become in Rust. Every rule is here and nowhere else.
//!
//! heck gives the case. What Rust would not take, or would take for something else, is changed in the least way: a
//! keyword becomes a raw identifier, a name of the prelude gets a suffix, a leading digit an underscore before it. Where
//! several names become one, the later ones in the model get a number.

mod distinct;

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

pub(crate) use self::distinct::Distinct;

/// Words that cannot be identifiers, but can be raw ones (The Rust Reference, "Keywords").
const KEYWORDS: [&str; 49] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "union",
];

/// Words that cannot even be raw identifiers.
const NEVER: [&str; 4] = ["self", "super", "crate", "_"];

/// Types, traits and variants that generated code names without a path.
const PRELUDE: [&str; 45] = [
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "Vec",
    "Box",
    "String",
    "ToString",
    "ToOwned",
    "Default",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Into",
    "From",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "Iterator",
    "IntoIterator",
    "FromIterator",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Debug",
    "Hash",
    "BTreeMap",
    "Self",
];

/// The name of the variant that holds what the model does not know.
const OPEN_VARIANT: &str = "Unknown";

/// The name of a shape without the namespace before it.
pub(crate) fn local_name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}

/// A type: upper camel case. One that begins with a digit gets a word before it, so that it differs from its module.
pub(crate) fn type_name(shape: &str) -> String {
    let name = match shape.to_upper_camel_case() {
        name if name.starts_with(|first: char| first.is_ascii_digit()) => format!("Shape{name}"),
        name if name.is_empty() => "Unnamed".to_owned(),
        name => name,
    };
    if PRELUDE.contains(&name.as_str()) { format!("{name}Shape") } else { name }
}

/// A field, a setter, a method: snake case.
pub(crate) fn field_name(member: &str) -> String {
    not_a_keyword(not_a_digit_first(member.to_snake_case()))
}

/// A field or method beside others that the generated type has anyway; it gets an underscore where it is one of them.
pub(crate) fn field_name_beside(member: &str, taken: &[&str]) -> String {
    let name = field_name(member);
    if taken.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// A module and its file: snake case, never a raw identifier, so that the file's name is the module's.
pub(crate) fn module_name(shape: &str) -> String {
    let name = not_a_digit_first(shape.to_snake_case());
    let taken = KEYWORDS.contains(&name.as_str()) || NEVER.contains(&name.as_str());
    if taken { format!("{name}_") } else { name }
}

/// A variant of an enum or union: upper camel case. It may be made from any text, since enums of Smithy 1 need no names
/// for their values.
pub(crate) fn variant_name(member: &str) -> String {
    let fits = |character: char| character.is_ascii() || syn::parse_str::<syn::Ident>(&format!("x{character}")).is_ok();
    let text: String = member.chars().map(|character| if fits(character) { character } else { '_' }).collect();
    let name = match text.to_upper_camel_case() {
        name if name.is_empty() => "Other".to_owned(),
        name if syn::parse_str::<syn::Ident>(&name).is_err() => format!("_{name}"),
        name => name,
    };
    match name.as_str() {
        OPEN_VARIANT | "Self" | "_Self" => format!("{}Value", name.trim_start_matches('_')),
        _ => name,
    }
}

/// A variant of the service's error; `Unmodeled` and `Call` are the runtime's.
pub(crate) fn error_variant_name(shape: &str) -> String {
    let name = type_name(shape);
    match name.as_str() {
        "Unmodeled" | "Call" => format!("{name}Error"),
        _ => name,
    }
}

/// A static: shouty snake case.
pub(crate) fn static_name(shape: &str) -> String {
    not_a_digit_first(shape.to_shouty_snake_case())
}

/// A package for a service: its `sdkId` in lower case, letters and digits only, as the names of AWS's own crates.
pub(crate) fn package_name(sdk_id: &str) -> String {
    let name: String = sdk_id.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let taken = ["", "tinsmith", "std", "core", "alloc", "test", "proc_macro"];
    if taken.contains(&name.as_str())
        || KEYWORDS.contains(&name.as_str())
        || name.starts_with(|c: char| c.is_ascii_digit())
    {
        return format!("aws-{name}");
    }
    name
}

/// Whether a name that a person chose can be a package's (Cargo's rule, without the names that Rust takes itself).
pub(crate) fn is_package_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
        && !KEYWORDS.contains(&name)
        && !["tinsmith", "std", "core", "alloc", "test", "proc_macro", "self", "super", "crate"].contains(&name)
}

/// The crate of a package, as `use` names it.
pub(crate) fn crate_name(package: &str) -> String {
    package.replace('-', "_")
}

fn not_a_digit_first(name: String) -> String {
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        Some(_) => name,
        // A model's identifier has a letter or digit, or is underscores alone, of which heck leaves nothing.
        None => "unnamed".to_owned(),
    }
}

fn not_a_keyword(name: String) -> String {
    if NEVER.contains(&name.as_str()) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name.as_str()) {
        format!("r#{name}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::{
        error_variant_name, field_name, field_name_beside, is_package_name, module_name, package_name, static_name,
        type_name, variant_name,
    };

    #[test]
    fn types_are_upper_camel_case_and_never_the_preludes() {
        for (shape, name) in [
            ("Backup", "Backup"),
            ("AWSOpsWorksCMResourceArn", "AwsOpsWorksCmResourceArn"),
            ("describeBackupsRequest", "DescribeBackupsRequest"),
            ("Option", "OptionShape"),
            ("string", "StringShape"),
            ("Self", "SelfShape"),
            ("_3D", "Shape3d"),
            ("__", "Unnamed"),
        ] {
            assert_eq!(type_name(shape), name, "{shape}");
        }
    }

    #[test]
    fn fields_are_snake_case_and_raw_where_rust_keeps_the_word() {
        for (member, name) in [
            ("BackupArn", "backup_arn"),
            ("S3DataUrl", "s3_data_url"),
            ("KMSKeyId", "kms_key_id"),
            ("type", "r#type"),
            ("Self", "self_"),
            ("crate", "crate_"),
            ("async", "r#async"),
            ("_1", "_1"),
        ] {
            assert_eq!(field_name(member), name, "{member}");
        }
        assert_eq!(field_name_beside("Send", &["send"]), "send_");
    }

    #[test]
    fn files_never_have_raw_names() {
        assert_eq!(module_name("Type"), "type_");
        assert_eq!(module_name("Self"), "self_");
        assert_eq!(module_name("DescribeBackups"), "describe_backups");
    }

    #[test]
    fn variants_leave_room_for_the_open_one() {
        for (member, name) in
            [("IN_PROGRESS", "InProgress"), ("t2.micro", "T2Micro"), ("UNKNOWN", "UnknownValue"), ("self", "SelfValue")]
        {
            assert_eq!(variant_name(member), name, "{member}");
        }
        assert_eq!(error_variant_name("Call"), "CallError");
        assert_eq!(static_name("DescribeBackups"), "DESCRIBE_BACKUPS");
    }

    #[test]
    fn packages_are_named_after_the_sdk_id() {
        assert_eq!(package_name("OpsWorksCM"), "opsworkscm");
        assert_eq!(package_name("Cost Explorer"), "costexplorer");
        assert_eq!(package_name("Test"), "aws-test");
        assert!(is_package_name("my-client") && !is_package_name("../evil") && !is_package_name("fn"));
    }
}
