//! Golden cases: inputs and expected outputs in text files.
