//! What single regions ask of vesicles and of what is made from cells. No region sets a limit (R-1002).

use crate::completeness::check::{Check, Scope, Weights};
use crate::completeness::topic::{ADVENTITIOUS, MORPHOLOGY, MYCOPLASMA, PROTEIN};
use crate::dosing::Region;

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "CELLS-MYCOPLASMA",
        asks: "a test of mycoplasma of the cells, the harvest or the product",
        source: "USP <63>; Ph. Eur. 2.6.7; ChP 2020 volume IV 3301",
        scope: Scope::STATED,
        weights: Weights::EXPECTED,
        gap: |view| view.without(MYCOPLASMA, "no test is of mycoplasma"),
    },
    Check {
        id: "CELLS-ADVENTITIOUS",
        asks: "a test of adventitious agents of the cell bank, the harvest or the product, at its stage",
        source: "ICH Q5A(R2); R-615",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| view.without(ADVENTITIOUS, "no test is of adventitious agents at any stage"),
    },
    Check {
        id: "KR-STARTING-CELLS",
        asks: "tests of the starting cells, with their stage",
        source: "MFDS guideline on quality, non-clinical and clinical assessment of extracellular vesicle therapy products, revised 22 December 2023",
        scope: Scope::regions(&[Region::Kr]),
        weights: Weights::GROWING,
        gap: |view| view.without_stage(&["bank", "donor", "cell", "starting"], "no test is of the starting cells"),
    },
    Check {
        id: "JP-RAW-MATERIALS",
        asks: "tests of cells, medium or intermediates, since the product alone cannot show enough",
        source: "PMDA Science Board 2023; Takakura 2024, doi:10.1007/s11095-024-03757-4",
        scope: Scope::regions(&[Region::Jp]),
        weights: Weights::GROWING,
        gap: |view| {
            view.without_stage(
                &["bank", "donor", "cell", "starting", "medium", "supernatant", "harvest"],
                "no test is of cells, medium or an intermediate",
            )
        },
    },
    Check {
        id: "TW-STARTING-CELLS",
        asks: "tests of the starting cells, with their stage",
        source: "TFDA draft guidance on clinical trials of human extracellular vesicle preparations, 2025",
        scope: Scope::regions(&[Region::Tw]),
        weights: Weights::LATE,
        gap: |view| view.without_stage(&["bank", "donor", "cell", "starting"], "no test is of the starting cells"),
    },
    Check {
        id: "CN-MORPHOLOGY",
        asks: "a test of morphology",
        source: "T/CRHA 001-2021, doi:10.1002/INMD.20220015",
        scope: Scope::regions(&[Region::Cn]),
        weights: Weights::GROWING,
        gap: |view| view.without(MORPHOLOGY, "no test is of morphology"),
    },
    Check {
        id: "CN-PROTEIN",
        asks: "a test of the protein content",
        source: "T/CRHA 001-2021, doi:10.1002/INMD.20220015",
        scope: Scope::regions(&[Region::Cn]),
        weights: Weights::GROWING,
        gap: |view| view.without(PROTEIN, "no test is of the protein content"),
    },
];
