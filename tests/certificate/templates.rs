//! The page in the frame of a laboratory's own: what a template can and cannot do.

use super::bench::Bench;
use evqc::certificate::{Certificate, PageTemplate};
use evqc::document::{ReadBack, read_html};
use std::collections::BTreeMap;

const FRAME: &str = include_str!("../../samples/certificate/look/certificate.html");
const MANIFEST: &str = include_str!("../../samples/certificate/look/template.json");

fn refused(changed: &[(&str, &str)]) -> String {
    let mut files = BTreeMap::from([("template.json", MANIFEST), ("certificate.html", FRAME)]);
    files.insert("rings.svg", "<svg></svg>");
    files.extend(changed.iter().copied());
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())).collect();
    PageTemplate::from_files(&files).map_or_else(|error| error.to_string(), |_| "is accepted".to_owned())
}

/// The page and its twin, as they were written.
fn issued(bench: &Bench, lot: &str, more: &[&str]) -> (String, ReadBack, Certificate) {
    let usual = ["--lot", lot, "--lang", "en+zh", "--overwrite", "-o", "coa.html", "-o", "coa.json"];
    let said = bench.run(&[&usual[..], more].concat());
    assert!(said.exit < 4, "{}", said.err);
    let page = bench.read("coa.html");
    let read = read_html(&page);
    (page, read, serde_json::from_str(&bench.read("coa.json")).unwrap())
}

#[test]
fn a_template_changes_the_look_and_nothing_that_was_judged() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        let (plain, plain_read, plain_twin) = issued(&bench, lot, &[]);
        let (page, read, twin) = issued(&bench, lot, &["--template", "look"]);
        assert!(page.contains("class=\"band\"") && page.contains(".band {") && !plain.contains("class=\"band\""));
        assert!(page.contains("src=\"data:image/svg+xml;base64,"), "its picture");
        assert_eq!(read.rows, plain_read.rows, "every row of every table");
        // What was signed as a draft without the template stays what was signed.
        assert_eq!((&twin.content, &twin.content_sha256), (&plain_twin.content, &plain_twin.content_sha256));
        let template = twin.template.unwrap();
        assert_eq!((template.name.as_str(), template.version.as_str()), ("Example Vesicle Laboratory", "1"));
        assert_eq!(plain_twin.template, None);
        assert!(read.text.contains(&template.sha256) && template.sha256.len() == 64);
        bench.edit("look/style.css", "max-width: 70rem", "max-width: 71rem");
        let (.., other) = issued(&bench, lot, &["--template", "look"]);
        assert_ne!(other.template.unwrap().sha256, template.sha256, "one changed sign is another template");
        bench.edit("look/style.css", "max-width: 71rem", "max-width: 70rem");
    }
}

/// The heads of columns may be dark: the second language in them has the letters that the style gives the heads.
#[test]
fn both_languages_of_a_dark_head_have_its_letters() {
    let bench = Bench::new();
    bench.write("look/style.css", "thead th { background: #58585c; color: #ffffff }");
    let (page, ..) = issued(&bench, "EV-3101", &["--template", "look"]);
    assert!(page.contains("thead th { background: #58585c; color: #ffffff }"), "the style is taken");
    assert!(page.contains("#evqc-certificate thead .second { color: inherit !important; }"));
    let head = page.split("<thead").nth(1).unwrap().split("</thead>").next().unwrap();
    assert!(head.contains("class=\"second\""), "{head}");
}

/// The mark of a draft stands before every rule of the laboratory, with rules that none of those can undo.
#[test]
fn a_draft_stays_marked() {
    let bench = Bench::new();
    bench.write("look/style.css", ".mark, .watermark { color: #909090; font-size: 10px; font-weight: 100 }");
    let (page, read, _) = issued(&bench, "EV-3101", &["--template", "look"]);
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}"));
    assert!(at(".mark, .watermark { all: initial !important") < at(".mark, .watermark { color: #909090"));
    assert!(at("z-index: 2147483647 !important") < at("font-weight: 100"));
    // Nothing of the frame is painted over the certificate.
    assert!(page.contains("<div id=\"evqc-certificate\">\n<p class=\"mark\" role=\"note\">"));
    assert!(
        at("#evqc-certificate { position: relative !important; isolation: isolate !important;")
            < at("font-weight: 100")
    );
    assert!(at("<p class=\"mark\" role=\"note\">") < at("<main>"));
    assert!(read.text.contains("DRAFT 草稿"), "{}", read.text);
    for style in [".mark { display: inline }", ".mark, .watermark { height: 1px }"] {
        assert!(refused(&[("style.css", style)]).contains("is not allowed in a template"), "{style}");
    }
}

