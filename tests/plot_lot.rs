//! `evqc plot`: pictures of one lot, as SVG and PNG.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests run programs and read files")]

use std::path::Path;
use std::process::{Command, Output};

fn plot(arguments: &[&str], to: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).arg("plot").args(arguments);
    command.args(["--as-of", "2026-11-27", "--to"]).arg(to).output().unwrap()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn each_number_stands_beside_its_limits() {
    let folder = tempfile::tempdir().unwrap();
    let spec = "samples/guard-zone/spec.yaml";
    let out = plot(&[spec, "samples/guard-zone/results.csv", "--lot", "EV-2632", "--png"], folder.path());
    assert_eq!(out.status.code(), Some(3), "that of the lot: {}", String::from_utf8_lossy(&out.stderr));
    let drawn = names(folder.path());
    assert_eq!(drawn.iter().filter(|name| name.ends_with(".svg")).count(), 4, "{drawn:?}");
    assert_eq!(drawn.iter().filter(|name| name.ends_with(".png")).count(), 4, "{drawn:?}");
    let endotoxin = std::fs::read_to_string(folder.path().join("endotoxin.svg")).unwrap();
    for text in ["EV-2632: Bacterial endotoxin", "limit ≤ 0.50", "guard zone", "expanded uncertainty", "inconclusive"]
    {
        assert!(endotoxin.contains(text), "{text}: {endotoxin}");
    }
    // Powers of ten as they are read, and determinations are counted.
    let particles = std::fs::read_to_string(folder.path().join("particle_concentration.svg")).unwrap();
    for text in ["criterion ≥ 1.0×10¹¹ particles/mL", "limit ≥ 1.0×10¹¹", "\n1.2×10¹¹\n", "\n3\n"] {
        assert!(particles.contains(text), "{text}: {particles}");
    }
    for text in ["10^", "e11", "\n0.5\n", "\n2.5\n"] {
        assert!(!particles.contains(text), "{text}: {particles}");
    }
    let again = tempfile::tempdir().unwrap();
    plot(&[spec, "samples/guard-zone/results.csv", "--lot", "EV-2632", "--png"], again.path());
    for name in drawn {
        assert_eq!(std::fs::read(folder.path().join(&name)).unwrap(), std::fs::read(again.path().join(&name)).unwrap());
    }
}

#[test]
fn size_distributions_are_drawn_with_their_window() {
    let folder = tempfile::tempdir().unwrap();
    let sample = "samples/nta-injections";
    let names = ["EV-201_1", "EV-201_2", "EV-202_1", "EV-202_2", "EV-203_1", "EV-203_2", "PBS", "beads_100nm"];
    let files = names.map(|name| format!("{sample}/{name}.csv"));
    let spec = format!("{sample}/spec.yaml");
    let mut arguments = vec![spec.as_str()];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(["--lot", "EV-201"]);
    let out = plot(&arguments, folder.path());
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    let sizes = std::fs::read_to_string(folder.path().join("sizes.svg")).unwrap();
    for text in ["EV-201: size distribution by number", "Particles of 50-200 nm", "1/EV-201_1_00", "2/EV-201_2_02"] {
        assert!(sizes.contains(text), "{text}");
    }
}

/// The example of the page works as it stands: the folder is made; where none can be made that is told.
#[test]
fn a_folder_that_is_not_there_is_made() {
    let lot = ["samples/guard-zone/spec.yaml", "samples/guard-zone/results.csv", "--lot", "EV-2632"];
    let folder = tempfile::tempdir().unwrap();
    let pictures = folder.path().join("in/pictures");
    assert_eq!(plot(&lot, &pictures).status.code(), Some(3), "that of the lot");
    assert_eq!(names(&pictures).len(), 4);
    std::fs::write(folder.path().join("file"), "").unwrap();
    let out = plot(&lot, &folder.path().join("file/pictures"));
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("--to "), "{}", String::from_utf8_lossy(&out.stderr));
}

