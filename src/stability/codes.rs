//! Every code of a finding about a stability study, with its explanation.

use crate::finding::{Code, Severity, codes};

codes! {
    STABILITY_TIME_NOT_READABLE: "stability-time-not-readable", Error,
        what: "the time of a stability result cannot be read",
        why: "A result belongs to a time in storage. Without a unit 6 may be days or years, and nothing is measured before the beginning.",
        example: "lot,test,value,unit,stage,time,time_unit\nA,potency,98,%,stability,6,",
        remedy: "Fill the columns `time` and `time_unit`: a number from 0, and days, weeks, months or years.",
        source: "R-501";
    SAME_PULL_TWICE: "same-pull-twice", Error,
        what: "one pull of a batch stands twice in the data, written in two ways",
        why: "6 months and 0.5 years are one time; the results would count twice, or be replicates of one another.",
        example: "A,potency,98,%,stability,6,months,5 °C\nA,potency,98,%,stability,0.5,years,5 °C",
        remedy: "Write the time of one pull in one way.",
        source: "R-501";
    PULL_DATES_DISAGREE: "pull-dates-disagree", Error,
        what: "results of one pull state different pull dates",
        why: "A sample is taken out of storage once. One of the dates belongs to another pull.",
        example: "A,potency,98,%,stability,6,months,5 °C,2026-07-01\nA,ph,7.1,,stability,6,months,5 °C,2026-07-11",
        remedy: "Correct the date, or the time point.",
        source: "ICH Q1A(R2) 2.2.5; R-514";
    CONDITION_NOT_IN_STUDY: "condition-not-in-study", Error,
        what: "a stability result names no storage condition, or one that the study does not have",
        why: "Long-term data carry a claim and accelerated data do not. Which of them a result is must be seen from its condition.",
        example: "conditions: {long term: 5 °C}\nA,potency,98,%,stability,6,months,4 C",
        remedy: "Write the condition as the specification or the study file has it.",
        source: "ICH Q1A(R2) 2.2.7; R-501";
    BATCH_NOT_IN_STUDY: "batch-not-in-study", Error,
        what: "a batch of the data is not in the study, or the study names one that it does not have",
        why: "A batch that nobody planned may be a misspelt one, which then lacks its results.",
        example: "batches: {A: {start: 2026-01-10}}\nB,potency,98,%,stability,6,months,5 °C",
        remedy: "Add the batch to the study file, or correct the name.",
        source: "R-501";
    STABILITY_RESULT_NOT_EVALUABLE: "stability-result-not-evaluable", Error,
        what: "a stability result cannot be evaluated",
        why: "A shelf life rests on results that mean what they say.",
        example: "A,potency,98,mg,stability,6,months,5 °C    (the criterion is in %)",
        remedy: "Run `evqc check --stage \"shelf life\"` on the data; it shows what is wrong with the result.",
        source: "R-505";
    OUT_OF_SPECIFICATION_ON_STABILITY: "out-of-specification-on-stability", Error,
        what: "a long-term result does not meet the criterion to the end of the shelf life",
        why: "A batch that failed did not keep so long. No regression and no other batch outweighs it.",
        example: "shelf_life: \">= 85 %\"\nA,potency,82,%,stability,9,months,5 °C",
        remedy: "Investigate; the shelf life ends at the last time before it at which the batch passed.",
        source: "ICH Q1A(R2); EU GMP 6.36; R-505";
    STABILITY_RESULT_OPEN: "stability-result-open", Warning,
        what: "a stability result is missing, pending, invalid or undecided, and was left out",
        why: "What has no result does not show that the product kept so long.",
        example: "A,potency,,%,stability,6,months,5 °C",
        remedy: "Supply the result when it is there.",
        source: "R-505";
    NO_STABILITY_RESULTS: "no-stability-results", Error,
        what: "the data have no stability result",
        why: "A shelf life comes from results, and a file without any is not the one that was meant.",
        example: "lot,test,value,unit,stage,time,time_unit    (and no row)",
        remedy: "Check the file; stability rows have the stage `stability`, or none, and a time.",
        source: "R-501";
    NO_LONG_TERM_DATA: "no-long-term-data", Error,
        what: "a required test with a criterion to the end of the shelf life has no long-term result",
        why: "A shelf life is that of the whole product, which ends with the first test that is no longer met; one that was not tested may be the first.",
        example: "tests: {potency: {shelf_life: \">= 85 %\"}}, and no row of potency at 5 °C",
        remedy: "Supply the results, or set the test `required: false`.",
        source: "ICH Q1A(R2) 2.2.6; R-501";
    NO_STATISTICAL_CLAIM: "no-statistical-claim", Warning,
        what: "the data do not allow a statistical claim, and real-time coverage counts alone",
        why: "Fewer than three batches or three times, no scatter, words or censored values: a number computed from them would mean nothing.",
        example: "two batches with five times each",
        remedy: "Go on with the study; until then the claim is what the batches have shown in real time.",
        source: "ICH Q1E 2.6; ICH Q1A(R2) 2.2.3; R-501";
    CROSSING_BY_WIDENING_ONLY: "crossing-by-widening-only", Note,
        what: "the line does not go towards the limit; the confidence bound reaches it because it widens",
        why: "Such a crossing says how little is known of later times, and nothing about decay.",
        example: "a potency that rises, with a lower limit",
        remedy: "Read the crossing as a statement about the data, and collect later ones.",
        source: "ICH Q1E App. B; R-501";
    SHELF_LIFE_NOT_SUPPORTED: "shelf-life-not-supported", Error,
        what: "the proposed shelf life is longer than the data support",
        why: "The shortest of regression, ceiling and real-time coverage holds, of the test that ends first.",
        example: "evqc stability spec.yaml results.csv --proposal \"24 months\"    (supported: 12 months)",
        remedy: "Propose what is supported, or wait for later time points.",
        source: "ICH Q1E 2.4, 2.5; R-501";
    SHELF_LIFE_NOT_PROPOSED: "shelf-life-not-proposed", Warning,
        what: "no shelf life is proposed",
        why: "evqc says whether a proposal is supported; it proposes nothing.",
        example: "evqc stability spec.yaml results.csv",
        remedy: "Give --proposal \"18 months\", or write `proposal:` into the specification or the study file.",
        source: "R-501";
    ACCELERATED_STATEMENT_CONTRADICTED: "accelerated-statement-contradicted", Error,
        what: "the study file says that there was no significant change, and the data show one",
        why: "The statement would allow a longer shelf life than the data.",
        example: "accelerated: no significant change    (the potency at 25 °C fails after 3 months)",
        remedy: "Remove the statement; the data speak for themselves.",
        source: "ICH Q1A(R2) 2.2.7; R-506";
    LATE_PULL: "late-pull", Warning,
        what: "a sample was pulled later than its window allows",
        why: "The result belongs to another time than the one it is evaluated at.",
        example: "start 2026-01-10, 6 months, window 14 days, pulled 2026-08-01",
        remedy: "Record a deviation; the time point is evaluated as it is written.",
        source: "EU GMP 6.26 to 6.36; R-514";
    EARLY_PULL: "early-pull", Warning,
        what: "a sample was pulled earlier than its window allows",
        why: "The result belongs to another time than the one it is evaluated at, and the product looks better than it is.",
        example: "start 2026-01-10, 6 months, window 14 days, pulled 2026-06-01",
        remedy: "Record a deviation; the time point is evaluated as it is written.",
        source: "EU GMP 6.26 to 6.36; R-514";
    PULL_MISSING: "pull-missing", Warning,
        what: "a planned pull is over its window and has no result",
        why: "A time point that is not there is not passed.",
        example: "time_points: {long term: 0, 3, 6 months}, and no row at 6 months in the eighth month",
        remedy: "Supply the results, or record why the pull was left out.",
        source: "EU GMP 6.26 to 6.36; R-514";
    PULL_DUE: "pull-due", Note,
        what: "a planned pull is due",
        why: "Its window is open on the day of the evaluation.",
        example: "start 2026-01-10, 6 months, evaluated on 2026-07-12",
        remedy: "Pull the sample.",
        source: "R-514";
    PULL_NOT_PLANNED: "pull-not-planned", Note,
        what: "a pull is in the data and not in the plan of the study",
        why: "It is evaluated as any other. Whoever reads the report should know that it was not planned.",
        example: "time_points: {long term: 0, 3, 6 months}, and a row at 4 months",
        remedy: "Add it to the study file, or say in the report why it was made.",
        source: "R-514";
    MALFORMED_TIME_POINTS: "malformed-time-points", Error,
        what: "the time points of a study cannot be read",
        why: "Pulls are due by them.",
        example: "time_points: {long term: \"0, 3, six months\"}",
        remedy: "Write numbers that rise and one unit: 0, 3, 6, 9, 12 months.",
        source: "R-514";
    DESIGN_NOT_FOLLOWED: "design-not-followed", Error,
        what: "the batches of a study do not fit its design",
        why: "In a full design every batch is tested at every time. A bracketing design leaves out what lies between extremes, a matrixing design some times of some batches, and either says which.",
        example: "design: full\nbatches: {B: {represented_by: [A, C]}}",
        remedy: "Correct the design, or the batch.",
        source: "ICH Q1D (2002), 2; R-514";
    MATRIXING_WITHOUT_ENDS: "matrixing-without-ends", Warning,
        what: "a batch of a matrixing design is not tested at the first and the last planned time",
        why: "Only times in between may be left out: the initial and the final time point are tested for every batch.",
        example: "design: matrixing\nbatches: {B: {time_points: {long term: 3, 6 months}}}",
        remedy: "Add the first and the last time point to the batch.",
        source: "ICH Q1D (2002), 2.4; R-514";
}
