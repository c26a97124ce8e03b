//! Pharmacopoeias and the patient they reckon with.

use crate::quantity::Exact;

/// A pharmacopoeia, as far as limits of a dose depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pharmacopoeia {
    /// United States Pharmacopeia.
    Usp,
    /// European Pharmacopoeia.
    PhEur,
    /// Pharmacopoeia of the People's Republic of China.
    Chp,
}

impl Pharmacopoeia {
    /// All of them.
    pub const ALL: [Pharmacopoeia; 3] = [Pharmacopoeia::Usp, Pharmacopoeia::PhEur, Pharmacopoeia::Chp];
    /// Their words in specifications, in the order of [`Pharmacopoeia::ALL`].
    pub const WORDS: &[&str] = &["usp", "ph_eur", "chp"];

    /// The word in specifications.
    pub fn as_str(self) -> &'static str {
        match self {
            Pharmacopoeia::Usp => "usp",
            Pharmacopoeia::PhEur => "ph_eur",
            Pharmacopoeia::Chp => "chp",
        }
    }

    /// The name in sentences.
    pub fn name(self) -> &'static str {
        match self {
            Pharmacopoeia::Usp => "USP",
            Pharmacopoeia::PhEur => "Ph. Eur.",
            Pharmacopoeia::Chp => "ChP",
        }
    }

    /// The chapter on endotoxin.
    pub fn endotoxin_chapter(self) -> &'static str {
        match self {
            Pharmacopoeia::Usp => "USP <85>",
            Pharmacopoeia::PhEur => "Ph. Eur. 5.1.10",
            Pharmacopoeia::Chp => "ChP 1143",
        }
    }

    /// Body weight by convention, in kg.
    ///
    /// # Source
    /// USP <85> (70 kg); ChP 2020 volume IV, 1143 (60 kg).
    pub fn body_weight(self) -> Exact {
        Exact::from_i64(match self {
            Pharmacopoeia::Usp | Pharmacopoeia::PhEur => 70,
            Pharmacopoeia::Chp => 60,
        })
    }

    /// Body surface by convention, in m2.
    ///
    /// # Source
    /// USP <85> (1.80 m2); ChP 2020 volume IV, 1143 (1.62 m2: a dose per m2 times 0.027 is a dose per kg).
    pub fn body_surface(self) -> Exact {
        let hundredths = match self {
            Pharmacopoeia::Usp | Pharmacopoeia::PhEur => 180,
            Pharmacopoeia::Chp => 162,
        };
        Exact::from_i64(hundredths) * Exact::pow10(-2)
    }
}