/// An exponent is a sign of its own, so that no style and no copy makes `10¹¹` read as 1011.
#[test]
fn exponents_are_raised_digits() {
    let bench = Bench::new();
    let (page, read, _) = issued(&bench, "EV-3102", &["--template", "look"]);
    assert!(!page.contains("<sup>") && page.contains("≥ 1.0×10⁹ particles"), "{}", read.text);
    for style in
        ["td p, td, dd p, dd { display: inline-flex }", "sup { display: block }", "bdi { display: inline-block }"]
    {
        assert!(refused(&[("style.css", style)]).contains("`display: "), "{style}");
    }
}

#[test]
fn a_frame_that_could_change_hide_or_claim_something_is_refused() {
    for (from, to, expected) in [
        ("{{ evqc.certificate }}", "", "certificate.html: {{ evqc.certificate }} must stand once, directly in <body>"),
        (
            "{{ evqc.certificate }}",
            "{{ evqc.certificate }}{{ evqc.certificate }}",
            "must stand once, directly in <body>",
        ),
        (
            "{{ evqc.certificate }}",
            "<div>{{ evqc.certificate }}</div>",
            "line 10: {{ evqc.certificate }} must stand once",
        ),
        ("{{ evqc.certificate }}", "<!-- {{ evqc.certificate }} -->", "line 10: comments"),
        (
            "{{ evqc.certificate }}",
            "{{ evqc.certificate | replace('e', 'a') }}",
            "line 10: changes `evqc.certificate` or takes it apart",
        ),
        ("{{ evqc.certificate }}", "<p>x\n{{ evqc.certificate }}", "directly in <body>: <p> of line 10 is open"),
        (
            "Questions:",
            "{{ image[\"portrait-of-the-house.png\"] }}",
            "line 11: there is no picture `image[\"portrait-of-the-house.png\"]`; the folder has image[\"rings.svg\"]",
        ),
        ("{{ evqc.policy }}", "", "{{ evqc.policy }} is missing or was changed"),
        ("{{ evqc.style }}", "", "{{ evqc.style }} is missing or was changed"),
        ("{{ evqc.style }}", "{{ evqc.style }}<style>p{}</style>", "{{ evqc.style }} must stand once"),
        ("<body>", "<body><script>document.title = 'x'</script>", "<script> is not allowed"),
        ("<body>", "<body><iframe></iframe>", "line 8: <iframe> is not allowed"),
        ("<body>", "<body><p hidden=\"\">x</p>", "`hidden` is not allowed"),
        ("<body>", "<body><p style=\"x\">x</p>", "`style` is not allowed"),
        ("<body>", "<body><p onclick=\"x()\">x</p>", "`onclick` is not allowed"),
        ("<body>", "<body><img src=\"https://example.org/x.png\" />", "a page fetches nothing"),
        ("<body>", "<body><p><b>x</p></b>", "line 8: is not well-formed"),
        ("<!DOCTYPE html>", "", "does not start with"),
        (
            "{{ number }}",
            "{{ nummer }}",
            "certificate.html: line 9: there is no variable `nummer`; did you mean `number`?",
        ),
        ("{{ number }}", "{{ number", "certificate.html: line 9: syntax error"),
        ("{{ number }}", "{{ evqc.verdict }}", "certificate.html: line 9: there is no variable `evqc.verdict`"),
        ("Questions:", "Manufactured under GMP.", "claims something (\"gmp\")"),
        ("Questions:", "G&#77;P", "claims something (\"gmp\")"),
        ("alt=\"Rings\"", "alt=\"clinical grade\"", "claims something (\"clinical grade\")"),
        ("Questions:", "It conforms.", "\"conforms\" says what was found"),
        ("Questions:", "本品符合规定", "\"符合规定\" says what was found"),
        // Another result beside the one that was found: as a table, a number, a word in any language or any shape.
        (
            "<body>",
            "<body><table><tr><td>Bacterial endotoxin</td></tr></table>",
            "line 8: <table> is not allowed in a template",
        ),
        ("<body>", "<body><dl><dt>x</dt></dl>", "<dl> is not allowed"),
        ("<body>", "<body><ol><li>x</li></ol>", "<ol> is not allowed"),
        ("<body>", "<body><dialog open=\"open\">x</dialog>", "<dialog> is not allowed"),
        ("<body>", "<body><svg></svg>", "<svg> is not allowed"),
        ("<body>", "<body><meter value=\"9\"></meter>", "<meter> is not allowed"),
        ("<body>", "<body dir=\"rtl\">", "`dir` is not allowed"),
        ("Questions:", "Bacterial endotoxin 0.09 EU/mL", "\"0.09 EU/mL\" is a measured number"),
        ("Questions:", "Endotoxin 12 EU/mL", "\"12 EU/mL\" is a measured number"),
        ("Questions:", "Endotoxin <span>1</span>2 <b>EU</b>/mL", "is a measured number"),
        ("Questions:", "Purity 9&#53;&#37;", "\"95%\" is a measured number"),
        ("Questions:", "at most &lt; 5", "is a measured number"),
        ("alt=\"Rings\"", "alt=\"1.2E11\"", "is a measured number"),
        ("{{ number }}", "{{ template.version }} EU/mL", "is a measured number"),
        ("{{ laboratory }}", "{{ laboratory | replace('e', 'a') }}", "line 9: changes `laboratory` or takes it apart"),
        ("{{ laboratory }}", "{{ template.version | replace('1', '0.09') }}", "changes `template.version`"),
        ("Questions:", "EV-3102: every test passed", "\"every test passed\" says what was found"),
        ("Questions:", "all values within limits", "says what was found"),
        ("Questions:", "over all: accepted", "\"accepted\" says what was found"),
        ("Questions:", "con&#173;forms", "\"conforms\" says what was found"),
        ("Questions:", "соnforms", "\"conforms\" says what was found"),
        ("Questions:", "<span>con</span><p>forms</p>", "\"conforms\" says what was found"),
        ("Questions:", "检验通过", "says what was found"),
        ("Questions:", "соответствует", "\"соответствует\" says what was found"),
        ("Questions:", "Das Produkt entspricht", "\"entspricht\" says what was found"),
        ("Questions:", "ϲonforms", "has letters of several scripts"),
        ("Questions:", "cօnforms", "\"cօnforms\" has letters of several scripts"),
        ("Questions:", "🅿assed", "\"🅿assed\" has letters of several scripts"),
        ("Questions:", "alles einwandfrei", "\"einwandfrei\" says what was found"),
        ("Questions:", "DAkkS accredited", "claims something"),
        ("Questions:", "Form 12.3 EU/mL", "\"12.3 EU/mL\" is a measured number"),
        ("Questions:", "&percnt;", "`&percnt;` is not read here"),
        // What reads backwards, what signatures say, and which lot it is.
        ("Questions:", "&#x202e;SEILPMOC TOL&#x202c;", "line 11: U+202E cannot be seen"),
        ("Questions:", "\u{2067}x", "line 11: U+2067 cannot be seen"),
        ("Questions:", "Electronic signatures", "\"electronic signatures\" says what was signed"),
        ("Questions:", "Signed electronically by Mei Chen", "\"signed electronically\" says what was signed"),
        ("Questions:", "Expiry date 2029-01-01.", "\"expiry date\" says what was signed"),
        ("Questions:", "Lot no. EV-9999.", "says what was signed, which lot it is"),
        ("Questions:", "批号：EV-9999", "says what was signed, which lot it is"),
        ("Questions:", "签名：陈梅", "\"签名\" says what was signed"),
        // What the document is.
        (
            "Questions:",
            "<b>Certificate</b> of\nAnalysis",
            "\"certificate of analysis\" is what a document of evqc is called",
        ),
        ("Questions:", "检验报告书", "\"检验报告书\" is what a document of evqc is called"),
        ("Questions:", "经理已批准", "\"批准\" says what was found"),
        ("Questions:", "Endotoxin 0·02", "\"0.02 qc@lab.example\" is a measured number"),
        (
            "<div class=\"band\">",
            "<div class=\"band\" id=\"evqc-certificate\">",
            "the id `evqc-certificate` is one of evqc",
        ),
        ("<body>", "<body aria-label=\"x\">", "the attribute `aria-label` is not allowed on <body>"),
    ] {
        assert!(FRAME.contains(from), "{from}");
        let message = refused(&[("certificate.html", &FRAME.replacen(from, to, 1))]);
        assert!(message.contains(expected), "{to}: {message}");
    }
    assert_eq!(refused(&[]), "is accepted");
    // The head that the documentation prints for a report serves a certificate too.
    let with_charset = FRAME.replacen("<head>", "<head>\n<meta charset=\"utf-8\" />", 1);
    assert_eq!(refused(&[("certificate.html", &with_charset)]), "is accepted");
    for harmless in [
        "Tel. +49 30 5550100, 12 Sample Street, 10115 Berlin",
        "Form F-012, page layout of 27.11.2026",
        "联系人",
        "Form QC-17 rev. 3.2",
        "Form 12.3",
        "valid until 31.12.2026",
        "DAkkS D-PL-12345-01-00",
        "Lot {{ lot }}, certificate no. {{ number }}",
        "批号 {{ lot }}",
        "Qualitäts&#173;sicherung",
        "See SOP-QC-001 section 4.2",
        "({{ lot }}), of {{ laboratory }}.",
        "未经本实验室书面批准，不得部分复制本报告。",
        "This certificate of analysis shall not be reproduced except in full without written approval of the laboratory.",
    ] {
        assert_eq!(refused(&[("certificate.html", &FRAME.replace("Questions:", harmless))]), "is accepted");
    }
}

