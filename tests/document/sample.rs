//! Documents as a certificate needs them: one in English, one in English and Chinese.

use evqc::document::*;
use evqc::plot::{Axis, Figure, Mark, Role};
use jiff::civil::date;

/// Labels in one language or in two.
pub struct Words(pub bool);

impl Words {
    pub fn label(&self, english: &str, chinese: &str) -> Label {
        match self.0 {
            false => Label::one(english),
            true => Label::two((Language::English, english), (Language::Chinese, chinese)),
        }
    }

    fn pair(&self, english: &str, chinese: &str, value: &str) -> Pair {
        Pair { label: self.label(english, chinese), value: vec![Text::with_powers(value)] }
    }
}

pub fn figure() -> Figure {
    let places = vec![(0.0, 101.2), (3.0, 98.6), (6.0, 97.9), (12.0, 94.6), (24.0, 90.1)];
    Figure {
        title: "Relative potency, 2–8 °C".to_owned(),
        subtitle: "lot EV-2026-014 批次".to_owned(),
        description: "The potency falls from 101 % to 90 % in 24 months and stays above the limit of 85 %.".to_owned(),
        x: Axis::linear("Time (months)"),
        y: Axis::linear("Relative potency (%)"),
        marks: vec![
            Mark::Window { name: "claim".to_owned(), from: 0.0, to: 18.0, nth: 0 },
            Mark::Level { name: "limit ≥ 85 %".to_owned(), role: Role::AtLeast, at: 85.0 },
            Mark::Points { name: "batch A".to_owned(), series: 0, places: places.clone() },
            Mark::Line { name: String::new(), series: 0, bound: false, signs: false, places: places.clone() },
            Mark::Line {
                name: "lower bound".to_owned(),
                series: 0,
                bound: true,
                signs: false,
                places: places.iter().map(|place| (place.0, place.1 - 3.0)).collect(),
            },
        ],
    }
}

/// Tests of a lot: name in both languages, procedure, criterion, result, verdict in both languages.
const TESTS: [[&str; 7]; 10] = [
    [
        "Appearance",
        "外观",
        "SOP-101 v3",
        "colourless to slightly opalescent, free of visible particles",
        "colourless",
        "complies",
        "符合规定",
    ],
    ["Particle concentration", "颗粒浓度", "SOP-114 v7", "≥ 1.0×10^10 /mL", "1.26×10^11 /mL", "complies", "符合规定"],
    ["Mode diameter", "众数粒径", "SOP-114 v7", "50 nm to 200 nm", "118 nm ± 4 nm", "complies", "符合规定"],
    ["Protein", "蛋白含量", "SOP-120 v2", "≤ 60 µg/mL", "42.3 µg/mL", "complies", "符合规定"],
    ["Particles per protein", "颗粒蛋白比", "SOP-120 v2", "≥ 1.0×10^9 /µg", "3.0×10^9 /µg", "complies", "符合规定"],
    [
        "CD9, CD63, CD81",
        "四跨膜蛋白",
        "SOP-131 v4",
        "at least 2 of 3 ≥ 20 %",
        "CD9 64 %, CD63 41 %, CD81 12 %",
        "complies",
        "符合规定",
    ],
    ["Calnexin", "钙联蛋白", "SOP-132 v1", "negative", "negative", "complies", "符合规定"],
    ["Endotoxin", "细菌内毒素", "ChP 2025 vol. IV 1143", "< 0.25 EU/mL", "< 0.05 EU/mL", "complies", "符合规定"],
    ["Sterility", "无菌", "ChP 2025 vol. IV 1101", "no growth", "no growth (14 d)", "complies", "符合规定"],
    ["Relative potency", "相对效价", "SOP-150 v5", "80 % to 125 %", "101 % (95 % CI 93 % to 110 %)", "pending", "待出"],
];

