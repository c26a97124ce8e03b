//! What a dose is counted in, and what it is counted for.

use crate::quantity::Unit;

/// What a dose is counted in. One is never turned into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Currency {
    /// Counted particles.
    Particles,
    /// Mass, of protein where the source says so.
    Mass,
    /// Amount of phospholipid.
    Phospholipid,
    /// Volume of product.
    Volume,
    /// Cells whose medium the vesicles come from.
    Cells,
}

impl Currency {
    /// Every currency.
    pub const ALL: [Currency; 5] =
        [Currency::Particles, Currency::Mass, Currency::Phospholipid, Currency::Volume, Currency::Cells];

    /// The word in the catalogue and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Currency::Particles => "particles",
            Currency::Mass => "mass",
            Currency::Phospholipid => "phospholipid",
            Currency::Volume => "volume",
            Currency::Cells => "cells",
        }
    }

    /// A unit that is counted in this currency.
    fn unit(self) -> &'static str {
        match self {
            Currency::Particles => "particles",
            Currency::Mass => "ug",
            Currency::Phospholipid => "pmol",
            Currency::Volume => "mL",
            Currency::Cells => "cells",
        }
    }

    /// The currency of amounts in this unit, if it is one of a dose.
    pub fn of(unit: &Unit) -> Option<Currency> {
        let fits = |currency: &Currency| Unit::parse(currency.unit()).is_ok_and(|own| unit.factor_to(&own).is_some());
        Currency::ALL.into_iter().find(fits)
    }
}

/// What an amount is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Per {
    /// One administration.
    Dose,
    /// A kg of body weight.
    Kilogram,
    /// A cm² of wound.
    SquareCentimetre,
    /// A g of product.
    Gram,
    /// A mL of product.
    Millilitre,
    /// Sources disagree, or none says.
    Disputed,
}

impl Per {
    /// Every basis with its word in the catalogue.
    pub const ALL: [(&'static str, Per); 6] = [
        ("dose", Per::Dose),
        ("kg", Per::Kilogram),
        ("cm2", Per::SquareCentimetre),
        ("g", Per::Gram),
        ("mL", Per::Millilitre),
        ("disputed", Per::Disputed),
    ];

    /// The words behind an amount: ` per kg`; nothing for an administration.
    pub fn suffix(self) -> &'static str {
        match self {
            Per::Dose => "",
            Per::Kilogram => " per kg",
            Per::SquareCentimetre => " per cm²",
            Per::Gram => " per g of product",
            Per::Millilitre => " per mL of product",
            Per::Disputed => " (per dose or per mL: disputed)",
        }
    }

    /// The word in the catalogue.
    pub fn as_str(self) -> &'static str {
        Per::ALL.into_iter().find(|(_, per)| *per == self).map_or("dose", |(word, _)| word)
    }
}
