//! From a resolved article to quotations and events.
