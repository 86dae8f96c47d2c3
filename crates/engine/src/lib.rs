//! The whole path from a report to its record.
