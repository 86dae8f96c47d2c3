//! Hashing of features: the same everywhere and for ever, since weights depend on it.

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// One more value into a hash.
#[inline]
pub(crate) fn mix(hash: u64, value: u64) -> u64 {
    let x = (hash ^ value).wrapping_mul(PRIME);
    x ^ (x >> 29)
}

/// The hash of nothing under this name.
#[inline]
pub(crate) fn seed(name: u64) -> u64 {
    mix(SEED, name)
}
