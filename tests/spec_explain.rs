//! Every parameter of every line stands in the English and in the Chinese sentence (R-216, R-1101).
#![allow(clippy::disallowed_methods, reason = "tests read specifications of the samples")]

use evqc::explanation::{chinese, english, handling, sentence};
use evqc::spec::{self, BuiltIn, Settings, SourceText, Specification, json_schema};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Everything but the test `t`.
const AROUND: &str = "evqc: 1\nid: every-key\nversion: 1.0.0\ntitle: Every key\nstatus: draft\nrounding: usp\n\
    compensation: from file\n\
    label: {t: 3.25e9 particles/mL}\n\
    references:\n  r17: {title: Dossier seventeen, doi: 10.1/xy, where: section 44, evidence: review}\n  \
    r18: {title: Dossier eighteen}\n\
    gates:\n  vesicles: {channel: SSC-A, scale: linear, above: 300}\n  \
    cd63: {channel: FITC-A, scale: linear, above: 100, within: vesicles}\n  \
    cd9: {channel: PE-A, scale: 'log(T=10000, M=4.5)', above: quantile 99.5 % of isotype}\n  \
    window: {x: {channel: FITC-A, scale: linear, above: 110}, y: {channel: BV-A, scale: 'arcsinh(T=262144, M=4.2, A=0.3)', below: 0.75}}\n  \
    cloud: {x: SSC-A, y: SSC-H, scale: 'logicle(T=262143, W=0.5, M=4.5, A=0.1)', polygon: [[0.2, 0.25], [0.9, 0.8], [0.3, 0.7]]}\n  \
    both: {all of: [cd63, cd9]}\n  either: {any of: [cd63, window]}\n  neither: {not: either, within: cloud}\n\
    tests:\n  m1: {category: identity, accept: positive}\n  m2: {category: identity, accept: positive}\n  \
    diameter: {category: identity, accept: 40 to 160 nm}\n  other_diameter: {category: identity, accept: 41 to 161 nm}\n  t:\n";