/// A frame is the same around each lot, whatever its language can ask: it sees what it is given in print alone.
#[test]
fn a_frame_does_not_know_its_lot() {
    let bench = Bench::new();
    let frame = bench.read("look/certificate.html");
    let with = |asks: &str| bench.write("look/certificate.html", &frame.replace("Questions:", asks));
    let around = |lot: &str| {
        let (page, _, twin) = issued(&bench, lot, &["--template", "look"]);
        assert!(!page.contains(|sign| ('\u{fdd0}'..='\u{fdef}').contains(&sign)), "no token is left");
        let (_, own) = page.split_once("<p class=\"look\">").unwrap();
        own.replace(lot, "LOT").replace(&twin.content.number.unwrap_or_default(), "NUMBER")
    };
    for asks in [
        "{% if lot == 'EV-3102' %}a{% else %}b{% endif %}",
        "{% if '3102' in lot %}a{% else %}b{% endif %}",
        "{% for sign in lot %}{% if sign == '2' %}a{% endif %}{% endfor %}",
        "{% for part in lot | split('-') %}{% if part == '3102' %}a{% endif %}{% endfor %}",
        "{% if lot is endingwith '2' %}a{% else %}b{% endif %}",
        "{% if lot | length > 7 %}a{% endif %}{% if lot < 'EV-3102' %}b{% endif %}",
        "{% if lot[-1] == '2' %}a{% endif %}",
        "{{ {'EV-3102': 'a'}[lot] | default('b') }}",
        "{% for one in ['EE', lot, 'ZZ'] | sort %}{{ loop.index }} {{ one }} {% endfor %}",
        "{{ [lot, 'EV-3102'] | unique | length }}{{ [lot] }}",
        "{% if 'EV-3102' in evqc.policy %}a{% endif %}{% if '3102' in title %}b{% endif %}",
        "{% if number %}a{% endif %}{% if number | replace('3102', '') == number %}b{% endif %}",
    ] {
        with(asks);
        assert_eq!(around("EV-3101"), around("EV-3102"), "{asks}");
    }
    // Letters from right to left around it do not turn its digits around.
    with("מעבדה {{ lot }} מעבדה");
    assert!(issued(&bench, "EV-3102", &["--template", "look"]).0.contains("מעבדה <bdi>EV-3102</bdi> מעבדה"));
    // A text that is taken apart is none to print; and nothing but print has one.
    for (asks, why) in [
        ("{{ lot[0] }}", "changes `lot` or takes it apart"),
        ("{{ lot | upper }}", "changes `lot` or takes it apart"),
        ("{% for sign in lot %}{{ sign }} {% endfor %}", "changes `lot` or takes it apart"),
        ("<span class=\"{{ lot }}\">x</span>", "the attribute `class` has a text that it was given"),
        ("{% if lot == 'EV-3102' %}x{% else %}passed{% endif %}", "\"passed\" says what was found"),
        // What is typed beside a number makes it another.
        (
            "Lot {{ lot }}1",
            "`{{ lot }}`: what stands directly beside it would be read as a part of it; leave a blank there",
        ),
        ("{{ number }}7", "`{{ number }}`: what stands"),
        ("Lot {{ lot }}-B", "`{{ lot }}`: what stands"),
        ("Lot 1{{ lot }}", "`{{ lot }}`: what stands"),
        ("Lot {{ lot }}<b>1</b>", "`{{ lot }}`: what stands"),
        ("{{ number }}{{ lot }}", "`{{ number }}`: what stands"),
        ("Ref {{ number }}/EV-3101", "`{{ number }}`: what stands"),
        ("<span class=\"badge large good\">Under review</span>", "the class `badge` is how evqc shows what was judged"),
    ] {
        with(asks);
        let said = bench.run(&["--lot", "EV-3102", "--template", "look", "--overwrite", "-o", "coa.html"]);
        assert!(said.err.contains(why) && said.exit == 2, "{asks}: {}", said.err);
    }
    // A number that is typed is another one around another lot; which lot it is, is known when there is one.
    for (asks, why) in [
        (
            "<p>EV-3101</p>",
            "\"ev-3101\" is a number of a lot or a certificate; a frame stands around every one: write {{ lot }}",
        ),
        ("EV\u{2011}3102", "\"ev-3102\" is a number of a lot"),
        ("Ref. CoA-EV-3101-1", "is a number of a lot or a certificate"),
    ] {
        with(asks);
        let said = bench.run(&["--lot", "EV-3102", "--template", "look", "--overwrite", "-o", "coa.html"]);
        assert!(said.err.contains(why) && said.exit == 4, "{asks}: {}", said.err);
    }
    // In print it is what it is, escaped.
    with("Lot {{ lot }}, <span title=\"{{ number }}\">{{ laboratory }}</span>");
    let (page, ..) = issued(&bench, "EV-3102", &["--template", "look"]);
    assert!(page.contains("Lot <bdi>EV-3102</bdi>, <span title=\"CoA-EV-3102-1\"><bdi>"), "{page}");
}

