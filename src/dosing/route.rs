//! Routes of administration and the endotoxin each may carry.

use crate::quantity::Exact;

/// Where a product is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// Breathed in, nebulised.
    Inhalation,
    /// Into the nose.
    Intranasal,
    /// On the eye.
    EyeDrops,
    /// Under the conjunctiva.
    Subconjunctival,
    /// Under the capsule of Tenon.
    SubTenon,
    /// Into the vitreous body.
    Intravitreal,
    /// Under the retina.
    Subretinal,
    /// Into a vein.
    Intravenous,
    /// Into a joint.
    IntraArticular,
    /// Into the tissue at the place of the disease: perianal, perineural.
    LocalInjection,
    /// Into the skin.
    Intradermal,
    /// Into the cerebrospinal fluid.
    Intrathecal,
    /// On intact skin or mucosa.
    Topical,
    /// On an open wound or a burn.
    Wound,
    /// Into a periodontal defect.
    Periodontal,
    /// Into the inner ear.
    Intracochlear,
    /// By mouth.
    Oral,
    /// Into a muscle.
    Intramuscular,
    /// Under the skin.
    Subcutaneous,
}

/// What limits the endotoxin of a route.
#[derive(Clone, Debug, PartialEq)]
pub enum EndotoxinThreshold {
    /// So many EU for each kg of body weight in an hour.
    PerKilogram {
        /// K in EU/(kg·h).
        k: Exact,
    },
    /// So many EU in each mL, whatever the dose.
    PerMillilitre {
        /// EU/mL.
        limit: Exact,
        /// Where the number comes from.
        source: &'static str,
    },
    /// No pharmacopoeia sets one; numbers that others use.
    NoneSet {
        /// What there is to hold on to.
        anchors: &'static str,
    },
}

impl Route {
    /// Every route.
    pub const ALL: [Route; 19] = [
        Route::Inhalation,
        Route::Intranasal,
        Route::EyeDrops,
        Route::Subconjunctival,
        Route::SubTenon,
        Route::Intravitreal,
        Route::Subretinal,
        Route::Intravenous,
        Route::IntraArticular,
        Route::LocalInjection,
        Route::Intradermal,
        Route::Intrathecal,
        Route::Topical,
        Route::Wound,
        Route::Periodontal,
        Route::Intracochlear,
        Route::Oral,
        Route::Intramuscular,
        Route::Subcutaneous,
    ];

