//! The findings about what instrument files deliver.

use crate::finding::{Code, Severity, codes};

codes! {
    RUN_WITHOUT_LOT: "run-without-lot", Error,
        what: "A run of an instrument file belongs to no lot",
        why: "Names that look alike are suggested and never assumed; a run that is left out in silence is one that nobody judged.",
        example: "evqc check spec.yaml nta/EV-014.csv      # and no samples.yaml names the file",
        remedy: "Add the file to samples.yaml, or to `samples` in the specification; `skip: why` sets runs aside.",
        source: "evqc";
    RUN_AMBIGUOUS: "run-ambiguous", Error,
        what: "The name of a file or run fits a pattern in two ways",
        why: "`{lot}_{group}.csv` makes `EV` or `EV_7` of `EV_7_1.csv`; either would be a guess.",
        example: "files:\n  - {file: \"{lot}_{group}.csv\"}      # EV_7_1.csv",
        remedy: "Write more of the name into the pattern, or name the file with its lot.",
        source: "evqc";
    RUN_CLAIMED_TWICE: "run-claimed-twice", Error,
        what: "Two entries of the samples claim one run for the same test",
        why: "The run would be counted twice, or for two lots.",
        example: "files:\n  - {file: \"*.csv\", lot: L1}\n  - {file: b.csv, lot: L2}",
        remedy: "Narrow one of the entries with `run`, `named` or `test`.",
        source: "R-334";
    RUN_WITHOUT_VALUE: "run-without-value", Error,
        what: "A run that was named for a test has no value for it",
        why: "The samples say that the test rests on this run; without its value the test has not been performed as planned.",
        example: "files:\n  - {file: zeta.txt, lot: L1, test: size_mode}      # a zeta potential has no size",
        remedy: "Name the right file, or take the test out of the entry.",
        source: "R-310";
    RUN_SET_ASIDE: "run-set-aside", Note,
        what: "The samples set a run of an instrument file aside",
        why: "What is not used stays in the record with its reason, so that nothing is left out in silence.",
        example: "files:\n  - {file: plate.txt, named: \"STD*\", skip: standards of the curve}",
        remedy: "Nothing, if the reason holds; a result of a lot is not set aside but invalidated, with its record.",
        source: "R-318; R-319";
    RUN_NOT_USED: "run-not-used", Warning,
        what: "No test of the specification takes anything from a run",
        why: "Whoever delivers a file expects it to be judged.",
        example: "evqc check spec.yaml zeta.txt      # and no test with `from: stated`, `quantity: zeta_potential`",
        remedy: "Add a test with `from`, or set the run aside with `skip: why`.",
        source: "evqc";
    RUN_OF_LOT_NOT_USED: "run-of-lot-not-used", Error,
        what: "No test of any specification takes anything from a run that the samples give to a lot",
        why: "Results of a lot that nobody judges may be those that fail; whoever delivers them expects them to be judged.",
        example: "files:\n  - {file: zeta.txt, lot: L1}      # and no test with `from: stated`, `quantity: zeta_potential`",
        remedy: "Add a test with `from`; a file that is not of the lot is set aside with `skip: why`, without `lot`.",
        source: "R-318; R-319";
    RUN_LEFT_OUT: "run-left-out", Note,
        what: "A run of a lot has a value for a test that its entry in the samples leaves out",
        why: "What is not judged stays in the record, so that no result disappears by narrowing an entry.",
        example: "files:\n  - {file: nta_2.csv, lot: L1, test: particle_concentration}      # its sizes are not judged",
        remedy: "Nothing, if the run was not measured for the test; else take `test` out of the entry, or add the test.",
        source: "R-318; R-319";
    SAMPLE_KEY_NOT_USED: "sample-key-not-used", Error,
        what: "An entry of the samples gives a dilution or a unit, and no test takes it",
        why: "Whoever wrote it expects the values to hold it: a factor of thousands that is read and not applied.",
        example: "files:\n  - {file: size.txt, lot: L1, dilution: 1000}      # and only sizes are taken of it",
        remedy: "Take the key out of the entry, or take the value `from: concentration`.",
        source: "R-314, table 3.3";
    GIVEN_DILUTION_NOT_USED: "given-dilution-not-used", Warning,
        what: "No run takes the factor of `--set dilution=`",
        why: "It is for runs whose file records none; here every file records its own, or no test needs one.",
        example: "evqc check spec.yaml nta.csv --set dilution=500      # and the file records 1000",
        remedy: "Leave it out, after a look at the factors that the report prints.",
        source: "R-314, table 3.3";
    SAMPLE_ENTRY_NOT_USED: "sample-entry-not-used", Error,
        what: "An entry of the samples names no run of the files that were given",
        why: "A file that was forgotten, or a name with a slip of the key, would leave its lot without results in silence.",
        example: "files:\n  - {file: NTA_L1_3.csv, lot: L1}      # and only NTA_L1_1.csv and NTA_L1_2.csv are given",
        remedy: "Give the file, or correct the entry.",
        source: "R-310";
    SAMPLE_TEST_UNKNOWN: "sample-test-unknown", Error,
        what: "An entry of the samples names a test that the specification does not have, or one that takes nothing from instrument files",
        why: "What the entry was written for would not be judged.",
        example: "files:\n  - {file: a.csv, lot: L1, test: size_mod}",
        remedy: "Correct the name; a test takes values from instrument files when it has `from`.",
        source: "evqc";
    SAME_FILE_TWICE: "same-file-twice", Error,
        what: "Two instrument files have the same content",
        why: "One measurement cannot be that of two lots or two replicates; copied files are how that happens.",
        example: "evqc check spec.yaml nta_L1.csv nta_L2.csv      # the second is a copy of the first",
        remedy: "Deliver the file that belongs to the lot.",
        source: "R-334; R-337";
    STATED_CONCENTRATION_UNDILUTED: "stated-concentration-not-corrected", Error,
        what: "A stated concentration is that of the diluted sample, or nobody knows whether it is",
        why: "The factor is lost or applied twice by whoever copies the number; it is the commonest error of a thousand.",
        example: "from: stated\nquantity: concentration      # of a plate whose layout has dilutions",
        remedy: "Use `from: concentration`, which applies the factor and prints it.",
        source: "R-314, table 3.3";
    INSTRUMENT_UNIT_NOT_KNOWN: "instrument-unit-not-known", Error,
        what: "An instrument file states a value in a unit that is not known",
        why: "Taken as a plain number, 4 in thousands would pass a limit of 5.",
        example: "from: stated\nquantity: mobility      # which the file states in µmcm/Vs",
        remedy: "Take another quantity, or deliver the value in a result table with a unit of its own.",
        source: "R-335";
    GATING_NOT_POSSIBLE: "gating-not-possible", Error,
        what: "The gates of the specification cannot be applied to the events of a run",
        why: "A gate on a channel that is not there, or with a threshold of a control that is not there, has no events; a percentage of 0 would look like a result.",
        example: "gates:\n  cd63: {channel: FITC-A, above: quantile 0.99 of isotype}      # and no file of an isotype control",
        remedy: "Name the channels as the file does, and name the files of the controls in the samples.",
        source: "R-314";
    CONTROL_WITH_FEW_EVENTS: "control-with-few-events", Error,
        what: "A threshold is a quantile that lies beyond what the events of its control show",
        why: "The 99.5 % quantile of three events is about the largest of them, wherever the background of the sample ends.",
        example: "above: quantile 99.5 % of isotype      # and the control has 3 events in the gate around",
        remedy: "Acquire more events of the control: one is expected beyond 99.5 % in 200, and a useful threshold takes many times that.",
        source: "MIFlowCyt-EV (2020)";
    CONTROL_SETTINGS_DIFFER: "control-settings-differ", Error,
        what: "A control of a gate was taken with other detector settings, or on another cytometer, than the sample",
        why: "At a lower voltage the whole background lies lower, and events of a sample count as positive that are none.",
        example: "$P3V/300      # of the isotype control, and 450 of the sample",
        remedy: "Take the control with the settings of the sample.",
        source: "MIFlowCyt-EV (2020); FCS 3.1, section 3.2.20, $PnV, $PnG, $PnE";
    NO_EVENT_COUNTED: "no-event-counted", Error,
        what: "A gate that is divided by, or whose median is taken, holds no event",
        why: "No event is no evidence: 0 of 0 is neither 0 % nor 100 %.",
        example: "of: particles      # and no event of the run is in the gate `particles`",
        remedy: "Look at the gate and at the run; acquire more events.",
        source: "R-310";
    VOLUME_NOT_STATED: "volume-not-stated", Error,
        what: "A concentration of events is asked for, and the file states no volume that can be used",
        why: "Events per volume need the acquired volume; many cytometers do not write it, some in another unit, and a flow rate from memory is not a measurement.",
        example: "statistic: concentration      # of a file without $VOL",
        remedy: "Deliver the concentration as a result of its own, or measure it with an instrument that states the volume.",
        source: "FCS 3.1, section 3.2.20, $VOL";
    STATED_VALUE_DIFFERS: "stated-value-differs", Warning,
        what: "A value computed from a file differs from the one that the instrument states in it",
        why: "By the instrument's own rule both must agree within what it prints; where they do not, the file was edited, or it is of a software version with another rule.",
        example: "D50,104.4      # and the bins of the file give 98.2 by the rule of its software",
        remedy: "Export the file again; compare with what the instrument software shows.",
        source: "evqc";
    MEASUREMENT_WITHOUT_VALUE: "measurement-without-value", Error,
        what: "A run of an instrument file has no value for what a test asks",
        why: "A failed measurement, or a file without the distribution that is asked for, is no result; it is never zero.",
        example: "Concentration (Particles / ml),0.00e+000",
        remedy: "Measure again, or export the distribution that the test asks for.",
        source: "R-310";
    DILUTION_NOT_RECORDED: "dilution-not-recorded", Error,
        what: "A concentration is that of the sample as measured, and nobody says how much it was diluted",
        why: "The factor is often in the thousands, and often only in the name of a file; a guess is wrong by as much.",
        example: "Dilution factor (concentrations adjusted for this factor),Not recorded",
        remedy: "Give it with --set dilution=FACTOR, or in the samples.",
        source: "R-314, table 3.3";
    DILUTION_BELOW_ONE: "dilution-below-one", Error,
        what: "A file records a dilution factor below one",
        why: "Nothing is diluted into less than one part; the field holds a share, a slip of the key, or another number.",
        example: "Dilution factor (concentrations adjusted for this factor),5.00e-001",
        remedy: "Correct the factor in the instrument software and export again.",
        source: "R-337";
    DILUTION_STATED_TWICE: "dilution-stated-twice", Error,
        what: "A file records a dilution factor, and another one is given beside it",
        why: "One of them is wrong, or the sample was diluted twice; only the laboratory knows.",
        example: "evqc check spec.yaml nta.csv --set dilution=500      # and the file records 1000",
        remedy: "Leave the factor to the file, or correct it in the instrument software and export again.",
        source: "R-314, table 3.3";
    NOT_ABOVE_BLANK: "not-above-blank", Error,
        what: "A sample holds no more particles than its blank",
        why: "What is left after subtraction is the scatter of two counts and no concentration.",
        example: "subtract: blank      # sample 2.1e7, blank 2.4e7 particles/mL",
        remedy: "Measure at a lower dilution, or with a cleaner diluent.",
        source: "evqc";
    SERIES_NOT_USABLE: "dilution-series-not-usable", Error,
        what: "A dilution series does not show whether events coincide",
        why: "Fewer than three dilutions above the background, or one without a volume, leave the check of coincidence undone.",
        example: "files:\n  - {file: swarm_1000.fcs, role: control, control: coincidence, dilution: 1000}      # the only one",
        remedy: "Give at least three dilutions, each with its factor in the samples.",
        source: "MIFlowCyt-EV (2020)";
}