/// A picture has the bounds of its style in its attributes too: a logo a million pixels high is all that a reader sees.
#[test]
fn a_picture_is_no_larger_than_its_page() {
    let picture = |size: &str| {
        FRAME.replace("Questions:", &format!("<img src=\"{{{{ image['rings.svg'] }}}}\" alt=\"Rings\" {size} />"))
    };
    let said =
        |size: &str| refused(&[("certificate.html", &picture(size)), ("rings.svg", "<svg><path d=\"M0 0\"/></svg>")]);
    for (size, expected) in [
        (
            "height=\"1000000\"",
            "the attribute `height` is a whole number of pixels up to 640, and on <img> alone, found `1000000` on <img>",
        ),
        ("width=\"641\"", "found `641` on <img>"),
        ("width=\"100%\"", "found `100%` on <img>"),
        ("height=\"\"", "found `` on <img>"),
        ("width=\"640\" height=\"48\"", "is accepted"),
    ] {
        let message = said(size);
        assert!(message.contains(expected), "{size}: {message}");
    }
}

/// A drawing with letters says something; one made of shapes is a logo.
#[test]
fn a_drawing_of_a_template_has_no_letters() {
    for (drawing, expected) in [
        ("<svg><text>CONFORMS 0.09 EU/mL</text></svg>", "rings.svg: has letters"),
        ("<svg xmlns:s=\"x\"><s:text>1</s:text></svg>", "rings.svg: has letters"),
        ("<svg><foreignObject/></svg>", "rings.svg: has letters"),
        ("<svg><image/></svg>", "rings.svg: has letters"),
        ("<!DOCTYPE svg [<!ENTITY a \"<text>1</text>\">]><svg>&a;</svg>", "rings.svg: has definitions of its own"),
        ("<svg><path d=\"M0 0\"/></svg>", "is accepted"),
        ("not <svg", "is not a picture"),
    ] {
        let message = refused(&[("rings.svg", drawing)]);
        assert!(message.contains(expected), "{drawing}: {message}");
    }
}

