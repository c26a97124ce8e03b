//! NanoSight NTA: every number of `nanosight/expected.json`, and files that must be refused.

use super::{Tally, bad, expected, folder, of_one_file, read_text, reading, written};
use evqc::instrument::{Content, Dilution, Distribution, Percentiles, Recording, Run, by_name, read};
use evqc::quantity::Reading;
use evqc::stats::{BinnedDistribution, CumulativeAt, Interpolation, Midpoint, Weighting};
use serde_json::Value as Json;
use std::path::Path;
use std::sync::Arc;

/// Expected values are printed with 9 digits.
const NINE_DIGITS: f64 = 1e-8;

#[test]
fn real_files() {
    let Some(folder) = folder().map(|folder| folder.join("nanosight")) else { return };
    let mut tally = Tally::new("nanosight");
    let expected = expected(&folder);
    for (name, wanted) in expected["files"].as_object().unwrap() {
        tally.files += 1;
        let (values, largest) = (tally.values, std::mem::take(&mut tally.largest));
        let path = folder.join(name);
        if wanted["expect"] == "reject" {
            refused(&path);
            tally.values += 1;
            continue;
        }
        reading(&path, |result| {
            let recording = result.unwrap_or_else(|findings| panic!("{name}: {findings:#?}"));
            match wanted["kind"] == "preamble-stripped table" {
                true => stripped(&recording, wanted, &mut tally),
                false => summary(&recording, wanted, &mut tally),
            }
        });
        tally.largest = of_one_file(name, tally.values - values, largest, tally.largest);
    }
    tally.print();
    // 4564 values stand in the file: 66 of them are null, 7 encodings, 7 line ends, a kind and a reason are words of its own.
    assert_eq!((tally.files, tally.values), (9, 4482));
}

/// A table with a byte order mark and a few words, as a laboratory might keep it.
fn refused(path: &Path) {
    reading(path, |result| {
        let findings = result.err().unwrap();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].message, "the file is of no instrument format that evqc knows");
        let help = findings[0].help.clone().unwrap();
        assert!(help.contains("nanosight (first line `NTA Experiment Summary File`"), "{help}");
    });
}

fn stripped(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    assert_eq!(recording.format, "nanosight-bins");
    tally.count(recording.runs.len(), &wanted["n_captures"]);
    tally.count(recording.runs[0].distributions[0].heights.len(), &wanted["n_bins"]);
    for (index, run) in recording.runs.iter().enumerate() {
        tally.word(&run.name, &wanted["captures"][index]);
        tally.word(&run.name, &wanted["recomputed_from_bins"][index]["capture"]);
        assert_eq!((&run.dilution, run.distributions[0].states), (&Dilution::NotRecorded, None));
        recomputed(&run.distributions[0], &wanted["recomputed_from_bins"][index], tally);
    }
}

fn summary(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    assert_eq!(recording.format, "nanosight");
    head(recording, wanted, tally);
    per_capture(recording, wanted, tally);
    statistics(recording, &wanted["stated_size_statistics_nm"], tally);
    percentiles(recording, wanted, tally);
    for (index, run) in recording.runs.iter().enumerate() {
        let wanted = &wanted["recomputed_from_bins"][index];
        assert_eq!(run.failed.is_some(), wanted.is_null() || wanted["mean_nm"].is_null(), "{}", run.name);
        match run.failed {
            None => recomputed(&run.distributions[0], wanted, tally),
            Some(_) => {
                let sum = run.distributions[0].heights.iter().sum();
                tally.number(sum, &wanted["total_concentration_sum_of_bins"], 0.0);
            }
        }
    }
    over_captures(recording, wanted, tally);
}

fn head(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    assert_eq!(recording.detected, "UTF-8, commas, decimal point");
    tally.word(&format!("Created with {}", recording.software), &wanted["software"]);
    tally.count(recording.runs.len(), &wanted["n_captures"]);
    for (run, name) in recording.runs.iter().zip(wanted["captures"].as_array().unwrap()) {
        tally.word(&run.name, name);
    }
    for (label, text) in wanted["experiment_details"].as_object().unwrap() {
        let name = label.to_lowercase().replace([' ', '-'], "_");
        let value = recording.values.iter().find(|value| value.quantity == name);
        tally.word(value.map_or("", |value| &value.text), text);
    }
    let run = &recording.runs[0];
    assert_eq!(run.sample, wanted["experiment_details"]["Sample Name"].as_str().unwrap());
    // Rows are counted from 0 in the expected values, lines from 1, and the bins begin in the row below the header.
    let line = usize::try_from(run.distributions[0].line).unwrap();
    tally.count(line - 2, &wanted["bin_header_row_index_0based"]);
    tally.count(run.distributions[0].heights.len(), &wanted["n_bins"]);
    let printed = &run.distributions[0].printed;
    tally.number(printed[0], &wanted["first_bin_centre"], 0.0);
    tally.number(*printed.last().unwrap(), &wanted["last_bin_centre"], 0.0);
    tally.number(run.distributions[0].edges[1] - run.distributions[0].edges[0], &wanted["bin_width"], 0.0);
    // Every held file was written by 3.2.
    assert_eq!(run.distributions[0].states, Some(Percentiles::OneBinLower));
}

