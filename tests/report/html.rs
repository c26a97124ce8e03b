//! The HTML report: what stands in it, what cannot get in, and what a template can and cannot do.

use crate::fixture;
use evqc::report::{Html, Template};
use evqc::template::{TemplateError, other_words};
use serde_json::Value;
use std::collections::BTreeMap;

/// The lines of the data block.
pub fn data(page: &str) -> Vec<Value> {
    block(page, "evqc-data").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn block<'p>(page: &'p str, id: &str) -> &'p str {
    let start = format!("<script type=\"application/json\" id=\"{id}\">");
    page.split_once(&start).unwrap().1.split_once("</script>").unwrap().0
}

fn page() -> String {
    fixture::report(&Html::default())
}

#[test]
fn every_lot_and_every_test_is_in_the_data() {
    let page = page();
    let data = data(&page);
    assert_eq!(data.len(), 4, "the run and three lots");
    let (head, lots) = data.split_first().unwrap();
    assert_eq!(head["layout"], "evqc-html/1");
    assert_eq!(head["summary"]["does_not_conform"], 1);
    let tests = head["specs"][0]["tests"].as_array().unwrap();
    for (lot, (id, verdict)) in lots.iter().zip([
        ("EV-2026-001", "conforms"),
        ("EV-2026-002", "does_not_conform"),
        ("EV-2026-003", "not_evaluable"),
    ]) {
        assert_eq!(lot[0], id);
        assert_eq!(lot[1].as_str().unwrap(), head["specs"][0]["key"]);
        assert_eq!(head["verdicts"][lot[2].as_u64().unwrap() as usize], verdict);
        let indices: Vec<u64> = lot[3].as_array().unwrap().iter().map(|test| test[0].as_u64().unwrap()).collect();
        assert_eq!(indices, (0..tests.len() as u64).collect::<Vec<_>>(), "{id}: in the order of the specification");
    }
}

/// The numbers of the page are those of the JSON report, digit for digit.
#[test]
fn results_outcomes_and_cells_are_those_of_the_json_report() {
    let page = page();
    let data = data(&page);
    let json: Value = serde_json::from_str(&fixture::report(crate::format("json").as_ref())).unwrap();
    for (lot, expected) in data[1..].iter().zip(json["lots"].as_array().unwrap()) {
        for (test, expected) in lot[3].as_array().unwrap().iter().zip(expected["tests"].as_array().unwrap()) {
            let outcome = &data[0]["outcomes"][test[1].as_u64().unwrap() as usize];
            assert_eq!(outcome, &expected["outcome"]);
            let result = test[3].as_str().unwrap();
            match expected["reportable"]["text"].as_str() {
                Some(text) => assert!(text.starts_with(result), "{text} and {result}"),
                None => assert_eq!(result, "–"),
            }
            let delivered = test[5].as_array().unwrap();
            let texts: Vec<&str> =
                delivered.iter().map(|one| one.as_str().or_else(|| one[0].as_str()).unwrap()).collect();
            let expected: Vec<&str> = expected["determinations"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["text"].as_str().unwrap())
                .collect();
            assert_eq!(texts, expected);
        }
    }
}