/// Who gets an exit code is told what it is about, and of which tests there is no picture.
#[test]
fn the_verdict_and_what_is_not_drawn_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["EV-201_1", "EV-201_2", "EV-202_1", "EV-202_2", "EV-203_1", "EV-203_2", "PBS", "beads_100nm"];
    let files = names.map(|name| format!("samples/nta-injections/{name}.csv"));
    let mut arguments = vec!["samples/nta-injections/spec.yaml"];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(["--lot", "EV-202"]);
    let out = plot(&arguments, folder.path());
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(4), "{said}");
    assert!(said.contains("3 pictures in ") && said.contains("\nlot EV-202: NOT EVALUABLE · exit 4\n"), "{said}");
    assert!(said.contains("\nnot drawn: Particle concentration: "), "{said}");
    arguments.push("-q");
    let out = plot(&arguments, folder.path());
    assert_eq!(String::from_utf8_lossy(&out.stderr), "lot EV-202: NOT EVALUABLE · exit 4\n");
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let out = plot(&arguments, &file);
    assert_eq!(out.status.code(), Some(2));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("file: is a file; name a folder"), "{said}");
}

/// Results over time, for the tests that have some.
#[test]
fn results_over_time_are_drawn_with_their_limit() {
    let folder = tempfile::tempdir().unwrap();
    let sample = "samples/stability-frozen-intranasal";
    let (spec, data) = (format!("{sample}/spec.yaml"), format!("{sample}/results.csv"));
    plot(&[&spec, &data, "--lot", "AD-01"], folder.path());
    let drawn: Vec<String> = names(folder.path()).into_iter().filter(|name| name.contains("-over-time")).collect();
    assert_eq!(drawn, ["size_30_160-over-time.svg"]);
    let course = std::fs::read_to_string(folder.path().join(&drawn[0])).unwrap();
    for text in ["AD-01: Particles of 30-160 nm, stability", "time (days)", "limit &gt; 80 %", "-80 °C"] {
        assert!(course.contains(text), "{text}: {course}");
    }
    // Three results and the one of the legend.
    assert_eq!(course.matches("<circle").count(), 4, "{course}");
}

/// The numbers of an attribute of a drawn element.
fn numbers(element: &str, name: &str) -> Vec<f64> {
    let value = element.split(&format!(" {name}=\"")).nth(1).unwrap().split('"').next().unwrap();
    value.split([' ', ',']).filter(|one| !one.is_empty()).map(|one| one.parse().unwrap()).collect()
}

/// A result that fails has another sign than one that passes, by shape and by colour, and so has one of which neither is said.
#[test]
fn what_fails_looks_otherwise_than_what_passes() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = |sample: &str, lot: &str, test: &str| {
        let (spec, data) = (format!("samples/{sample}/spec.yaml"), format!("samples/{sample}/results.csv"));
        let to = folder.path().join(lot);
        plot(&[&spec, &data, "--lot", lot], &to);
        std::fs::read_to_string(to.join(format!("{test}.svg"))).unwrap()
    };
    // In the picture and in the legend: a filled square, a cross of two lines, an empty diamond.
    let signs = |svg: &str| {
        let count = |start: &str, colour: &str| {
            svg.lines().filter(|line| line.starts_with(start) && line.contains(colour)).count()
        };
        [
            count("<polygon", "fill=\"#009E73\""),
            count("<polyline", "\"#B03A00\""),
            count("<polygon", "fill=\"#FFFFFF\""),
        ]
    };
    let passes = drawn("many-lots", "ML-01", "endotoxin");
    assert_eq!(signs(&passes), [2, 0, 0], "{passes}");
    let fails = drawn("many-lots", "ML-03", "endotoxin");
    assert_eq!(signs(&fails), [0, 4, 0], "{fails}");
    assert!(fails.contains("\nresult: fail\n"), "{fails}");
    let open = drawn("guard-zone", "EV-2632", "endotoxin");
    assert_eq!(signs(&open), [0, 0, 2], "{open}");
    assert!(open.contains("\nresult: inconclusive\n"), "{open}");
    // Over time too, on the marker of its series.
    let course = drawn("stability-published-cold-storage", "HT29-EV", "particles_retained-over-time");
    assert_eq!(signs(&course), [0, 4, 0], "{course}");
    assert!(course.contains("\nfails\n"), "{course}");
}

