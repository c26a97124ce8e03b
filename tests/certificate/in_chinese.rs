//! A print in Chinese alone has no English of evqc in it (R-1104), and speaks of no other (R-1102).

use super::bench::{Bench, printed, texts};
use std::collections::BTreeSet;

/// Words of Latin letters, three or more of them: units of one or two letters are no English.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let letters = text.split(|sign: char| !sign.is_ascii_alphabetic());
    letters.filter(|word| word.len() > 2)
}

/// Every word of the files that the certificate is made from, and of their names: data, units, names and codes.
fn of_the_files(bench: &Bench) -> BTreeSet<String> {
    let files = ["spec.yaml", "results.csv", "lots.csv", "waivers.csv", "lab.yaml", "facts.yaml"];
    let of_file = |name: &&str| words(&format!("{name} {}", bench.read(name))).map(str::to_owned).collect::<Vec<_>>();
    files.iter().flat_map(of_file).collect()
}

/// Names and codes of evqc itself, which are the same in every language.
const CODES: [&str; 6] = ["SHA", "evqc", "usp", "incubation", "not", "finished"];

fn english(bench: &Bench, lot: &str) -> Vec<String> {
    let known = of_the_files(bench);
    let twin = bench.twin(lot, &["--lang", "zh"]);
    let digits = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let lines = texts(&printed(&twin)).into_iter().map(|text| text.characters()).filter(|text| !digits(text));
    let all: Vec<String> = lines.collect();
    let unknown = |line: &String| words(line).any(|word| !known.contains(word) && !CODES.contains(&word));
    all.into_iter().filter(unknown).collect()
}

#[test]
fn a_chinese_print_has_no_english_of_the_program() {
    let bench = Bench::new();
    for lot in ["EV-3101", "EV-3102", "EV-3103"] {
        assert_eq!(english(&bench, lot), [""; 0], "{lot}");
    }
    // Words of the files that are also words of the program: none of its sentences is among them.
    let shown = |lot: &str| {
        let texts = texts(&printed(&bench.twin(lot, &["--lang", "zh"])));
        texts.iter().map(|text| text.characters()).collect::<Vec<_>>().join("\n")
    };
    let open = shown("EV-3103");
    let expected = "无菌：待出 [incubation-not-finished] 2026-02-04 开始，2026-02-11 读数，培养 14 天后方为最终结果；最早可作结论之日 2026-02-18";
    assert!(open.contains(expected), "{open}");
    for english in ["started", "read ", "final", "days", "complies", "None", "Draft", "mean"] {
        assert!(!open.contains(english), "{english}: {open}");
    }
}

