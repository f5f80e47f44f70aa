//! Built-ins: the settings of a client that parameters can be bound to, and the types that they have.

use super::super::model::ParameterKind;
use crate::nearest::nearest;

/// The built-ins of the rules engine and of AWS (Smithy, "Rules engine built-ins" and "AWS rules engine built-ins").
///
/// The runtime fills those of `AWS::Region`, `AWS::UseFIPS`, `AWS::UseDualStack`, `AWS::Auth::AccountId`,
/// `AWS::Auth::AccountIdEndpointMode` and `SDK::Endpoint`. The others are settings of S3 and STS, which stay at the rule
/// set's defaults, and the credentials' scope, which no credentials tell.
const BUILT_INS: [(&str, ParameterKind); 15] = [
    ("AWS::Auth::AccountId", ParameterKind::String),
    ("AWS::Auth::AccountIdEndpointMode", ParameterKind::String),
    ("AWS::Auth::CredentialScope", ParameterKind::String),
    ("AWS::Region", ParameterKind::String),
    ("AWS::S3::Accelerate", ParameterKind::Boolean),
    ("AWS::S3::DisableMultiRegionAccessPoints", ParameterKind::Boolean),
    ("AWS::S3::DisableS3ExpressSessionAuth", ParameterKind::Boolean),
    ("AWS::S3::ForcePathStyle", ParameterKind::Boolean),
    ("AWS::S3::UseArnRegion", ParameterKind::Boolean),
    ("AWS::S3::UseGlobalEndpoint", ParameterKind::Boolean),
    ("AWS::S3Control::UseArnRegion", ParameterKind::Boolean),
    ("AWS::STS::UseGlobalEndpoint", ParameterKind::Boolean),
    ("AWS::UseDualStack", ParameterKind::Boolean),
    ("AWS::UseFIPS", ParameterKind::Boolean),
    ("SDK::Endpoint", ParameterKind::String),
];

/// What is wrong with a parameter of that type that is bound to a built-in.
pub(super) fn check(built_in: &str, kind: ParameterKind) -> Option<String> {
    match BUILT_INS.iter().find(|(known, _)| *known == built_in) {
        None => {
            let hint = nearest(built_in, BUILT_INS.iter().map(|(known, _)| *known));
            Some(format!("wanted a built-in of the rules engine or of AWS, and there is {built_in:?}{hint}"))
        }
        Some((_, wanted)) if *wanted != kind => {
            Some(format!("{built_in} is a {}, and the parameter is a {}", wanted.name(), kind.name()))
        }
        Some(_) => None,
    }
}
