//! JMESPath.
