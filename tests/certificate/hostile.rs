//! Lot ids and comments that want to be more than text.

use super::bench::{Bench, characters, printed};

/// Names of the twins that were written.
fn twins(bench: &Bench) -> Vec<String> {
    let names = std::fs::read_dir(bench.path(".")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".json")).collect()
}

#[test]
fn lot_ids_with_markup_emoji_and_length() {
    let long = "A".repeat(500);
    for lot in ["<script>alert(1)</script>", "EV-🧪", "{number}", "|pipe|`x`", "%s%n", long.as_str()] {
        let bench = Bench::new();
        for name in ["results.csv", "lots.csv"] {
            bench.edit(name, "EV-3101,", &format!("{lot},"));
        }
        bench.edit("waivers.csv", "EV-3101..EV-3103", lot).edit(
            "facts.yaml",
            "  EV-3101:\n",
            &format!("  \"{lot}\":\n"),
        );
        let said = bench.run(&["--lot", lot, "-o", "{lot}.json"]);
        assert_eq!(said.exit, 0, "{lot}: {}", said.err);
        let written = twins(&bench);
        assert_eq!(written.len(), 1, "{lot}");
        assert!(
            written[0].is_ascii() && written[0].len() < 140 && !written[0].contains(['<', '/', '|']),
            "{written:?}"
        );
        let certificate: evqc::certificate::Certificate = serde_json::from_str(&bench.read(&written[0])).unwrap();
        assert_eq!(certificate.content.lot.id, lot, "the twin holds the id as it is");
        assert_eq!(certificate.content.number.as_deref(), Some(format!("CoA-{lot}-1").as_str()));
        let print = printed(&certificate);
        assert!(characters(&print).contains(lot));
        assert!(print.head.start.characters().chars().count() < 160, "the line above a page stays a line");
    }
}

/// A sign that no letter shows is told, and no form is written beside the one that is refused; the others are written alone.
#[test]
#[cfg(feature = "pdf")]
fn a_sign_without_a_letter() {
    let bench = Bench::new();
    for name in ["results.csv", "lots.csv", "waivers.csv", "facts.yaml"] {
        let text = bench.read(name).replace("EV-3101..EV-3103", "EV-🧪").replace("EV-3101", "EV-🧪");
        bench.write(name, &text);
    }
    let said = bench.run(&["--lot", "EV-🧪", "-o", "coa.pdf", "-o", "coa.json"]);
    assert_eq!(said.exit, 4, "{}", said.err);
    assert!(said.err.contains("form-not-drawn") && said.err.contains("U+1F9EA"), "{}", said.err);
    assert!(said.err.contains("no form was written") && !bench.has("coa.pdf") && !bench.has("coa.json"));
    assert_eq!(bench.run(&["--lot", "EV-🧪", "-o", "coa.json"]).exit, 0);
    assert!(bench.has("coa.json"));
}

/// A mark that turns the direction of writing: in a lot id it keeps the lot from being evaluated, in a comment it is shown.
#[test]
fn marks_of_direction() {
    let bench = Bench::new();
    for name in ["results.csv", "lots.csv"] {
        bench.edit(name, "EV-3101,", "EV\u{202e}1013,");
    }
    let said = bench.run(&["--lot", "EV\u{202e}1013", "-o", "{lot}.json"]);
    assert_eq!((said.exit, twins(&bench).len()), (4, 0), "{}", said.err);
    assert!(!said.err.contains('\u{202e}'));
    let bench = Bench::new();
    bench.edit("facts.yaml", "  EV-3101:\n", "  EV-3101:\n    comments: [\"turned \\u202e and <b>bold</b>\\nline\"]\n");
    let certificate = bench.twin("EV-3101", &[]);
    assert_eq!(certificate.content.comments[0].en, "turned \u{202e} and <b>bold</b> line");
    let shown = characters(&printed(&certificate));
    assert!(!shown.contains('\u{202e}') && shown.contains("turned \\u{202e} and <b>bold</b> line"), "{shown}");
}

