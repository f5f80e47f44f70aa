//! `README.md` of the crate.

use std::fmt::Write;

use super::lib_file::example;
use crate::Options;
use crate::name;
use crate::plan::Plan;

pub(super) fn emit(plan: &Plan, options: &Options, notice: &str) -> String {
    let package = options.package(&plan.service.package);
    let service = &plan.service;
    let mut text = format!(
        "<!-- {notice} -->\n\n# {package}\n\nA small client for {}.\n\n{}\n\n",
        service.title, service.documentation
    );
    // Lines that rustdoc hides are no lines for a reader here.
    let shown: Vec<_> = example(plan, &name::crate_name(package))
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    let _ = writeln!(text, "{}\n", shown.join("\n").replace("```no_run", "```rust"));
    let _ = writeln!(
        text,
        "It has {} of the service's operations:\n\n| operation | what it does |\n| --- | --- |",
        plan.operations.len()
    );
    for operation in &plan.operations {
        let _ = writeln!(text, "| `{}` | {} |", operation.method, operation.summary);
    }
    if !plan.left_out.is_empty() {
        let names: Vec<String> = plan.left_out.iter().map(|name| format!("`{name}`")).collect();
        let _ = writeln!(text, "\nLeft out, since they need what Tinsmith does not have yet: {}.", names.join(", "));
    }
    let _ = writeln!(
        text,
        "\nFeatures: `serde` gives every type `Serialize` and `Deserialize` in wire form; `tls-ring` (default), \
         `tls-aws-lc` and `tls-native` choose TLS.\n\n\
         Configuration, credentials, errors and retries are the same in every generated crate; the documentation of \
         `tinsmith` tells them."
    );
    text
}
