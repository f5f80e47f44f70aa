//! `iam-policy.json`: the policy that allows what the crate's operations need, and nothing else.

use serde_json::{Value, json};

use crate::plan::Plan;

/// The policy's file in a crate.
pub(crate) const FILE: &str = "iam-policy.json";

/// The notice. JSON has no comments, and the policy of an identity takes no `Id`; a `Sid` is letters and digits.
const NOTICE: &str = "GeneratedByTinsmithDoNotEdit";

/// The text; none where no operation needs a permission, since a statement has to have an action.
pub(super) fn emit(plan: &Plan) -> Option<String> {
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Sid": NOTICE, "Effect": "Allow", "Action": plan.actions, "Resource": "*" }],
    });
    (!plan.actions.is_empty()).then(|| format!("{policy:#}\n"))
}

/// Whether a policy carries our notice. A person makes one their own by another `Sid`, or by none.
pub(crate) fn is_generated(text: &str) -> bool {
    let policy: Option<Value> = serde_json::from_str(text).ok();
    policy.is_some_and(|policy| policy["Statement"][0]["Sid"] == NOTICE)
}