fn per_capture(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    let conditions = &wanted["conditions"];
    for (index, run) in recording.runs.iter().enumerate() {
        for (quantity, list) in [
            ("temperature", &conditions["Temperature/C"]),
            ("viscosity", &conditions["Viscosity/cP"]),
            ("camera_level", &conditions["Camera Level"]),
            ("frame_rate", &conditions["Frame rate/fps"]),
            ("concentration", &wanted["stated_concentration_particles_per_ml"]),
            ("particles_per_frame", &wanted["stated_particles_per_frame"]),
            ("completed_tracks", &wanted["stated_completed_tracks"]),
        ] {
            tally.number(written(run, quantity, ""), &list[index], 0.0);
        }
        for (quantity, list) in [
            ("concentration_validity", &wanted["validity_of_concentration_measurement"]),
            ("noise_level", &wanted["noise_level"]),
            ("vibration_detected", &wanted["vibration_detected"]),
        ] {
            tally.word(&run.value(quantity).unwrap().text, &list[index]);
        }
        match (&run.dilution, &wanted["dilution_factor"][index]) {
            (Dilution::NotRecorded, text) => tally.word("Not recorded", text),
            (Dilution::Applied(factor), number) => tally.number(factor.value.approximately(), number, 0.0),
            other => panic!("{}: {other:?}", run.name),
        }
    }
}

fn statistics(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    for (label, lists) in wanted.as_object().unwrap() {
        let name = label.to_lowercase().replace(' ', "_");
        for (index, run) in recording.runs.iter().enumerate() {
            tally.number(written(run, &name, ""), &lists["per_capture"][index], 0.0);
        }
        for (key, about) in
            [("average", "average over all captures"), ("standard_error", "standard error over all captures")]
        {
            if let Some(wanted) = lists.get(key) {
                tally.number(of_file(recording, &name, about), wanted, 0.0);
            }
        }
    }
}

fn percentiles(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    let tables: Vec<Vec<(f64, f64)>> = recording
        .runs
        .iter()
        .map(|run| {
            let table = run
                .distributions
                .iter()
                .filter(|of| of.weighting == evqc::instrument::Weighting::Number)
                .find_map(|of| of.percentiles.as_ref());
            let rows = table.iter().flat_map(|table| table.stated());
            rows.map(|(percent, size, _)| (percent.approximately(), size.approximately())).collect()
        })
        .collect();
    assert!(tables.iter().all(|table| table.len() == tables[0].len()));
    tally.count(tables[0].len(), &wanted["percentile_table_rows"]);
    for (percent, sizes) in wanted["percentile_table"].as_object().unwrap() {
        let percent: f64 = percent.parse().unwrap();
        for (table, size) in tables.iter().zip(sizes.as_array().unwrap()) {
            let (_, stated) = table.iter().find(|(row, _)| *row == percent).unwrap();
            tally.number(*stated, size, 0.0);
        }
    }
}

fn over_captures(recording: &Recording<'_>, wanted: &Json, tally: &mut Tally) {
    let about = ["average over all captures", "standard error over all captures"];
    tally.number(of_file(recording, "concentration", about[0]), &wanted["stated_concentration_average"], 0.0);
    tally.number(of_file(recording, "concentration", about[1]), &wanted["stated_concentration_standard_error"], 0.0);
    let stated: Vec<f64> = recording.runs.iter().map(|run| written(run, "concentration", "")).collect();
    let average = evqc::stats::replicate_average(&stated).unwrap();
    tally.number(average.value, &wanted["recomputed_concentration_average"], NINE_DIGITS);
    let error = average.standard_error.unwrap();
    tally.number(error, &wanted["recomputed_concentration_standard_error"], NINE_DIGITS);
    // The mean curve includes the captures that failed, as in the expected values.
    let first = &recording.runs[0].distributions[0];
    let curve = |bin: usize| {
        recording.runs.iter().map(|run| run.distributions[0].heights[bin]).sum::<f64>() / recording.runs.len() as f64
    };
    let mean = Distribution { heights: (0..first.heights.len()).map(curve).collect(), ..first.clone() };
    recomputed(&mean, &wanted["recomputed_from_mean_of_capture_curves"], tally);
    // The file prints the mean of each of its 1000 bins as a whole number.
    let sum: f64 = mean.heights.iter().sum();
    let rounding = 0.5 * mean.heights.len() as f64 / sum;
    tally.number(sum, &wanted["stated_average_column_sum_of_bins"], rounding);
}