#[test]
fn a_style_that_could_hide_something_is_refused() {
    for (style, expected) in [
        (
            "h1 { color: teal }\n.mark { color: white !important }",
            "style.css: line 2: `color: white !important` is not allowed",
        ),
        ("td { display : none }", "`display : none`"),
        ("td { VISIBILITY: hidden }", "`VISIBILITY: hidden`"),
        ("td { opacity: 0 }", "`opacity: 0`"),
        ("p { position: fixed }", "`position: fixed`"),
        ("@page { margin: 0 }", "`@page`"),
        (".mark::first-line { color: white }", "`::`"),
        (".mark:first-letter { color: white }", "`:first-letter`"),
        ("body { background: url(x.png) }", "`url(`"),
        ("\n\nh1::after { content: 'x' }", "line 3: `::`"),
        ("h1 { c\\6fntent: 'x' }", "`\\`"),
        ("h1 { }</style><p>", "`<`"),
        // Another text, or none, in the place of a number.
        ("td { list-style: \"0.01 EU/mL\" }", "`list-style: \"0.01 EU/mL\"`"),
        ("td { color: teal;\n  font-size: .01px }", "line 2: `font-size: .01px`"),
        ("@media print { td { font-size: 0em } }", "`font-size: 0em`"),
        ("td { --note: 'x' }", "`--note: 'x'`"),
        ("td { text-indent: -99em }", "`text-indent: -99em`"),
        (".band { background: navy; color: #fff }\ntd { color: #fff }", "style.css: line 2: `color: #fff`"),
        ("td { color: #FEFEFE }", "`color: #FEFEFE`"),
        ("td { color: White }", "`color: White`"),
        ("td { color: #fff; background: #FEFEFE }", "`color: #fff`"),
        ("td {\n  background: navy;\n  color: black\n}", "line 3: `color: black`"),
        (":root { --ink: #fff }", "`--ink: #fff`"),
        (":root { --x: #fff }\ntd { color: var(--x) }", "line 2: `color: var(--x)`"),
        ("td { background: #000 }", "`background: #000`"),
        ("td { color: #00000010 }", "`color: #00000010`"),
        (":root { --paper: #000 }", "`--paper: #000`"),
        (":root { --bad: #fff }", "`--bad: #fff`"),
        (":root { --bad-ground: #aa001e }", "`--bad-ground: #aa001e`"),
        // Letters and grounds of evqc are set as a whole.
        (
            "td { --paper: #1c1c1e; --ink: #ffffff; color: var(--ink) }",
            "`--paper: #1c1c1e` is not allowed in a template: the colours of evqc stand together: they are set for `:root` alone, \
             outside of `@media` or within one of `(prefers-color-scheme: dark)`, `(prefers-color-scheme: light)`, `screen` and \
             `print`; what is yours gets a class of its own with `color` and `background`",
        ),
        ("tr:has(.bad) td { --ink: #ffffff; --paper: #1c1c1e }", "`--ink: #ffffff`"),
        (
            ":root { --paper: #1c1c1e; --ink: #ffffff }",
            "`--ink: #ffffff` is not allowed in a template: `--ink` (#ffffff) is not told from `--shade` (#eef0f4) on the certificate by \
             day; the colours of evqc's letters and grounds are set as a whole, so give `:root` both, and all that stand with them \
             (\"HTML report\" of the documentation lists which letters stand on which grounds)",
        ),
        (":root { --paper: #5a1420; --ink: #ffffff; --shade: #400e16 }", "`--paper: #5a1420`"),
        ("bdi, td, tr, main { background: rgb(0 0 0 / 25%) }", "`background: rgb(0 0 0 / 25%)`"),
        // A page that is too narrow for its tables, and cells that are too wide for their page.
        ("body { max-width: 480px }", "`max-width: 480px`"),
        ("main { width: 50% }", "`width: 50%`"),
        ("body { padding: 0 96px }", "`padding: 0 96px`"),
        ("td, th { padding: 32px }", "`padding: 32px`"),
        ("body { letter-spacing: 2px }", "`letter-spacing: 2px`"),
        (".x { min-height: 4000px }", "`min-height: 4000px`"),
        ("td { color: honeydew }", "`color: honeydew`"),
        ("td { color: #fff; color: bogus }", "`color: #fff`"),
        ("td { color: #fff; background: none }", "`color: #fff`"),
        // What a browser takes for something else than what is looked at.
        ("td { b { } color: #fff }", "`b`"),
        ("td { color: #fff; padding: (; background: #000; ) }", "`padding: (`"),
        ("td { font-family: \")\" (; color: #fff }", "`font-family: \")\" (`"),
        ("td { font-family: \"'\" '; color: #fff; x' }", "`'; color: #fff; x'`"),
        ("td { font-family: \"; color: #fff; background: #000; x\" }", "`\"; color: #fff; background: #000; x\"`"),
        ("td { letter-spacing: -1em }", "`letter-spacing: -1em`"),
        ("td { line-height: 0 }", "`line-height: 0`"),
        ("td { margin: 0 -40px }", "`margin: 0 -40px`"),
        ("td { margin-top: calc(0px - 40px) }", "`margin-top: calc(0px - 40px)`"),
        ("td { --x: -1em }", "`--x: -1em`"),
        // What stands beside it would be out of sight.
        ("main { padding-left: 99999px }", "`padding-left: 99999px`"),
        ("main { padding: 1rem 1e3px }", "`padding: 1rem 1e3px`"),
        ("main { margin: 0 0 0 90vw }", "`margin: 0 0 0 90vw`"),
        ("main { border-top: 21rem solid #fff }", "`border-top: 21rem solid #fff`"),
        (":root { --gap: 321px }", "`--gap: 321px`"),
        ("td { font-size: 9000% }", "`font-size: 9000%`"),
        ("td { min-width: 500em }", "`min-width: 500em`"),
        ("td { font-family: Wingdings, serif }", "`font-family: Wingdings, serif`"),
        // Drawings have the bounds of everything else, and are seen.
        ("svg { width: 4001px }", "`width: 4001px`"),
        ("svg { max-width: 99999px }", "`max-width: 99999px`"),
        ("main { max-width: 5000px }", "`max-width: 5000px`"),
        ("svg { width: 0 }", "`width: 0`"),
        ("figure svg.mini { width: 1px }", "`width: 1px`"),
        ("svg { max-width: .5rem }", "`max-width: .5rem`"),
        (".bar-large { height: 3px }", "`height: 3px`"),
        ("* { width: 1% }", "`width: 1%`"),
        ("svg { width: calc(100% - 100%) }", "`width: calc(100% - 100%)`"),
        // Ink in the colour of paper over the letters, boxes that are lower than their text, and verdicts in each other's colours.
        ("body { text-decoration: line-through #fff 3em }", "`text-decoration: line-through #fff 3em`"),
        ("td { text-decoration: underline #fff }", "`text-decoration: underline #fff`"),
        ("dd { height: 0 }", "`height: 0`"),
        (":root { --bad: #006040 }", "`--bad: #006040`"),
        // A dark screen has dark paper.
        (
            "td, dd, p { color: #18191c; } .band { color: #003366; }",
            "line 1: `color: #18191c` is not allowed in a template: it could not be seen on a dark screen, where the paper is \
             dark; give a class of your own `color` and `background` in the same rule, use a variable of evqc (`color: var(--ink)`), or set it anew \
             behind this rule with the same selector in `@media (prefers-color-scheme: dark)`",
        ),
        ("td { color: #14181d }", "`color: #14181d`"),
        ("@media (prefers-color-scheme: dark) {\n td { color: #14181d } }", "line 2: `color: #14181d`"),
        ("td { background: #e8f1f6 }", "`background: #e8f1f6`"),
        // Pictures and tables say something.
        (":root{--accept:#fff;--outside:#fff;--guard:#fff}", "`--accept:#fff`"),
        (":root{--result:#8fd0b8;--point:#8fd0b8}", "`--result:#8fd0b8`"),
        ("td{max-width:1px}", "`max-width:1px`"),
        ("td, svg { max-width: 20px }", "`max-width: 20px`"),
        ("table{min-width:4000px}", "`min-width:4000px`"),
        ("table { width: 101% }", "`width: 101%`"),
        (
            "td { vertical-align: super }",
            "this value of `vertical-align` could hide or change what stands there, see \"HTML report\"",
        ),
        (
            "td { font-sise: 9px }",
            "`font-sise: 9px` is not allowed in a template: no property that a style sets; did you mean `font-size`? \"HTML \
             report\" of the documentation lists those",
        ),
        (
            "td { opacity: 1 }",
            "`opacity: 1` is not allowed in a template: no property that a style sets; \"HTML report\"",
        ),
    ] {
        let message = refused(&[("style.css", style)]);
        assert!(message.contains(expected), "{style}: {message}");
    }
}