/// Guard zones that are wider than what lies between the limits end at the other limit, and a bound has nothing around it.
#[test]
fn guard_zones_end_at_the_other_limit() {
    let test = "  potency:\n    name: Potency\n    category: potency\n    procedure: S\n    accept: 80 to 120 %\n    \
                decide: four-zone(1)\n    uncertainty: {relative: 50 %, k: 2, from: V}\n";
    let of =
        |value: &str| picture(&drawn(test, &format!("lot,test,value,unit\nL1,potency,{value},%\n"), &[]), "potency");
    let outside = of("125");
    // Limits are upright lines; the samples of the legend are level.
    let lines = outside.lines().filter(|line| line.contains("stroke=\"#A00000\" stroke-width=\"18\""));
    let ends = lines.map(|line| numbers(line, "points")).filter(|ends| ends[0] == ends[2]).map(|ends| ends[0]);
    let mut limits: Vec<f64> = ends.collect();
    limits.sort_by(f64::total_cmp);
    assert_eq!(limits.len(), 2, "{outside}");
    let zones: Vec<&str> =
        outside.lines().filter(|line| line.starts_with("<rect") && line.contains("#E69F00")).collect();
    assert!(!zones.is_empty(), "{outside}");
    let (from, to) = (limits[0], limits[1]);
    // The last one is the sample of the legend.
    for zone in &zones[..zones.len() - 1] {
        let (left, width) = (numbers(zone, "x")[0], numbers(zone, "width")[0]);
        assert!((left - from).abs() < 11.0 && (left + width - to).abs() < 11.0, "{zone}: {from} to {to}");
    }
    assert!(outside.contains("expanded uncertainty"), "{outside}");
    let bound = of("<110");
    assert!(bound.contains("upper bound of the result") && !bound.contains("expanded uncertainty"), "{bound}");
}

/// The side of a limit that is not accepted has a ground and strokes along the limit, and the other side has not.
#[test]
fn the_side_that_is_not_accepted_is_marked() {
    let folder = tempfile::tempdir().unwrap();
    plot(&["samples/many-lots/spec.yaml", "samples/many-lots/results.csv", "--lot", "ML-01"], folder.path());
    let element = |svg: &str, start: &str, has: &str| {
        svg.lines().find(|line| line.starts_with(start) && line.contains(has)).map(str::to_owned).unwrap()
    };
    for (test, above) in [("endotoxin", true), ("particle_concentration", false)] {
        let svg = std::fs::read_to_string(folder.path().join(format!("{test}.svg"))).unwrap();
        let limit = numbers(&element(&svg, "<polyline", "\"#A00000\" stroke-width=\"18\""), "points")[0];
        let ground = element(&svg, "<rect", "\"#B03A00\"");
        let from = numbers(&ground, "x")[0];
        let to = from + numbers(&ground, "width")[0];
        let strokes = numbers(&element(&svg, "<polyline", "\"#A00000\" stroke-width=\"8\""), "points");
        let across: Vec<f64> = strokes.chunks(2).map(|place| place[0]).collect();
        let reached = across.iter().copied().find(|at| *at != limit).unwrap();
        assert!((if above { from } else { to } - limit).abs() <= 1.0, "{test}: {from} to {to}, limit {limit}");
        assert!(to - from > 100.0, "{test}: to the edge of the picture");
        assert_eq!(reached > limit, above, "{test}: strokes lean to {reached} from {limit}");
    }
}

