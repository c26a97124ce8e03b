//! Which routes ask for a sterile product, by region.

use super::Route;

/// A region whose rules apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    /// United States.
    Us,
    /// European Union.
    Eu,
    /// Korea.
    Kr,
    /// Japan.
    Jp,
    /// China.
    Cn,
    /// Taiwan.
    Tw,
}

impl Region {
    /// Every region.
    pub const ALL: [Region; 6] = [Region::Us, Region::Eu, Region::Kr, Region::Jp, Region::Cn, Region::Tw];
    /// Their words in specifications, in the order of [`Region::ALL`].
    pub const WORDS: &[&str] = &["us", "eu", "kr", "jp", "cn", "tw"];

    /// The word in specifications.
    pub fn as_str(self) -> &'static str {
        match self {
            Region::Us => "us",
            Region::Eu => "eu",
            Region::Kr => "kr",
            Region::Jp => "jp",
            Region::Cn => "cn",
            Region::Tw => "tw",
        }
    }
}

/// Why a product of a route must be sterile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SterileRequirement {
    /// The reason, for a sentence: `injections are sterile`.
    pub why: &'static str,
    /// Document and section.
    pub source: &'static str,
}

/// Whether a product given by this route must be sterile in this region, and why; nothing where microbial limits do.
///
/// # Source
/// Injections: USP <1>, Ph. Eur. monograph 0520, ChP 0102. Eye: USP <771>, Ph. Eur. 1163, ChP 0105. Severely injured skin:
/// Ph. Eur. 0132, ChP 0109. Aqueous solutions for oral inhalation in the United States: 21 CFR 200.51.
pub fn sterile_requirement(route: Route, region: Region) -> Option<SterileRequirement> {
    let needs = |why, source| Some(SterileRequirement { why, source });
    match route {
        Route::EyeDrops => needs("eye drops are sterile", "USP <771>; Ph. Eur. 1163; ChP 2020 volume IV 0105"),
        Route::Wound => needs(
            "products for open wounds and burns are sterile",
            "Ph. Eur. 0132 (severely injured skin); ChP 2020 volume IV 0109",
        ),
        Route::Inhalation if region == Region::Us => {
            needs("aqueous solutions for oral inhalation are sterile in the United States", "21 CFR 200.51")
        }
        route if route.is_injection() => {
            needs("injections are sterile", "USP <1>; Ph. Eur. 0520; ChP 2020 volume IV 0102")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Region, sterile_requirement};
    use crate::dosing::Route;

    #[test]
    fn routes_and_regions_that_ask_for_sterility() {
        for region in Region::ALL {
            assert!(sterile_requirement(Route::Intravenous, region).is_some());
            assert!(sterile_requirement(Route::EyeDrops, region).is_some());
            assert!(sterile_requirement(Route::Wound, region).is_some());
            assert!(sterile_requirement(Route::Intranasal, region).is_none());
            assert!(sterile_requirement(Route::Oral, region).is_none());
        }
        assert_eq!(sterile_requirement(Route::Inhalation, Region::Us).unwrap().source, "21 CFR 200.51");
        assert!(sterile_requirement(Route::Inhalation, Region::Eu).is_none());
    }
}