/// A way to write a key, with the values that both languages must show as they stand.
type Variant = (&'static str, &'static [&'static str]);

/// Lines of the test `t`, by the key that they are about. What they need beside it is written out.
const KEYS: &[(&str, &[Variant])] = &[
    (
        "in_use",
        &[
            ("accept: \">= 90 %\"", &["90 %"]),
            ("accept: \">= 90 %\"|in_use: \">= 71 %\"", &["90 %", "71 %"]),
            (
                "in_use: [{when: {method: E1, instrument: E2, sample: E3, condition: E4}, is: \">= 71 %\"}]|accept: \">= 90 %\"",
                &["71 %", "E1", "E2", "E3", "E4"],
            ),
        ],
    ),
    (
        "name",
        &[
            ("name: Endotoxin LAL|accept: 1 to 2 nm", &["Endotoxin LAL"]),
            ("name: 内毒素|accept: 1 to 2 nm", &["内毒素"]),
        ],
    ),
    (
        "category",
        &[
            ("category: identity|accept: negative", &[]),
            ("category: purity|accept: negative", &[]),
            ("category: quantity|accept: negative", &[]),
            ("category: potency|accept: negative", &[]),
            ("category: safety|accept: negative", &[]),
            ("category: general|accept: negative", &[]),
            ("category: stability|accept: negative", &[]),
        ],
    ),
    ("stage", &[("accept: negative", &[]), ("stage: harvest|accept: negative", &["harvest"])]),
    ("procedure", &[("accept: negative", &[]), ("procedure: SOP-77 v4|accept: negative", &["SOP-77 v4"])]),
    (
        "method",
        &[
            ("accept: negative", &[]),
            ("method: ELISA|accept: negative", &["ELISA"]),
            ("method: [ELISA, LC-MS]|accept: negative", &["ELISA", "LC-MS"]),
        ],
    ),
    ("columns", &[("accept: negative", &[]), ("columns: [LAL, 内毒素]|accept: negative", &["LAL", "内毒素"])]),
    (
        "unit",
        &[
            ("unit: ng/mL|accept: report", &["ng/mL"]),
            ("unit: kDa|accept: report", &["kDa"]),
            ("accept: \"< 3.5\"", &["3.5"]),
        ],
    ),
    (
        "from",
        &[
            ("from: size_distribution|statistic: mode|accept: \"< 200 nm\"", &["200 nm"]),
            ("from: concentration|accept: \">= 7.5e9 particles/mL\"", &["7.5×10^9 particles/mL"]),
            ("from: stated|quantity: z_average|accept: \"< 210 nm\"", &["z_average", "210 nm"]),
            ("from: events|gate: cd63|statistic: count|accept: \">= 900\"", &["cd63", "900"]),
        ],
    ),
    (
        "statistic",
        &[
            ("from: size_distribution|statistic: mode|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: mean|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: sd|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: d10|accept: \"< 200 nm\"", &["D10"]),
            ("from: size_distribution|statistic: d97.5|accept: \"< 200 nm\"", &["D97.5"]),
            ("from: size_distribution|statistic: span|accept: \"< 2.5\"", &["(D90 - D10) / D50"]),
            ("from: size_distribution|statistic: peaks|accept: \"<= 3\"", &[]),
            ("from: size_distribution|statistic: bimodality|accept: \"<= 0.6\"", &[]),
            ("from: size_distribution|statistic: fraction 55 to 205 nm|accept: \">= 90 %\"", &["55", "205 nm"]),
            ("from: size_distribution|statistic: fraction above 305 nm|accept: \">= 90 %\"", &["305 nm"]),
            ("from: size_distribution|statistic: fraction below 35 nm|accept: \">= 90 %\"", &["35 nm"]),
            ("from: events|gate: cd63|of: vesicles|statistic: percent|accept: \">= 90 %\"", &["cd63", "vesicles"]),
            ("from: events|gate: cd63|of: events|statistic: percent|accept: \">= 90 %\"", &["cd63"]),
            ("from: events|gate: cd63|statistic: count|accept: \">= 90\"", &["cd63"]),
            ("from: events|gate: cd63|statistic: concentration|accept: \">= 9e9 particles/mL\"", &["cd63"]),
            ("from: events|gate: cd63|statistic: median APC-A|accept: \">= 90\"", &["cd63", "APC-A"]),
        ],
    ),
    (
        "weight",
        &[
            ("from: size_distribution|statistic: mean|weight: number|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: mean|weight: volume|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: mean|weight: surface|accept: \"< 200 nm\"", &[]),
        ],
    ),
    (
        "cumulative",
        &[
            ("from: size_distribution|statistic: d90|cumulative: inside bins|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: d90|cumulative: at centres|accept: \"< 200 nm\"", &[]),
            ("from: size_distribution|statistic: d90|cumulative: one bin lower|accept: \"< 200 nm\"", &[]),
        ],
    ),
    (
        "subtract",
        &[
            ("from: concentration|accept: \">= 7.5e9 particles/mL\"", &[]),
            ("from: concentration|subtract: blank|accept: \">= 7.5e9 particles/mL\"", &[]),
        ],
    ),
    (
        "quantity",
        &[
            ("from: stated|quantity: z_average|accept: \"< 210 nm\"", &["z_average"]),
            ("from: stated|quantity: median_fluorescence of CD81|accept: \"> 210\"", &["median_fluorescence", "CD81"]),
        ],
    ),
    (
        "gate",
        &[
            ("from: events|gate: cd63|statistic: count|accept: \">= 90\"", &["cd63"]),
            ("from: events|gate: vesicles|statistic: count|accept: \">= 90\"", &["vesicles", "SSC-A", "linear", "300"]),
            (
                "from: events|gate: both|statistic: count|accept: \">= 90\"",
                &[
                    "both",
                    "cd63",
                    "cd9",
                    "PE-A",
                    "log(T=10000, M=4.5)",
                    "99.5 %",
                    "isotype",
                    "vesicles",
                    "300",
                    "FITC-A",
                    "100",
                ],
            ),
            (
                "from: events|gate: neither|statistic: count|accept: \">= 90\"",
                &[
                    "neither",
                    "either",
                    "cloud",
                    "(0.2, 0.25)",
                    "(0.3, 0.7)",
                    "logicle(T=262143, W=0.5, M=4.5, A=0.1)",
                    "110",
                    "BV-A",
                    "arcsinh(T=262144, M=4.2, A=0.3)",
                    "0.75",
                ],
            ),
        ],
    ),
    (
        "of",
        &[
            ("of: particles|method: nFCM|accept: \">= 90 %\"", &["particles"]),
            ("of: not stated in the source|method: nFCM|accept: \">= 90 %\"", &["not stated in the source"]),
        ],
    ),
    (
        "range",
        &[
            ("from: size_distribution|statistic: mode|accept: \"< 200 nm\"", &[]),
            (
                "from: size_distribution|statistic: mode|range: 12 to 1200 nm|accept: \"< 200 nm\"",
                &["12 nm", "1200 nm"],
            ),
        ],
    ),
    (
        "linear_range",
        &[
            ("from: concentration|accept: \">= 7.5e9 particles/mL\"", &[]),
            (
                "from: concentration|linear_range: 2e7 to 3e9 particles/mL|accept: \">= 7.5e9 particles/mL\"",
                &["2×10^7 particles/mL", "3×10^9 particles/mL"],
            ),
        ],
    ),
    (
        "plausible",
        &[
            ("accept: \">= 1e9 particles/ug\"", &[]),
            (
                "plausible: {size: diameter, protein_share: 11 %, density: 1.13 g/mL}|accept: \">= 1e9 particles/ug\"",
                &["diameter", "11 %", "1.13 g/mL"],
            ),
            (
                "plausible: {size: other_diameter, protein_share: 12 %, density: 1.14 g/mL}|accept: \">= 1e9 particles/ug\"",
                &["other_diameter", "12 %", "1.14 g/mL"],
            ),
        ],
    ),
    (
        "result",
        &[
            ("accept: \"< 9 ng/mL\"", &[]),
            ("result: mean of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: mean of at least 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: median of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: geometric mean of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: each of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: min of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: max of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: sd of 3|accept: \"< 9 ng/mL\"", &["3"]),
            ("result: cv of 3|accept: \"< 9 %\"", &["3"]),
            ("result: mean of 2 plates of at least 4 wells|accept: \"< 9 ng/mL\"", &["2", "plates", "4", "wells"]),
        ],
    ),
    (
        "retest",
        &[
            ("accept: \"< 9 ng/mL\"", &[]),
            ("retest: each of 6|accept: \"< 9 ng/mL\"", &["6"]),
            ("retest: mean of 6|accept: \"< 9 ng/mL\"", &["6"]),
        ],
    ),
    (
        "individual",
        &[("accept: \"< 9 ng/mL\"", &[]), ("individual: \"< 11.5 ng/mL\"|accept: \"< 9 ng/mL\"", &["11.5 ng/mL"])],
    ),
    (
        "valid_if",
        &[
            ("result: mean of 3|accept: \"< 9 ng/mL\"", &[]),
            ("result: mean of 3|valid_if: cv <= 21 %|accept: \"< 9 ng/mL\"", &["21 %"]),
            ("result: mean of 3|valid_if: gcv <= 21 %|accept: \"< 9 ng/mL\"", &["21 %"]),
            ("result: mean of 3|valid_if: sd <= 3.5 ng/mL|accept: \"< 9 ng/mL\"", &["3.5 ng/mL"]),
            ("result: mean of 3|valid_if: range <= 3.5 ng/mL|accept: \"< 9 ng/mL\"", &["3.5 ng/mL"]),
            ("result: mean of 3|valid_if: relative range <= 21 %|accept: \"< 9 ng/mL\"", &["21 %"]),
            (
                "result: mean of 2 plates of 4 wells|valid_if: cv between wells <= 21 %|accept: \"< 9 ng/mL\"",
                &["wells", "plates", "21 %"],
            ),
            (
                "result: mean of 2 plates of 4 wells|valid_if: cv between plates <= 21 %|accept: \"< 9 ng/mL\"",
                &["plates", "21 %"],
            ),
            ("valid_if: control spike 50 to 200 %|accept: \"< 9 ng/mL\"", &["spike", "50 %", "200 %"]),
            ("valid_if: each control spike 50 to 200 %|accept: \"< 9 ng/mL\"", &["spike", "50 %", "200 %"]),
            ("valid_if: control spike negative|accept: \"< 9 ng/mL\"", &["spike"]),
            ("valid_if: control spike positive|accept: \"< 9 ng/mL\"", &["spike"]),
            ("valid_if: \"control spike \\\"pale\\\"\"|accept: \"< 9 ng/mL\"", &["spike", "pale"]),
            ("valid_if: blank <= 4 ng/mL|accept: \"< 9 ng/mL\"", &["4 ng/mL"]),
            ("valid_if: blank <= 6 % of sample|accept: \"< 9 ng/mL\"", &["6 %"]),
            ("valid_if: reference std 90 to 110 %|accept: \"< 9 ng/mL\"", &["std", "90 %", "110 %"]),
        ],
    ),
    (
        "final_after",
        &[
            ("accept: negative", &[]),
            ("final_after: 14 d|accept: negative", &["14"]),
            ("final_after: 28 d|accept: negative", &["28"]),
        ],
    ),
    (
        "skip",
        &[
            ("accept: negative", &[]),
            ("skip: {every: 5, from: L-001, id: J-07, revert: every lot}|accept: negative", &["5", "L-001", "J-07"]),
            ("skip: {every: 6, from: L-002, id: J-08, revert: every lot}|accept: negative", &["6", "L-002", "J-08"]),
        ],
    ),
    (
        "second_stage",
        &[
            ("accept: \"<= 6000 particles/container\"", &[]),
            ("second_stage: m1|accept: \"<= 6000 particles/container\"", &["m1"]),
            ("second_stage: m2|accept: \"<= 6000 particles/container\"", &["m2"]),
            ("second_stage: [m1, m2]|accept: \"<= 6000 particles/container\"", &["m1", "m2"]),
        ],
    ),
    (
        "interpretation_factor",
        &[
            ("accept: \"<= 100 CFU/mL\"", &["100"]),
            ("interpretation_factor: \"2\"|accept: \"<= 100 CFU/mL\"", &["200"]),
            ("interpretation_factor: \"3\"|accept: \"<= 100 CFU/mL\"", &["300"]),
        ],
    ),
    ("requires", &[("accept: negative", &[]), ("requires: [lysate positive]|accept: negative", &["lysate"])]),
    (
        "accept",
        &[
            ("accept: \"<= 0.50 EU/mL\"", &["0.50 EU/mL", "0.01"]),
            ("accept: \"< 0.50 EU/mL\"", &["0.50 EU/mL", "0.01"]),
            ("accept: \">= 0.50 EU/mL\"", &["0.50 EU/mL"]),
            ("accept: \"> 0.50 EU/mL\"", &["0.50 EU/mL"]),
            ("accept: \"[0.50, 1.50) EU/mL\"", &["0.50 EU/mL", "1.50 EU/mL"]),
            ("accept: \"(0.50, 1.50] EU/mL\"", &["0.50 EU/mL", "1.50 EU/mL"]),
            ("accept: label ± 15 %", &["85 %", "115 %", "3.25×10^9 particles/mL"]),
            ("accept: negative", &["negative"]),
            ("accept: positive", &["positive"]),
            ("accept: complies", &["complies"]),
            ("accept: one of [pale, clear]", &["pale", "clear"]),
            ("accept: report|unit: nm", &["report"]),
            (
                "accept: [{when: {method: NTA}, is: \">= 12 nm\"}, {when: {method: DLS}, is: \">= 14 nm\"}]",
                &["NTA", "12 nm", "DLS", "14 nm"],
            ),
            (
                "accept: [{when: {instrument: NTA}, is: \">= 12 nm\"}, {when: {instrument: DLS}, is: \">= 14 nm\"}]",
                &["NTA", "12 nm", "DLS", "14 nm"],
            ),
            (
                "accept: [{when: {sample: NTA}, is: \">= 12 nm\"}, {when: {sample: DLS}, is: \">= 14 nm\"}]",
                &["NTA", "12 nm", "DLS", "14 nm"],
            ),
            (
                "accept: [{when: {condition: NTA}, is: \">= 12 nm\"}, {when: {condition: DLS}, is: \">= 14 nm\"}]",
                &["NTA", "12 nm", "DLS", "14 nm"],
            ),
            ("accept: \"all of [m1, m2]\"", &["m1", "m2"]),
            ("accept: \"any of [m1, m2]\"", &["m1", "m2"]),
            ("accept: \"at least 2 of [m1, m2, diameter]\"", &["m1", "m2", "2"]),
            ("accept: \"none of [m1, m2]\"", &["m1", "m2"]),
            ("accept: \"all of [m1, any of [m2, diameter]]\"", &["m1", "m2", "diameter"]),
        ],
    ),
    ("also", &[("accept: \"all of [m1]\"", &[]), ("accept: \"all of [m1]\"|also: \"none of [m2]\"", &["m2"])]),
    ("alert", &[("accept: \"< 9 ng/mL\"", &[]), ("alert: \"< 7.5 ng/mL\"|accept: \"< 9 ng/mL\"", &["7.5 ng/mL"])]),
    ("action", &[("accept: \"< 9 ng/mL\"", &[]), ("action: \"< 7.5 ng/mL\"|accept: \"< 9 ng/mL\"", &["7.5 ng/mL"])]),
    (
        "shelf_life",
        &[
            ("accept: \"< 9 ng/mL\"", &[]),
            ("shelf_life: \"< 12.5 ng/mL\"|accept: \"< 9 ng/mL\"", &["12.5 ng/mL"]),
            (
                "shelf_life: [{when: {method: E1, instrument: E2, sample: E3, condition: E4}, is: \"< 12.5 ng/mL\"}]|accept: \"< 9 ng/mL\"",
                &["12.5 ng/mL", "E1", "E2", "E3", "E4"],
            ),
        ],
    ),
    (
        "trend",
        &[
            ("accept: \">= 85 %\"", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {direction: decreasing}", &["85 %"]),
            ("accept: \"<= 85 %\"|trend: {direction: increasing}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {direction: either}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {transform: none}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {transform: log}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {transform: square root}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {transform: square}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {transform: reciprocal}", &["85 %"]),
            ("accept: \">= 86 %\"|trend: {values: reportable}", &["86 %"]),
            ("accept: \">= 85 %\"|trend: {values: determinations}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {bound: one-sided}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {bound: two-sided}", &["85 %"]),
            ("accept: \">= 87 %\"|trend: {pooling: full model}", &["87 %"]),
            ("accept: \">= 85 %\"|trend: {pooling: reduced model}", &["85 %"]),
            ("accept: \">= 88 %\"|trend: {error: pooled}", &["88 %"]),
            ("accept: \">= 85 %\"|trend: {error: individual}", &["85 %"]),
            ("accept: \">= 89 %\"|trend: {limit: as written}", &["89 %"]),
            ("accept: \">= 85 %\"|trend: {limit: rounded}", &["85 %"]),
            ("accept: \">= 90 %\"|trend: {model: linear}", &["90 %"]),
            ("accept: \">= 85 %\"|trend: {model: biexponential}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {model: weibull}", &["85 %"]),
            ("accept: \">= 91 %\"|trend: {release_limit: inwards}", &["91 %"]),
            ("accept: \">= 85 %\"|trend: {release_limit: nearest}", &["85 %"]),
            ("accept: \">= 85 %\"|trend: {release_limit: not rounded}", &["85 %"]),
        ],
    ),
    (
        "decide",
        &[
            ("result: mean of 3|decide: simple|accept: \"< 9 ng/mL\"", &["simple"]),
            ("result: mean of 3|decide: guarded(1.25)|accept: \"< 9 ng/mL\"", &["1.25"]),
            ("result: mean of 3|decide: four-zone(1.25)|accept: \"< 9 ng/mL\"", &["1.25"]),
            ("result: mean of 3|decide: pc(0.97)|accept: \"< 9 ng/mL\"", &["0.97"]),
            ("result: mean of 3|decide: confidence bound 97 %|accept: \"< 9 ng/mL\"", &["97 %"]),
            ("result: mean of 3|decide: tolerance 98 %/96 %|accept: \"< 9 ng/mL\"", &["98 %", "96 %"]),
        ],
    ),
    (
        "uncertainty",
        &[
            ("result: mean of 3|accept: \"< 9 ng/mL\"", &[]),
            (
                "result: mean of 3|uncertainty: {relative: 8 %, k: 2.5, from: VAL-31}|accept: \"< 9 ng/mL\"",
                &["8 %", "2.5", "VAL-31"],
            ),
            (
                "result: mean of 3|uncertainty: {absolute: 0.4 ng/mL, k: 2.5, from: VAL-31}|accept: \"< 9 ng/mL\"",
                &["0.4 ng/mL", "2.5", "VAL-31"],
            ),
            ("result: mean of 3|uncertainty: {from: replicates, k: 2.5}|accept: \"< 9 ng/mL\"", &["2.5"]),
            ("from: concentration|uncertainty: {from: counting, k: 2.5}|accept: \">= 7e9 particles/mL\"", &["2.5"]),
            ("from: concentration|uncertainty: {from: bootstrap, k: 2.5}|accept: \">= 7e9 particles/mL\"", &["2.5"]),
        ],
    ),
    (
        "censored",
        &[
            ("result: mean of 5|censored: limit|accept: \"< 9 ng/mL\"", &[]),
            ("result: mean of 5|censored: worst case|accept: \"< 9 ng/mL\"", &[]),
            ("result: mean of 5|censored: kaplan-meier|accept: \"< 9 ng/mL\"", &[]),
            ("result: mean of 5|censored: ros|accept: \"< 9 ng/mL\"", &[]),
            ("result: mean of 5|censored: mle|accept: \"< 9 ng/mL\"", &[]),
        ],
    ),
    ("loq", &[("accept: \"< 9 ng/mL\"", &[]), ("loq: 1.75 ng/mL|accept: \"< 9 ng/mL\"", &["1.75 ng/mL"])]),
    (
        "rounding",
        &[
            ("rounding: usp|accept: \"< 9.50 ng/mL\"", &["usp", "0.01"]),
            ("rounding: ph_eur|accept: \"< 9.50 ng/mL\"", &["ph_eur", "3"]),
            ("rounding: chp|accept: \"< 9.50 ng/mL\"", &["chp", "0.01"]),
            ("rounding: gbt8170_full|accept: \"< 9.50 ng/mL\"", &["gbt8170_full"]),
            ("rounding: none|accept: \"< 9.50 ng/mL\"", &["none"]),
        ],
    ),
    ("required", &[("required: true|accept: negative", &[]), ("required: false|accept: negative", &[])]),
    ("text", &[("accept: negative", &[]), ("text: \"HCP ≤ 50\"|accept: negative", &["HCP ≤ 50"])]),
    ("never_waive", &[("never_waive: true|accept: negative", &[]), ("never_waive: false|accept: negative", &[])]),
    (
        "source",
        &[
            ("accept: negative", &[]),
            ("source: r17|accept: negative", &["r17", "Dossier seventeen", "section 44", "10.1/xy"]),
            ("source: r18|accept: negative", &["r18", "Dossier eighteen"]),
        ],
    ),
    (
        "evidence",
        &[
            ("evidence: primary|accept: negative", &["primary"]),
            ("evidence: abstract|accept: negative", &["abstract"]),
            ("evidence: secondary|accept: negative", &["secondary"]),
            ("evidence: review|accept: negative", &["review"]),
            ("evidence: sponsor to set|accept: negative", &["sponsor to set"]),
        ],
    ),
    (
        "rationale",
        &[
            ("accept: negative", &[]),
            ("rationale: Twice the highest lot.|accept: negative", &["Twice the highest lot"]),
        ],
    ),
];

fn read(name: &str, text: &str) -> Specification {
    let read = spec::read(&SourceText::new(name, text), &BuiltIn, &Settings::default());
    let errors = read.findings.iter().filter(|finding| finding.severity() == evqc::finding::Severity::Error);
    let faults: Vec<String> = errors.map(|finding| finding.message.clone()).collect();
    read.specification.unwrap_or_else(|| panic!("{name}: {faults:#?}\n{text}"))
}

/// The sentences of the test `t`.
fn sentences(variant: &str) -> [String; 2] {
    let mut text = AROUND.to_owned();
    let mut lines: Vec<&str> = variant.split('|').collect();
    if !lines.iter().any(|line| line.starts_with("category:")) {
        lines.insert(0, "category: general");
    }
    // A claim without a test that refers to it is a fault.
    if !variant.contains("label") {
        text = text.replace("label: {t: 3.25e9 particles/mL}\n", "");
    }
    lines.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
    let specification = read(variant, &text);
    let test = &specification.tests[specification.test_index("t").unwrap()];
    let model = sentence(&specification, test);
    [english::sentence(&model), chinese::sentence(&model)]
}

/// The keys of a test with their schemas: the list that the reader checks against.
fn keys() -> serde_json::Map<String, Value> {
    let schema = json_schema();
    let test = &schema["properties"]["tests"]["additionalProperties"]["anyOf"][0]["properties"];
    test.as_object().expect("the schema of a test").clone()
}

#[test]
fn every_key_of_a_test_is_said_in_both_languages() {
    let known: BTreeSet<&str> = KEYS.iter().map(|(key, _)| *key).collect();
    let keys = keys();
    let unsaid: Vec<&String> = keys.keys().filter(|key| !known.contains(key.as_str())).collect();
    assert!(unsaid.is_empty(), "say these keys in src/explanation and add them to KEYS: {unsaid:?}");
    for (key, variants) in KEYS {
        assert!(keys.contains_key(*key), "{key} is no key of a test");
        let said: Vec<[String; 2]> = variants.iter().map(|(variant, _)| sentences(variant)).collect();
        for ((variant, values), [english, chinese]) in variants.iter().zip(&said) {
            for value in *values {
                assert!(english.contains(value), "{key}, {variant}: `{value}` is not in\n{english}");
                assert!(chinese.contains(value), "{key}, {variant}: `{value}` is not in\n{chinese}");
            }
        }
        for (position, [english, chinese]) in said.iter().enumerate() {
            for (other, [english_other, chinese_other]) in said.iter().enumerate().skip(position + 1) {
                let (one, two) = (variants[position].0, variants[other].0);
                assert_ne!(english, english_other, "{key}: `{one}` and `{two}` read alike");
                assert_ne!(chinese, chinese_other, "{key}: `{one}` and `{two}` read alike");
            }
        }
    }
}

/// Every word that a key may hold, and every key inside its value, is tried above.
#[test]
fn every_word_and_every_inner_key_is_tried() {
    let keys = keys();
    for (key, variants) in KEYS {
        let fragments: String = variants.iter().map(|(variant, _)| format!("{variant}\n")).collect();
        for word in words(&keys[*key]) {
            // `gate` inside `accept` and the like are no keys of their own.
            let tried =
                [format!("{key}: {word}\n"), format!("{key}: {word}|"), format!("{word}:"), format!(": {word}}}")];
            assert!(tried.iter().any(|tried| fragments.contains(tried)), "{key}: `{word}` is not tried");
        }
    }
}

/// The words of an enumeration, or the keys of a map, in a schema.
fn words(schema: &Value) -> Vec<String> {
    let mut found: Vec<String> = match (&schema["enum"], &schema["properties"]) {
        (Value::Array(words), _) => words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect(),
        (_, Value::Object(inner)) => {
            inner.iter().flat_map(|(key, schema)| [vec![key.clone()], words(schema)].concat()).collect()
        }
        _ => Vec::new(),
    };
    found.extend(schema["anyOf"].as_array().into_iter().flatten().flat_map(words));
    found.extend(schema.get("items").into_iter().flat_map(words));
    found
}

/// The numbers of a text in their order of size as texts.
fn numbers(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_ascii_digit() && c != '.').map(|part| part.trim_matches('.'));
    let mut numbers: Vec<String> = parts.filter(|part| !part.is_empty()).map(str::to_owned).collect();
    numbers.sort();
    numbers
}

#[test]
fn both_languages_hold_the_same_numbers() {
    let mut specifications: Vec<Specification> =
        spec::read_files(spec::listed()).map(|(_, specification)| specification).collect();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for sample in ["nebulised-drug-product", "censored", "wrong-unit", "invalid-assay"] {
        let path = samples.join(sample).join("spec.yaml");
        specifications.push(read(sample, &std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"))));
    }
    let mut seen = 0;
    for specification in &specifications {
        for test in &specification.tests {
            let model = sentence(specification, test);
            let (english, chinese) = (english::sentence(&model), chinese::sentence(&model));
            assert_eq!(numbers(&english), numbers(&chinese), "{english}\n{chinese}");
            assert!(chinese.ends_with('。') && english.ends_with('.'));
            seen += numbers(&english).len();
        }
    }
    for (_, variants) in KEYS {
        for (variant, _) in *variants {
            let [english, chinese] = sentences(variant);
            assert_eq!(numbers(&english), numbers(&chinese), "{variant}\n{english}\n{chinese}");
        }
    }
    assert!(seen > 200, "{seen} numbers");
}

/// The sentence of R-216 in both languages, whole.
#[test]
fn a_line_of_endotoxin_in_full() {
    let [english, chinese] = sentences(
        "category: safety|name: Endotoxin|stage: drug product|procedure: SOP-ET-01 v7|result: each of 2|\
         valid_if: control spike_recovery 50 to 200 %|retest: each of 4|accept: NMT 0.25 EU/mL|source: r17",
    );
    assert_eq!(
        english,
        "Endotoxin (t; safety; stage drug product), by procedure SOP-ET-01 v7, must be not more than 0.25 EU/mL (written \
         \"NMT 0.25 EU/mL\") in the reportable value, which is each of 2 determinations; every one must meet the criterion, \
         the one nearest to or furthest beyond it is shown; its unit is EU/mL; it is rounded once, half up, to the last \
         place of the limit (0.01), rule usp; decision rule simple: the value is compared as it is; measurement uncertainty \
         is taken into account by the criterion itself; censored values: limit: `<5` alone is judged by its bound; in a mean \
         it leaves the test inconclusive; the run is valid only if the control spike_recovery is not less than 50 % and not \
         more than 200 %, else there is no result; a retest after an invalidated result takes each of 4 determinations; \
         every one must meet the criterion, the one nearest to or furthest beyond it is shown; required: the lot is not \
         concluded without it; a waiver may never stand in for it; source: r17 (Dossier seventeen, section 44, 10.1/xy); \
         evidence review: stated in a review only; rationale: none given."
    );
    assert_eq!(
        chinese,
        "Endotoxin（t；安全性；阶段：drug product），按规程 SOP-ET-01 v7 检验，报告值不得过 0.25 EU/mL（原文“NMT 0.25 \
         EU/mL”）；报告值为 2 次测定的每一个值，每个值均应符合标准规定，报告最接近限度或超出限度最多者；单位 EU/mL；\
         数值一次修约至限度的末位（四舍五入）（0.01），修约规则 usp；判定规则 simple：直接比较，测量不确定度已在标准规定中考虑；\
         删失值：limit：单独的“<5”按其界值判定，出现于平均值时不作结论；试验成立的条件：对照 spike_recovery 不得少于 50 % 且不得过 200 %，\
         否则无结果；结果作废后的复验取 4 次测定的每一个值，每个值均应符合标准规定，报告最接近限度或超出限度最多者；\
         必检项目：缺此项不作该批结论；不得豁免；来源：r17（Dossier seventeen，section 44，10.1/xy）；证据等级：review（仅见于综述）；\
         制定理由：未给出。"
    );
}

/// Every key of `handling` is said in both languages, with the same numbers.
#[test]
fn handling_is_said_in_both_languages() {
    let head = AROUND.replace("tests:\n", "facts: {warm: {unit: h}}\nhandling:\n  HANDLING\ntests:\n");
    let test = "    category: identity\n    accept: negative\n";
    for (rules, values) in [
        (
            "{storage: 2 to 8 °C, between_readings: step, longest_gap: 15 min, transport: {readings: 1 to 16 °C, excursion: 23 h, \
             mkt: 7.5 °C, window: 24 h, enthalpy: 10003 K, source: r17}}",
            &["2 °C", "8 °C", "step", "15 min", "1 °C", "16 °C", "23 h", "7.5 °C", "24 h", "10003 K", "r17"][..],
        ),
        (
            "{storage: 3 to 8 °C, between_readings: trapezoid, longest_gap: 10 min, not_arrhenius: vesicles aggregate, \
             budget: [{above: 9 °C, at_most: 71 h, used: warm, source: r18}, {below: 1 °C, at_most: 0 h}]}",
            &["trapezoid", "10 min", "vesicles aggregate", "9 °C", "71 h", "warm", "r18", "1 °C", "0 h"][..],
        ),
        (
            "{storage: \"<= -70 °C\", between_readings: step, longest_gap: 5 min, thaw: -21 °C}",
            &["-70 °C", "5 min", "-21 °C"][..],
        ),
    ] {
        let specification = read(rules, &format!("{}{test}", head.replace("HANDLING", rules)));
        let said = handling(specification.handling.as_deref().unwrap());
        let (english, chinese) = (english::handling(&said), chinese::handling(&said));
        for value in values {
            assert!(english.contains(value) && chinese.contains(value), "{value}\n{english}\n{chinese}");
        }
        assert_eq!(numbers(&english), numbers(&chinese), "{english}\n{chinese}");
    }
}