/// Every form keeps markup, emoji and length of a lot id and of a comment as text.
#[test]
fn every_form_keeps_text_as_text() {
    let long = "A".repeat(500);
    for lot in ["<script>alert(1)</script>", "a|b & c", long.as_str()] {
        let bench = Bench::new();
        for name in ["results.csv", "lots.csv"] {
            bench.edit(name, "EV-3101,", &format!("{lot},"));
        }
        bench.edit("waivers.csv", "EV-3101..EV-3103", lot).edit(
            "facts.yaml",
            "  EV-3101:\n",
            &format!(
                "  \"{lot}\":\n    comments: [\"<img src=x onerror=alert(1)> </script> [x](javascript:y) {long}\"]\n"
            ),
        );
        let mut outputs = vec!["--lot", lot, "-o", "a.html", "-o", "a.md", "-o", "a.fhir.json", "-o", "a.json"];
        if cfg!(feature = "pdf") {
            outputs.extend(["-o", "a.pdf"]);
        }
        let said = bench.run(&outputs);
        assert_eq!(said.exit, 0, "{lot}: {}", said.err);
        let html = bench.read("a.html");
        assert!(!html.contains("<script") && !html.contains("<img src=x"), "{lot}");
        assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{lot}");
        // In a code span everything is text.
        let markdown: String = bench.read("a.md").split('`').step_by(2).collect();
        assert!(!markdown.contains("<script") && !markdown.contains("<img") && !markdown.contains("[x](java"), "{lot}");
        let fhir: serde_json::Value = serde_json::from_str(&bench.read("a.fhir.json")).unwrap();
        assert!(fhir.to_string().contains(&serde_json::Value::from(lot).to_string()), "{lot}: the id as it is");
    }
}

/// A logo is a picture and nothing else; no form is made with one that is not.
#[test]
fn logos_that_are_more_or_less_than_a_picture() {
    let drawing =
        |body: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{body}</svg>");
    for (file, expected) in [
        ("not a picture".to_owned(), "the logo logo.svg is not an image"),
        (" ".repeat(50_000_000), "the logo logo.svg has 50000000 bytes, more than 2097152"),
        (drawing("<script>alert(1)</script>"), "the logo logo.svg holds a `script`, which is no drawing"),
        (
            drawing("<image href=\"http://192.0.2.1/x.png\"/>"),
            "the logo logo.svg refers to `http://192.0.2.1/x.png`, which is not in the file",
        ),
        (drawing("<image href=\"/etc/hostname\"/>"), "the logo logo.svg refers to `/etc/hostname`"),
    ] {
        let bench = Bench::new();
        bench.write("logo.svg", &file);
        let said = bench.run(&["--lot", "EV-3101", "-o", "a.html", "-o", "a.json"]);
        assert_eq!(said.exit, 4, "{expected}: {}", said.err);
        assert!(said.err.contains("logo-not-usable") && said.err.contains(expected), "{expected}: {}", said.err);
        assert!(!bench.has("a.html") && !bench.has("a.json"));
    }
    // One that is not there is told where it is named, and is no fault of the command.
    let bench = Bench::new();
    std::fs::remove_file(bench.path("logo.svg")).unwrap();
    let said = bench.run(&["--lot", "EV-3101", "-o", "a.json"]);
    assert_eq!(said.exit, 4, "{}", said.err);
    for words in ["logo-not-usable", "the logo logo.svg cannot be read", "lab.yaml:", "help: "] {
        assert!(said.err.contains(words), "{words}: {}", said.err);
    }
    assert!(!bench.has("a.json"));
}

/// A sign without a letter in a comment: the error names it, where it stands, and no page has an empty box.
#[test]
#[cfg(feature = "pdf")]
fn a_comment_without_letters() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  EV-3101:\n", "  EV-3101:\n    comments: [\"seen by שלום\"]\n");
    let said = bench.run(&["--lot", "EV-3101", "-o", "a.pdf", "-o", "a.html"]);
    assert_eq!(said.exit, 4, "{}", said.err);
    assert!(said.err.contains("form-not-drawn") && said.err.contains("U+05E9"), "{}", said.err);
    // With a way out; and nothing is said to be a draft that was not written.
    assert!(said.err.contains("help: write HTML or Markdown instead"), "{}", said.err);
    assert!(!said.err.contains("draft, because"), "{}", said.err);
    assert!(!bench.has("a.pdf") && !bench.has("a.html"));
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "a.html"]).exit, 0);
    assert!(bench.read("a.html").contains("שלום"));
}