fn recomputed(distribution: &Distribution, wanted: &Json, tally: &mut Tally) {
    let binned = BinnedDistribution::new(&distribution.edges, &distribution.heights, Midpoint::Arithmetic).unwrap();
    let inside = |p| binned.quantile(p, Weighting::Number, CumulativeAt::UpperEdge, Interpolation::Linear).unwrap();
    let total = wanted.get("total_concentration_sum_of_bins").unwrap_or(&wanted["total_concentration"]);
    tally.number(binned.total(), total, NINE_DIGITS);
    tally.number(binned.mean(), &wanted["mean_nm"], NINE_DIGITS);
    tally.number(binned.mode(Weighting::Number), &wanted["mode_bin_centre_nm"], 0.0);
    if let Some(sd) = wanted.get("sd_nm") {
        tally.number(binned.standard_deviation(), sd, NINE_DIGITS);
    }
    for (key, p) in [("D10_nm", 0.1), ("D50_nm", 0.5), ("D90_nm", 0.9)] {
        tally.number(inside(p), &wanted[key], NINE_DIGITS);
    }
}

fn of_file(recording: &Recording<'_>, quantity: &str, about: &str) -> f64 {
    let value = recording.values.iter().find(|value| value.quantity == quantity && value.of == about).unwrap();
    match value.reading {
        Reading::Number(number) => number.approximately(),
        other => panic!("{quantity}: {other:?}"),
    }
}

/// A summary of two captures with four bins; the second capture failed.
fn small() -> String {
    let mut text = "NTA Experiment Summary File\nCreated with NTA 3.4 Build 3.4.003\n\n[Experiment Details]\n\
        Sample Description,\"batch 7, diluted\"\nTime Captured,10:52:35  14/03/2025\nRemarks,\n\nFilename:,b7_00,b7_1_ 01,\n\
        Processed,Yes,Yes,\n\n[Conditions]\nTemperature/C,22.5,22.6,\nCamera Level,14,14,\n\n[Settings]\n\
        Detection Threshold,5,5,\nMax Jump Mode,Auto,Auto,\n\n[Results],,,Average,Standard Error\n\
        Dilution factor (concentrations adjusted for this factor),1.00e+003,Not recorded,\n\
        Concentration (Particles / ml),1.00e+006,0.00e+000,5.00e+005,5.00e+005\nParticles per frame,40.1,0.0,20.1,20.1\n\
        New measure,7,8,\n\n[Concentration Warnings]\nValidity of concentration measurement,OK,Unreliable,\n\
        Noise level,No,High noise,\n\n[Information]\nNoise level,No,High noise,\nVibration correction applied,Yes,Yes,\n\
        Errors (1),,,\n\n[Data Included]\nSize distribution - Number weighting - With Percentiles\n\n[Size Data]\n\
        Analysis Method,FTLA,\nWeighting,Number,\nFilename,b7_00,b7_1_ 01,Average,Standard Error\n\
        Mean,1.6,0.0,0.8,0.8\nD50,1.6,N/A,0.8,0.8\nValid Tracks,925.0,0.0,\nGraph Data\n\
        Bin centre (nm), Concentration (particles / ml),Concentration (particles / ml),Concentration average,Standard Error\n\
        0.5,200000,0,100000,100000,\n1.5,500000,0,250000,250000,\n2.5,200000,0,100000,100000,\n3.5,100000,0,50000,50000,\n\
        ,,,\nPercentile,Size (nm),Size (nm),\n"
        .to_owned();
    (0..=100).for_each(|percent| text.push_str(&format!("{percent},1.5,0.0,\n")));
    text
}

fn run<'r>(recording: &'r Recording<'_>, index: usize) -> &'r Run<'r> {
    &recording.runs[index]
}