/// What the bars of the HTML report show stands in the pictures too: alert limits, and determinations beside limits that are
/// percent of a label claim.
#[test]
fn alert_limits_and_shares_of_a_label_claim() {
    let folder = tempfile::tempdir().unwrap();
    plot(&["samples/many-lots/spec.yaml", "samples/many-lots/results.csv", "--lot", "ML-01"], folder.path());
    let particles = std::fs::read_to_string(folder.path().join("particle_concentration.svg")).unwrap();
    assert!(particles.contains("alert limit 1.5×10"), "{particles}");
    let sample = "samples/certificate";
    let (spec, data, lots) =
        (format!("{sample}/spec.yaml"), format!("{sample}/results.csv"), format!("{sample}/lots.csv"));
    plot(&[&spec, &data, "--lots", &lots, "--lot", "EV-3101"], folder.path());
    let share = std::fs::read_to_string(folder.path().join("particle_concentration.svg")).unwrap();
    assert!(share.contains("limit ≥ 80") && share.contains("limit ≤ 120"), "{share}");
    assert!(share.contains(">determination<") || share.contains("determination\n"), "{share}");
    // One unit has one spelling, and what the determinations come to is not one of them.
    let ratio = std::fs::read_to_string(folder.path().join("particles_per_ug.svg")).unwrap();
    assert!(ratio.contains("particles/µg, criterion") && !ratio.contains("particles/ug"), "{ratio}");
    assert_eq!(ratio.matches("\nresult\n").count(), 2, "on the axis and in the legend: {ratio}");
    assert!(!ratio.contains("determination\n"), "nothing was determined: {ratio}");
}

/// A size that no picture can have is told with those that it can, before anything is read or written.
#[test]
fn a_picture_has_a_size_that_can_be_read() {
    let lot = ["samples/guard-zone/spec.yaml", "samples/guard-zone/results.csv", "--lot", "EV-2632"];
    let folder = tempfile::tempdir().unwrap();
    for (option, wrong, range) in [
        ("--width", "0", "360 to 2400"),
        ("--width", "100000", "360 to 2400"),
        ("--width", "wide", "360 to 2400"),
        ("--width=-5", "", "360 to 2400"),
        ("--height", "0", "200 to 2400"),
        ("--height", "4294967296", "200 to 2400"),
    ] {
        let to = folder.path().join("none");
        let size = [option, wrong].into_iter().filter(|word| !word.is_empty());
        let out = plot(&lot.into_iter().chain(size).collect::<Vec<_>>(), &to);
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(2), "{option} {wrong}: {said}");
        assert!(said.contains(range) && said.contains(option.split('=').next().unwrap()), "{option} {wrong}: {said}");
        assert!(!to.exists(), "{option} {wrong}");
    }
    for (width, height) in [("360", "200"), ("2400", "300")] {
        let to = folder.path().join(width);
        let out = plot(&[&lot[..], &["--width", width, "--height", height]].concat(), &to);
        assert_eq!(out.status.code(), Some(3), "that of the lot");
        let svg = std::fs::read_to_string(to.join("endotoxin.svg")).unwrap();
        assert!(svg.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{svg}");
    }
}

/// A sign without a letter is no empty box: there is no picture of pixels, and an SVG has the text.
#[test]
fn a_sign_that_no_letter_shows_is_told() {
    let rows = std::fs::read_to_string("samples/guard-zone/results.csv").unwrap();
    for (lot, sign) in [("EV-🧪", "🧪"), ("EV-\u{5e9}1", "\u{5e9}")] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("results.csv");
        std::fs::write(&data, rows.replace("EV-2632", lot)).unwrap();
        let to = folder.path().join("out");
        let asked = ["samples/guard-zone/spec.yaml", data.to_str().unwrap(), "--lot", lot];
        let out = plot(&[&asked[..], &["--png"]].concat(), &to);
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(4), "{said}");
        assert!(said.contains("no picture was written: the figure"), "{said}");
        assert!(said.contains(&format!("no letter of the program shows \"{sign}\"")), "{said}");
        assert!(said.contains("an SVG keeps it as text; leave out --png"), "{said}");
        assert!(names(&to).is_empty());
        assert_eq!(plot(&asked, &to).status.code(), Some(3));
        assert_eq!(names(&to).len(), 4);
    }
}

