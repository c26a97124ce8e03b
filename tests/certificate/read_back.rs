//! A written certificate is read back and compared with its twin: whatever one of them lacks is named.

use super::bench::Bench;
use evqc::certificate::{Certificate, not_shown};
use evqc::document::{ReadBack, read_html};

/// The twin of a lot, its digest, and what its written forms say.
fn written(bench: &Bench, lot: &str, lang: &str) -> (Certificate, String, Vec<(&'static str, ReadBack)>) {
    let mut outputs = vec!["--lot", lot, "--lang", lang, "--overwrite", "-o", "coa.json", "-o", "coa.html"];
    if cfg!(feature = "pdf") {
        outputs.extend(["-o", "coa.pdf"]);
    }
    let said = bench.run(&outputs);
    assert!(said.exit < 4, "{}", said.err);
    let twin = bench.read("coa.json");
    let digest = evqc::integrity::sha256(twin.as_bytes());
    #[allow(unused_mut, reason = "without the PDF part there is one form")]
    let mut forms = vec![("HTML", read_html(&bench.read("coa.html")))];
    #[cfg(feature = "pdf")]
    forms.push(("PDF", evqc::document::read_pdf(&std::fs::read(bench.path("coa.pdf")).unwrap()).unwrap()));
    (serde_json::from_str(&twin).unwrap(), digest, forms)
}

/// A change of the twin.
type Change = fn(&mut Certificate);

#[test]
fn a_value_that_the_form_does_not_show_is_named() {
    let bench = Bench::new();
    let changes: [(&str, Change); 14] = [
        ("the number (CoA-X)", |twin| twin.content.number = Some("CoA-X".to_owned())),
        ("the lot (EV-9999)", |twin| twin.content.lot.id = "EV-9999".to_owned()),
        ("the date of issue", |twin| twin.content.issued = "2026-03-01".to_owned()),
        ("the digest of the content", |twin| twin.content_sha256 = "0".repeat(64)),
        ("the digest of the specification", |twin| twin.content.specification.sha256 = "1".repeat(64)),
        ("the digest of a file", |twin| twin.content.record.inputs[0].sha256 = "2".repeat(64)),
        ("the conclusion", |twin| twin.content.conclusion.statement.en = "The sample complies with all.".to_owned()),
        ("the line of endotoxin", |twin| {
            edit(twin, "endotoxin", |line| line.result.as_mut().unwrap().text.en = "0.08 EU/mL".into())
        }),
        // The value stands in the row of another test.
        ("the line of ph", |twin| edit(twin, "ph", |line| line.result.as_mut().unwrap().text.en = "97 %".into())),
        ("the line of ph", |twin| edit(twin, "ph", |line| line.criterion.en = "6.8 to 7.7".into())),
        ("the line of potency", |twin| edit(twin, "potency", |line| line.conclusion.en = "does not comply".into())),
        ("the line of osmolality", |twin| edit(twin, "osmolality", |line| line.name.en = "Osmolarity".into())),
        ("the uncertainty of potency", |twin| {
            edit(twin, "potency", |line| line.uncertainty.as_mut().unwrap().expanded = "9".into())
        }),
        ("a value of the history of cd81", |twin| twin.content.history[0].value = "41.1 %".to_owned()),
    ];
    for lang in ["en", "en+zh"] {
        let (twin, digest, forms) = written(&bench, "EV-3101", lang);
        for (form, read) in &forms {
            assert_eq!(not_shown(&twin, &digest, read), None, "{form} {lang}");
            let other = not_shown(&twin, &"3".repeat(64), read).unwrap();
            assert!(other.starts_with("the digest of the twin"), "{other}");
            for (expected, change) in &changes {
                let mut changed = twin.clone();
                change(&mut changed);
                assert_ne!(changed, twin, "{expected}");
                let said = not_shown(&changed, &digest, read).unwrap_or_else(|| panic!("{form} {lang}: {expected}"));
                assert!(said.starts_with(expected), "{form} {lang}: {said:?} is not {expected:?}");
            }
            let mut turned = twin.clone();
            turned.content.tests.swap(1, 2);
            assert!(not_shown(&turned, &digest, read).unwrap().starts_with("the line of"), "another order");
        }
    }
}

fn edit(twin: &mut Certificate, id: &str, change: fn(&mut evqc::certificate::TestLine)) {
    change(twin.content.tests.iter_mut().find(|line| line.id == id).unwrap());
}

/// Every page of a draft says that it is one.
#[test]
#[cfg(feature = "pdf")]
fn a_page_without_the_mark_of_a_draft_is_named() {
    let bench = Bench::new();
    let (twin, digest, forms) = written(&bench, "EV-3103", "en");
    let (_, mut read) = forms.into_iter().next_back().unwrap();
    assert!(read.margins.len() > 2 && not_shown(&twin, &digest, &read).is_none());
    read.margins[1] = read.margins[1].replace("DRAFT", "");
    assert_eq!(not_shown(&twin, &digest, &read).as_deref(), Some("that it is a draft, on page 2"));
}

/// A row that is taller than a page is one row: the tree of the structure says so, wherever its lines were painted.
#[test]
#[cfg(feature = "pdf")]
fn a_row_over_two_pages_is_one_row() {
    let bench = Bench::new();
    let long = "one of very many words ".repeat(400);
    bench.edit("lab.yaml", "clear, colourless liquid", long.trim());
    bench.edit("spec.yaml", "clear, colourless liquid", long.trim());
    let (twin, digest, forms) = written(&bench, "EV-3101", "en");
    for (form, read) in &forms {
        assert_eq!(not_shown(&twin, &digest, read), None, "{form}");
        let rows = read.rows.iter().filter(|row| row.contains("one of very many words one of")).count();
        assert_eq!(rows, 1, "{form}");
    }
}
