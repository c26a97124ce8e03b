//! The file of the laboratory and that of the facts: every fault in one run, and what neither may change.

use super::bench::{Bench, characters};
use evqc::certificate::{Certificate, Dress, Words, document, facts_schema, lab_schema, read_facts, read_lab};
use evqc::spec::SourceText;
use serde_json::Value;

fn faults(text: &str) -> Vec<String> {
    let findings = read_lab(&SourceText::new("lab.yaml", text)).unwrap_err();
    let line = |finding: &evqc::finding::Finding| {
        let place = finding.place.as_ref().map_or(0, |place| place.line);
        format!("{place} {} {} | {}", finding.code.name, finding.message, finding.help.as_deref().unwrap_or(""))
    };
    findings.iter().map(line).collect()
}

#[test]
fn every_fault_in_one_run() {
    let found = faults(
        "evqc_lab: 2
laboratory: {nmae: Lab}
profile: whoo
number: CoA-{lott}
tests:
  endotoxin: {laboratory: mikro, refrence: x}
laboratories:
  micro: {name: {en: Micro}}
signatories:
  - {name: A, function: B, meaning: tested}
  - {name: C, function: D, meaning: aproved}
statements:
  - {text: Manufactured under GMP.}
  - {text: Fine., by: Z}
wording:
  complyes: {en: a, zh: b}
  complies: {en: fine, zh: 好}
layout: {columns: [item, resutl], accent: '#66b2ff', fields: {product: [lott, lot, lot], prodct: []}}
",
    );
    for expected in [
        "1 unknown-word `evqc_lab: 2`",
        "2 unknown-key `nmae` is not a key of `laboratory` | did you mean `name`?",
        "2 missing-key `laboratory` has no `name`",
        "3 unknown-word `whoo` is not a value of `profile` | did you mean `who`?",
        "4 unknown-word `{lott}` is not filled in in a certificate number | did you mean `{lot}`?",
        "4 certificate-number-not-unique",
        "6 certificate-name-unknown `mikro` is not under `laboratories`",
        "6 unknown-key `refrence` is not a key of `endotoxin` of `tests` | did you mean `reference`?",
        "8 missing-key `name` has no `zh`",
        "11 unknown-word `aproved` is not a value of `meaning` | did you mean `approved`?",
        "13 claim-without-signatory the statement claims something (\"gmp\"), and nobody answers for it",
        "14 certificate-name-unknown `Z` is not under `signatories`",
        "16 certificate-name-unknown `complyes` is not a term | did you mean `complies`?",
        "17 term-fixed `complies` says what was found",
        "18 unknown-word `resutl` is not a value of `columns` | did you mean `result`?",
        "18 layout-hides the table of results must have the column `criterion`",
        "18 colour-not-usable the contrast of #66b2ff against white is 2.23 : 1, and headings in it would be hard to read | take a darker colour: at least 4.5 : 1",
        "18 unknown-word `lott` is not a value of `product` | did you mean `lot`?",
        "18 unknown-word `lot` stands twice in `product`",
        "18 unknown-key `prodct` is not a key of `fields` | did you mean `product`?",
    ] {
        assert!(found.iter().any(|fault| fault.starts_with(expected)), "{expected:?} is not among {found:#?}");
    }
}

#[test]
fn facts_are_as_strict() {
    let text = "evqc_certificate: 1
all:
  use: humans
  sample: {received: 3.2.2026}
  batch: {containers: none}
lots:
  EV-1: {deviations: [{text: x}], replaces: {number: '1'}, produkt: {}}
";
    let findings = read_facts(&SourceText::new("facts.yaml", text)).unwrap_err();
    let said: Vec<String> =
        findings.iter().map(|finding| format!("{} {}", finding.code.name, finding.message)).collect();
    for expected in [
        "unknown-word `humans` is not a value of `use`",
        "malformed-date `3.2.2026` is not a day, or a day with time and zone",
        "unknown-word `none` is not a number of containers",
        "missing-key `deviations` has no `reference`",
        "missing-key `replaces` has no `reason`",
        "unknown-key `produkt` is not a key of `EV-1` of `lots`",
    ] {
        assert!(said.iter().any(|fault| fault == expected), "{expected:?} is not among {said:#?}");
    }
}