/// A browser reads a style in its own way, and nothing is looked at in another one.
#[test]
fn a_style_that_a_browser_reads_otherwise_is_refused() {
    for (style, expected) in [
        // No comment within quotation marks, and no end of a style within a comment.
        (".foot { font-family: \"/*\"; } td { display: none } .foot { font-family: \"*/\"; }", "line 1: `\"/*\"`"),
        (".a[title=\"/*\"] { } .badge { display: none } .a[title=\"*/\"] { color: var(--ink) }", "`\"/*\"`"),
        ("\n/* </style><p>x</p><style> */", "line 2: `</`"),
        // A class of the frame's own on what stands beside it, or in brackets, is no element of the frame.
        (".band ~ div span { padding-top: 80px }", "`padding-top: 80px`"),
        (":not(.band) { padding-top: 80px }", "`padding-top: 80px`"),
        // What only a browser reckons.
        (
            "td.number bdi { letter-spacing: var(--x, calc(0px - 1.02em)); padding-left: 2rem }",
            "`letter-spacing: var(--x, ",
        ),
        (".over { display: flex; margin-top: var(--x, calc(0px - 250px - 250px)) }", "`margin-top: var(--x, "),
        (".band { padding-left: calc(300px * 30) }", "`padding-left: calc(300px * 30)`"),
        ("h1 { min-height: calc(900px * 90) }", "`min-height: calc(900px * 90)`"),
        // `and(` is a function, and blanks are those of ASCII.
        (
            "td { color: #18191c } @media screen and(prefers-color-scheme: dark) { td { color: #e8e8ea } }",
            "`and(` is not allowed in a template: a browser does not read that",
        ),
        (
            "td { color: #fff; background: #000\u{a0}}",
            "`U+00A0` is not allowed in a template: it is neither a letter nor a blank of CSS",
        ),
        ("td { color: #fff; background: #000\u{b}}", "`U+000B`"),
        (
            "td { color: #18191c }\n@media\u{3000}(prefers-color-scheme: dark) { td { color: #e8e8ea } }",
            "line 2: `U+3000`",
        ),
        // Capital letters count for variables and for what stands in quotation marks.
        ("td { background: var(--RESULT); color: #fff }", "no rule for `:root` sets `--RESULT`"),
        (
            "td[data-label=\"Result\"] { color: #18191c }\n\
             @media (prefers-color-scheme: dark) { td[data-label=\"result\"] { color: #e8e8ea } }",
            "line 1: `color: #18191c`",
        ),
        // A ground that one page has and the other has not.
        ("td { color: #fff; background: var(--point) }", "`color: #fff`"),
        ("td { font-family: Marlett }", "`font-family: Marlett`"),
    ] {
        let message = refused(&[("style.css", style)]);
        assert!(message.contains(expected), "{style}: {message}");
    }
}

