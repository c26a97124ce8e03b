//! The findings about instrument files.

use crate::finding::{Code, Severity, codes};

codes! {
    FORMAT_NOT_RECOGNISED: "format-not-recognised", Error,
        what: "A file is of no instrument format that evqc knows",
        why: "Numbers read from a file whose layout was guessed may be those of another column, another sample or another dilution.",
        example: "evqc read notes.txt",
        remedy: "Export one of the formats of docs/formats.md, or name the format with --as; result tables need a header with `lot`.",
        source: "evqc";
    FILE_EMPTY: "instrument-file-empty", Error,
        what: "An instrument file holds nothing",
        why: "An export that failed leaves an empty file; it must not look like a measurement without particles.",
        example: "(a file of 0 bytes)",
        remedy: "Export the measurement again.",
        source: "R-910";
    FILE_DAMAGED: "instrument-file-damaged", Error,
        what: "A file breaks the rules of its format, is cut short, or holds more than one file",
        why: "What is missing or moved cannot be told from the rest; a value next to the damage may be that of another row.",
        example: "(an FCS file whose DATA segment ends behind the end of the file)",
        remedy: "Export the file again from the instrument software, and do not edit it on the way.",
        source: "R-910";
    FILE_TOO_LARGE: "instrument-file-too-large", Error,
        what: "A file claims or holds more than evqc reads",
        why: "A few bytes can claim billions of events or unpack to terabytes; memory is bounded.",
        example: "(an XLSX of 1 MB that unpacks to 10 GB)",
        remedy: "Export fewer measurements into one file.",
        source: "evqc";
    FORMAT_NOT_READ: "format-not-read", Error,
        what: "A file is of a known format that evqc does not read",
        why: "The same measurement can be exported in a form that is described in the open.",
        example: "evqc read project.zmes",
        remedy: "Export the form that the message names.",
        source: "evqc";
    FORMAT_EXPERIMENTAL: "format-experimental", Note,
        what: "The reader of a format was written from descriptions, without a real file to compare with",
        why: "Its values may be wrong where real files differ from the descriptions.",
        example: "evqc read sample_cc.h5",
        remedy: "Compare the values with those of the instrument software before relying on them.",
        source: "evqc";
    INSTRUMENT_WARNING: "instrument-warning", Warning,
        what: "The instrument itself warns of a measurement",
        why: "Noise, vibration or an unreliable concentration are known where the sample was measured, and nowhere later.",
        example: "Validity of concentration measurement,Unreliable",
        remedy: "Measure again, or state in the specification which warnings make the run invalid.",
        source: "R-314";
    MEASUREMENT_FAILED: "measurement-failed", Warning,
        what: "A file holds a measurement that failed",
        why: "Instruments write zeros for what they could not measure; they are no results, and an average over them is none either.",
        example: "Concentration (Particles / ml),0.00e+000",
        remedy: "Measure again. The run counts as not delivered.",
        source: "R-310";
    VALUE_NOT_A_NUMBER: "value-not-a-number", Note,
        what: "A cell that should hold a number says why it holds none",
        why: "`OVRFLW`, `Masked` or `?????` are answers of the instrument, and never zero.",
        example: "A\tOVRFLW\t2.130",
        remedy: "Nothing, if the value is not needed; else measure again inside the range.",
        source: "R-333";
    VALUE_NOT_READABLE: "instrument-value-not-readable", Warning,
        what: "A cell of an instrument file that should hold a number holds something evqc does not know",
        why: "It is not guessed at, and never zero; a test that needs it has no result.",
        example: "Mean,12O.5",
        remedy: "Export the file again; if the instrument writes this, report it.",
        source: "R-333";
    DATE_NOT_TAKEN: "date-not-taken", Note,
        what: "The date of a measurement can be read in more than one way, or in none that evqc knows",
        why: "4/11/2024 is a day in April or in November, and names of months follow the language of the computer; a date that is guessed can make a result older than its lot.",
        example: "PLATE START: 4/11/2024 17:27",
        remedy: "Nothing, if the date is not needed; else state it beside the data.",
        source: "evqc";
    OWN_TABLES_DISAGREE: "own-tables-disagree", Warning,
        what: "A file contradicts itself",
        why: "The parts of a file that describe the same particles must agree; where they do not, it was edited or read wrongly.",
        example: "(the sum of the bins is not the stated concentration)",
        remedy: "Export the file again.",
        source: "evqc";
    SPILLOVER_NOT_USABLE: "spillover-not-usable", Warning,
        what: "The spillover matrix of a file names channels that the file does not have, or is no matrix",
        why: "Compensation with a part of a matrix gives plausible and wrong values.",
        example: "SPILL=10,FITC-A,...   (in a file with 4 channels)",
        remedy: "Export all channels that the matrix names, or gate without compensation.",
        source: "evqc";
    OFFSETS_DISAGREE: "offsets-disagree", Warning,
        what: "HEADER and TEXT of an FCS file place its data differently",
        why: "The wrong choice reads plausible numbers from the wrong bytes; the place whose length fits the number of events is taken.",
        example: "(HEADER: 256 to 1255; $BEGINDATA 260, $ENDDATA 1259)",
        remedy: "Nothing, if the values are right; the message names the offsets that were taken.",
        source: "FCS 3.1, section 3.1";
    SHEET_SET_ASIDE: "sheet-set-aside", Note,
        what: "A workbook holds something that is not read as it looks",
        why: "Hidden sheets, merged cells and formulas can hide or carry values; each is named, so that nothing is overlooked.",
        example: "(a hidden sheet `old results`)",
        remedy: "Nothing, if it is known; else look at the workbook.",
        source: "evqc";
    EVENTS_STATED_TWICE: "events-stated-twice", Note,
        what: "A file holds the same events in two data sets",
        why: "LMD files hold every event twice, in coarse and in fine steps; who adds them up counts twice as many particles.",
        example: "(an .lmd file: FCS2.0 with 10 bits, then FCS3.0 with 20 bits)",
        remedy: "Nothing: the data set with the finer steps is used, and its events are counted once.",
        source: "evqc";
    VOLUME_UNIT_DOUBTFUL: "volume-unit-doubtful", Warning,
        what: "The volume that an FCS file states is too small for its unit",
        why: "`$VOL` is in nanolitres; some software writes microlitres, and a concentration from it would be wrong a thousandfold.",
        example: "$VOL=         36.6",
        remedy: "State the concentration as a result of its own, or have the software corrected; evqc does not convert what a file does not say.",
        source: "FCS 3.1, section 3.2.20, $VOL";
    REPORTING_ITEM_MISSING: "reporting-item-missing", Note,
        what: "A file does not state what a report on vesicles by flow cytometry must state",
        why: "Who reads the result later can judge it only with trigger, settings, volume and controls; the file is where they are known.",
        example: "(an FCS file without $VOL, $TR, $ABRT)",
        remedy: "State the items in the record of the analysis.",
        source: "MIFlowCyt-EV (2020)";
    SHEET_NOT_CHOSEN: "sheet-not-chosen", Error,
        what: "A workbook holds several sheets, or none, and which one to read cannot be told",
        why: "Results of the wrong sheet look like results.",
        example: "(a workbook with the sheets `March` and `April`, each with a lot column)",
        remedy: "Name the sheet with --sheet.",
        source: "evqc";
    FORMULA_WITHOUT_RESULT: "formula-without-result", Error,
        what: "A cell of a workbook holds a formula whose result was never stored",
        why: "Programs that write workbooks may leave the computing to the spreadsheet program; the cell would read as empty, and evqc computes no formulas.",
        example: "(a cell `=B2*C2` without a value)",
        remedy: "Open the workbook in a spreadsheet program and save it.",
        source: "R-910";
    OWN_CRITERIA: "own-criteria", Note,
        what: "An instrument file holds pass criteria and a verdict of its own",
        why: "It is a second specification inside the data: its limits need not be those of the release specification, and its verdict is not that of the lot.",
        example: "HIAC PharmSpec v3.0 Summary PASSED",
        remedy: "Compare the criteria with the specification; only the specification decides.",
        source: "evqc";
    COLUMN_UNCLEAR: "column-unclear", Warning,
        what: "A table has a column without a label, or two with the same",
        why: "Which of them a result is taken from cannot be said by name; a column without a label is often one that slipped.",
        example: "Strain;mean_protein;;Expt.   (with values below the third)",
        remedy: "Give every column a label of its own.",
        source: "evqc";
}