#[test]
fn the_page_fetches_nothing_and_runs_one_program() {
    let page = page();
    assert!(!page.contains("http:") && !page.contains("https:"), "no address");
    assert!(!page.contains("<link") && !page.contains("@import") && !page.contains("url("));
    for attribute in ["src=", "href=", "onclick=", "onload=", "style="] {
        assert!(!page.split("<script>").next().unwrap().contains(attribute), "{attribute}");
    }
    let policy = page.split_once("Content-Security-Policy\" content=\"").unwrap().1.split_once('"').unwrap().0;
    assert!(policy.starts_with("default-src 'none'; script-src 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.matches("<script>").count(), 1);
    // The policy comes before anything that it speaks of.
    assert!(page.find("Content-Security-Policy").unwrap() < page.find("<style>").unwrap());
}

#[test]
fn without_the_program_every_lot_stands_there_with_its_verdict() {
    let page = page();
    let plain = page.split_once("<noscript>").unwrap().1.split_once("</noscript>").unwrap().0;
    for (lot, english, chinese) in [
        ("EV-2026-001", "✓ CONFORMS", "符合规定"),
        ("EV-2026-002", "✗ DOES NOT CONFORM", "不符合规定"),
        ("EV-2026-003", "! NOT EVALUABLE", "无法评价"),
    ] {
        let row = plain.split("<tr>").find(|row| row.contains(lot)).unwrap();
        assert!(row.contains(&format!("{english} {chinese}")), "{row}");
    }
}

/// Nothing suggests authorisation, efficacy, safety or compliance of its own (R-117, R-1008); one language prevails, and
/// the page says which (R-1102).
#[test]
fn the_words_claim_nothing() {
    let page = page();
    // What findings say is looked through for every code (tests/outputs/claims.rs): one speaks of an authorised sample.
    let words: Vec<Vec<String>> = serde_json::from_str(block(&page, "evqc-words")).unwrap();
    let own = words.iter().filter(|word| !word[0].starts_with("code.") && !word[0].starts_with("remedy."));
    let words = own.flatten().map(|word| word.to_lowercase()).collect::<Vec<_>>().join("\n");
    for phrase in [
        "released",
        "approved for",
        "authoris",
        "authoriz",
        "licensed",
        "effective",
        "efficac",
        "is safe",
        "safe to",
        "gmp",
        "gcp",
        "iso ",
        "iso/",
        "accredit",
        "compliant",
        "compliance",
        "pharmacopoeia",
        "certified",
        "fit for use",
        "批准上市",
        "安全有效",
        "认可",
        "合格",
        "gmp认证",
        "已放行",
    ] {
        assert!(!words.contains(phrase), "{phrase}");
    }
    assert!(words.contains("the english text is authoritative") && words.contains("以英文文本为准"));
}

/// A conclusion in Chinese stands only where there is one; else what is open (R-1103).
#[test]
fn the_chinese_statement_is_no_stronger_than_the_evidence() {
    let spec = fixture::specification();
    let mut open = fixture::conforming(&spec, "EV-4");
    open.verdict = evqc::judge::Verdict::NotConcluded;
    open.tests[fixture::STERILITY].outcome = evqc::judge::Outcome::Pending;
    let lots = [
        fixture::conforming(&spec, "EV-1"),
        fixture::failing(&spec, "EV-2"),
        fixture::not_evaluable(&spec, "EV-3"),
        open,
    ];
    let page = fixture::write_report(&Html::default(), &lots, &[&spec], &[fixture::input()], &[], false);
    let data = data(&page);
    let usual = &data[0]["specs"][0]["statements"];
    assert!(usual["conforms"][1].as_str().unwrap().ends_with("结果符合规定。"));
    assert!(usual["does_not_conform"][1].as_str().unwrap().ends_with("结果不符合规定。"));
    let not_evaluable = usual["not_evaluable"][1].as_str().unwrap();
    assert!(not_evaluable.contains("不作符合性结论") && !not_evaluable.contains("结论："), "{not_evaluable}");
    let open = &data[4][5]["statement"];
    let (english, chinese) = (open[0].as_str().unwrap(), open[1].as_str().unwrap());
    assert!(english.starts_with("No conclusion against specification"), "{english}");
    assert!(chinese.contains("未得出结论") && chinese.contains("待出"), "{chinese}");
    assert!(!chinese.contains("符合规定"), "{chinese}");
    let mut optional = fixture::specification();
    optional.tests[fixture::STERILITY].required = false;
    let mut aside = fixture::conforming(&optional, "EV-1");
    aside.tests[fixture::STERILITY].outcome = evqc::judge::Outcome::Fail;
    let page = fixture::write_report(&Html::default(), &[aside], &[&optional], &[fixture::input()], &[], false);
    assert!(page.contains("结果符合规定。非必检而不符合规定的项目："), "{page}");
}

#[test]
fn hostile_text_stays_text() {
    for text in [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "<evqc-data/>",
        "<img src=x onerror=alert(1)>",
        "&lt;b&gt;",
        "{{ evqc.data }}",
        "مرحبا \u{202e}gpj.exe",
        "שלום",
        "🧪👩🏽‍🔬",
        "http://example.org/x.png",
        "\u{0}\u{1b}[2J",
        &"x".repeat(500),
        "",
    ] {
        let spec = fixture::specification();
        let lot = fixture::failing(&spec, text);
        let page = fixture::write_report(&Html::default(), &[lot], &[&spec], &[fixture::input()], &[], false);
        let data = data(&page);
        assert_eq!(data.len(), 2);
        assert_eq!(data[1][0], *evqc::report::escape::visible(text), "{text:?}");
        assert_eq!(page.matches("<script").count(), 3, "{text:?}");
        assert_eq!(page.matches("</script>").count(), 3, "{text:?}");
        assert!(!page.contains("<!--") && !page.contains("<img") && !page.contains("http:"), "{text:?}");
        assert_eq!(page.matches("<tr>").count(), 2, "head and one lot: {text:?}");
    }
}

fn files(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

const MANIFEST: &str = r#"{"name": "Laboratory", "version": "2.1", "words": {"column.result": ["Found", "结果"]}}"#;

const FRAME: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" />{{ evqc.policy }}<title>{{ title }}</title>\
    {{ evqc.style }}</head><body><h1>Our laboratory</h1>{{ evqc.report }}{{ evqc.overview }}{{ evqc.data }}</body></html>";

#[test]
fn a_template_changes_the_look_and_nothing_that_was_judged() {
    let template = Template::from_files(&files(&[
        ("template.json", MANIFEST),
        ("report.html", FRAME),
        ("style.css", "h1 { color: teal; }"),
    ]))
    .unwrap();
    let own = fixture::report(&Html::new(template));
    let built_in = page();
    assert!(own.contains("<h1>Our laboratory</h1>") && own.contains("color: teal"));
    assert!(block(&own, "evqc-words").contains("[\"column.result\",\"Found\",\"结果\"]"));
    // Whose words are whose, stands where no template comes.
    let whose = "<p>The frame of this page and its title are words of the laboratory; what was judged stands in";
    assert!(own.contains(whose) && !built_in.contains(whose));
    let (own, built_in) = (data(&own), data(&built_in));
    assert_eq!(own[0]["template"]["name"], "Laboratory");
    assert_eq!(own[0]["template"]["version"], "2.1");
    assert_ne!(own[0]["template"]["sha256"], built_in[0]["template"]["sha256"]);
    assert_eq!(own[1..], built_in[1..], "the lots are the same, byte for byte");
}

#[test]
fn a_template_that_could_change_or_fetch_something_is_refused() {
    let with = |from: &str, to: &str| {
        assert!(FRAME.contains(from), "{from}");
        Template::from_files(&files(&[("template.json", MANIFEST), ("report.html", &FRAME.replacen(from, to, 1))]))
            .unwrap_err()
            .to_string()
    };
    for (from, to, expected) in [
        ("{{ evqc.data }}", "", "evqc.data }} must stand once"),
        ("{{ evqc.data }}", "{{ evqc.data }}{{ evqc.data }}", "must stand once"),
        ("{{ evqc.policy }}", "", "evqc.policy }} is missing"),
        ("{{ evqc.overview }}", "", "evqc.overview }} is missing"),
        ("{{ evqc.overview }}", "{{ evqc.overview | replace('e', 'a') }}", "changes `evqc.overview` or takes it apart"),
        ("{{ evqc.report }}", "<!-- {{ evqc.report }} -->", "comments"),
        ("{{ evqc.report }}", "<template>{{ evqc.report }}</template>", "<template> is not allowed"),
        ("{{ evqc.data }}", "<div>{{ evqc.data }}</div>", "directly in <body>"),
        ("<h1>", "<script>document.title='CONFORMS'</script><h1>", "must stand once"),
        ("<h1>", "<img src=\"https://example.org/logo.png\" /><h1>", "a page fetches nothing"),
        ("<h1>", "<h1 onclick=\"x()\">", "`onclick` is not allowed"),
        ("<h1>", "<h1 style=\"x\">", "`style` is not allowed"),
        ("<h1>", "<iframe></iframe><h1>", "<iframe> is not allowed"),
        ("<h1>", "<style>h1{}</style><h1>", "{{ evqc.style }} must stand once"),
        ("<h1>", "<h1><p>", "not well-formed"),
        ("<!DOCTYPE html>", "", "does not start with"),
        ("{{ title }}", "{{ titel }}", "report.html: line 2: there is no variable `titel`; did you mean `title`?"),
        ("{{ title }}", "{{ title", "syntax error"),
        ("<h1>", "<p>EV-3102 CONFORMS</p><h1>", "\"conforms\" says what was found: only evqc does"),
        ("<h1>", "<p>Made under G<b>MP</b></p><h1>", "claims something (\"gmp\")"),
        ("<h1>", "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}<h1>", "fuel"),
        ("<h1>", "{{ 1 / 0 }}<h1>", "unable to calculate"),
        ("<h1>", "{% include 'other.html' %}<h1>", "unknown statement include"),
        ("<h1>", "<meta http-equiv=\"refresh\" content=\"0\" /><h1>", "belongs in <head>"),
        // What would take the place of the data, the words or a part of the program.
        ("<h1>", "<p id=\"evqc-data\">{}</p><h1>", "the id `evqc-data` is one of evqc"),
        ("<h1>", "<p id=\"evqc-words\">[]</p><h1>", "the id `evqc-words` is one of evqc"),
        ("<h1>", "<div id=\"evqc-report\"></div><h1>", "stand once, directly in <body>"),
        ("<h1>", "<div id=\"evqc-report\" class=\"x\"></div><h1>", "the id `evqc-report` is one of evqc"),
        ("<h1>", "<h1 id=\"lot-0\">", "the id `lot-0` is one of evqc"),
        ("<h1>", "<h1 id=\"run\">", "the id `run` is one of evqc"),
        ("<h1>", "<h1 id=\"Head\">", "has other signs than a to z"),
        ("<h1>", "<img alt=\"x\" name=\"getElementById\" /><h1>", "the attribute `name` is not allowed"),
        ("<h1>", "<h1 data-lot=\"1\">", "the attribute `data-lot` is not allowed"),
        // What is around the report, or says to a reader who hears it that it is something else.
        ("{{ evqc.report }}", "<div>{{ evqc.report }}</div>", "evqc.report }} must stand once, directly in <body>"),
        (
            "{{ evqc.overview }}",
            "<div>{{ evqc.overview }}</div>",
            "evqc.overview }} must stand once, directly in <body>",
        ),
        ("<body>", "<body aria-hidden=\"true\">", "the attribute `aria-hidden` is not allowed on <body>"),
        ("<body>", "<body role=\"img\">", "the attribute `role` is not allowed on <body>"),
        ("<body>", "<body class=\"x\">", "the attribute `class` is not allowed on <body>"),
        ("<body>", "<body id=\"x\">", "the attribute `id` is not allowed on <body>"),
        ("<h1>", "<h1 role=\"presentation\">", "the role `presentation` is not allowed"),
        ("<h1>", "<h1 aria-owns=\"evqc-report\">", "the attribute `aria-owns` is not allowed"),
        ("<h1>", "<h1 aria-label=\"The lot conforms\">", "\"lot conforms\" says what was found"),
        // What nobody sees, and what reads backwards.
        ("<h1>", "<h1>\n\u{202e}SMROFNOC TOL\u{202c}", "line 3: U+202E cannot be seen"),
        ("<h1>", "<h1>&#x2066;x", "line 2: U+2066 cannot be seen"),
        ("<h1>", "<h1 title=\"\u{200f}x\">", "line 2: U+200F cannot be seen"),
        ("<h1>", "<h1>\u{3164}", "line 2: U+3164 cannot be seen"),
        // What is signed, and what stands in the data.
        ("<h1>", "<h1>Lot no. EV-9999 ", "\"lot ev-9999\" says what was signed"),
        ("<h1>", "<h1>Signed electronically by Mei Chen ", "\"signed electronically\" says what was signed"),
        ("<h1>", "<h1>Expiry date ", "\"expiry date\" says what was signed"),
        ("<h1>", "<h1>有效期 ", "\"有效期\" says what was signed"),
        ("<h1>", "<h1>The watermark is nothing. ", "\"watermark\" says what was signed"),
        ("<h1>", "<h1>Endotoxin 0·02 ", "\"0.02 Our\" is a measured number"),
        ("<h1>", "<h1>Endotoxin 0 . 02 ", "\"0.02 Our\" is a measured number"),
        ("<h1>", "<h1>Endotoxin {{ template.version }} ", "\"2.1 Our\" is a measured number"),
    ] {
        let message = with(from, to);
        assert!(message.contains(expected), "{to}: {message}");
    }
    for (style, expected) in [
        ("body { background: url(x.png) }", "url("),
        ("@import 'x';", "@import"),
        ("h1::after { content : 'CONFORMS' }", "::"),
        ("h1 { c\\6fntent: 'x' }", "\\"),
    ] {
        let error = Template::from_files(&files(&[("template.json", MANIFEST), ("style.css", style)])).unwrap_err();
        assert!(matches!(&error, TemplateError::Style(text, 1, _) if text == expected), "{error}");
    }
}

/// Whatever a browser takes apart in another way than XML does is refused, whatever stands in it: words are looked for in elements and
/// texts alone, and a part of evqc stands in nothing else.
#[test]
fn what_a_browser_reads_otherwise_is_refused() {
    let with = |from: &str, to: &str| {
        let frame = FRAME.replacen(from, to, 1);
        assert_ne!(frame, FRAME, "{from}");
        let made = Template::from_files(&files(&[
            ("template.json", MANIFEST),
            ("report.html", &frame),
            ("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/></svg>"),
        ]));
        made.map_or_else(|error| error.to_string(), |_| String::new())
    };
    let pieces = "comments, CDATA, instructions and a second <!DOCTYPE html> are not allowed";
    let skeleton = "a page has <html>, and in it <head> and <body>, each once";
    for (from, to, expected) in [
        // A browser ends these at the first `>`.
        ("<body>", "<body><?xml version=\"1.0\" ><h1>Lot EV-2602</h1><div hidden=\"\">?>", pieces),
        ("<body>", "<body><?xml ><h1>x</h1>?>", pieces),
        ("<body>", "<body><!DOCTYPE x [<x><h1>x</h1></x>]>", pieces),
        ("<body>", "<body><!DOCTYPE html>", pieces),
        ("<!DOCTYPE html>", "<!DOCTYPE html [<x>]>", "does not start with <!DOCTYPE html>"),
        ("{{ evqc.policy }}", "<?xml version=\"1.0\" ><p><script>x()</script></p>?>{{ evqc.policy }}", pieces),
        ("<h1>", "<?php x ?><h1>", pieces),
        ("<h1>", "<![CDATA[x]]><h1>", pieces),
        // And takes `/>` for `>`.
        ("<h1>", "<div class=\"x\"/><h1>", "<div/> stays open in a browser; write <div></div>"),
        ("<h1>", "<p>a<span/></p><h1>", "<span/> stays open in a browser"),
        ("{{ evqc.style }}", "<title/>{{ evqc.style }}", "<title/> stays open"),
        // What stands before <body> opens it, and a policy behind that counts as text.
        ("{{ evqc.policy }}", "<p>Laboratory</p>{{ evqc.policy }}", "<p> belongs in <body>"),
        ("{{ evqc.policy }}", "Laboratory{{ evqc.policy }}", "text stands in <body> and <title> alone"),
        ("{{ evqc.policy }}", "&#160;{{ evqc.policy }}", "text stands in <body> and <title> alone"),
        ("<html lang=\"en\">", "<p>x</p><html lang=\"en\">", "<p> belongs in <body>"),
        ("<html lang=\"en\">", "<html lang=\"en\">x", "text stands in <body> and <title> alone"),
        ("<html lang=\"en\"><head>", "<html><head></head></html><html lang=\"en\"><head>", skeleton),
        ("<h1>", "<body></body><h1>", skeleton),
        ("</body>", "</body><p>x</p>", "<p> belongs in <body>"),
        ("<title>{{ title }}</title>", "<title><b title=\"x\">x</b></title>", "<b> belongs in <body>"),
        ("{{ evqc.policy }}", "<title>x</title>{{ evqc.policy }}", "<title> stands behind {{ evqc.policy }}"),
        // A second policy, another charset, and what is compared in another spelling.
        (
            "<title>",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\" /><title>",
            "the attribute `http-equiv` is not allowed",
        ),
        ("charset=\"utf-8\"", "charset=\"windows-1252\"", "the charset `windows-1252` is not that of the page"),
        ("<h1>", "<h1 class=\"&#98;adge &#103;ood\">", "the attribute `class` has `<`, `>` or `&`"),
        ("<h1>", "<h1 id=\"&#114;un\">", "the attribute `id` has `<`, `>` or `&`"),
        ("<h1>", "<h1 title=\"</title><p>\">", "the attribute `title` has `<`, `>` or `&`"),
        // A drawing that nobody has looked at.
        (
            "<h1>",
            "<img alt=\"x\" src=\"data:image/svg+xml;base64,PHN2Zz48dGV4dD54PC90ZXh0Pjwvc3ZnPg==\" /><h1>",
            "a page fetches nothing",
        ),
        ("<h1>", "<p src=\"{{ image['logo.svg'] }}\">x</p><h1>", "a page fetches nothing"),
        ("<h1>", &format!("{}x{}<h1>", "<b>".repeat(70), "</b>".repeat(70)), "<b> lies more than 64 deep"),
    ] {
        let message = with(from, to);
        assert!(message.contains(expected), "{to}: {message}");
    }
    for (from, to) in [
        ("<h1>", "<img alt=\"x\" src=\"{{ image['logo.svg'] }}\" /><br/><hr /><h1>"),
        ("<meta charset=\"utf-8\" />", "\n"),
        ("<meta charset=\"utf-8\" />", "<meta charset=\"UTF-8\"/>\n"),
        ("<title>", "<meta name=\"viewport\" content=\"width=device-width\" /><title>"),
        ("<html lang=\"en\">", "<html lang=\"{{ language }}\">"),
        ("<h1>", "<h1 title=\"Tests &amp; more &lt;x\">"),
    ] {
        assert_eq!(with(from, to), "", "{to}");
    }
}

/// No style takes letters out of a sentence, paints over them or puts a column out of sight.
#[test]
fn a_style_lays_nothing_over_what_was_judged() {
    for style in [
        "dl.pairs dd bdi { padding-top: 80px; margin-left: 10px; border-left: 31px solid #ffffff }",
        "body:has(.bad) details.test bdi { border-top: 320px solid #ffffff }",
        ".badge.bad { padding-left: 320px; max-width: 120px }",
        "td:nth-child(6) { max-width: 120px; padding-left: 200px }",
        "svg.mini { padding: 0 110px }",
        "tbody tr td { color: #e8e8ea; background: #18191c } tbody tr:has(.bad) td { background: #f0f2f4 }",
        "* { font-size: 0.75em }",
        "body { line-height: 16px }",
    ] {
        let error = Template::from_files(&files(&[("template.json", MANIFEST), ("style.css", style)])).unwrap_err();
        assert!(matches!(error, TemplateError::Style(..)), "{style}: {error}");
    }
    // What is the frame's own lies below what is evqc's, whatever is around its letters.
    let style = ".x { border-top: 320px solid #ffffff }";
    let own = Html::new(Template::from_files(&files(&[("template.json", MANIFEST), ("style.css", style)])).unwrap());
    let page = fixture::report(&own);
    let guard =
        "#evqc-report, .plain { position: relative !important; isolation: isolate !important; z-index: 1 !important;";
    assert!(page.contains(guard) && page.contains(style));
}

/// An address may begin with a number or a letter that is a unit too; the title of the page, which ends with a number, is not
/// read together with it. A unit on a line of its own below a number is still one.
#[test]
fn an_address_is_no_result() {
    let with = |own: &str| {
        let frame = FRAME.replacen("<h1>Our laboratory</h1>", own, 1);
        let template = Template::from_files(&files(&[("template.json", MANIFEST), ("report.html", &frame)]))?;
        Ok::<_, TemplateError>(fixture::report(&Html::new(template)))
    };
    for own in [
        "<p>1 Main Street</p>",
        "<p>L. Miller Laboratories</p>",
        "<p>K Labs</p>",
        "<p>K</p>",
        "<p>pH Labs GmbH</p>",
        "<p>12345 Berlin</p><p>L. Miller</p>",
    ] {
        assert!(with(own).is_ok_and(|page| page.contains(own)), "{own}: {:?}", with(own).err());
    }
    for own in ["<p>12</p><p>EU/mL</p>", "<p>12\nEU/mL in lot</p>", "<h1>12</h1>\n<p> CFU </p>"] {
        assert!(with(own).is_err_and(|error| error.to_string().contains("is a measured number")), "{own}");
    }
}

/// A sign says as much as a word.
#[test]
fn signs_that_judge_are_refused() {
    for sign in "✓✔✅☑👍🟢💯✗✘❌👎🔴☒❎⭐🏆😀🟩■○√\u{f0fc}".chars() {
        let frame = FRAME.replacen("Our laboratory", &format!("Our laboratory &#{};", u32::from(sign)), 1);
        let error = Template::from_files(&files(&[("template.json", MANIFEST), ("report.html", &frame)])).unwrap_err();
        assert!(error.to_string().contains(&format!("\"{sign}\" says what was found")), "{error}");
        let manifest = MANIFEST.replacen("Found", &format!("Found {sign}"), 1);
        let error = Template::from_files(&files(&[("template.json", &manifest)])).unwrap_err();
        assert!(error.to_string().contains("`column.result`"), "{error}");
    }
    let frame =
        FRAME.replacen("Our laboratory", "Our laboratory • ☎ 030 5550100 · ✉ qc@lab.example → 📍 Berlin ★ © ®", 1);
    let template = |frame: &str| Template::from_files(&files(&[("template.json", MANIFEST), ("report.html", frame)]));
    assert!(template(&frame).unwrap_err().to_string().contains("\"★\""));
    assert!(template(&frame.replace("★ ", "")).is_ok());
}

#[test]
fn what_is_no_template_says_so() {
    let message = |list: &[(&str, &str)]| Template::from_files(&files(list)).unwrap_err().to_string();
    assert_eq!(message(&[]), "there is no template.json with name and version");
    assert!(message(&[("template.json", "{}")]).starts_with("template.json: missing field `name`"));
    assert!(
        message(&[("template.json", MANIFEST), ("notes.txt", "x")]).starts_with("`notes.txt` belongs to no template")
    );
    assert_eq!(
        message(&[("template.json", MANIFEST), ("logo.png", "not a picture")]),
        "logo.png: is not a picture of the kind that its name says"
    );
    for (name, why) in [
        ("verdict.conforms", "is no heading or control; what the page says cannot be changed"),
        ("outcome.fail", "is no heading or control; what the page says cannot be changed"),
        ("colum.result", "the page has no such word; did you mean `column.result`?"),
        ("nothing", "the page has no such word"),
    ] {
        let manifest = format!(r#"{{"name": "L", "version": "1", "words": {{"{name}": ["good", "好"]}}}}"#);
        assert_eq!(message(&[("template.json", &manifest)]), format!("template.json: word `{name}`: {why}"));
    }
    for words in [r#"["acceptance  Criterion ", "结果"]"#, r#"["Finding", "标准规定"]"#] {
        let manifest = format!(r#"{{"name": "L", "version": "1", "words": {{"column.result": {words}}}}}"#);
        assert_eq!(
            message(&[("template.json", &manifest)]),
            "template.json: word `column.result`: is called as `column.requirement` is, and a reader would take the one for the other"
        );
    }
    for (name, words) in [
        ("column.unit", r#"["In thousands of", "千"]"#),
        ("column.lot", r#"["Retained sample of lot", "批号"]"#),
        ("column.spec", r#"["Superseded specification", "检验依据"]"#),
        ("column.rows", r#"["Rows ignored", "行数"]"#),
        ("lot.tests", r#"["Tests before investigation", "检验项目"]"#),
        ("finding.cell", r#"["Typing error in", "单元格"]"#),
        ("overview", r#"["Lots for shipment", "总览"]"#),
        ("filter.verdict", r#"["Former verdict", "结论"]"#),
        ("column.result", r#"["Requested", "结果"]"#),
        ("column.requirement", r#"["Found", "实测"]"#),
        ("column.outcome", r#"["Requested", "要求"]"#),
    ] {
        let manifest = format!(r#"{{"name": "L", "version": "1", "words": {{"{name}": {words}}}}}"#);
        let refused = message(&[("template.json", &manifest)]);
        assert!(refused.contains(&format!("word `{name}`: cannot be called `")), "{refused}");
        assert!(refused.contains("a reader would take it for something else; it may be called "), "{refused}");
    }
    let unseen = "{\"name\": \"L\", \"version\": \"1\", \"words\": {\"print\": [\"\\u200b\\u3164\", \"打印\"]}}";
    assert!(message(&[("template.json", unseen)]).ends_with("word `print`: a word is needed in both languages"));
    let turned = "{\"name\": \"L\", \"version\": \"1\", \"words\": {\"lot.tests\": [\"\\u202e.smrofnoc\", \"x\"]}}";
    assert!(message(&[("template.json", turned)]).contains("word `lot.tests`: U+202E cannot be seen"));
    let signed = r#"{"name": "L", "version": "1", "words": {"print": ["Signed by Mei Chen", "打印"]}}"#;
    assert!(message(&[("template.json", signed)]).contains("word `print`: claims something"));
    let judged = r#"{"name": "L", "version": "1", "words": {"title": ["All criteria met", "各批"]}}"#;
    assert!(message(&[("template.json", judged)]).contains("word `title`: claims something or says what was found"));
    let single = r#"{"name": "L", "version": "1", "words": {"print": ["Print"]}}"#;
    assert!(message(&[("template.json", single)]).contains("invalid length 1, expected [English, Chinese]"));
    let empty = r#"{"name": "L", "version": "1", "words": {"print": ["Print", " "]}}"#;
    assert!(message(&[("template.json", empty)]).ends_with("a word is needed in both languages"));
}

/// Name and version stand on every page: the one is looked at as what a frame says, the other is a version.
#[test]
fn name_and_version_of_a_template_say_nothing_else() {
    let with = |name: &str, version: &str| {
        let manifest = serde_json::json!({"name": name, "version": version}).to_string();
        Template::from_files(&files(&[("template.json", &manifest)]))
            .map_or_else(|error| error.to_string(), |_| String::new())
    };
    for (name, version, expected) in [
        ("L", "0.02 EU/mL: pass. LOT CONFORMS, released", "`version` has a digit, and no more than 32"),
        ("L", "", "`version` has a digit"),
        ("L", "draft", "`version` has a digit"),
        ("L", "1\u{202e}2", "`version` has a digit"),
        ("L", "1234567890-1234567890-1234567890-1", "no more than 32"),
        ("L", "LOT-CONFORMS-1", "`version`: \"lot conforms\" says what was found"),
        ("L", "released1", "`version`: claims something (\"released\")"),
        ("L", "pass_2", "`version`: \"pass\" says what was found"),
        ("L", "5CFU", "`version`: \"5CFU\" is a measured number"),
        ("L", "1e11", "`version`: \"1e11\" is a measured number"),
        ("", "1", "`name` is empty, or that of the built-in template"),
        ("\u{200b} ", "1", "`name` is empty"),
        ("evqc", "0.1.0", "`name` is empty, or that of the built-in template"),
        ("ＥＶＱＣ", "0.1.0", "or that of the built-in template"),
        ("Endotoxin 0.02", "1", "`name`: \"0.02\" is a measured number"),
        ("All tests passed", "1", "`name`: \"all tests passed\" says what was found"),
        ("Clinical grade", "1", "`name`: claims something"),
        ("Lab ✓", "1", "`name`: \"✓\" says what was found"),
        ("\u{202e}baL", "1", "`name`: U+202E cannot be seen"),
    ] {
        let message = with(name, version);
        assert!(message.starts_with("template.json: ") && message.contains(expected), "{name} {version}: {message}");
    }
    for version in ["1", "2.1", "1.0.0-rc.1+4", "v3", "2026-11-28", "QC_7"] {
        assert_eq!(with("Example Vesicle Laboratory", version), "", "{version}");
    }
}

/// The colours of verdicts, the boxes of evqc and the lines through its letters stay as they are.
#[test]
fn a_style_changes_no_verdict_and_no_exponent() {
    for style in [
        ":root { --bad: #00704f; --bad-back: #e2f3ec; --outside: #8fd0b8; }",
        ".badge.bad { text-decoration: line-through #fdeadf 1.6em; }",
        "td { text-decoration: underline 2em; }",
        "td { text-decoration: overline; }",
        ".statement { height: 0; }",
        ".badge.large { height: 1px; }",
        "div { height: 100%; }",
        "img { height: 1px; }",
        "bdi { display: inline-flex; }",
        "tbody th, td { display: inline-block; }",
        "#evqc-report { display: flex; }",
        "body { display: flex; }",
        ".band, td { display: flex; }",
    ] {
        let error = Template::from_files(&files(&[("template.json", MANIFEST), ("style.css", style)])).unwrap_err();
        assert!(matches!(error, TemplateError::Style(_, 1, _)), "{style}: {error}");
    }
    for style in [
        ".band { display: flex; } .band img, img { height: 3rem; } a { text-decoration: none; }",
        "@media print { .band { display: block; } } h2 { text-decoration: underline; }",
    ] {
        assert!(Template::from_files(&files(&[("template.json", MANIFEST), ("style.css", style)])).is_ok(), "{style}");
    }
    let page = page();
    assert!(
        page.contains(".bad { color: var(--bad) !important; } .badge.bad { background: var(--bad-back) !important; }")
    );
}

/// The documentation lists what a template may call something else; every other word of the page stays as it is, so that no
/// template turns what was found into its opposite.
#[test]
fn a_template_changes_headings_and_controls_alone() {
    let table = include_str!("../../src/report/html/page/words.tsv");
    let table: Vec<(&str, &str)> =
        table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect();
    let page = include_str!("../../docs/src/html.md");
    let listed = page.split_once("Words that a template may change:").unwrap().1.split_once("\n\n").unwrap().0;
    let listed: Vec<&str> = listed.split('`').skip(1).step_by(2).collect();
    assert!(listed.iter().all(|name| table.iter().any(|(word, _)| word == name)), "{listed:?}");
    let called = |name: &str, own: &str, chinese: &str| {
        let words = serde_json::json!({"name": "L", "version": "1", "words": {name: [own, chinese]}});
        Template::from_files(&files(&[("template.json", &words.to_string())])).is_ok()
    };
    let taken = |name: &str, own: &str| called(name, own, "其他");
    // Those that stand beside no data are called as one likes, the others by one of their words, which the page lists.
    let free = page.split_once("stand beside no data").unwrap().0.rsplit_once("\n\n").unwrap().1;
    let free: Vec<&str> = free.split('`').skip(1).step_by(2).collect();
    for (name, built_in) in &table {
        assert_eq!(taken(name, "Other"), free.contains(name), "{name}");
        if !listed.contains(name) || free.contains(name) {
            continue;
        }
        let (english, chinese) = other_words(name);
        let built_in: Vec<&str> = built_in.split('\t').collect();
        let row = format!("| `{name}` | {} | {} |", english.join(", "), chinese.join(", "));
        assert!(page.contains(&row), "{row}");
        let of_other = |word: &str| {
            let is_it = |own: &str| own.to_lowercase() == word.to_lowercase();
            table.iter().any(|(other, words)| other != name && words.split('\t').any(is_it))
        };
        for word in english.iter().filter(|word| !of_other(word)) {
            assert!(called(name, word, built_in[1]), "{name}: {word}");
        }
        for word in chinese.iter().filter(|word| !of_other(word)) {
            assert!(called(name, built_in[0], word), "{name}: {word}");
        }
    }
    assert!(free.iter().all(|name| listed.contains(name)), "{free:?}");
    for family in [
        "verdict.",
        "outcome.",
        "severity.",
        "count.",
        "status.",
        "flag.",
        "counts.",
        "life.",
        "key.",
        "origin.",
        "detail.",
        "point.",
        "event.",
        "fact.",
        "weighting.",
        "picture.",
        "about.",
    ] {
        assert!(listed.iter().all(|name| !name.starts_with(family)), "{family}");
    }
    for (name, opposite) in [
        ("life.expired", "in its shelf life"),
        ("status.invalidated", "counted"),
        ("flag.alert", "no remark"),
        ("counts.optional", "required"),
        ("key.outside", "the good part"),
        ("about.errors", "Praise"),
        ("sort.worst", "best first"),
    ] {
        assert!(!taken(name, opposite), "{name}");
    }
}

#[test]
fn a_logo_goes_into_the_page() {
    let mut list = files(&[
        ("template.json", MANIFEST),
        ("report.html", &FRAME.replace("<h1>", "<img src=\"{{ image['logo.png'] }}\" alt=\"Laboratory\" /><h1>")),
    ]);
    list.insert("logo.png".to_owned(), b"\x89PNG\r\n\x1a\nrest".to_vec());
    let page = fixture::report(&Html::new(Template::from_files(&list).unwrap()));
    assert!(page.contains("src=\"data:image/png;base64,iVBORw0KGgpyZXN0\""));
}