#[test]
fn a_summary_of_version_3_4() {
    read_text(&small(), |result| {
        let recording = result.unwrap();
        assert_eq!(recording.software, "NTA 3.4 Build 3.4.003");
        let (first, second) = (run(&recording, 0), run(&recording, 1));
        assert_eq!((first.name.as_str(), second.name.as_str()), ("b7_00", "b7_1_ 01"));
        assert_eq!((first.sample.as_str(), first.line, second.column), ("batch 7, diluted", 9, 3));
        assert_eq!(first.date, Some(jiff::civil::date(2025, 3, 14)));
        assert_eq!(*first.distributions[0].edges, [0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(first.distributions[0].states, Some(Percentiles::InsideBins));
        assert_eq!((first.distributions[0].line, second.distributions[0].column), (47, 3));
        let Dilution::Applied(factor) = &first.dilution else { panic!("{:?}", first.dilution) };
        assert_eq!((factor.text.as_str(), factor.line, factor.column), ("1.00e+003", 21, 2));
        assert_eq!(second.dilution, Dilution::NotRecorded);
        assert_eq!(first.value("temperature").map(|value| (&*value.unit, value.line)), Some(("°C", 13)));
        assert_eq!(first.value("New measure").map(|value| value.text.as_str()), Some("7"));
        assert_eq!(second.failed.as_deref(), Some("the concentration is 0, validity `Unreliable`"));
        assert_eq!(second.value("d50").and_then(|value| value.no_number.as_deref()), Some("the file says `N/A`"));
        let messages: Vec<&str> = recording.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`D50` has no number: the file says `N/A`",
                "nothing was measured (concentration 0 or no bin filled) in 1 of 2 captures: b7_1_ 01",
                "the instrument warns: `Validity of concentration measurement` is `Unreliable` for 1 of 2 captures: b7_1_ 01",
                "the instrument warns: `Noise level` is `High noise` for 1 of 2 captures: b7_1_ 01",
            ]
        );
    });
}

#[test]
fn one_capture_and_further_weightings() {
    let text = small();
    let (_, size_data) = text.split_once("Weighting,Number,\n").unwrap();
    let volume =
        format!("\nWeighting,Volume,\n{size_data}\n[Diffusion Coefficient Data]\nWeighting,Number,\nMean,1,1,\n");
    read_text(&format!("{text}{volume}"), |result| {
        let recording = result.unwrap();
        let run = run(&recording, 0);
        let weightings: Vec<&str> = run.distributions.iter().map(|found| found.weighting.as_str()).collect();
        assert_eq!(weightings, ["number", "volume"]);
        assert_eq!(run.values.iter().filter(|value| value.quantity == "mean" && value.of == "volume").count(), 1);
    });
    let one = text.replace("NTA Experiment Summary File", "NTA Single Analysis Summary File");
    read_text(&one, |result| assert_eq!(result.unwrap().format, "nanosight"));
}

#[test]
fn bins_that_do_not_sum_up_are_told() {
    read_text(&small().replace("1.5,500000,0", "1.5,600000,0"), |result| {
        let messages: Vec<String> = result.unwrap().findings.into_iter().map(|finding| finding.message).collect();
        assert!(
            messages.contains(&"the bins of `b7_00` sum up to 1.1000e6 particles/mL, stated are 1.00e+006".to_owned()),
            "{messages:?}"
        );
    });
}

