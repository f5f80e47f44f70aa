//! Waiters.
