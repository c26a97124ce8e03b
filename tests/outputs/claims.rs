//! No output claims compliance, authorisation, efficacy or safety of its own (R-117, R-1008).
//!
//! The list of phrases is looked for in everything that the program writes about lots whose files hold none of them. Left
//! out is only what is no sentence: the machine-readable twin inside a page is base64, the source of a rule and the list of
//! references are titles of works.

use super::bench::{Bench, drawing, judging};
use super::{results, root};
use evqc::claims;
use evqc::report::{EXCURSION_FORMATS, FORMATS, REVIEW_FORMATS, STABILITY_FORMATS};
use std::process::Command;

/// A list beside that of the program, so that a gap there is not one here as well: what a regulator would ask about first.
const ASKED_ABOUT: [&str; 22] = [
    "gmp compliant",
    "gmp-compliant",
    "gcp compliant",
    "complies with gmp",
    "manufactured under gmp",
    "iso 17025 accredited",
    "accredited laboratory",
    "complies with usp",
    "complies with ph. eur.",
    "fda approved",
    "fda-approved",
    "ema approved",
    "nmpa approved",
    "approved for human use",
    "safe for use",
    "safe and effective",
    "clinically proven",
    "fit for release",
    "符合gmp",
    "符合药典规定",
    "安全有效",
    "批准上市",
];

#[track_caller]
fn assert_claims_nothing(name: &str, text: &str) {
    let lower = text.to_lowercase();
    if let Some(phrase) = ASKED_ABOUT.iter().find(|phrase| lower.contains(**phrase)) {
        panic!("{name} says {phrase:?}");
    }
    if let Some(phrase) = claims::found(text) {
        let line = text.lines().find(|line| claims::found(line).is_some()).unwrap_or_default();
        panic!("{name} says {phrase:?}: {}", line.chars().take(2_000).collect::<String>());
    }
}

/// What the program says in a folder: both streams.
fn said(folder: &std::path::Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_evqc"));
    let out =
        command.current_dir(folder).args(arguments).env("EVQC_PASSPHRASE", "correct horse battery").output().unwrap();
    assert!(out.status.code().is_some_and(|code| code <= 5 && code != 2), "{arguments:?}: {out:?}");
    format!("{}\n{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr))
}

/// Without the titles of the works that rules rest on.
fn without_sources(text: &str) -> String {
    text.split("(source: ")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) })
        .collect()
}

#[test]
fn no_report_of_any_format() {
    for sample in [
        "conforming",
        "out-of-specification",
        "invalid-assay",
        "guard-zone",
        "censored",
        "chinese-tokens",
        "in-use",
        "many-lots",
        "nta-injections",
        "cytometry-markers",
        "wrong-unit",
        "stability-freeze-dried",
    ] {
        let folder = root().join("samples").join(sample);
        let to = tempfile::tempdir().unwrap();
        let results = results(sample);
        let mut arguments = vec!["check", "spec.yaml"];
        arguments.extend(results.iter().map(String::as_str));
        if folder.join("samples.yaml").exists() {
            arguments.extend(["--samples", "samples.yaml"]);
        }
        let outputs: Vec<String> =
            FORMATS.iter().map(|(format, _)| format!("{format}:{}", to.path().join(format).display())).collect();
        arguments.extend(outputs.iter().flat_map(|output| ["-o", output]));
        arguments.extend(["--as-of", "2026-11-27"]);
        assert_claims_nothing(sample, &said(&folder, &arguments));
        for (format, _) in FORMATS {
            let text = std::fs::read_to_string(to.path().join(format)).unwrap();
            assert!(!text.is_empty(), "{sample} {format}");
            assert_claims_nothing(&format!("{sample} as {format}"), &without_sources(&text));
        }
    }
}

#[test]
fn no_certificate_of_any_form_language_and_profile() {
    let bench = Bench::new();
    // A batch certificate needs somebody who answers for it.
    bench
        .edit("lab.yaml", "function: {en: Quality manager, zh: 质量负责人}\n    meaning: approved", "function: {en: Qualified Person, zh: 质量受权人}\n    meaning: certified")
        .edit("lab.yaml", "seal: true\n", "seal: true\ncertification:\n  text: {en: I answer for this batch., zh: 本人对本批负责。}\n  by: Mei Chen\n");
    for profile in ["who", "ich-q7", "annex16-batch", "iso17025", "cn"] {
        for lang in ["en", "zh", "en+zh"] {
            let forms = ["json", "md", "html", "fhir.json"];
            let name = |form: &str| format!("{profile}-{lang}-{{lot}}.{form}");
            let outputs: Vec<String> = forms.iter().map(|form| name(form)).collect();
            let mut arguments = vec!["--lot", "all", "--profile", profile, "--lang", lang];
            arguments.extend(outputs.iter().flat_map(|output| ["-o", output]));
            let run = bench.run(&arguments);
            assert_claims_nothing("the remarks of `evqc certificate`", &run.err);
            for lot in ["EV-3101", "EV-3102", "EV-3103"] {
                for form in forms {
                    let file = name(form).replace("{lot}", lot);
                    let text = bench.read(&file);
                    let shown: Vec<&str> = text.lines().filter(|line| !line.contains("base64")).collect();
                    assert!(shown.len() > 50, "{file}: {}", run.err);
                    assert_claims_nothing(&file, &shown.join("\n"));
                }
            }
        }
    }
}

