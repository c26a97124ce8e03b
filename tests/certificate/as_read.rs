//! Results that are read only as the command says: what `evqc check` judges so has a certificate, pictures and a dose, and an archive
//! draws the certificate again.

use super::bench::{Bench, DRAWN, Said};

const BESIDE: [&str; 6] = ["--lots", "lots.csv", "--waivers", "waivers.csv", "--as-of", "2026-02-19"];

/// The results of the sample, each record changed.
fn results(bench: &Bench, change: impl Fn(&mut Vec<String>, usize)) -> Vec<Vec<String>> {
    let text = bench.read("results.csv");
    let records = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes()).into_records().enumerate();
    let changed = records.map(|(at, record)| {
        let mut cells: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
        change(&mut cells, at);
        cells
    });
    changed.collect()
}

fn table(bench: &Bench, name: &str, rows: &[Vec<String>]) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    bench.write(name, std::str::from_utf8(&writer.into_inner().unwrap()).unwrap());
}

/// The sample with the same results three times: with decimal commas, with a column that nobody knows, and in a workbook of two
/// tables.
fn bench() -> Bench {
    let bench = Bench::new();
    let numbers = |cells: &mut Vec<String>, at: usize| {
        let is_number = |cell: &&mut String| at > 0 && cell.parse::<f64>().is_ok();
        cells.iter_mut().filter(is_number).for_each(|cell| *cell = cell.replace('.', ","));
    };
    table(&bench, "comma.csv", &results(&bench, numbers));
    let wider = |cells: &mut Vec<String>, at: usize| {
        cells.push(if at == 0 { "LIMS id".to_owned() } else { format!("L-{at}") });
    };
    table(&bench, "extra.csv", &results(&bench, wider));
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["Results", "Old"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0..).zip(results(&bench, |_, _| ())) {
            for (column, cell) in (0..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    std::fs::write(bench.path("two.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    bench
}

const READ: [(&str, [&str; 2], &str); 3] = [
    ("comma.csv", ["--decimal", "comma"], "--decimal comma"),
    ("extra.csv", ["--ignore-column", "LIMS id"], "--ignore-column LIMS id"),
    ("two.xlsx", ["--sheet", "Results"], "--sheet Results"),
];

/// A command about EV-3101 by this file of results.
fn of(bench: &Bench, command: &str, results: &str, more: &[&str]) -> Said {
    bench.command(&[&[command, "spec.yaml", results, "--lot", "EV-3101"], &BESIDE[..], more].concat())
}

/// A workbook with results on one sheet and facts of lots on another is both, and an archive has each in its part.
#[test]
fn one_workbook_of_results_and_lots() {
    let bench = Bench::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, file) in [("Results", "results.csv"), ("Lots", "lots.csv")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(bench.path(file)).unwrap();
        for (row, record) in (0..).zip(reader.records()) {
            for (column, cell) in (0..).zip(record.unwrap().iter()) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    std::fs::write(bench.path("both.xlsx"), book.save_to_buffer().unwrap()).unwrap();
    let read = [
        "spec.yaml",
        "both.xlsx",
        "--sheet",
        "Results",
        "--lots",
        "both.xlsx",
        "--lots-sheet",
        "Lots",
        "--waivers",
        "waivers.csv",
        "--as-of",
        "2026-02-19",
        "--lot",
        "EV-3101",
    ];
    let said = bench.command(&[&["certificate"], &read[..], &DRAWN[..], &["-o", "both.json"]].concat());
    assert_eq!(said.exit, 0, "{}", said.err);
    let twin: serde_json::Value = serde_json::from_str(&bench.read("both.json")).unwrap();
    let inputs = twin["content"]["record"]["inputs"].as_array().unwrap();
    let roles: Vec<&str> =
        inputs.iter().filter(|one| one["name"] == "both.xlsx").filter_map(|one| one["role"].as_str()).collect();
    assert_eq!(roles, ["results", "lots"]);
    let bundling = [&["bundle"], &read[..], &DRAWN[..], &["--attach", "both.json", "-o", "both.zip"]].concat();
    let said = bench.command(&bundling);
    assert_eq!(said.exit, 0, "{}", said.err);
}

#[test]
fn what_check_reads_has_a_certificate_and_an_archive_draws_it_again() {
    let bench = bench();
    for (results, options, written) in READ {
        let drawing = [&DRAWN[..], &["--overwrite", "-o", "coa.json"]].concat();
        let refused = of(&bench, "certificate", results, &drawing);
        assert_eq!(refused.exit, 4, "{results}: {}", refused.err);
        assert_eq!(of(&bench, "check", results, &[&options[..], &["-o", "csv"]].concat()).exit, 0, "{results}");
        let said = of(&bench, "certificate", results, &[&options[..], &drawing].concat());
        assert_eq!(said.exit, 0, "{results}: {}", said.err);
        let twin: evqc::certificate::Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
        assert_eq!(twin.content.record.configuration.options, [written]);
        assert_eq!(twin.content.conclusion.verdict, "conforms");

        let packing = [&["--attach", "coa.json", "-o", "lot.zip"], &DRAWN[..]].concat();
        let packed = of(&bench, "bundle", results, &[&options[..], &packing].concat());
        assert_eq!(packed.exit, 0, "{results}: {}", packed.err);
        for command in [&["replay", "lot.zip"][..], &["verify", "lot.zip", "--unsigned"]] {
            let said = bench.command(command);
            let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(said.exit, 0, "{results}: {}{}", said.out, said.err);
            assert!(told.contains("drawn again, the same certificate"), "{told}");
        }
        std::fs::remove_file(bench.path("lot.zip")).unwrap();
    }
}

#[test]
fn options_of_reading_are_part_of_what_is_signed() {
    let bench = bench();
    let digest = |more: &[&str]| {
        let said = bench.run(&[&["--lot", "EV-3101", "-o", "json"], more].concat());
        let twin: evqc::certificate::Certificate = serde_json::from_str(&said.out).unwrap();
        (twin.content.record.configuration.sha256, twin.content_sha256)
    };
    let (plain, content) = digest(&[]);
    for options in [&["--decimal", "point"][..], &["--separator", ","], &["--encoding", "utf-8"]] {
        let (with, other) = digest(options);
        assert!(with != plain && other != content, "{options:?}");
    }
}

#[test]
fn pictures_and_doses_are_of_the_results_as_they_are_read() {
    let bench = bench();
    let waived = ["--lots", "lots.csv", "--as-of", "2026-02-19"];
    for (results, options, _) in READ {
        let of = |command: &str, results: &str, more: &[&str]| {
            bench.command(&[&[command, "spec.yaml", results, "--lot", "EV-3101"], &waived[..], more].concat())
        };
        let drawn = of("plot", "results.csv", &["--to", "plain"]);
        let said = of("plot", results, &[&options[..], &["--to", "pictures"]].concat());
        assert_eq!((said.exit, said.err.replace("pictures in pictures", "pictures in plain")), (drawn.exit, drawn.err));
        assert_eq!(bench.read("pictures/ph.svg"), bench.read("plain/ph.svg"));
        let dose = ["--target", "1e9 particles", "-o", "json"];
        let (plain, said) = (of("dose", "results.csv", &dose), of("dose", results, &[&options[..], &dose].concat()));
        let report = |said: &Said| serde_json::from_str::<serde_json::Value>(&said.out).unwrap();
        let (as_read, plain_report) = (report(&said), report(&plain));
        let lot = |report: &serde_json::Value| {
            let one = &report["doses"][0];
            (one["lot"].clone(), one["verdict"].clone())
        };
        assert_eq!((said.exit, lot(&as_read)), (plain.exit, lot(&plain_report)), "{results}");
        assert_ne!(as_read["configuration"]["sha256"], plain_report["configuration"]["sha256"], "{results}");
        // Read otherwise, nothing is judged.
        let unread = of("plot", results, &["--to", "nothing"]);
        assert_eq!(unread.exit, 4, "{results}: {}", unread.err);
    }
}

/// A lot whose parent is judged by a specification of its own: the certificate is by the first, and says which others there were.
#[test]
fn ancestors_are_judged_by_a_further_specification() {
    let bench = Bench::new();
    super::bench::copy(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/ancestors"),
        &bench.path("").join("."),
    );
    let of = |command: &str, data: &str, more: &[&str]| {
        let judged = [command, "spec.yaml", data, "--lots", "lots-one.csv", "--lot", "DP-1", "--as-of", "2026-02-10"];
        bench.command(&[&judged[..], more].concat())
    };
    let drawing = ["-o", "coa.json", "--overwrite"];
    let further = ["--spec", "sterile.yaml"];
    // By the specification of the product alone nothing is known of the harvest.
    assert_eq!(of("certificate", "data-sterile.csv", &drawing).exit, 3);
    let barred = of("certificate", "data-not-sterile.csv", &[&further[..], &drawing].concat());
    assert_eq!(barred.exit, 3, "{}", barred.err);
    let said = of("certificate", "data-sterile.csv", &[&further[..], &drawing].concat());
    assert_eq!(said.exit, 0, "{}", said.err);
    let twin: evqc::certificate::Certificate = serde_json::from_str(&bench.read("coa.json")).unwrap();
    let content = &twin.content;
    assert_eq!((content.specification.id.as_str(), content.conclusion.verdict.as_str()), ("product", "conforms"));
    let named = &content.record.configuration.options;
    assert!(named.len() == 1 && named[0].starts_with("--spec sterile 1.0.0 "), "{named:?}");
    // Its digest is that of the canonical form, as a report names it.
    let report = of("check", "data-sterile.csv", &[&further[..], &["-o", "json"]].concat());
    assert!(report.out.contains(named[0].rsplit(' ').next().unwrap()), "{named:?}");

    let packing = ["--attach", "coa.json", "-o", "lot.zip"];
    for first in ["spec.yaml", "sterile.yaml"] {
        let other = if first == "spec.yaml" { "sterile.yaml" } else { "spec.yaml" };
        let judged = ["bundle", first, "data-sterile.csv", "--spec", other, "--lots", "lots-one.csv", "--lot", "DP-1"];
        let packed = bench.command(&[&judged[..], &["--as-of", "2026-02-10"], &packing].concat());
        assert_eq!(packed.exit, 0, "{}", packed.err);
        let said = bench.command(&["replay", "lot.zip"]);
        let told = said.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.exit == 0 && told.contains("drawn again, the same certificate"), "{first}: {told}{}", said.err);
        std::fs::remove_file(bench.path("lot.zip")).unwrap();
    }
    assert_eq!(of("bundle", "data-sterile.csv", &packing).exit, 5);
}
