//! How weights are made small numbers.

/// What weights are multiplied by when they are quantised.
pub(crate) fn scale(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).collect();
    sizes.retain(|w| *w > 0.0);
    sizes.sort_by(f32::total_cmp);
    127.0 / sizes.get(sizes.len() * 999 / 1000).copied().unwrap_or(1.0)
}
