//! Numbers of certificates, as a reader tells one from another.

use crate::lookalike;

/// Whether two certificate numbers look the same to whoever reads them.
pub fn same_number(one: &str, other: &str) -> bool {
    seen_number(one) == seen_number(other)
}

/// A certificate number as it looks: numbers that look the same have the same.
pub fn seen_number(number: &str) -> String {
    lookalike::seen_id(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_kinds_of_hyphen_make_no_other_number() {
        for same in ["CoA–2026−001", "coa - 2026 - 001", "ＣｏＡ－2026-001", "C\u{43e}A-2026-001"] {
            assert!(same_number(same, "CoA-2026-001"), "{same}");
        }
        assert!(!same_number("CoA-2026-001", "CoA-2026-0011"));
    }
}
