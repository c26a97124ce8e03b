//! What makes a test of vesicles one: ratios, residues, counts, sizes and markers (R-1003 to R-1006).

use crate::completeness::check::{Check, Scope, Weights};
use crate::completeness::topic::{CO_ISOLATE, CYTOSOLIC, HOST_CELL, PROCESS_RESIDUE, SIZE_STATISTIC, TRANSMEMBRANE};
use crate::completeness::view::{View, has_control, is_quantitative, named};
use crate::order;
use crate::spec::{Acquisition, Category, Measured, Test};

const MISEV: &str = "MISEV2023, doi:10.1002/jev2.12404";

pub(super) static CHECKS: &[Check] = &[
    Check {
        id: "EV-PARTICLE-PROTEIN-RATIO",
        asks: "the ratio of particles to protein, as one of several purity tests",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            let none = view.in_unit_of("particles/ug").next().is_none();
            none.then(|| "no test is the ratio of particles to protein".to_owned())
        },
    },
    Check {
        id: "EV-CO-ISOLATE",
        asks: "a negative marker or a component that is isolated with the vesicles (calnexin, GM130, albumin, lipoproteins)",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            view.without(CO_ISOLATE, "no test is of a negative marker or of what is isolated with the vesicles")
        },
    },
    Check {
        id: "EV-PROCESS-RESIDUES",
        asks: "a test of what the process leaves behind (PEG, nuclease, serum albumin, antibiotic, solvent)",
        source: "ICH Q6B, section 6.2.1",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| view.without(PROCESS_RESIDUE, "no test is of a residue of the process"),
    },
    Check {
        id: "EV-HOST-CELL",
        asks: "a test of residual host-cell DNA or protein",
        source: "ICH Q6B, section 6.2.1; WHO TRS 978, Annex 3",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| view.without(HOST_CELL, "no test is of host-cell DNA or protein"),
    },
    Check {
        id: "EV-PARTICLE-METHOD",
        asks: "`method:` on every particle number, since NTA, nano-flow cytometry and resistive pulses count different particles",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            numbers_without(view, "name no method", |measured, test| {
                !test.methods.is_empty() || measured.from.is_some()
            })
        },
    },
    Check {
        id: "EV-PARTICLE-WINDOW",
        asks: "the window of sizes in which particles are counted, in nm, in the name, text, procedure or rationale, or by `from:`",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::LATE,
        gap: |view| {
            numbers_without(view, "state no window of sizes", |measured, test| {
                measured.from.is_some() || states_sizes(test)
            })
        },
    },
    Check {
        id: "EV-PARTICLE-DETECTION",
        asks: "the smallest number that the method can tell, as `loq:`, or as `range:` or `linear_range:` beside `from:`",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::LATE,
        gap: |view| {
            numbers_without(view, "state no quantitation limit", |measured, _| {
                measured.loq.is_some() || measured.range.is_some() || measured.linear_range.is_some()
            })
        },
    },
    Check {
        id: "EV-SIZE-STATISTIC",
        asks: "the statistic of every size (mode, mean, D50, share in a window), as `statistic:` or in its name",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: sizes_without_statistic,
    },
    Check {
        id: "EV-SIZE",
        asks: "a test of size",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            let share = |(test, measured): (&Test, &Measured)| {
                measured.unit.symbol() == "%"
                    && (states_sizes(test) || matches!(measured.from, Some(Acquisition::Size { .. })))
            };
            let none = view.in_unit_of("nm").next().is_none() && !view.measured().any(share);
            none.then(|| "no test is of the size of the vesicles".to_owned())
        },
    },
    Check {
        id: "EV-MARKER-MEMBRANE",
        asks: "at least two markers of the membrane (CD9, CD63, CD81, of the cell of origin), with the panel that decides",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            let mut words: Vec<&str> = view.tests().flat_map(|test| TRANSMEMBRANE.words_of(test)).collect();
            order::sort(&mut words);
            words.dedup();
            let several = words.iter().any(|word| word.starts_with("tetraspanin")) || words.len() >= 2;
            let found = words.first().map_or("none is there".to_owned(), |word| format!("only {word} is there"));
            (!several).then(|| format!("at least two markers of the membrane are asked for, {found}"))
        },
    },
    Check {
        id: "EV-MARKER-CYTOSOLIC",
        asks: "a marker of the lumen (TSG101, Alix, syntenin, annexin, HSP70)",
        source: MISEV,
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| view.without(CYTOSOLIC, "no test is of a marker of the lumen"),
    },
    Check {
        id: "EV-MARKER-METHOD",
        asks: "`method:` or `procedure:` on every marker, which is positive only under a method and its threshold",
        source: "MIFlowCyt-EV, doi:10.1080/20013078.2020.1713526; MISEV2023, doi:10.1002/jev2.12404",
        scope: Scope::STATED,
        weights: Weights::GROWING,
        gap: |view| {
            let named_none = |test: &Test, measured: &Measured| {
                test.methods.is_empty() && test.procedure.is_none() && measured.from.is_none()
            };
            let found: Vec<&Test> =
                view.markers().filter(|(test, measured)| named_none(test, measured)).map(|(test, _)| test).collect();
            (!found.is_empty()).then(|| format!("markers without a method: {}", named(&found)))
        },
    },
    Check {
        id: "EV-MARKER-GATING",
        asks: "a control that sets the gate of every percentage of positive vesicles, in `valid_if` or `requires`",
        source: "MIFlowCyt-EV, doi:10.1080/20013078.2020.1713526",
        scope: Scope::STATED,
        weights: Weights::LATE,
        gap: |view| {
            let open = |measured: &Measured| {
                is_quantitative(measured)
                    && measured.unit.symbol() == "%"
                    && !has_control(measured)
                    && !matches!(measured.from, Some(Acquisition::Events { .. }))
            };
            let found: Vec<&Test> =
                view.markers().filter(|(_, measured)| open(measured)).map(|(test, _)| test).collect();
            (!found.is_empty())
                .then(|| format!("percentages of positive vesicles without a gating control: {}", named(&found)))
        },
    },
];