#[cfg(feature = "pdf")]
#[test]
fn no_page() {
    let bench = Bench::new();
    for (lang, profile) in [("en", "who"), ("en+zh", "who"), ("zh", "cn"), ("zh", "iso17025"), ("en", "ich-q7")] {
        let run = bench.run(&[
            "--lot",
            "all",
            "--lang",
            lang,
            "--profile",
            profile,
            "--overwrite",
            "-o",
            &format!("{{lot}}-{lang}.pdf"),
        ]);
        assert!(run.exit < 4, "{}", run.err);
        for lot in ["EV-3101", "EV-3102", "EV-3103"] {
            let text = page_text(&std::fs::read(bench.path(&format!("{lot}-{lang}.pdf"))).unwrap());
            assert!(text.contains(lot) && text.len() > 3_000, "{text}");
            assert_claims_nothing(&format!("{lot} {lang} as PDF"), &text);
        }
    }
}

#[cfg(feature = "pdf")]
fn page_text(bytes: &[u8]) -> String {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    file.extract_text(&file.get_pages().into_keys().collect::<Vec<u32>>()).unwrap()
}

#[test]
fn no_study_of_any_form_and_no_picture() {
    let folder = root().join("samples/stability-freeze-dried");
    let to = tempfile::tempdir().unwrap();
    let forms: Vec<&str> = STABILITY_FORMATS.iter().map(|(form, _)| *form).filter(|form| *form != "pdf").collect();
    let is_written = |form: &str| !matches!(form, "github" | "gitlab" | "sarif");
    let outputs: Vec<String> = forms.iter().map(|form| format!("{form}:{}", to.path().join(form).display())).collect();
    let pictures = to.path().join("pictures");
    std::fs::create_dir(&pictures).unwrap();
    let mut arguments = vec!["stability", "spec.yaml", "results.csv", "--study", "study.yaml", "--as-of", "2026-11-27"];
    arguments.extend(outputs.iter().flat_map(|output| ["-o", output]));
    arguments.extend(["--plot", pictures.to_str().unwrap()]);
    assert_claims_nothing("evqc stability", &said(&folder, &arguments));
    for form in forms {
        let text = std::fs::read_to_string(to.path().join(form)).unwrap();
        assert!(!text.is_empty() || !is_written(form), "{form}");
        assert_claims_nothing(form, &without_sources(&text));
    }
    let lot = root().join("samples/guard-zone");
    said(&lot, &["plot", "spec.yaml", "results.csv", "--lot", "EV-2632", "--to", pictures.to_str().unwrap()]);
    let mut seen = 0;
    for entry in std::fs::read_dir(&pictures).unwrap() {
        let path = entry.unwrap().path();
        assert_claims_nothing(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap());
        seen += 1;
    }
    assert!(seen > 5, "{seen} pictures");
    #[cfg(feature = "pdf")]
    {
        let pdf = to.path().join("study.pdf");
        let output = format!("pdf:{}", pdf.display());
        said(
            &folder,
            &["stability", "spec.yaml", "results.csv", "--study", "study.yaml", "--as-of", "2026-11-27", "-o", &output],
        );
        assert_claims_nothing("the study as PDF", &page_text(&std::fs::read(pdf).unwrap()));
    }
}

#[test]
fn no_report_of_temperatures() {
    let folder = root().join("tests/cases/S-20");
    for log in ["a-4h-at-14.csv", "b-8h-at-13.csv", "gap.csv", "c-2h-at-25.csv"] {
        for (form, _) in EXCURSION_FORMATS {
            let assessed = ["--lot", "EV-001", "--assessment", "assessment-acceptable.yaml"];
            let said = said(&folder, &[&["excursion", "spec.yaml", log, "-o", form][..], &assessed].concat());
            assert!(said.len() > 100, "{log} {form}: {said}");
            assert_claims_nothing(&format!("{log} as {form}"), &said);
        }
    }
}