/// The published schemas take the files of the sample and refuse a misspelt key.
#[test]
fn the_schemas_fit_the_sample() {
    let bench = Bench::new();
    for (name, schema) in [("lab.yaml", lab_schema()), ("facts.yaml", facts_schema())] {
        let value: Value = serde_yaml::from_str(&bench.read(name)).unwrap();
        let schema = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> =
            schema.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        let mut other = value;
        other["labratory"] = "x".into();
        assert!(!schema.is_valid(&other), "{name}");
    }
}

/// The printed criterion is the judged one: the laboratory translates it, and says nothing else in its place.
#[test]
fn the_words_for_a_criterion_translate_it_and_say_nothing_else() {
    let of = |tests: &str| {
        let bench = Bench::new();
        bench.edit("lab.yaml", "  endotoxin:\n", &format!("{tests}\n  endotoxin:\n"));
        bench.run(&["--lot", "EV-3101", "-o", "json"])
    };
    for (tests, says) in [
        ("  calnexin: {criterion: {en: positive, zh: 阳性}}", "`positive`, `阳性`) is no translation of `negative`"),
        ("  calnexin: {criterion: {en: negative, zh: 阳性}}", "is no translation of `negative`"),
        (
            "  ph: {criterion: {en: neutral, zh: 中性}}",
            "`ph`: `criterion` has no use: the criterion of the specification is not one in words",
        ),
        ("  ph: {of: {en: all, zh: 全部}}", "`ph`: `of` has no use: the specification has no `of`"),
    ] {
        let said = of(tests);
        assert_eq!(said.exit, 4, "{tests}: {}", said.err);
        assert!(said.err.contains("words-not-of-specification") && said.err.contains(says), "{tests}: {}", said.err);
        assert!(said.out.is_empty(), "{}", said.out);
    }
    for (from, to) in [
        ("en: \"clear, colourless liquid\"", "en: \"clear liquid\""),
        ("zh: 澄清无色液体", "zh: 7天内澄清无色液体"),
        ("cd9: {of: {en: particles,", "cd9: {of: {en: cells or <= 5 %,"),
    ] {
        let bench = Bench::new();
        bench.edit("lab.yaml", from, to);
        let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
        assert!(said.exit == 4 && said.err.contains("words-not-of-specification"), "{to}: {}", said.err);
    }
    assert_eq!(of("  calnexin: {criterion: {en: Negative, zh: 阴性}}").exit, 0);
}

/// A result that the specification does not know is printed as it was observed, also where it is what the laboratory's translation
/// of the criterion says.
#[test]
fn a_result_in_words_that_were_not_judged_stays_as_it_is() {
    let bench = Bench::new();
    let before = bench.twin("EV-3101", &[]);
    let result = |twin: &Certificate| {
        let line = twin.content.tests.iter().find(|line| line.id == "appearance").unwrap();
        (line.outcome.clone(), line.result.as_ref().unwrap().text.clone())
    };
    let words = Words::new("clear, colourless liquid", "澄清无色液体");
    assert_eq!(result(&before), ("pass".to_owned(), words));
    let rows = bench.read("results.csv");
    let row = rows.lines().find(|row| row.starts_with("EV-3101,") && row.contains("appearance")).unwrap();
    bench.edit("results.csv", row, &row.replace("\"clear, colourless liquid\"", "澄清无色液体"));
    assert_eq!(result(&bench.twin("EV-3101", &[])), ("fail".to_owned(), Words::same("澄清无色液体")));
}

