//! Reads AWS service models (Smithy 2.0 JSON AST) and writes small Rust clients.