/// Whatever a lot is called, files are named by tests, and the picture stays a picture.
#[test]
fn lots_with_hostile_names() {
    let long = "长x".repeat(250);
    for lot in ["<script>alert(1)</script>", "../../x", "a|b&c", long.as_str()] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("results.csv");
        let rows = std::fs::read_to_string("samples/guard-zone/results.csv").unwrap();
        std::fs::write(&data, rows.replace("EV-2632", lot)).unwrap();
        let to = folder.path().join("out");
        std::fs::create_dir(&to).unwrap();
        let out = plot(&["samples/guard-zone/spec.yaml", data.to_str().unwrap(), "--lot", lot, "--png"], &to);
        assert_eq!(out.status.code(), Some(3), "{lot}: {}", String::from_utf8_lossy(&out.stderr));
        let drawn = names(&to);
        assert_eq!(drawn.len(), 8, "{drawn:?}");
        assert!(drawn.iter().all(|name| name.is_ascii() && name.len() < 60), "{drawn:?}");
        let svg = std::fs::read_to_string(to.join("endotoxin.svg")).unwrap();
        assert!(!svg.contains("<script"), "{svg}");
        let mut reader = quick_xml::Reader::from_str(&svg);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        if lot == long {
            // The whole name stands in the title for screen readers; what is drawn ends before the edge.
            assert!(svg.contains(&long) && svg.contains("…") && svg.contains("x: Bacterial endotoxin\n"));
        }
    }
}

/// A number is drawn where it was measured, and nowhere else: a bound lies below or above its number, and a number without a unit
/// is none of the axis.
#[test]
fn what_was_not_measured_at_a_number_is_not_drawn_there() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, data) = (folder.path().join("spec.yaml"), folder.path().join("results.csv"));
    std::fs::write(
        &spec,
        "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
         hcp: {name: Host cell protein, category: purity, accept: \"<= 100 ng/mL\", result: mean of 3}\n  \
         tox: {name: Toxin, category: safety, accept: \"<= 1.0 EU/mL\"}\n",
    )
    .unwrap();
    let row = |test: &str, number: u32, value: &str, unit: &str| format!("L1,{test},{number},{value},{unit}\n");
    let rows = [
        row("hcp", 1, "12", "ng/mL"),
        row("hcp", 2, "<20", "ng/mL"),
        row("hcp", 3, "15", ""),
        row("tox", 1, "<0.05", "EU/mL"),
    ];
    std::fs::write(&data, format!("lot,test,replicate,value,unit\n{}", rows.concat())).unwrap();
    let to = folder.path().join("pictures");
    let out = plot(&[spec.to_str().unwrap(), data.to_str().unwrap(), "--lot", "L1"], &to);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    let hcp = std::fs::read_to_string(to.join("hcp.svg")).unwrap_or_else(|_| panic!("{said}"));
    assert!(hcp.contains("determination (2 not drawn)"), "{hcp}");
    let toxin = std::fs::read_to_string(to.join("tox.svg")).unwrap_or_else(|_| panic!("{said}"));
    assert!(toxin.contains("upper bound of the result"), "{toxin}");
}

/// A course is that of one storage: two storages with a time point each have none.
#[test]
fn time_points_of_two_storages_are_no_course() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, data) = (folder.path().join("spec.yaml"), folder.path().join("results.csv"));
    std::fs::write(
        &spec,
        "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
         imp: {name: Impurity, category: purity, accept: \"<= 10 ng/mL\", stage: stability}\n",
    )
    .unwrap();
    let row = |time: u32, storage: &str| format!("L1,imp,1.5,ng/mL,stability,{time},months,{storage}\n");
    let drawn = |rows: &[String], to: &str| {
        std::fs::write(&data, format!("lot,test,value,unit,stage,time,time_unit,condition\n{}", rows.concat()))
            .unwrap();
        let to = folder.path().join(to);
        let out = plot(&[spec.to_str().unwrap(), data.to_str().unwrap(), "--lot", "L1"], &to);
        (to.join("imp-over-time.svg").exists(), String::from_utf8_lossy(&out.stderr).into_owned())
    };
    let (course, said) = drawn(&[row(3, "5 C"), row(6, "25 C")], "two");
    assert!(!course, "{said}");
    let (course, said) = drawn(&[row(3, "5 C"), row(6, "25 C"), row(6, "5 C")], "three");
    assert!(course, "{said}");
}