/// No label is worded as another one, and what is no label is not worded: dates, meanings of signatures, statements, states.
#[test]
fn no_label_says_what_another_one_says() {
    for (wording, says) in [
        ("expiry: {en: Date of manufacture, zh: 生产日期}", "`expiry` says what was found, signed or stated"),
        ("tested by: {en: Approved by, zh: 批准人}", "`tested by` says"),
        ("items tested: {en: \".\", zh: 。}", "`items tested` says"),
        ("copying: {en: May be copied., zh: 可以复制。}", "`copying` says"),
        ("english prevails: {en: The Chinese text prevails., zh: 以中文为准。}", "`english prevails` says"),
        ("invalidated: {en: valid, zh: 有效}", "`invalidated` says"),
        ("simple: {en: four-zone, zh: 四区}", "`simple` says"),
        ("none: {en: not looked for, zh: 未查}", "`none` says"),
        ("criterion: {en: \"result \", zh: 要求}", "`criterion` cannot be called `result`: that is `result`"),
        ("result: {en: Finding, zh: 标准规定}", "`result` cannot be called `标准规定`: that is `criterion`"),
    ] {
        let found = faults(&format!("evqc_lab: 1\nlaboratory: {{name: L}}\nwording:\n  {wording}\n"));
        assert!(found.len() == 1 && found[0].contains("term-fixed") && found[0].contains(says), "{wording}: {found:?}");
    }
    // Nor are two worded the same.
    let two = "result: {en: Test results, zh: 实测值}\n  results: {en: test results, zh: 测试结果}";
    let found = faults(&format!("evqc_lab: 1\nlaboratory: {{name: L}}\nwording:\n  {two}\n"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("5 term-fixed `result` and `results` are both called `test results`"), "{found:?}");
    let shared = "signatures: {en: Signature page, zh: 签名}\n  signature: {en: Sign here, zh: 签名}";
    let text = format!("evqc_lab: 1\nlaboratory: {{name: L}}\nwording:\n  {shared}\n");
    assert!(read_lab(&SourceText::new("lab.yaml", &text)).is_ok(), "the table itself calls both 签名");
    let free = "criterion: {en: Requirement, zh: 标准规定}\n  history: {en: Invalid and repeated runs, zh: 复验记录}";
    let text = format!("evqc_lab: 1\nlaboratory: {{name: L}}\nwording:\n  {free}\n");
    assert!(read_lab(&SourceText::new("lab.yaml", &text)).is_ok());
}

/// No two tests have one name in print, in either language, and both places are named.
#[test]
fn no_test_is_called_as_another_one() {
    let refused = |bench: &Bench| {
        let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
        assert_eq!((said.exit, said.out.as_str()), (4, ""), "{}", said.err);
        said.err.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // Two names of the laboratory file; one of it and one of the specification, by its name or its Chinese column.
    for (of, name, words, place) in [
        (
            "cd9",
            "{en: Tetraspanins, zh: 四蛋白}",
            "`cd9` and `identity_panel` are both called `Tetraspanins`",
            "lab.yaml:",
        ),
        (
            "cd9",
            "{en: CD9, zh: 四跨膜蛋白组合}",
            "`cd9` and `identity_panel` are both called `四跨膜蛋白组合`",
            "lab.yaml:",
        ),
        ("cd9", "{en: ＣＤ63, zh: 四蛋白}", "`cd9` and `cd63` are both called", "spec.yaml:"),
        ("cd9", "{en: Tetraspanin, zh: 无菌}", "`cd9` and `sterility` are both called `无菌`", "spec.yaml:"),
    ] {
        let bench = Bench::new();
        bench.edit("lab.yaml", &format!("  {of}: {{of:"), &format!("  {of}: {{name: {name}, of:"));
        let message = refused(&bench);
        for part in ["test-name-twice", words, place, "lab.yaml:"] {
            assert!(message.contains(part), "{part}: {message}");
        }
    }
    let bench = Bench::new();
    bench.edit("lab.yaml", "  cd9: {of:", "  cd9: {name: {en: CD9, zh: 四跨膜蛋白 CD9}, of:");
    assert!(bench.run(&["--lot", "EV-3101", "-o", "json"]).exit < 2);
}

/// A name of the laboratory is a translation: no test has the name of one that nobody did.
#[test]
fn a_test_keeps_its_name_in_one_language() {
    let said = |id: &str, name: &str| {
        let bench = Bench::new();
        bench.edit("lab.yaml", "  cd9: {of:", &format!("  {id}:\n    name: {name}\n  cd9: {{of:"));
        let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
        (said.exit, said.err.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    for (id, name, message) in [
        (
            "calnexin",
            "{en: Mycoplasma, zh: 支原体}",
            "calls `calnexin` `Mycoplasma`, `支原体`, and the specification `Calnexin`",
        ),
        // One language is right, and the other one names what was not tested.
        ("calnexin", "{en: Calnexin, zh: 支原体}", "calls `calnexin` `Calnexin`, `支原体`"),
        ("ph", "{en: Adventitious viruses log10 reduction, zh: 病毒清除}", "and the specification `pH`"),
        ("osmolality", "{en: Mycoplasma, zh: 渗透压摩尔浓度}", "and the specification `Osmolality`"),
    ] {
        let (exit, err) = said(id, name);
        assert_eq!(exit, 4, "{name}: {err}");
        for part in ["test-name-not-of-specification", message, "lab.yaml:", "spec.yaml:"] {
            assert!(err.contains(part), "{part}: {err}");
        }
    }
    for (id, name) in [
        ("calnexin", "{en: Calnexin, zh: 钙联蛋白}"),
        ("ph", "{en: PH, zh: 酸碱度}"),
        // By the Chinese name that the specification has for its column.
        ("osmolality", "{en: Osmotic concentration, zh: 渗透压摩尔浓度}"),
    ] {
        let (exit, err) = said(id, name);
        assert!(exit < 2, "{name}: {err}");
    }
}

/// The heads by which a reader takes a value for what it is are called by one of a few words.
#[test]
fn no_head_turns_what_stands_below_it_into_something_else() {
    let faults_of = |wording: &str| faults(&format!("evqc_lab: 1\nlaboratory: {{name: L}}\nwording:\n  {wording}\n"));
    for wording in [
        "result: {en: Limit, zh: 限度}",
        "criterion: {en: Found, zh: 实测}",
        "history: {en: \"Results of other lots, for information\", zh: 其他批次结果}",
        "analyst: {en: Approved electronically by, zh: 电子签名批准人}",
        "not performed: {en: Tests done later, zh: 后续检验}",
        "completed: {en: Expiry, zh: 有效期}",
        "tested on: {en: Valid until, zh: 有效期}",
        "storage: {en: Do not store at, zh: 禁止贮藏条件}",
        "conclusion of item: {en: Criterion met?, zh: 标准}",
        "conclusion: {en: Criterion, zh: 标准}",
        "result: {en: Result, zh: 限度}",
        "testing laboratory: {en: Approved by, zh: 检验实验室}",
        "strength: {en: Strength per ten vials, zh: 规格}",
        "procedure: {en: Superseded by, zh: 检验规程}",
        "item: {en: Optional item, zh: 检验项目}",
        "batch size: {en: Batch size in thousands, zh: 批量}",
        "content digest: {en: Digest of the draft, zh: 内容 SHA-256}",
    ] {
        let found = faults_of(wording);
        // What is a claim as well is told as one, too.
        let fixed: Vec<&String> = found.iter().filter(|one| one.contains("term-fixed")).collect();
        assert!(fixed.len() == 1 && fixed[0].contains("cannot be called"), "{wording}: {found:?}");
    }
    for wording in [
        "result: {en: test  RESULT, zh: 实测值}",
        "criterion: {en: Limit, zh: 限度}",
        "not performed: {en: Tests not done, zh: 未检项目}",
        "storage: {en: Storage, zh: 贮藏条件}",
        "tested on: {en: Date of test, zh: 检验日期}",
        "requester: {en: Ordered by, zh: 委托方}",
    ] {
        let text = format!("evqc_lab: 1\nlaboratory: {{name: L}}\nwording:\n  {wording}\n");
        assert!(read_lab(&SourceText::new("lab.yaml", &text)).is_ok(), "{wording}");
    }
}

/// A plain text words a label in the language of the laboratory, and so does a mapping with that language alone.
#[test]
fn a_label_is_worded_in_the_language_of_the_laboratory() {
    let lab = |language: &str, wording: &str| {
        format!("evqc_lab: 1\nlaboratory: {{name: L}}\nlanguage: {language}\nwording:\n  {wording}\n")
    };
    let worded = |language: &str, wording: &str| {
        let lab = read_lab(&SourceText::new("lab.yaml", &lab(language, wording))).unwrap();
        [lab.wording[0].1.en.clone(), lab.wording[0].1.zh.clone()]
    };
    for (language, wording, both) in [
        ("en", "criterion: Limit", ["Limit", "标准规定"]),
        ("en", "criterion: {en: Limit}", ["Limit", "标准规定"]),
        ("zh", "criterion: 限度", ["Acceptance criterion", "限度"]),
        ("zh", "criterion: {zh: 限度}", ["Acceptance criterion", "限度"]),
        ("en+zh", "criterion: {en: Limit, zh: 限度}", ["Limit", "限度"]),
    ] {
        assert_eq!(worded(language, wording), both, "{language} {wording}");
    }
    for (language, wording, message) in [
        ("en+zh", "criterion: {en: Limit}", "missing-key `criterion` has no `zh`"),
        ("en", "criterion: {zh: 限度}", "missing-key `criterion` has no `en`"),
        (
            "en",
            "criterion: Found",
            "`criterion` cannot be called `Found`: a reader would take it for something else; it may be called in English Acceptance criterion, ",
        ),
        ("en+zh", "criterion: Limit", "it may be called in Chinese 标准规定, "),
    ] {
        let found = faults(&lab(language, wording));
        assert!(found.len() == 1 && found[0].contains(message), "{language} {wording}: {found:?}");
        assert!(!message.contains("in English") || !found[0].contains("标准"), "{found:?}");
    }
}

/// A laboratory words labels, chooses columns and orders parts; numbers and verdicts stay.
#[test]
fn a_layout_changes_no_number_and_no_verdict() {
    let bench = Bench::new();
    let before = bench.twin("EV-3101", &["--lang", "en"]);
    let lab = "wording: {criterion: {en: Requirement, zh: 要求}}
layout:
  version: '2'
  paper: letter
  columns: [item, result, criterion, conclusion, analyst, laboratory]
  order: [results, history]
";
    let text = bench.read("lab.yaml");
    let (head, _) = text.split_once("layout:").unwrap();
    bench.write("lab.yaml", &format!("{head}{lab}"));
    let after = bench.twin("EV-3101", &["--lang", "en"]);
    assert_eq!(before.content.tests, after.content.tests);
    assert_eq!(before.content.conclusion, after.content.conclusion);
    assert_eq!(after.content.record.layout.as_deref(), Some("2"));
    let lab = read_lab(&SourceText::new("lab.yaml", &bench.read("lab.yaml"))).unwrap();
    let print = document(&after, &Dress { lab: Some(&lab), ..Dress::default() });
    assert_eq!(print.paper, evqc::document::Paper::Letter);
    let shown = characters(&print);
    assert!(shown.contains("Requirement") && !shown.contains("Acceptance criterion"));
    let at = |text: &str| shown.find(text).unwrap();
    assert!(at("Retest history") < at("Product name"), "the order of the laboratory");
    for line in &after.content.tests {
        assert!(shown.contains(&line.conclusion.en), "{}", line.id);
        let result = line.result.as_ref().map_or("–", |result| &result.text.en);
        assert!(shown.contains(&result.replace("10^", "10")), "{}: {result}", line.id);
    }
}

#[test]
fn a_colour_is_written_as_one() {
    for colour in ["blue", "#05a", "005a8c", "rgb(0, 90, 140)"] {
        let text = format!("evqc_lab: 1\nlaboratory: {{name: L}}\nlayout:\n  accent: \"{colour}\"\n");
        let found = faults(&text);
        let expected = format!("4 colour-not-usable `{colour}` is not a colour | write # and six digits");
        assert!(found.len() == 1 && found[0].starts_with(&expected), "{found:?}");
    }
}

/// The accent goes to headings, heads and lines of print and page; verdicts and the mark of a draft keep their colours.
#[test]
fn an_accent_colours_headings_and_no_verdict() {
    let bench = Bench::new();
    let html = |accent: &str| {
        let text = bench.read("lab.yaml");
        let without: String =
            text.lines().filter(|line| !line.contains("accent:")).map(|line| format!("{line}\n")).collect();
        bench.write("lab.yaml", &without.replace("layout:\n", &format!("layout:\n{accent}")));
        let said = bench.run(&["--lot", "EV-3102", "--lang", "en", "--overwrite", "-o", "coa.html"]);
        assert_eq!(said.exit, 1, "{}", said.err);
        bench.read("coa.html")
    };
    let (plain, accented) = (html(""), html("  accent: \"#005a8c\"\n"));
    assert!(
        !plain.contains("--accent:") && accented.contains(":root { --accent: #005a8c; --accent-on-shade: #005a8c; }")
    );
    // Everything else of the style is the same, so that tones and watermark are.
    let style = |page: &str| -> Vec<String> {
        let style = page.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        style.lines().filter(|line| !line.contains("--accent:")).map(str::to_owned).collect()
    };
    assert_eq!(style(&plain), style(&accented));
    for rule in style(&plain).iter().filter(|rule| rule.contains("var(--accent")) {
        let selector = rule.split('{').next().unwrap().trim();
        assert!(["h1, h2, h3", "header", "footer", "thead th", "caption"].contains(&selector), "{rule}");
    }
    let lab = read_lab(&SourceText::new("lab.yaml", &bench.read("lab.yaml"))).unwrap();
    let twin = bench.twin("EV-3102", &[]);
    let print = document(&twin, &Dress { lab: Some(&lab), ..Dress::default() });
    assert_eq!(print.accent.map(evqc::document::Colour::written).as_deref(), Some("#005a8c"));
}

/// A grey that reads on paper and not on the shade behind heads of tables colours headings only.
#[test]
fn a_head_is_coloured_where_it_reads() {
    let bench = Bench::new();
    let text = bench.read("lab.yaml");
    let without: String =
        text.lines().filter(|line| !line.contains("accent:")).map(|line| format!("{line}\n")).collect();
    bench.write("lab.yaml", &without.replace("layout:\n", "layout:\n  accent: \"#767676\"\n"));
    assert_eq!(bench.run(&["--lot", "EV-3101", "-o", "coa.html"]).exit, 0);
    assert!(bench.read("coa.html").contains(":root { --accent: #767676; }"));
}

/// The fields that the schema lists for a part.
fn listed(part: &str) -> Vec<String> {
    let schema = lab_schema();
    let pointer = format!("/properties/layout/properties/fields/properties/{part}/items/enum");
    let words = schema.pointer(&pointer).unwrap_or_else(|| panic!("{pointer} in {schema:#}"));
    words.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned()).collect()
}

/// The labels of the pairs, in the order of the print.
fn labels(print: &evqc::document::Document) -> Vec<String> {
    let pairs = print.blocks.iter().filter_map(|block| match block {
        evqc::document::Block::Pairs(pairs) => Some(&pairs.pairs),
        _ => None,
    });
    pairs.flatten().map(|pair| pair.label.characters("")).collect()
}

/// With everything there each part prints the fields that the schema lists, in that order; named ones come first.
#[test]
fn fields_stand_in_the_order_of_the_laboratory() {
    let bench = Bench::new();
    let mut twin = bench.twin("EV-3101", &["--lang", "en"]);
    let said = || Some(Words::same("x"));
    let text = || Some("x".to_owned());
    let content = &mut twin.content;
    content.manufacturer = None;
    (content.requester, content.laboratory.place_of_testing, content.authorisation) = (said(), said(), text());
    let product = &mut content.product;
    for field in [
        &mut product.name,
        &mut product.vesicle,
        &mut product.strength,
        &mut product.strength_basis,
        &mut product.dosage_form,
        &mut product.route,
        &mut product.container,
        &mut product.fill_volume,
        &mut product.pack_size,
        &mut product.storage,
        &mut product.shipping,
        &mut product.in_use,
        &mut content.lot.size,
        &mut content.lot.manufacture_rule,
        &mut content.sample.plan,
        &mut content.sample.quantity,
        &mut content.sample.condition,
        &mut content.specification.approver,
        &mut content.provenance.parent_cell,
        &mut content.provenance.tissue,
        &mut content.provenance.donor,
        &mut content.provenance.bank,
        &mut content.provenance.passage,
        &mut content.provenance.medium,
        &mut content.provenance.isolation,
        &mut content.provenance.buffer,
    ] {
        *field = said();
    }
    let lot = &mut content.lot;
    (lot.repacker_lot, lot.containers, lot.manufactured, lot.expiry, lot.retest) =
        (text(), Some(4), text(), text(), text());
    (content.sample.sampled, content.sample.received, content.specification.effective) = (text(), text(), text());
    content.provenance.lineage = vec!["P-1".to_owned()];
    let parts = ["identification", "product", "sample", "specification", "provenance"];
    let label = |id: &String| evqc::certificate::terms::term(id).unwrap().en.to_owned();
    let usual: Vec<String> = parts.iter().flat_map(|part| listed(part)).map(|id| label(&id)).collect();
    let print = |layout: &str| {
        let text = format!("evqc_lab: 1\nlaboratory: {{name: L}}\n{layout}");
        let lab = read_lab(&SourceText::new("lab.yaml", &text)).unwrap();
        labels(&document(&twin, &Dress { lab: Some(&lab), ..Dress::default() }))
    };
    let before = print("");
    assert_eq!(before[..usual.len()], usual);
    let after = print("layout: {fields: {product: [expiry, lot], provenance: [buffer]}}\n");
    let at = |label: &str| after.iter().position(|one| one == label).unwrap();
    let first = at("Expiry date");
    assert_eq!(after[first..first + 3], ["Expiry date", "Lot no.", "Product name"]);
    assert!(at("Formulation buffer") < at("Parent cell") && at("Formulation buffer") > at("Stage"));
    let sorted = |mut labels: Vec<String>| (labels.sort(), labels).1;
    assert_eq!(sorted(before), sorted(after), "nothing is left out");
}

#[test]
fn a_logo_that_is_no_image() {
    let bench = Bench::new();
    bench.write("logo.svg", "<html><body>no logo</body></html>");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert_eq!((said.exit, said.out.as_str()), (4, ""));
    assert!(said.err.contains("logo-not-usable") && said.err.contains("lab.yaml:"), "{}", said.err);
}

/// A lot without an entry in the facts is told, with the entry that was meant.
#[test]
fn a_lot_without_facts() {
    let bench = Bench::new();
    bench.edit("facts.yaml", "  EV-3101:\n", "  EV_3101:\n");
    let said = bench.run(&["--lot", "EV-3101", "-o", "json"]);
    assert!(
        said.err.contains("no entry for lot EV-3101") && said.err.contains("did you mean `EV_3101`?"),
        "{}",
        said.err
    );
}