/// Bright letters stand on a ground that the same rule gives.
#[test]
fn a_style_that_is_read_is_accepted() {
    for style in [
        ".band { color: #fff; background: #1f4e79 }",
        ".band { display: flex; min-height: 4rem } .band img { height: 3rem } .look a { text-decoration: underline }",
        "@media print { .band { background: navy; color: white } p { color: navy; line-height: 1.2 } }",
        "p { margin: 0 1rem; letter-spacing: .03em; line-height: normal; color: #808080 }",
        "td { color: #18191c }\n@media (prefers-color-scheme: dark) { td { color: #e8e8ea } }",
        ":root { --accent: navy }\n@media (prefers-color-scheme: dark) { :root { --accent: #9cc4e8 } }",
        ".band { display: flex; flex-wrap: wrap; width: 40rem } .look { vertical-align: middle; max-width: 3rem }",
        ".band td { max-width: 12rem; min-width: 4rem } td { padding: .3rem .6rem; border: 1px solid #1c1c1e }",
        ".band { padding: 0 8rem } .band p { margin: 0 0 0 4rem; font-size: 90% } img { width: 30mm }",
        ".band { display: flex; justify-content: space-between } @media (max-width: 600px) { .band { flex-wrap: wrap } }",
        "/* House style, v3; see SOP-IT-12 */\n:root { --brand: #1f3a5f; } thead th { background: var(--brand); color: #ffffff; }",
        "h1 { font-size: clamp(1.4rem, 2vw, 2rem) } p { font-size: .9rem; color: var(--muted, #57606a) }",
        "tbody tr:nth-child(even) td { background: #f2f6f9; color: #1b1f24 } \
         @media (prefers-color-scheme: dark) { tbody tr:nth-child(even) td { background: #1c2229; color: #e8ebee } } H1, H2 { Color: VAR(--ink); }",
        "main { max-width: 100rem; padding: 1em 5%; width: 100%; border: 1px solid #1c1c1e; font-family: Georgia, serif }",
    ] {
        assert_eq!(refused(&[("style.css", style)]), "is accepted", "{style}");
    }
}

