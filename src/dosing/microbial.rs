//! Microbial limits of products that need not be sterile.

use super::Route;

/// A written count of 10^n means at most this many times as much.
///
/// # Source
/// USP <1111>; Ph. Eur. 5.1.4: 10^1 means a maximum of 20, 10^2 of 200, 10^3 of 2000.
pub const INTERPRETATION_FACTOR: i64 = 2;

/// Acceptance criteria for microbiological quality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MicrobialLimits {
    /// Total aerobic microbial count as written, CFU per g or mL.
    pub total_aerobic: i64,
    /// Total combined yeasts and moulds count as written, CFU per g or mL.
    pub yeasts_and_moulds: i64,
    /// Organisms that must be absent in 1 g or 1 mL.
    pub absent: &'static [&'static str],
}

/// Limits by route; nothing for a route that asks for a sterile product.
///
/// # Source
/// USP <1111> Table 1; Ph. Eur. 5.1.4 Table 5.1.4.-1; ChP 2020 volume IV 1107. Oral: aqueous preparations.
pub fn microbial_limits(route: Route) -> Option<MicrobialLimits> {
    const COCCI: &[&str] = &["Staphylococcus aureus", "Pseudomonas aeruginosa"];
    const INHALED: &[&str] =
        &["Staphylococcus aureus", "Pseudomonas aeruginosa", "bile-tolerant Gram-negative bacteria"];
    let limits = |absent| MicrobialLimits { total_aerobic: 100, yeasts_and_moulds: 10, absent };
    match route {
        Route::Inhalation => Some(limits(INHALED)),
        Route::Intranasal | Route::Topical | Route::Periodontal => Some(limits(COCCI)),
        Route::Oral => Some(limits(&["Escherichia coli"])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::microbial_limits;
    use crate::dosing::Route;

    #[test]
    fn limits_by_route() {
        for route in [Route::Intranasal, Route::Topical, Route::Inhalation] {
            let limits = microbial_limits(route).unwrap();
            assert_eq!((limits.total_aerobic, limits.yeasts_and_moulds), (100, 10));
            assert!(limits.absent.contains(&"Pseudomonas aeruginosa"));
        }
        assert_eq!(microbial_limits(Route::Inhalation).unwrap().absent.len(), 3);
        assert_eq!(microbial_limits(Route::Intravenous), None);
        assert_eq!(microbial_limits(Route::EyeDrops), None);
    }
}
