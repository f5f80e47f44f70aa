//! Random numbers for jitter and for ids that must not collide. Nothing here is a secret, so that the standard
//! library's keyed hash over a counter serves, and no crate has to be compiled for it.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The key, from the operating system, once for each process.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// What is hashed next.
static COUNTER: AtomicU64 = AtomicU64::new(0);

fn bits() -> u64 {
    KEY.hash_one(COUNTER.fetch_add(1, Ordering::Relaxed))
}

/// A number from 0 up to, and without, 1.
pub(crate) fn fraction() -> f64 {
    // As many bits as a double holds.
    const SCALE: f64 = 1.0 / (1_u64 << 53) as f64;
    (bits() >> 11) as f64 * SCALE
}

/// A UUID, version 4 (RFC 9562).
pub(crate) fn uuid() -> String {
    const VERSION: u128 = 0x4000_8000_0000_0000_0000;
    const MASK: u128 = !0xf000_c000_0000_0000_0000;
    let bits = (u128::from(bits()) << 64 | u128::from(bits())) & MASK | VERSION;
    let (a, b, c, d) = (bits >> 96, bits >> 80 & 0xffff, bits >> 64 & 0xffff, bits >> 48 & 0xffff);
    format!("{a:08x}-{b:04x}-{c:04x}-{d:04x}-{:012x}", bits & 0xffff_ffff_ffff)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{fraction, uuid};

    #[test]
    fn uuids_are_of_version_4_and_differ() {
        let ids: BTreeSet<String> = (0..1000).map(|_| uuid()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let parts: Vec<&str> = id.split('-').collect();
            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), [8, 4, 4, 4, 12], "{id}");
            assert!(parts[2].starts_with('4') && "89ab".contains(&parts[3][..1]), "{id}");
        }
    }

    #[test]
    fn fractions_fill_the_unit_interval_evenly() {
        let mut tenths = [0; 10];
        for _ in 0..10_000 {
            let number = fraction();
            assert!((0.0..1.0).contains(&number));
            tenths[(number * 10.0) as usize] += 1;
        }
        assert!(tenths.iter().all(|count| (700..1300).contains(count)), "{tenths:?}");
    }
}
