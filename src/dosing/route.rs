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

/// Words behind a route for how it is given, folded; a longer one before one that it ends with.
const HOW: [&str; 14] = [
    "injection",
    "infusion",
    "administration",
    "use",
    "route",
    "注射给药",
    "给药途径",
    "给药",
    "注射",
    "滴注",
    "输注",
    "输液",
    "推注",
    "途径",
];

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

fn folded(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '/')).collect()
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

    /// The word in Chinese.
    pub fn in_chinese(self) -> &'static str {
        match self {
            Route::Inhalation => "吸入",
            Route::Intranasal => "鼻腔",
            Route::EyeDrops => "滴眼",
            Route::Subconjunctival => "结膜下",
            Route::SubTenon => "筋膜囊下",
            Route::Intravitreal => "玻璃体内",
            Route::Subretinal => "视网膜下",
            Route::Intravenous => "静脉",
            Route::IntraArticular => "关节腔",
            Route::LocalInjection => "局部注射",
            Route::Intradermal => "皮内",
            Route::Intrathecal => "鞘内",
            Route::Topical => "外用",
            Route::Wound => "创面",
            Route::Periodontal => "牙周",
            Route::Intracochlear => "耳蜗内",
            Route::Oral => "口服",
            Route::Intramuscular => "肌内",
            Route::Subcutaneous => "皮下",
        }
    }

    /// The route that a word means, in English or Chinese; case, hyphens and spaces do not count, nor does a word behind it for
    /// how it is given: `intravenous infusion`, 静脉注射, `oral use`.
    pub fn parse(word: &str) -> Option<Route> {
        let word = folded(word);
        Route::named(&word).or_else(|| Route::named(HOW.iter().find_map(|how| word.strip_suffix(how))?))
    }

    /// The route with this name, folded.
    fn named(word: &str) -> Option<Route> {
        let named = |route: &Route| folded(route.as_str()) == word || route.in_chinese() == word;
        Route::ALL.into_iter().find(named).or(match word {
            "inhaled" | "nebulised" | "nebulized" | "nebulisation" | "nebulization" | "雾化" | "雾化吸入" => {
                Some(Route::Inhalation)
            }
            "nasal" | "鼻" | "鼻内" | "经鼻" | "滴鼻" => Some(Route::Intranasal),
            "ophthalmic" | "eyedrop" | "滴眼液" => Some(Route::EyeDrops),
            "玻璃体" | "玻璃体腔" => Some(Route::Intravitreal),
            "iv" | "infusion" | "静滴" | "静注" => Some(Route::Intravenous),
            "关节内" | "关节腔内" => Some(Route::IntraArticular),
            "椎管内" => Some(Route::Intrathecal),
            "局部外用" | "皮肤外用" => Some(Route::Topical),
            "burn" | "wounds" | "烧伤" | "伤口" => Some(Route::Wound),
            "耳蜗" => Some(Route::Intracochlear),
            "经口" => Some(Route::Oral),
            "肌肉" => Some(Route::Intramuscular),
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
        for (word, route) in [
            ("静脉注射", Route::Intravenous),
            ("静脉输注", Route::Intravenous),
            ("口服", Route::Oral),
            ("皮下注射", Route::Subcutaneous),
            ("肌内注射", Route::Intramuscular),
            ("肌肉注射给药", Route::Intramuscular),
            ("雾化吸入", Route::Inhalation),
            ("关节腔内注射", Route::IntraArticular),
            ("局部注射", Route::LocalInjection),
            ("Oral use", Route::Oral),
            ("intravenous infusion", Route::Intravenous),
            ("local injection", Route::LocalInjection),
        ] {
            assert_eq!(Route::parse(word), Some(route), "{word}");
        }
        for word in ["rectal", "注射", "injection", "use", "直肠给药", ""] {
            assert_eq!(Route::parse(word), None, "{word}");
        }
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
