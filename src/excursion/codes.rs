//! The findings about excursions.

use crate::finding::{Code, Severity, codes};

codes! {
    NO_EXCURSION_RULE: "no-excursion-rule", Error,
        what: "The product left its storage range, and the specification has no rule for it",
        why: "An excursion is judged by the product's own stability data; without them nothing is known, and silence is no pass.",
        example: "handling: {storage: 2 to 8 °C, ...}   (and a log with 4 h at 14 °C)",
        remedy: "Record a deviation, and the quality assessment of it; state the rule under `transport` or `budget` once there are data.",
        source: "R-511; EU GDP 2013/C 343/01";
    EXCURSION_NOT_COVERED: "excursion-not-covered", Error,
        what: "An excursion is on a side of the storage range about which the rule says nothing",
        why: "A budget for warm hours says nothing about freezing, and none tells whether a frozen product thawed.",
        example: "budget: [{above: 8 °C, at_most: 72 h}]   (and a log with 1 h at -3 °C)",
        remedy: "Record a deviation and its assessment; add `readings` or a row for that side, and `thaw` to a product stored frozen.",
        source: "R-511, R-513";
    HANDLING_RULE_NOT_MET: "handling-rule-not-met", Error,
        what: "A rule for storage and transport is not met",
        why: "What lies outside the rule was not shown to be harmless; a person with the data has to say whether it was.",
        example: "transport: {readings: 2 to 15 °C}   (and a reading of 25 °C)",
        remedy: "Record a deviation and the quality assessment (--assessment).",
        source: "R-511, R-512";
    THAW_DETECTED: "thaw-detected", Error,
        what: "A frozen product was warmer than the temperature from which it counts as thawed",
        why: "Thawing and freezing again is a step of its own, with its own limit; a mean over the log says nothing about it.",
        example: "handling: {storage: \"<= -70 °C\", thaw: -20 °C}   (and a reading of -12 °C)",
        remedy: "Record a deviation; count a freeze-thaw cycle for the lot.",
        source: "R-513";
    LOG_HAS_GAPS: "log-has-gaps", Error,
        what: "A temperature log has a gap longer than its rule allows",
        why: "What was not measured is not known; a log that does not prove the condition is no proof of it.",
        example: "longest_gap: 15 min   (and readings at 08:00 and at 11:00)",
        remedy: "Use the log of a second logger, or record a deviation and its assessment.",
        source: "R-511";
    TEMPERATURE_IMPOSSIBLE: "temperature-impossible", Error,
        what: "A log holds a number that is the temperature of no product",
        why: "Below -273.15 °C there is none, and above 200 °C a sensor has failed; what the product went through meanwhile is not known.",
        example: "2026-11-03 08:00:00,850.0",
        remedy: "Use the log of a second logger, or record a deviation and its assessment.",
        source: "evqc";
    EXCURSION_LENGTH_OPEN: "excursion-length-open", Error,
        what: "A log begins or ends in an excursion, so that its length and its peak are not known",
        why: "An excursion that was cut off may have lasted longer, and gone further, than the rules allow.",
        example: "(a log whose last reading is 14 °C)",
        remedy: "Add the log of the time before or after (--legs), or record a deviation and its assessment.",
        source: "R-511";
    BUDGET_USE_NOT_KNOWN: "budget-use-not-known", Error,
        what: "How much of a stability budget the lot has used before is not known",
        why: "A budget is for the whole life of a lot; one transport alone says nothing about what is left.",
        example: "budget: [{above: 8 °C, at_most: 72 h, used: hours_above_8}]   (and no lot file)",
        remedy: "Give the lot (--lot) and its facts (--lots).",
        source: "R-511, R-515";
    EXCURSION_LISTED: "excursion-listed", Warning,
        what: "The product left its storage range and its rule is met",
        why: "What the rule allows is no deviation, and is on record all the same: it uses up the budget.",
        example: "(4 h at 14 °C where 24 h at up to 15 °C are allowed)",
        remedy: "Add its time to the facts of the lot.",
        source: "R-512";
    DEVIATION_ASSESSED: "deviation-assessed", Note,
        what: "A quality assessment is recorded for a deviation",
        why: "The conclusion is that of the person who signed it; the deviation stays on record.",
        example: "evqc excursion spec.yaml log.csv --assessment DEV-14.yaml",
        remedy: "Nothing.",
        source: "R-511";
    ASSESSMENT_NOT_NEEDED: "assessment-not-needed", Note,
        what: "A quality assessment is given, and the rule is met without it",
        why: "An assessment that is not needed changes nothing, and may be that of another log.",
        example: "evqc excursion spec.yaml log.csv --assessment DEV-14.yaml",
        remedy: "Look whether the right log was given.",
        source: "evqc";
    ASSESSMENT_OF_OTHER_LOGS: "assessment-of-other-logs", Error,
        what: "A quality assessment is of other logs, or of another lot",
        why: "A conclusion about one transport is none about another.",
        example: "logs: [3f1c...]   (and a log with another digest)",
        remedy: "Give the assessment of these logs; their digests stand in the report.",
        source: "R-511";
    ASSESSMENT_DATE_IMPOSSIBLE: "assessment-date-impossible", Error,
        what: "A quality assessment is dated before the end of its logs, or on a day to come",
        why: "Nobody can have assessed a log that was still running; what is signed for a later day is not signed.",
        example: "date: 2020-01-01   (and a log that ends on 2026-11-04)",
        remedy: "Correct the date; the day of judgement is today, or that of --as-of.",
        source: "R-511";
    LOGS_DO_NOT_OVERLAP: "logs-do-not-overlap", Error,
        what: "Several logs are given, and how they belong together is not clear",
        why: "Loggers beside each other are judged one by one; parts of a journey are judged as one. The budget comes out differently.",
        example: "evqc excursion spec.yaml monday.csv tuesday.csv",
        remedy: "Say --legs for the parts of one journey; else give the logs one by one.",
        source: "evqc";
}