/// A variable that does not exist is named, with its line and with the one that may be meant; one that may be left out is not.
#[test]
fn a_variable_that_does_not_exist_is_named() {
    for (used, expected) in [
        ("{{ titel }}", "there is no variable `titel`; did you mean `title`?"),
        ("{{ titel | upper }}", "`titel`; did you mean `title`?"),
        ("{% if titel %}a{% endif %}", "`titel`; did you mean `title`?"),
        ("{% for at in range(3) %}{{ nubmer }}{% endfor %}", "`nubmer`; did you mean `number`?"),
        ("{{ evqc.certificat }}", "`evqc.certificat`; did you mean `evqc.certificate`?"),
        ("{{ template.nmae }}", "`template.nmae`; did you mean `template.name`?"),
        ("{{ image[\"ringz.svg\"] }}", "`image[\"ringz.svg\"]`; did you mean `image[\"rings.svg\"]`?"),
        ("{{ title.first }}", "there is no variable `title.first`"),
        ("{{ xyzzy }}", "there is no variable `xyzzy`; a frame has "),
        ("{{ titel | default(\"\") }}{% if titel is defined %}a{% endif %}", "is accepted"),
    ] {
        let frame = FRAME.replace("Questions:", used);
        let line = 1 + FRAME.split("Questions:").next().unwrap().matches('\n').count();
        let message = refused(&[("certificate.html", &frame), ("rings.svg", "<svg><path d=\"M0 0\"/></svg>")]);
        assert!(message.contains(expected), "{used}: {message}");
        assert!(expected == "is accepted" || message.contains(&format!("line {line}: ")), "{used}: {message}");
    }
}

/// One folder serves the report and the certificate; words are those of the report.
#[test]
fn words_belong_to_the_report() {
    let manifest = r#"{"name": "L", "version": "1", "words": {"column.result": ["Found", "结果"]}}"#;
    let message = refused(&[("template.json", manifest)]);
    assert!(message.contains("word `column.result`: is one of a report") && message.contains("lab.yaml"), "{message}");
    assert_eq!(refused(&[("template.json", manifest), ("report.html", "not looked at here")]), "is accepted");
}

#[test]
fn a_template_is_for_the_page() {
    let bench = Bench::new();
    let said = bench.run(&["--lot", "EV-3101", "--template", "look", "-o", "json"]);
    assert_eq!((said.exit, said.out.as_str()), (2, ""));
    assert!(said.err.contains("--template is for the HTML certificate; add -o coa.html"), "{}", said.err);
    bench.edit("look/certificate.html", "{{ title }}", "{{ titel }}");
    let said = bench.run(&["--lot", "EV-3101", "--template", "look", "-o", "coa.html"]);
    assert_eq!(said.exit, 2);
    assert!(
        said.err
            .contains("--template look: certificate.html: line 5: there is no variable `titel`; did you mean `title`?"),
        "{}",
        said.err
    );
    assert!(!bench.has("coa.html"));
    let said = bench.run(&["--lot", "EV-3101", "--template", "nowhere", "-o", "coa.html"]);
    assert_eq!(said.exit, 2, "{}", said.err);
    assert!(
        said.err.contains("--template nowhere: there is no such folder; a template is a folder with"),
        "{}",
        said.err
    );
    let said = bench.run(&["--lot", "EV-3101", "--template", "lab.yaml", "-o", "coa.html"]);
    assert!(said.err.contains("--template lab.yaml: is no folder; a template is a folder with"), "{}", said.err);
}