/// The part of a specification that was judged, and the time points of a statement about the shelf life, are in Chinese.
#[test]
fn a_statement_about_the_shelf_life_is_in_chinese() {
    let bench = Bench::new();
    let case = |name: &str| {
        let case = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/S-14");
        std::fs::read_to_string(case.join(name)).unwrap()
    };
    bench.write("life.yaml", &case("spec.yaml")).write("life.csv", &case("data-b.csv"));
    let of_life = ["life.yaml", "life.csv", "--stage", "shelf life", "--as-of", "2026-02-19", "-o"];
    let said = bench.command(&[&["check"], &of_life[..], &["html:report.html"]].concat());
    assert_eq!(said.exit, 0, "{}", said.err);
    let page = bench.read("report.html");
    for chinese in ["（范围：有效期）", "考察时间点：6 个月，-80 °C。", r#"["stage shelf life","有效期"]"#]
    {
        assert!(page.contains(chinese), "{chinese}");
    }
    let said = bench.command(&[&["certificate", "--lot", "L-01"], &of_life[..], &["coa.json"]].concat());
    assert!(bench.has("coa.json"), "{}", said.err);
    let twin: serde_json::Value = serde_json::from_str(&bench.read("coa.json")).unwrap();
    let content = &twin["content"];
    let both = |words: &serde_json::Value| [&words["en"], &words["zh"]].map(|text| text.as_str().unwrap().to_owned());
    assert_eq!(both(&content["stage"]), ["stage shelf life", "有效期"]);
    let [english, chinese] = both(&content["conclusion"]["statement"]);
    assert!(english.ends_with("version 1.0.0, stage shelf life. Time points: 6 months, -80 °C."), "{english}");
    assert_eq!(chinese, "结论：本品按 s-14（版本 1.0.0，有效期）检验，结果符合规定。考察时间点：6 个月，-80 °C。");
    let [english, chinese] = both(&content["tests"][0]["point"]);
    assert_eq!(
        [english.as_str(), chinese.as_str()],
        ["stability time point 6 months -80 °C", "稳定性考察时间点 6 个月，-80 °C"]
    );
    // The time point is in both languages, and a name that is not is missing in a Chinese print.
    let lacks_names = |lang: &str, name: &str| {
        bench.command(&[&["certificate", "--lot", "L-01", "--lang", lang], &of_life[..], &[name]].concat());
        let twin: serde_json::Value = serde_json::from_str(&bench.read(name)).unwrap();
        let missing = twin["content"]["missing"].as_array().unwrap().clone();
        missing.iter().any(|one| one["field"] == "tests.name")
    };
    assert_eq!(
        [lacks_names("zh", "zh.json"), lacks_names("en+zh", "both.json"), lacks_names("en", "en.json")],
        [true, true, false]
    );
}

/// The sentences of other open items too: a test without a value, an invalid run, too few determinations, an expired lot.
#[test]
fn open_items_are_in_chinese() {
    for (from, to, expected) in [
        (
            "EV-3103,S-1103,ph,7.21,,,,,,,2026-02-04,,,,L. Meyer,\n",
            "",
            "pH：缺结果：未检或不完整 [no-determination] 没有测定值",
        ),
        (
            "EV-3103,S-1103,endotoxin,96,%",
            "EV-3103,S-1103,endotoxin,30,%",
            "细菌内毒素：试验不成立，无结果 [control-outside-window] 对照 spike_recovery 为 30 %；要求：对照 spike_recovery 50 至 200 %",
        ),
        (
            "EV-3103,S-1103,endotoxin,0.10,EU/mL,2,,,chromogenic LAL,,2026-02-08,,,,S. Roth,\n",
            "",
            "细菌内毒素：缺结果：未检或不完整 [too-few-determinations] 测定 1 次，应为 2 次",
        ),
        (
            "EV-3103,S-1103,endotoxin,0.08,EU/mL,1,",
            "EV-3103,S-1103,endotoxin,<0.90,EU/mL,1,",
            "细菌内毒素：不能判定 [censored-in-mean] 低于或高于可测范围的值如何汇总，须有声明的规则",
        ),
    ] {
        let bench = Bench::new();
        bench.edit("results.csv", from, to);
        let twin = bench.twin("EV-3103", &["--lang", "zh"]);
        let all = texts(&printed(&twin));
        let shown: Vec<String> = all.iter().map(|text| text.characters()).collect();
        assert!(shown.iter().any(|text| text == expected), "{expected}: {:?}", twin.content.conclusion.open);
    }
}

/// A criterion for results of one method, and a test that periodic testing leaves out.
#[test]
fn conditions_are_in_chinese() {
    let bench = Bench::new();
    bench.edit(
        "spec.yaml",
        "    accept: label ± 20 %\n",
        "    accept:\n      - {when: {method: NTA}, is: label ± 20 %}\n      - {when: {method: TRPS}, is: label ± 30 %}\n",
    );
    let twin = bench.twin("EV-3101", &["--lang", "zh"]);
    let line = twin.content.tests.iter().find(|line| line.id == "particle_concentration").unwrap();
    assert_eq!(line.criterion.zh, "标示量的 80 至 120 %（2.0×10^10 particles/mL）（适用于 方法 NTA）");
    assert_eq!(line.criterion.en, "80 to 120 % of the label claim (2.0×10^10 particles/mL) (for method NTA)");
}

/// Alone, a text has no other that it could prevail over, or that could prevail over it.
#[test]
fn a_print_in_one_language_speaks_of_no_other() {
    let bench = Bench::new();
    let prevailing = |more: &[&str]| {
        let texts = texts(&printed(&bench.twin("EV-3101", more)));
        let says = |text: &String| text.contains("为准") || text.contains("prevails");
        texts.iter().map(|text| text.characters()).filter(says).collect::<Vec<_>>()
    };
    for profile in ["who", "ich-q7", "iso17025", "cn"] {
        for lang in ["en", "zh"] {
            assert!(prevailing(&["--profile", profile, "--lang", lang]).is_empty(), "{profile} {lang}");
        }
        assert_eq!(prevailing(&["--profile", profile, "--lang", "en+zh"]).len(), 2, "{profile}");
    }
}

/// Where both languages are printed, an open item is a text of its own in each: neither runs into the other.
#[test]
fn an_open_item_in_two_languages_is_two_texts() {
    let texts = texts(&printed(&Bench::new().twin("EV-3103", &["--lang", "en+zh"])));
    let texts: Vec<String> = texts.iter().map(|text| text.characters()).collect();
    let en = "Sterility: pending [incubation-not-finished] started 2026-02-04, read 2026-02-11, final after 14 days; earliest conclusion 2026-02-18";
    let zh = "无菌：待出 [incubation-not-finished] 2026-02-04 开始，2026-02-11 读数，培养 14 天后方为最终结果；最早可作结论之日 2026-02-18";
    for expected in [en, zh] {
        assert_eq!(texts.iter().filter(|text| *text == expected).count(), 1, "{texts:?}");
    }
}
