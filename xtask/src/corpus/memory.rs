//! How much memory this program took at its most.

/// The peak in bytes, where the system tells it: Linux does, in a file.
pub(super) fn peak() -> Option<u64> {
    peak_of(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn peak_of(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::peak_of;

    #[test]
    fn the_peak_is_read_or_left_out() {
        assert_eq!(peak_of("Name:\tx\nVmHWM:\t  2048 kB\n"), Some(2 * 1024 * 1024));
        for other in ["", "VmHWM:", "VmHWM: many kB", "VmHWM: 1 MB", "VmHWM: 18446744073709551615 kB"] {
            assert_eq!(peak_of(other), None, "{other}");
        }
    }
}