#[test]
fn no_audit_trail_and_no_review_of_one() {
    let bench = Bench::new();
    let at = |arguments: &[&str]| said(&bench.path("."), arguments);
    let by = ["--by", "Lena Meyer", "--role", "Analyst"];
    let mut all = at(&[&["trail", "start", "."][..], &by].concat());
    all += &at(&[&judging("check", &["-o", "json:report.json"])[..], &by].concat());
    all += &at(&["trail", "verify", "."]);
    for (form, _) in REVIEW_FORMATS {
        all += &at(&[
            "trail",
            "review",
            ".",
            "--lot",
            "EV-3101",
            "-o",
            &format!("{form}:review.{form}"),
            "--by",
            "Mei Chen",
            "--role",
            "Quality manager",
        ]);
        let written = std::fs::read(bench.path(&format!("review.{form}"))).unwrap();
        #[cfg(feature = "pdf")]
        let written = if written.starts_with(b"%PDF") { page_text(&written).into_bytes() } else { written };
        all += &String::from_utf8_lossy(&written);
    }
    assert!(all.contains("evqc-trail.jsonl: holds"), "{all}");
    assert_claims_nothing("evqc trail", &all);
}

#[test]
fn no_final_certificate_and_no_report_of_its_verification() {
    let bench = Bench::new();
    let at = |arguments: &[&str]| said(&bench.path("."), arguments);
    let persons = [
        ("Lena Meyer", "Analyst", "tested", "2026-02-19T17:00:00+01:00"),
        ("Quentin Adler", "Head of quality control", "reviewed", "2026-02-19T18:00:00+01:00"),
        ("Mei Chen", "Quality manager", "approved", "2026-02-20T09:00:00+01:00"),
    ];
    let mut all = at(&drawing(&["--lot", "EV-3101", "--lang", "en+zh", "-o", "draft.json"]));
    let mut trust = "evqc_trust: 1\nkeys:\n".to_owned();
    for (name, role, meaning, time) in persons {
        let key = format!("{}.key.pem", name.replace(' ', "-"));
        all += &at(&["keygen", "--name", name, "--key", &key]);
        let public = bench.read(&key.replace(".key.", ".pub.")).trim().replace('\n', "\n      ");
        trust += &format!("  {name}:\n    public_key: |\n      {public}\n");
        all += &at(&[
            "sign",
            "draft.json",
            "--key",
            &key,
            "--signer",
            name,
            "--role",
            role,
            "--meaning",
            meaning,
            "--at",
            time,
        ]);
    }
    bench.write("trust.yaml", &trust);
    let signed =
        ["--lot", "EV-3101", "--lang", "en+zh", "--signatures", "draft.json.intoto.jsonl", "--trust", "trust.yaml"];
    let forms = ["final.json", "final.md", "final.html", "final.fhir.json"];
    let outputs: Vec<&str> = forms.iter().flat_map(|form| ["-o", form]).collect();
    all += &at(&drawing(&[&signed[..], &outputs].concat()));
    for form in forms {
        let text = bench.read(form);
        let shown: Vec<&str> = text.lines().filter(|line| !line.contains("base64")).collect();
        assert!(shown.len() > 50 && text.contains("Mei Chen"), "{form}");
        assert_claims_nothing(form, &shown.join("\n"));
    }
    #[cfg(feature = "pdf")]
    {
        all += &at(&drawing(&[&signed[..], &["-o", "final.pdf"]].concat()));
        let text = page_text(&std::fs::read(bench.path("final.pdf")).unwrap());
        assert!(text.contains("Mei Chen") && text.len() > 3_000, "{text}");
        assert_claims_nothing("the final certificate as PDF", &text);
    }
    for form in ["human", "json"] {
        all += &at(&["verify", "final.json", "final.html", "--trust", "trust.yaml", "-o", form]);
    }
    assert!(all.contains("final.json: holds"), "{all}");
    assert_claims_nothing("a certificate on its way", &all);
}