    /// The word in specifications and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Route::Inhalation => "inhalation",
            Route::Intranasal => "intranasal",
            Route::EyeDrops => "eye drops",
            Route::Subconjunctival => "subconjunctival",
            Route::SubTenon => "sub-tenon",
            Route::Intravitreal => "intravitreal",
            Route::Subretinal => "subretinal",
            Route::Intravenous => "intravenous",
            Route::IntraArticular => "intra-articular",
            Route::LocalInjection => "local injection",
            Route::Intradermal => "intradermal",
            Route::Intrathecal => "intrathecal",
            Route::Topical => "topical",
            Route::Wound => "wound",
            Route::Periodontal => "periodontal",
            Route::Intracochlear => "intracochlear",
            Route::Oral => "oral",
            Route::Intramuscular => "intramuscular",
            Route::Subcutaneous => "subcutaneous",
        }
    }

    /// The route that a word means; case, hyphens and spaces do not count.
    pub fn parse(word: &str) -> Option<Route> {
        let folded = |text: &str| -> String {
            text.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '/')).collect()
        };
        let word = folded(word);
        let named = Route::ALL.into_iter().find(|route| folded(route.as_str()) == word);
        named.or(match word.as_str() {
            "inhaled" | "nebulised" | "nebulized" | "nebulisation" | "nebulization" => Some(Route::Inhalation),
            "nasal" => Some(Route::Intranasal),
            "ophthalmic" | "eyedrop" => Some(Route::EyeDrops),
            "iv" | "infusion" => Some(Route::Intravenous),
            "burn" | "wounds" => Some(Route::Wound),
            _ => None,
        })
    }

    /// Whether the product passes the skin or mucosa through a needle or cannula.
    pub fn is_injection(self) -> bool {
        match self {
            Route::Subconjunctival
            | Route::SubTenon
            | Route::Intravitreal
            | Route::Subretinal
            | Route::Intravenous
            | Route::IntraArticular
            | Route::LocalInjection
            | Route::Intradermal
            | Route::Intrathecal
            | Route::Intracochlear
            | Route::Intramuscular
            | Route::Subcutaneous => true,
            Route::Inhalation
            | Route::Intranasal
            | Route::EyeDrops
            | Route::Topical
            | Route::Wound
            | Route::Periodontal
            | Route::Oral => false,
        }
    }

    /// Whether it is given into the eye ball.
    pub fn is_intraocular(self) -> bool {
        matches!(self, Route::Intravitreal | Route::Subretinal)
    }

    /// What limits endotoxin on this route.
    ///
    /// # Source
    /// K: USP <85>, Ph. Eur. 5.1.10, ChP 2020 volume IV 1143: 5 EU/kg/h for parenteral routes, 0.2 EU/kg/h intrathecal.
    /// Into the eye ball: FDA, Endotoxin Testing Recommendations for Single-Use Intraocular Ophthalmic Devices, 2015
    /// (0.2 EU/mL), applied to drugs by Eye 2019, doi:10.1038/s41433-019-0636-3.
    pub fn endotoxin(self) -> EndotoxinThreshold {
        match self {
            Route::Intrathecal => EndotoxinThreshold::PerKilogram { k: Exact::from_i64(2) * Exact::pow10(-1) },
            Route::Intravitreal | Route::Subretinal => EndotoxinThreshold::PerMillilitre {
                limit: Exact::from_i64(2) * Exact::pow10(-1),
                source: "FDA guidance on intraocular devices, 2015, carried over to drugs: to be justified",
            },
            route if route.is_injection() => EndotoxinThreshold::PerKilogram { k: Exact::from_i64(5) },
            route => EndotoxinThreshold::NoneSet { anchors: route.anchors() },
        }
    }

    /// Numbers to hold on to where no pharmacopoeia sets a limit.
    fn anchors(self) -> &'static str {
        match self {
            Route::Inhalation => {
                "anchors: sterile water for inhalation less than 0.5 EU/mL (USP monograph); a clinical specification of nebulised EV took less than 0.25 EU/mL (doi:10.1038/s41392-025-02262-3, Table 1)"
            }
            Route::EyeDrops => {
                "eye drops must be sterile; water for injections (0.25 EU/mL) bounds what the vehicle brings"
            }
            Route::Wound => {
                "products for open wounds must be sterile; 20 EU per device is the limit of USP <161> for devices in contact with blood"
            }
            Route::Periodontal => {
                "what is placed under a flap must be sterile; 20 EU per device is the limit of USP <161> for devices in contact with blood"
            }
            _ => "the water it is made with is the bound: 0.25 EU/mL for water for injections",
        }
    }

    /// What a reader must know before taking the factor of a parenteral route at its word.
    pub fn caution(self) -> Option<&'static str> {
        match self {
            Route::Subconjunctival | Route::SubTenon => {
                Some("the factor is that of any injection; beside the eye ball 0.2 EU/mL is the cautious limit")
            }
            Route::Intracochlear => Some(
                "the factor is that of any injection; perilymph joins the cerebrospinal fluid, so the intrathecal factor is the cautious choice (`route: [intracochlear, intrathecal]`)",
            ),
            Route::IntraArticular
            | Route::LocalInjection
            | Route::Intradermal
            | Route::Intramuscular
            | Route::Subcutaneous => {
                Some("the factor bounds fever, not irritation on the spot; sponsors set a far lower process limit")
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{EndotoxinThreshold, Route};
    use crate::quantity::Exact;

    #[test]
    fn every_route_is_read_by_its_word() {
        for route in Route::ALL {
            assert_eq!(Route::parse(route.as_str()), Some(route), "{}", route.as_str());
        }
        assert_eq!(Route::parse("Intra articular"), Some(Route::IntraArticular));
        assert_eq!(Route::parse("nebulised"), Some(Route::Inhalation));
        assert_eq!(Route::parse("rectal"), None);
    }

    #[test]
    fn factors_of_the_pharmacopoeias() {
        let five = EndotoxinThreshold::PerKilogram { k: Exact::from_i64(5) };
        for route in [Route::Intravenous, Route::IntraArticular, Route::Intramuscular, Route::Subcutaneous] {
            assert_eq!(route.endotoxin(), five);
        }
        let fifth = Exact::ratio(1, 5).unwrap();
        assert_eq!(Route::Intrathecal.endotoxin(), EndotoxinThreshold::PerKilogram { k: fifth.clone() });
        assert!(
            matches!(Route::Subretinal.endotoxin(), EndotoxinThreshold::PerMillilitre { limit, .. } if limit == fifth)
        );
        for route in [Route::Inhalation, Route::Intranasal, Route::EyeDrops, Route::Topical, Route::Oral] {
            assert!(matches!(route.endotoxin(), EndotoxinThreshold::NoneSet { .. }), "{}", route.as_str());
        }
    }
}
