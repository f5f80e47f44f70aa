//! Tests of the generator and of what it generates, without a network.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

mod bad_models;
mod changes;
mod conformance;
mod overlays;
mod policy;
mod writing;

mod calls;
mod determinism;
mod endpoints;
mod hostile;
mod jmespath;
mod left_out;
mod paginators;
mod snapshots;

mod tidy;