/// Each damage with what is said of it first and its place.
#[test]
fn damaged_files_are_refused() {
    let text = small();
    let cut = |mark: &str| text.split_once(mark).unwrap().0.to_owned();
    let cases = [
        (String::new(), "the file is empty", (0, 0)),
        (cut("Filename:"), "there is no row `Filename:`, so there are no captures", (8, 1)),
        (
            cut("[Results]"),
            "the section [Results] has no concentration of every capture; is the file cut short?",
            (19, 1),
        ),
        (cut("[Size Data]"), "there are no bins; is the file cut short?", (37, 1)),
        (cut(",,,\nPerc"), "the table of percentiles does not reach 100; is the file cut short?", (50, 1)),
        (cut("57,1.5"), "the table of percentiles does not reach 100; is the file cut short?", (109, 1)),
        (text.replace("2.5,200000,0,", "2.5,200000,"), "the bin 2.5 has 4 cells, its header 5", (49, 5)),
        (
            text.replace("2.5,200000,", "2.5,2OO000,"),
            "the bin 2.5 has the height `2OO000`, which is no number of at least 0",
            (49, 2),
        ),
        (
            text.replace("2.5,200000,", "2.5,-1,"),
            "the bin 2.5 has the height `-1`, which is no number of at least 0",
            (49, 2),
        ),
        (text.replace("2.5,200000,0,", "2.5,200000,0,1,"), "the bin 2.5 has 6 cells, its header 5", (49, 6)),
        (
            text.replace("2.5,200000,0,100000,100000,\n", ""),
            "the bin centres are not evenly spaced: rows are missing or moved",
            (49, 1),
        ),
        // Without heights a capture would count as one of which nothing was measured.
        (
            format!(
                "{}\nBin centre (nm)\n0.5\n1.5\n2.5\n",
                cut("Bin centre").replace(" - With Percentiles", "").trim_end()
            ),
            "the header of the bins has 1 cells; 2 captures need one each and one for the sizes",
            (46, 2),
        ),
        (
            text.replace("Filename,b7_00,b7_1_ 01", "Filename,b7_1_ 01,b7_00"),
            "the capture `b7_00` of the row `Filename:` is `b7_1_ 01` here",
            (41, 2),
        ),
        (format!("{text}{text}"), "a second summary begins here: the file is two files put together", (154, 1)),
        (
            format!("{text}Use\tPosition\tMean Int.\n"),
            "the row `Use\tPosition\tMean Int.` does not belong into [Size Data]",
            (154, 1),
        ),
        (
            text.replace("Particles per frame,40.1,0.0,20.1,20.1", "Particles per frame,40.1,0.0,20.1,20.1,9"),
            "the row `Particles per frame` has 5 values for 2 captures",
            (23, 6),
        ),
        ("particle_size,a,b\n0.5,1,2\n1.5,1\n".to_owned(), "the bin 1.5 has 2 cells, its header 3", (3, 3)),
        (
            "particle_size,a\n0.5,1\n1.5,1\nparticle_size,a\n".to_owned(),
            "this row is no bin; are these two files put together?",
            (4, 1),
        ),
        (
            "particle_size,a\n0.5,1\n".to_owned(),
            "the bin centres are not evenly spaced: rows are missing or moved",
            (2, 1),
        ),
        (
            "particle_size,a\n0.5,1\n1.5,1\n".to_owned(),
            "the bins end at 1.5 nm and not at the usual 999.5 nm: the file was cut short",
            (3, 1),
        ),
    ];
    for (text, message, place) in cases {
        bad(&text, message, place);
    }
}

/// Every row is looked at once for each capture, and every capture has its bins: what a few bytes could claim is bounded.
#[test]
fn too_many_captures_are_refused() {
    let text = small().replace("b7_00,b7_1_ 01,\n", &format!("{}\n", "a,".repeat(200_000)));
    read_text(&text, |result| {
        let findings = result.unwrap_err();
        assert_eq!(findings[0].message, "the file names 200000 captures, more than 1000");
        assert_eq!(findings[0].code.name, "instrument-file-too-large");
    });
    // Bins of one cell, where the header has five: a distribution of each for every capture would fill gigabytes.
    let rows: String = (0..100_000).map(|bin| format!("{bin}.5\n")).collect();
    let wide = small().replace("b7_00,b7_1_ 01,\n", &format!("{}\n", "a,".repeat(1000)));
    read_text(&wide.replace("0.5,200000,0,100000,100000,\n", &rows), |result| assert!(result.is_err()));
}

#[test]
fn particle_data() {
    let header = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Start frame,Tracklength,Included in distribution?\n";
    let rows = "1,92.5,4.6e+006,8.1,0,12,True\n2,130,3.3e+006,9.0,4,5,FALSE\n";
    read_text(&format!("{header}{rows}"), |result| {
        let recording = result.unwrap();
        let run = run(&recording, 0);
        let sizes: Vec<(&str, &str)> = (run.values.iter().filter(|value| value.quantity == "size"))
            .map(|value| (value.of.as_str(), value.text.as_str()))
            .collect();
        assert_eq!(sizes, [("1", "92.5"), ("2", "130")]);
        assert_eq!(run.values.iter().filter(|value| value.text == "FALSE").count(), 1);
        assert_eq!(recording.findings.last().map(|finding| finding.code.name), Some("format-experimental"));
    });
    bad(&format!("{header}1,92.5,4.6e+006\n"), "a row of particles has 6 or 7 cells, this one has 3", (2, 1));
    bad(&format!("{header}1,9x,1,1,1,1,True\n"), "`Size/nm` is `9x`, which is no number", (2, 2));
    bad(header, "the file holds no particle", (1, 1));
    // An empty file has no line to point at, whatever it should be read as.
    let content = Content::new(&Arc::from("f.csv"), b"");
    let findings = read(&content, by_name("nanosight-particles").ok()).unwrap_err();
    assert_eq!(findings[0].code.name, "instrument-file-empty");
    assert_eq!(findings[0].place.as_ref().map(|place| place.line), Some(0));
}