/// Of results over time those that are bounds are marked as such, and no line leads through them.
#[test]
fn bounds_over_time_are_no_course() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, data) = (folder.path().join("spec.yaml"), folder.path().join("results.csv"));
    std::fs::write(
        &spec,
        "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n  \
         imp: {name: Impurity, category: purity, accept: \"<= 10 ng/mL\", stage: stability}\n",
    )
    .unwrap();
    let row = |time: u32, value: &str| format!("L1,imp,{value},ng/mL,stability,{time},months,5 C\n");
    let rows = [row(0, "1.5"), row(3, "<2"), row(6, "<5"), row(9, "4")].concat();
    std::fs::write(&data, format!("lot,test,value,unit,stage,time,time_unit,condition\n{rows}")).unwrap();
    let to = folder.path().join("pictures");
    let out = plot(&[spec.to_str().unwrap(), data.to_str().unwrap(), "--lot", "L1"], &to);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    let course = std::fs::read_to_string(to.join("imp-over-time.svg")).unwrap_or_else(|_| panic!("{said}"));
    assert!(course.contains("below or above this number"), "{course}");
    assert!(course.contains("4 results of Impurity over time."), "{course}");
}

/// The pictures of a lot `L1`, by a specification of these lines and these rows.
fn drawn(tests: &str, rows: &str, more: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (spec, data) = (folder.path().join("spec.yaml"), folder.path().join("results.csv"));
    let head = "evqc: 1\nid: s\nversion: \"1\"\ntitle: S\nstatus: draft\nrounding: usp\ntests:\n";
    std::fs::write(&spec, format!("{head}{tests}")).unwrap();
    std::fs::write(&data, rows).unwrap();
    let arguments = [&[spec.to_str().unwrap(), data.to_str().unwrap(), "--lot", "L1"], more].concat();
    let out = plot(&arguments, folder.path());
    assert!(folder.path().read_dir().unwrap().count() > 2, "{}", String::from_utf8_lossy(&out.stderr));
    folder
}

fn picture(folder: &tempfile::TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(format!("{name}.svg"))).unwrap()
}

/// The picture of the sizes of EV-201, from the sample with another specification and with these names of its runs.
fn sizes_of(spec: &str, run: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut arguments = vec![path("spec.yaml")];
    std::fs::write(&arguments[0], spec).unwrap();
    for name in ["EV-201_1.csv", "EV-201_2.csv", "PBS.csv", "beads_100nm.csv", "samples.yaml"] {
        let text = std::fs::read_to_string(format!("samples/nta-injections/{name}")).unwrap();
        // The files of the other lots are not given.
        let text: String = text
            .split_inclusive('\n')
            .filter(|line| !line.contains("{file: \"EV-20") || line.contains("EV-201"))
            .collect();
        std::fs::write(path(name), text.replace("EV-201_1_0", run).replace("EV-201_2_0", run)).unwrap();
        arguments.extend(name.ends_with(".csv").then(|| path(name)));
    }
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(["--lot", "EV-201"]);
    arguments.extend(more);
    let out = plot(&arguments, folder.path());
    std::fs::read_to_string(folder.path().join("sizes.svg"))
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&out.stderr)))
}

const INJECTIONS: &str = "samples/nta-injections/spec.yaml";

