//! The record as JSON Lines, and as text for people.