/// The particle numbers that lack something; `what` it is, as the end of a sentence.
fn numbers_without(view: &View<'_>, what: &str, has: impl Fn(&Measured, &Test) -> bool) -> Option<String> {
    let numbers = view.particle_numbers();
    let found: Vec<&Test> =
        numbers.into_iter().filter(|(test, measured)| !has(measured, test)).map(|(test, _)| test).collect();
    (!found.is_empty()).then(|| format!("particle numbers that {what}: {}", named(&found)))
}

fn sizes_without_statistic(view: &View<'_>) -> Option<String> {
    let sizes = view.in_unit_of("nm").filter(|(test, _)| test.category != Category::General);
    let found: Vec<&Test> = sizes
        .filter(|(test, measured)| measured.from.is_none() && !SIZE_STATISTIC.names(test))
        .map(|(test, _)| test)
        .collect();
    (!found.is_empty()).then(|| format!("sizes that name no statistic: {}", named(&found)))
}

/// Whether the texts of a test state sizes: `50-200 nm`.
fn states_sizes(test: &Test) -> bool {
    let texts =
        [Some(&test.id), Some(&test.name), test.text.as_ref(), test.rationale.as_ref(), test.procedure.as_ref()];
    texts.into_iter().flatten().chain(&test.columns).any(|text| {
        let text = text.to_lowercase();
        text.match_indices("nm").any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default().trim_end_matches([' ', '_']);
            let after = text.get(at + 2..).and_then(|after| after.chars().next());
            before.ends_with(|c: char| c.is_ascii_digit()) && !after.is_some_and(char::is_alphanumeric)
        })
    })
}