fn table(words: &Words) -> Table {
    let head = |english, chinese, width, align| Column { head: words.label(english, chinese), width, align };
    let row = |test: &[&str; 7]| {
        let verdict = words.label(test[5], test[6]);
        let tone = if test[5] == "pending" { Tone::Open } else { Tone::Good };
        Row {
            kind: RowKind::Body,
            cells: vec![
                Cell::naming(words.label(test[0], test[1])),
                Cell::new(test[2]),
                Cell::new(Text::with_powers(test[3])),
                Cell::new(Text::with_powers(test[4])),
                Cell { texts: verdict.texts, tone, names_row: false },
            ],
            with_next: false,
        }
    };
    let group = |english, chinese| Row {
        kind: RowKind::Group,
        cells: vec![Cell::new(words.label(english, chinese).characters(" "))],
        with_next: true,
    };
    let mut rows = vec![group("Quantity and purity", "含量与纯度")];
    rows.extend(TESTS[..5].iter().map(row));
    rows.push(group("Identity, safety, potency", "鉴别、安全性、效价"));
    rows.extend(TESTS[5..].iter().map(row));
    Table {
        caption: Some(words.label("Results", "检验结果")),
        columns: vec![
            head("Test", "检验项目", 5, Align::Start),
            head("Procedure", "检验方法", 4, Align::Start),
            head("Acceptance criterion", "标准规定", 6, Align::Start),
            head("Result", "检验结果", 5, Align::Start),
            head("Conclusion", "单项结论", 3, Align::Start),
        ],
        rows,
    }
}

