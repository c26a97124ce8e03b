//! One check: what is asked, by whom, of whom, and how much it weighs.

use super::view::View;
use crate::dosing::{Region, Route, sterile_requirement};
use crate::finding::Severity;
use crate::spec::{Phase, ProductKind, Specification};

/// Something that a reviewer would ask for.
#[derive(Debug)]
pub struct Check {
    /// Stable name, by which a specification justifies its absence: `Q6B-POTENCY`.
    pub id: &'static str,
    /// What is asked for, as a phrase: `a test of biological activity`.
    pub asks: &'static str,
    /// Document and section.
    pub source: &'static str,
    /// Which specifications are asked.
    pub scope: Scope,
    /// How much it weighs, by phase.
    pub weights: Weights,
    /// What is missing, in words; nothing where the specification has it.
    pub(super) gap: fn(&View<'_>) -> Option<String>,
}

/// Which specifications a check is about.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// Whether it is asked of every specification, also of one that states neither regions, phase nor kind of product.
    pub always: bool,
    /// Only where one of these regions is stated; empty: whatever regions.
    pub regions: &'static [Region],
    /// By which routes the product is given.
    pub given: Given,
    /// Only of this kind of product.
    pub kind: Option<ProductKind>,
}

/// How a product is given.
#[derive(Clone, Copy, Debug)]
pub enum Given {
    /// However.
    Anyhow,
    /// By a route that passes skin or mucosa through a needle or cannula.
    Injected,
    /// By a route for which the product is sterile in every region.
    Sterile,
    /// By routes of which none asks for a sterile product in the stated regions.
    NotSterile,
    /// By one of these routes.
    By(&'static [Route]),
}

/// Severity by phase; nothing where it is not asked for.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// Where no phase is stated.
    pub unstated: Option<Severity>,
    /// By phase, in the order of [`Phase::ALL`].
    pub by_phase: [Option<Severity>; 5],
}

const NOTE: Option<Severity> = Some(Severity::Note);
const WARNING: Option<Severity> = Some(Severity::Warning);
const ERROR: Option<Severity> = Some(Severity::Error);

impl Weights {
    /// A warning from the first trial in people on.
    pub const EXPECTED: Weights = Weights { unstated: WARNING, by_phase: [NOTE, WARNING, WARNING, WARNING, WARNING] };
    /// A note at first, a warning from exploratory trials on.
    pub const GROWING: Weights = Weights { unstated: NOTE, by_phase: [NOTE, NOTE, WARNING, WARNING, WARNING] };
    /// A note at first, a warning in confirmatory trials.
    pub const LATE: Weights = Weights { unstated: NOTE, by_phase: [None, NOTE, NOTE, WARNING, WARNING] };
    /// An error wherever people are given the product.
    pub const REQUIRED: Weights = Weights { unstated: ERROR, by_phase: [WARNING, ERROR, ERROR, ERROR, ERROR] };
    /// Biological activity: first to be measured at all, in the end to be limited.
    pub const POTENCY: Weights = Weights { unstated: WARNING, by_phase: [NOTE, WARNING, WARNING, ERROR, ERROR] };
    /// A quantitative potency line: nothing at first, asked for from exploratory trials on, an error in confirmatory ones.
    pub const QUANTITATIVE: Weights = Weights { unstated: None, by_phase: [None, None, WARNING, ERROR, ERROR] };

    /// The weight for a phase.
    pub fn at(&self, phase: Option<Phase>) -> Option<Severity> {
        match phase {
            None => self.unstated,
            Some(phase) => {
                Phase::ALL.iter().zip(self.by_phase).find(|(one, _)| **one == phase).and_then(|(_, weight)| weight)
            }
        }
    }
}

impl Scope {
    /// Of every specification, whatever it states.
    pub const ALWAYS: Scope = Scope { always: true, ..Scope::STATED };
    /// Of every specification that states regions, a phase or the kind of product.
    pub const STATED: Scope = Scope { always: false, regions: &[], given: Given::Anyhow, kind: None };
    /// Of engineered vesicles.
    pub const ENGINEERED: Scope = Scope { kind: Some(ProductKind::Engineered), ..Scope::STATED };

    /// Of products that are given in this way.
    pub const fn given(given: Given) -> Scope {
        Scope { given, ..Scope::STATED }
    }

    /// Of products for these regions.
    pub const fn regions(regions: &'static [Region]) -> Scope {
        Scope { regions, ..Scope::STATED }
    }

    /// Whether a specification is asked.
    pub fn covers(&self, spec: &Specification) -> bool {
        let stated = !spec.regions.is_empty() || spec.phase.is_some() || spec.product_fact("kind").is_some();
        (self.always || stated)
            && (self.regions.is_empty() || self.regions.iter().any(|region| spec.regions.contains(region)))
            && self.kind.is_none_or(|kind| spec.kind() == kind)
            && self.given.covers(spec)
    }

    /// Of whom it is asked, as a phrase for a table.
    pub fn in_words(&self) -> String {
        let mut parts = Vec::new();
        if !self.regions.is_empty() {
            let words: Vec<&str> = self.regions.iter().map(|region| region.as_str()).collect();
            parts.push(format!("regions {}", words.join(", ")));
        }
        parts.extend(self.given.in_words());
        match self.kind {
            Some(ProductKind::Engineered) => parts.push("engineered vesicles".to_owned()),
            Some(ProductKind::Natural) => parts.push("natural vesicles".to_owned()),
            None => {}
        }
        match (parts.is_empty(), self.always) {
            (true, true) => "every specification".to_owned(),
            (true, false) => "where regions, phase or kind are stated".to_owned(),
            (false, _) => parts.join("; "),
        }
    }
}

impl Given {
    fn covers(self, spec: &Specification) -> bool {
        let routes = spec.routes();
        // What is sterile in Europe is sterile in every region.
        let everywhere = |route: &Route| sterile_requirement(*route, Region::Eu).is_some();
        let somewhere = |route: &Route| {
            everywhere(route) || spec.regions.iter().any(|region| sterile_requirement(*route, *region).is_some())
        };
        match self {
            Given::Anyhow => true,
            Given::Injected => routes.iter().any(|route| route.is_injection()),
            Given::Sterile => routes.iter().any(everywhere),
            Given::NotSterile => !routes.is_empty() && !routes.iter().any(somewhere),
            Given::By(these) => routes.iter().any(|route| these.contains(route)),
        }
    }

    fn in_words(self) -> Option<String> {
        Some(match self {
            Given::Anyhow => return None,
            Given::Injected => "injections, also into the eye, a joint or the ear".to_owned(),
            Given::Sterile => "injections, eye drops, open wounds".to_owned(),
            Given::NotSterile => "routes that ask for no sterile product".to_owned(),
            Given::By(routes) => routes.iter().map(|route| route.as_str()).collect::<Vec<_>>().join(", "),
        })
    }
}