#[test]
fn no_other_command() {
    let folder = root().join("samples/conforming");
    for arguments in [
        &["spec", "explain", "spec.yaml"][..],
        &["spec", "lint", "spec.yaml"],
        &["spec", "show", "spec.yaml"],
        &["spec", "list"],
        &["spec", "schema"],
        &["plan", "spec.yaml"],
        &["trials", "list"],
        &["excursion", "--help"],
        &["man"],
    ] {
        let said = said(&folder, arguments);
        assert!(said.len() > 20, "{arguments:?}");
        assert_claims_nothing(&arguments.join(" "), &said);
    }
    for sample in ["stability-freeze-dried", "in-use", "cytometry-markers"] {
        let folder = root().join("samples").join(sample);
        assert_claims_nothing(sample, &said(&folder, &["spec", "explain", "spec.yaml"]));
    }
    let samples = root().join("samples");
    for arguments in [
        &["read", "nta-injections/EV-201_1.csv"][..],
        &["read", "nta-injections/EV-201_1.csv", "-o", "json"],
        &["spec", "diff", "conforming/spec.yaml", "out-of-specification/spec.yaml"],
        &["spec", "test", "small-molecule-loaded"],
        &["doctor"],
        &["doctor", "-o", "json"],
    ] {
        let said = said(&samples, arguments);
        assert!(said.len() > 20, "{arguments:?}");
        assert_claims_nothing(&arguments.join(" "), &said);
    }
    let dose = said(
        &root().join("samples/nebulised-drug-product"),
        &[
            "dose",
            "spec.yaml",
            "results.csv",
            "--lot",
            "NEB-2601",
            "--target",
            "2e10 particles",
            "--as-of",
            "2026-11-27",
        ],
    );
    assert_claims_nothing("evqc dose", &dose);
    let dose = said(
        &root().join("samples/nebulised-drug-product"),
        &["dose", "spec.yaml", "results.csv", "--lot", "NEB-2601", "--target", "2e10 particles", "-o", "json"],
    );
    assert!(dose.contains("evqc-dose/"), "{dose}");
    assert_claims_nothing("evqc dose as JSON", &dose);
    let elsewhere = tempfile::tempdir().unwrap();
    said(elsewhere.path(), &["spec", "new", "example.yaml"]);
    let starter = std::fs::read_to_string(elsewhere.path().join("example.yaml")).unwrap();
    assert_claims_nothing("evqc spec new", &starter);
    // The list of references names works by their titles.
    let selftest: String = said(&folder, &["selftest"]);
    let (own, _) = selftest
        .split_once(
            "
Sources
",
        )
        .unwrap();
    assert!(own.len() > 1_000, "{selftest}");
    assert_claims_nothing("evqc selftest", own);
}

#[test]
fn no_signature_check_and_no_archive() {
    let bench = Bench::new();
    bench.run(&["--lot", "EV-3101", "--lang", "en+zh", "-o", "draft.json"]);
    let at = |arguments: &[&str]| said(&bench.path("."), arguments);
    let mut all = at(&["keygen", "--name", "Mei Chen", "--key", "mei.key.pem"]);
    all += &at(&[
        "sign",
        "draft.json",
        "--key",
        "mei.key.pem",
        "--signer",
        "Mei Chen",
        "--role",
        "Quality manager",
        "--meaning",
        "approved",
        "--at",
        "2026-02-20T09:00:00+01:00",
    ]);
    all += &at(&["verify", "draft.json", "--keys", "."]);
    all += &at(&judging("bundle", &["-o", "lot.zip"]));
    let mut archive = zip::ZipArchive::new(std::fs::File::open(bench.path("lot.zip")).unwrap()).unwrap();
    for own in ["README.txt", "manifest.json"] {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name(own).unwrap(), &mut text).unwrap();
        assert!(text.len() > 500, "{own}: {text}");
        assert_claims_nothing(own, &text);
    }
    all += &at(&["replay", "lot.zip"]);
    all += &at(&["verify", "--unsigned", "lot.zip"]);
    assert!(all.contains("same result"), "{all}");
    assert_claims_nothing("keygen, sign, verify, bundle, replay", &all);
}

/// What a code says; the code that looks for such claims has to name them.
#[test]
fn no_finding() {
    for code in evqc::cli::all_codes() {
        if code.name != "claim-without-signatory" {
            assert_claims_nothing(code.name, code.what);
            assert_claims_nothing(code.name, code.remedy);
        }
    }
    for finding in evqc::explanation::chinese_findings() {
        assert_claims_nothing(finding.code, finding.what);
        assert_claims_nothing(finding.code, finding.remedy);
    }
}

/// README, and the outputs that the pages of the manual print.
#[test]
fn no_page_of_the_manual_prints_an_output_that_does() {
    assert_claims_nothing("README.md", &std::fs::read_to_string(root().join("README.md")).unwrap());
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("docs/src")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "md") {
            let text = std::fs::read_to_string(&path).unwrap();
            let blocks: Vec<&str> = text.split("```").skip(1).step_by(2).collect();
            seen += blocks.len();
            assert_claims_nothing(&path.display().to_string(), &blocks.join("\n"));
        }
    }
    assert!(seen > 50, "{seen} blocks");
}
