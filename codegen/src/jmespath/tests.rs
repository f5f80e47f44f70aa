//! Expressions with faults, and what is told about them.
