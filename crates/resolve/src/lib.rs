//! From a parsed article to who, where and when.

mod times;
