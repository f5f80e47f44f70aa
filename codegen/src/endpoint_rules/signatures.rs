//! The functions of the rules language: what they are called, what they take and what they give.

use super::model::Function;
use super::scope::Type;

impl Function {
    /// The function that a rule set calls by that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "isSet" => Self::IsSet,
            "not" => Self::Not,
            "booleanEquals" => Self::BooleanEquals,
            "stringEquals" => Self::StringEquals,
            "isValidHostLabel" => Self::IsValidHostLabel,
            "parseURL" => Self::ParseUrl,
            "substring" => Self::Substring,
            "uriEncode" => Self::UriEncode,
            "coalesce" => Self::Coalesce,
            "split" => Self::Split,
            "ite" => Self::IfThenElse,
            "aws.partition" => Self::AwsPartition,
            "aws.parseArn" => Self::AwsParseArn,
            "aws.isVirtualHostableS3Bucket" => Self::AwsIsVirtualHostableS3Bucket,
            _ => return None,
        })
    }

    /// The fewest and the most arguments that it takes.
    pub(super) fn arity(self) -> (usize, usize) {
        match self {
            Self::IsSet | Self::Not | Self::ParseUrl | Self::UriEncode | Self::AwsPartition | Self::AwsParseArn => {
                (1, 1)
            }
            Self::BooleanEquals | Self::StringEquals | Self::IsValidHostLabel | Self::AwsIsVirtualHostableS3Bucket => {
                (2, 2)
            }
            Self::Split | Self::IfThenElse => (3, 3),
            Self::Substring => (4, 4),
            Self::Coalesce => (2, usize::MAX),
        }
    }

    /// The type that the argument at that place must have; absent where any will do, or any like the others.
    pub(super) fn argument(self, index: usize) -> Option<Type> {
        match (self, index) {
            (Self::IsSet | Self::Coalesce, _) | (Self::IfThenElse, 1..) => None,
            (Self::Not | Self::BooleanEquals | Self::IfThenElse, _) => Some(Type::Boolean),
            (Self::IsValidHostLabel | Self::AwsIsVirtualHostableS3Bucket, 1) | (Self::Substring, 3) => {
                Some(Type::Boolean)
            }
            (Self::Substring, 1 | 2) | (Self::Split, 2) => Some(Type::Integer),
            _ => Some(Type::String),
        }
    }

    /// The type of what it gives; absent where the arguments decide.
    pub(super) fn result(self) -> Option<Type> {
        Some(match self {
            Self::IsSet
            | Self::Not
            | Self::BooleanEquals
            | Self::StringEquals
            | Self::IsValidHostLabel
            | Self::AwsIsVirtualHostableS3Bucket => Type::Boolean,
            Self::UriEncode => Type::String,
            Self::Substring => Type::optional(Type::String),
            Self::Split => Type::List(Box::new(Type::String)),
            Self::ParseUrl => Type::optional(Type::Url),
            Self::AwsPartition => Type::optional(Type::Partition),
            Self::AwsParseArn => Type::optional(Type::Arn),
            Self::Coalesce | Self::IfThenElse => return None,
        })
    }
}

impl Type {
    /// The type of a record's member; absent when it has none of that name.
    pub(super) fn member(&self, name: &str) -> Option<Self> {
        let boolean = |wanted: &[&str]| wanted.contains(&name).then_some(Self::Boolean);
        let string = |wanted: &[&str]| wanted.contains(&name).then_some(Self::String);
        match self {
            Self::Partition => string(&["name", "dnsSuffix", "dualStackDnsSuffix", "implicitGlobalRegion"])
                .or_else(|| boolean(&["supportsFIPS", "supportsDualStack"])),
            Self::Url => string(&["scheme", "authority", "path", "normalizedPath"]).or_else(|| boolean(&["isIp"])),
            Self::Arn if name == "resourceId" => Some(Self::List(Box::new(Self::String))),
            Self::Arn => string(&["partition", "service", "region", "accountId"]),
            _ => None,
        }
    }
}