/// Under a weighting stand the windows of the tests that weight alike, each with strokes of its own, and that it is a draft.
#[test]
fn a_picture_of_sizes_has_one_weighting() {
    let window = |id: &str, name: &str, what: &str| {
        format!(
            "  {id}:\n    name: {name}\n    category: identity\n    procedure: SOP-NTA-02\n    method: NTA\n    from: size_distribution\n    \
             {what}\n    of: all particles\n    result: mean of 2 injections of 3 captures\n    accept: \">= 1 %\"\n    rationale: x\n"
        )
    };
    let spec = std::fs::read_to_string(INJECTIONS)
        .unwrap()
        .replace("status: approved\neffective: 2026-01-01", "status: draft");
    let one = sizes_of(&spec, "EV-201_0", &[]);
    let more = [
        window("volume", "Volume window", "statistic: fraction 100 to 300 nm\n    weight: volume"),
        window("small", "Small particles", "statistic: fraction 30 to 100 nm"),
    ];
    let several = sizes_of(&format!("{spec}{}", more.concat()), "EV-201_0", &[]);
    for text in ["size distribution by number", "Particles of 50-200 nm", "Small particles", "DRAFT"] {
        assert!(several.contains(text), "{text}: {several}");
    }
    assert!(!several.contains("Volume window"), "{several}");
    let strokes = |svg: &str| {
        let own = |line: &&str| line.starts_with("<polyline") && line.contains("stroke=\"#009E73\" stroke-width=\"8\"");
        svg.lines().filter(own).filter(|line| numbers(line, "points").len() == 4).count()
    };
    assert!(strokes(&several) > strokes(&one) + 10, "{} and {}", strokes(&several), strokes(&one));
}

/// Runs whose long names differ at their ends alone have names of their own in the legend.
#[test]
fn each_curve_has_its_own_name() {
    let spec = std::fs::read_to_string(INJECTIONS).unwrap();
    let wide = sizes_of(&spec, "Plasma EV-201 in PBS 1 to 1000 after thawing capture ", &[]);
    let one_word = "Plasma-EV-201-in-PBS-1-to-1000-after-thawing-capture-";
    for svg in [wide, sizes_of(&spec, one_word, &[]), sizes_of(&spec, one_word, &["--width", "360"])] {
        let texts: Vec<&str> = svg.lines().collect();
        for capture in ["0", "1", "2"] {
            let ends = ["capture ", "capture-", "-"].map(|before| format!("{before}{capture}"));
            assert!(texts.iter().any(|text| ends.iter().any(|end| text.ends_with(end))), "{capture}: {svg}");
        }
        let curves: Vec<&&str> = texts.iter().filter(|text| text.contains('…')).collect();
        let different: std::collections::BTreeSet<&&str> = curves.iter().copied().collect();
        assert_eq!(different.len(), curves.len(), "{curves:?}");
    }
}

/// Points with different limits have none in their picture, and it says so: a value of the one would lie where the other is not
/// accepted.
#[test]
fn points_with_different_limits_have_none() {
    let tests = "  conc:\n    name: Concentration\n    category: quantity\n    stage: stability\n    method: [NTA, nFCM]\n    accept:\n      \
                 - {when: {method: NTA}, is: \">= 1.0e10 particles/mL\"}\n      - {when: {method: nFCM}, is: \">= 4.0e9 particles/mL\"}\n";
    let row = |value: &str, time: u32, method: &str| {
        format!("L1,conc,{value},particles/mL,stability,{time},months,-80 C,{method}\n")
    };
    let rows = |last: &str| {
        let head = "lot,test,value,unit,stage,time,time_unit,condition,method\n";
        [head.to_owned(), row("1.5e10", 6, "NTA"), row("6e9", 12, last), row("5e9", 18, last)].concat()
    };
    let course = picture(&drawn(tests, &rows("nFCM"), &[]), "conc-over-time");
    assert!(!course.contains("limit ≥") && course.contains("the points have different limits"), "{course}");
    let course = picture(&drawn(tests, &rows("NTA"), &[]), "conc-over-time");
    assert!(course.contains("limit ≥ 1.0×10¹⁰") && !course.contains("different limits"), "{course}");
}

