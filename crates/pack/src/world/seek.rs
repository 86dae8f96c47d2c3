//! Looking up hashes in a sorted row.

/// Where the hashes of a sorted row that begin with the same bits begin. Hashes are spread evenly,
/// so that few begin so, and one look here and one there find each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Beginnings {
    // Invariant: sorted; the last one is the row's length.
    starts: Vec<u32>,
    shift: u32,
}

/// How many hashes begin with the same bits, about.
const ALIKE: usize = 4;

impl Beginnings {
    /// Those of a sorted row of `len` hashes.
    pub(crate) fn new(len: usize, at: impl Fn(usize) -> u64) -> Self {
        let parts = (len / ALIKE).next_power_of_two().max(2);
        let shift = u64::BITS - parts.trailing_zeros();
        let mut starts = Vec::with_capacity(parts + 1);
        for n in 0..len {
            let part = (at(n) >> shift) as usize;
            while starts.len() <= part {
                starts.push(n as u32);
            }
        }
        starts.resize(parts + 1, len as u32);
        Self { starts, shift }
    }

    /// The place of the first hash of the row that is not below `key`.
    pub(crate) fn first_from(&self, key: u64, at: impl Fn(usize) -> u64) -> usize {
        let part = (key >> self.shift) as usize;
        let Some([start, end]) = self.starts.get(part..part + 2) else {
            return 0;
        };
        let (mut low, mut high) = (*start as usize, *end as usize);
        while high - low > ALIKE {
            let middle = usize::midpoint(low, high);
            if at(middle) < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        while low < high && at(low) < key {
            low += 1;
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::Beginnings;

    #[test]
    fn finds_what_halving_finds() {
        let spread = |n: u64| n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut even: Vec<u64> = (0..5000).map(spread).collect();
        even.extend([0, 0, u64::MAX, u64::MAX]);
        even.sort_unstable();
        let uneven: Vec<u64> = (0..5000).chain([1 << 40, u64::MAX]).collect();
        let same = vec![7; 100];
        for row in [even, uneven, same, vec![], vec![3]] {
            let beginnings = Beginnings::new(row.len(), |n| row[n]);
            let keys = (0..6000).map(spread).chain(0..6000);
            for key in keys.chain([u64::MAX, u64::MAX - 1, 1 << 41]) {
                let want = row.partition_point(|n| *n < key);
                assert_eq!(beginnings.first_from(key, |n| row[n]), want);
            }
        }
        assert_eq!(Beginnings::default().first_from(5, |_| 0), 0);
    }
}
