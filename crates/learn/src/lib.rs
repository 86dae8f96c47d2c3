//! Small trained models: how weights are stored, read and applied.