/// A rule with an uncertainty compares the result before it is rounded: there it is drawn, on its side of the guard zone.
#[test]
fn a_result_is_drawn_where_it_is_compared() {
    let line = |id: &str, u: &str| {
        format!(
            "  {id}: {{name: Potency {id}, category: potency, result: mean of 2, accept: \">= 70 %\", decide: guarded(1), \
             uncertainty: {{absolute: {u} %, k: 2, from: VAL-1}}}}\n"
        )
    };
    let rows =
        "lot,test,value,unit,replicate\nL1,met,71.3,%,1\nL1,met,71.5,%,2\nL1,refused,71.5,%,1\nL1,refused,71.7,%,2\n";
    let folder = drawn(&(line("met", "1.2") + &line("refused", "1.8")), rows, &[]);
    let guard = |svg: &str| {
        let rect = svg.lines().find(|line| line.starts_with("<rect") && line.contains("#E69F00")).unwrap().to_owned();
        numbers(&rect, "x")[0] + numbers(&rect, "width")[0]
    };
    let middle = |places: Vec<f64>| {
        let across: Vec<f64> = places.chunks(2).map(|place| place[0]).collect();
        across.iter().sum::<f64>() / across.len() as f64
    };
    let met = picture(&folder, "met");
    let square = met.lines().find(|line| line.starts_with("<polygon") && line.contains("#009E73")).unwrap();
    assert!(middle(numbers(square, "points")) > guard(&met), "71.4 passes beyond 71.2: {met}");
    assert!(met.contains("71 %, criterion"), "as it is reported: {met}");
    let refused = picture(&folder, "refused");
    let cross = refused.lines().find(|line| line.starts_with("<polyline") && line.contains("\"#B03A00\"")).unwrap();
    assert!(middle(numbers(cross, "points")) < guard(&refused), "71.6 fails before 71.8: {refused}");
}

/// A first stage that is not met passes by the second one alone: its picture says so, with another sign than that of a pass.
#[test]
fn what_the_second_stage_decided_is_told() {
    let tests = "  first: {name: First, category: safety, accept: \"<= 6000\", second_stage: second}\n  \
                 second: {name: Second, category: safety, accept: \"<= 3000\"}\n";
    let folder = drawn(tests, "lot,test,value\nL1,first,7000\nL1,second,2500\n", &[]);
    let first = picture(&folder, "first");
    assert!(first.contains("\nresult: decided by the second stage\n"), "{first}");
    assert!(!first.contains("<polygon points") || !first.contains("fill=\"#009E73\""), "no square: {first}");
    assert!(picture(&folder, "second").contains("fill=\"#009E73\""));
}

/// In the narrowest picture no number of an axis lies over the next, and neither a limit nor an outcome is cut.
#[test]
fn a_narrow_picture_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let lot = ["samples/guard-zone/spec.yaml", "samples/guard-zone/results.csv", "--lot", "EV-2632"];
    plot(&[&lot[..], &["--width", "360", "--height", "200"]].concat(), folder.path());
    for (name, texts) in
        [("particle_concentration", ["limit ≥ 1.0×10¹¹", "particles/mL"]), ("endotoxin", ["result:", "inconclusive"])]
    {
        let svg = std::fs::read_to_string(folder.path().join(format!("{name}.svg"))).unwrap();
        assert!(texts.iter().all(|text| svg.contains(text)), "{name}: {svg}");
        // Where something has no room, it is the name on an axis, which keeps its unit.
        let cut: Vec<&str> = svg.lines().map(str::trim).filter(|line| line.contains('…')).collect();
        assert!(cut.len() < 2 && cut.iter().all(|line| line.ends_with("/mL)")), "{cut:?}");
        let mut rows = std::collections::BTreeMap::<String, Vec<(f64, usize)>>::new();
        let lines: Vec<&str> = svg.lines().collect();
        for (at, line) in
            lines.iter().enumerate().filter(|(_, line)| line.starts_with("<text") && line.contains("middle"))
        {
            let text = lines[at + 1].trim();
            let row = rows.entry(format!("{:?}", numbers(line, "y"))).or_default();
            row.push((numbers(line, "x")[0], text.chars().filter(|sign| !"⁰¹²³⁴⁵⁶⁷⁸⁹".contains(*sign)).count()));
        }
        let numbered = rows.values_mut().max_by_key(|row| row.len()).unwrap();
        numbered.sort_by(|one, other| one.0.total_cmp(&other.0));
        assert!(numbered.len() >= 2, "{name}: {svg}");
        for pair in numbered.windows(2) {
            // A letter is about 5 units wide, of 10 parts each.
            let needed = 50.0 * (pair[0].1 + pair[1].1) as f64 / 2.0;
            assert!(pair[1].0 - pair[0].0 > needed, "{name}: {numbered:?}");
        }
    }
}