fn signatories(words: &Words) -> Signatories {
    let signatory = |english, chinese, name: &str, function: &str, signed: bool| Signatory {
        meaning: words.label(english, chinese),
        pairs: vec![
            words.pair("Name", "姓名", name),
            words.pair("Function", "职务", function),
            words.pair("Date", "日期", "2026-11-27"),
        ],
        space: Some(words.label("Signature", "签名")),
        signature: if signed {
            vec![
                Text::plain("Signed with an Ed25519 key, 2026-11-27T09:15:00+08:00"),
                Text::code("SHA256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ]
        } else {
            Vec::new()
        },
    };
    Signatories {
        signatories: vec![
            signatory("Tested by", "检验人", "Li Wei 李伟", "Analyst", true),
            signatory("Reviewed by", "复核人", "Jane Doe", "Senior analyst", true),
            signatory("Approved by", "批准人", "Dr. Anna Müller", "Head of quality control", false),
        ],
        seal: words.0.then(|| words.label("Seal of the laboratory", "检验专用章")),
    }
}

fn opening(words: &Words) -> Vec<Block> {
    let p = |english, chinese, value| words.pair(english, chinese, value);
    vec![
        Block::Letterhead {
            logo: Some(Picture {
                name: "logo.svg".to_owned(),
                bytes: include_bytes!("logo.svg").to_vec(),
                description: "Logo of Example Laboratory".to_owned(),
            }),
            lines: vec![
                Text::plain("Example Laboratory for Vesicles 示例实验室"),
                Text::plain("12 Example Road, 200000 Shanghai, China · +86 21 0000 0000 · qc@example.org"),
            ],
        },
        Block::Heading { level: 1, label: words.label("Certificate of Analysis", "检验报告书") },
        Block::Pairs(Pairs {
            side_by_side: true,
            pairs: vec![
                p("Certificate number", "报告编号", "COA-2026-0042 version 1"),
                p("Date of issue", "签发日期", "2026-11-27"),
                p("Product", "品名", "EV drug substance from umbilical cord MSC"),
                p("Lot number", "批号", "EV-2026-014"),
                p("Strength", "规格", "1.0×10^11 particles/mL, 1 mL per vial"),
                p("Batch size", "批量", "240 vials"),
                p("Date of manufacture", "生产日期", "2026-09-30"),
                p("Expiry", "有效期至", "2028-03-29"),
            ],
        }),
        Block::Pairs(Pairs {
            side_by_side: false,
            pairs: vec![
                p("Test basis", "检验依据", "SPEC-EV-007 version 4, effective 2026-06-01"),
                p("Storage", "贮藏", "at or below −70 °C; thawed once; within 6 h at 2 °C to 8 °C"),
            ],
        }),
    ]
}

fn closing(words: &Words) -> Vec<Block> {
    let mut blocks = vec![
        Block::Notes(vec![
            Note { mark: "a".to_owned(), texts: vec![Text::plain("External laboratory: Partner Lab, report PL-77.")] },
            Note { mark: "b".to_owned(), texts: vec![Text::with_powers("Expanded uncertainty 0.4×10^9, k = 2.")] },
        ]),
        Block::Heading { level: 2, label: words.label("Conclusion", "结论") },
    ];
    let first = Text::plain("No conclusion: the relative potency is pending (expected 2026-12-04).");
    blocks.push(match words.0 {
        false => Block::Paragraph { text: first, emphasis: Emphasis::Framed(Tone::Open) },
        true => Block::Parallel {
            first: first.in_language(Language::English),
            second: Text::plain("未作结论：相对效价检验进行中，预计 2026-12-04 完成。").in_language(Language::Chinese),
            emphasis: Emphasis::Framed(Tone::Open),
        },
    });
    blocks.extend([
        Block::List(vec![Text::plain("Relative potency: started 2026-11-20."), Text::strong("No other open item.")]),
        Block::Heading { level: 2, label: words.label("Stability", "稳定性") },
        Block::Figure {
            figure: Box::new(figure()),
            shape: 0.5,
            caption: Text::plain("Results of the stability study that the expiry rests on."),
        },
        Block::Heading { level: 2, label: words.label("Signatures", "签名") },
        Block::Signatories(signatories(words)),
        Block::QrCode(QrCode {
            content: "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
            description: "Digest of the attached certificate.json".to_owned(),
            texts: vec![
                Text::plain("SHA-256 of the attached certificate.json:"),
                Text::code("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
            ],
            pairs: vec![Pair { label: words.label("Program", "程序"), value: vec![Text::plain("evqc 0.1.0")] }],
        }),
        Block::Paragraph {
            text: Text::plain(
                "The results relate only to the items tested. This certificate shall not be reproduced except in full.",
            ),
            emphasis: Emphasis::Fine,
        },
        Block::EndMark(words.label("End of certificate", "报告结束")),
    ]);
    blocks
}

/// A document with every kind of block.
pub fn document(bilingual: bool) -> Document {
    let words = Words(bilingual);
    let mut blocks = opening(&words);
    blocks.push(Block::Table(table(&words)));
    blocks.extend(closing(&words));
    Document {
        title: "Certificate of Analysis COA-2026-0042".to_owned(),
        subject: "Lot EV-2026-014 of EV drug substance".to_owned(),
        author: "Example Laboratory for Vesicles".to_owned(),
        identifier: "COA-2026-0042/1".to_owned(),
        program: "evqc 0.1.0".to_owned(),
        created: Moment::day(date(2026, 11, 27)),
        language: Language::English,
        paper: Paper::A4,
        head: Running { start: Text::plain("Example Laboratory for Vesicles"), end: Text::plain("COA-2026-0042 v1") },
        foot: Running { start: Text::plain("Lot EV-2026-014"), end: Text::default() },
        page_number: words.label("Page {page} of {pages}", "第 {page} 页 共 {pages} 页"),
        watermark: None,
        accent: None,
        blocks,
        attachments: vec![Attachment {
            name: "certificate.json".to_owned(),
            media_type: "application/json".to_owned(),
            relationship: Relationship::Data,
            description: "The certificate for machines".to_owned(),
            bytes: "{\"lot\": \"EV-2026-014\", \"结论\": null}\n".repeat(40).into_bytes(),
        }],
    }
}
