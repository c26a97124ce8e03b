//! The page `library.md`: every specification of the library, and every trial and product with what serves it.

use evqc::spec::{
    Assessment, BuiltIn, Criterion, Evidence, FILES, LibraryFile, Settings, Specification, Test, listed, read,
    read_files,
};
use evqc::trials::{Catalogue, Dose, Offer, Reason, Record, Service, catalogue, serving};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// Titles of the folders of the library, in the order of the page.
const FOLDERS: [(&str, &str); 6] = [
    ("published", "Published specifications"),
    ("frameworks", "Frameworks"),
    ("stages", "By stage"),
    ("routes", "By route"),
    ("sources", "By source"),
    ("engineered", "Engineered vesicles"),
];

pub fn page() -> String {
    let catalogue = catalogue().unwrap_or_else(|findings| panic!("{findings:#?}"));
    let offers = evqc::cli::offers();
    let mut text = String::from(
        "# The library\n\nThe specifications that are compiled in, then every trial and product of the [catalogue](trials.md) with the \
         specifications that serve it. No authority sets numerical release limits for vesicles; each specification says where each of its \
         limits comes from. This page is made from the files.\n",
    );
    specifications(&mut text);
    limits(&mut text);
    open_parameters(&mut text);
    records(&mut text, &catalogue, &offers);
    left_out(&mut text, &catalogue);
    text
}

fn specifications(text: &mut String) {
    let strays: Vec<&str> =
        listed().map(|file| file.path).filter(|path| FOLDERS.iter().all(|(name, _)| !path.starts_with(name))).collect();
    assert!(strays.is_empty(), "folders without a title: {strays:?}");
    for (folder, title) in FOLDERS {
        let specs: Vec<(&str, Specification)> = listed()
            .filter(|file| file.folder() == folder)
            .map(|file| {
                let settings = Settings { set: &[], judging: false };
                let outcome = read(&file.source(), &BuiltIn, &settings);
                (file.path, outcome.specification.unwrap_or_else(|| panic!("{}: {:#?}", file.path, outcome.findings)))
            })
            .collect();
        if specs.is_empty() {
            continue;
        }
        write!(
            text,
            "\n## {title}\n\n| id | title | kind | route | source | stages | evidence of the criteria | test lots |\n|---|---|---|---|---|---|---|---|\n"
        )
        .unwrap();
        for (path, spec) in &specs {
            let of = |key: &str| {
                let found = spec.product.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str());
                found.unwrap_or("")
            };
            let kind = if of("kind").is_empty() { "natural" } else { of("kind") };
            let row = [
                &format!("`{}`", spec.id),
                &spec.title,
                kind,
                of("route"),
                of("source"),
                &spec.stages().join(", "),
                &evidence(spec),
                &test_lots(path),
            ];
            line(text, &row.map(str::to_owned));
        }
    }
}

/// Every criterion that does not rest on a document read as such, by the file in which it stands and by grade.
fn limits(text: &mut String) {
    text.push_str(
        "\n## Limits and how well each is supported\n\nEvery criterion of the library that is not `primary` (read in the document itself), under the \
         file that states it; those that extend the file have it from there. `abstract`, `secondary` and `review` say where the figure or the word was \
         read; `sponsor to set` says that no source gives one, and that the sponsor justifies what is set. Tests that only report are left out.\n\n\
         | file | grade | criteria |\n|---|---|---|\n",
    );
    let specs: Vec<Specification> = read_files(FILES.iter()).map(|(_, spec)| spec).collect();
    for file in by_folder() {
        for grade in [Evidence::Abstract, Evidence::Secondary, Evidence::Review, Evidence::SponsorToSet] {
            let mut seen = BTreeSet::new();
            let tests = specs
                .iter()
                .flat_map(|spec| &spec.tests)
                .filter(|test| *test.place.file == *file.id() && test.evidence == Some(grade) && !only_reports(test));
            let criteria: Vec<String> = tests
                .filter(|test| seen.insert(test.id.as_str()))
                .map(|test| format!("`{}` {}", test.id, criterion(test)))
                .collect();
            if !criteria.is_empty() {
                line(text, &[format!("`{}`", file.id()), grade.as_str().to_owned(), criteria.join("; ")]);
            }
        }
    }
}

/// The files in the order of the folders of the page, parts first.
fn by_folder() -> impl Iterator<Item = &'static LibraryFile> {
    let folders = std::iter::once("parts").chain(FOLDERS.iter().map(|(folder, _)| *folder));
    folders.flat_map(|folder| FILES.iter().filter(move |file| file.folder() == folder))
}

fn only_reports(test: &Test) -> bool {
    match &test.assessment {
        Assessment::Measured(measured) => measured.accept.iter().all(|one| matches!(one.criterion, Criterion::Report)),
        Assessment::Panel(_) => false,
    }
}

fn criterion(test: &Test) -> String {
    match &test.assessment {
        Assessment::Measured(measured) => {
            measured.accept.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join(" or ")
        }
        Assessment::Panel(panel) => panel.text.clone(),
    }
}

/// Every parameter that the sponsor sets, under the file that asks for it.
fn open_parameters(text: &mut String) {
    text.push_str(
        "\n## Left to the sponsor\n\nThe parameters without a value, under the file that asks for them, and what sets each.\n\n\
         | file | parameter | unit | what sets it |\n|---|---|---|---|\n",
    );
    for file in by_folder() {
        let value: serde_json::Value =
            serde_yaml::from_str(file.text).unwrap_or_else(|error| panic!("{}: {error}", file.path));
        for (name, parameter) in value["parameters"].as_object().into_iter().flatten() {
            if parameter["required"] == true {
                let of = |key: &str| parameter[key].as_str().unwrap_or("").to_owned();
                line(text, &[format!("`{}`", file.id()), format!("`{name}`"), of("unit"), of("why")]);
            }
        }
    }
}

/// How many criteria stand on what: `12 primary, 2 sponsor to set`.
fn evidence(spec: &Specification) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for test in &spec.tests {
        *counts.entry(test.evidence.map_or("no grade", |evidence| evidence.as_str())).or_default() += 1;
    }
    counts.into_iter().map(|(grade, count)| format!("{count} {grade}")).collect::<Vec<_>>().join(", ")
}

/// How many lots its test file has, those of included files once.
fn test_lots(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("specs").join(format!("{path}.test.yaml"));
    let mut lots = BTreeSet::new();
    collect(&file, &mut lots, &mut BTreeSet::new());
    lots.len().to_string()
}

fn collect(file: &PathBuf, lots: &mut BTreeSet<String>, seen: &mut BTreeSet<PathBuf>) {
    let Ok(text) = fs::read_to_string(file) else { return };
    if !seen.insert(file.clone()) {
        return;
    }
    let value: serde_json::Value =
        serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    if let Some(own) = value["lots"].as_object() {
        lots.extend(own.keys().cloned());
    }
    let included = match &value["include"] {
        serde_json::Value::String(one) => vec![one.as_str()],
        serde_json::Value::Array(several) => several.iter().filter_map(|one| one.as_str()).collect(),
        _ => Vec::new(),
    };
    let folder = file.parent().unwrap();
    included.into_iter().for_each(|name| collect(&folder.join(name), lots, seen));
}

fn records(text: &mut String, catalogue: &Catalogue, offers: &[Offer]) {
    let served: Vec<(&Record, Vec<Service<'_>>)> =
        catalogue.records.iter().map(|record| (record, serving(record, offers))).collect();
    let trials = served.iter().filter(|(record, _)| record.is_trial).count();
    let particular =
        |(_, services): &&(&Record, Vec<Service<'_>>)| services.iter().any(|service| service.reason != Reason::General);
    write!(
        text,
        "\n## Trials and products\n\n{trials} trials and {} products without a trial; for {} of them the library has a specification of \
         their own, their route or their origin, the others are served by the one for any drug product. Grades as in the \
         [catalogue](trials.md#how-sure-a-record-is).\n",
        served.len() - trials,
        served.iter().filter(particular).count()
    )
    .unwrap();
    for (is_trial, title) in [(true, "Trials"), (false, "Products")] {
        write!(
            text,
            "\n### {title}\n\n| id | product | indication | route | dose | grade | disputed | served by |\n|---|---|---|---|---|---|---|---|\n"
        )
        .unwrap();
        for (record, services) in served.iter().filter(|(record, _)| record.is_trial == is_trial) {
            line(text, &row(catalogue, record, services));
        }
    }
}

fn row(catalogue: &Catalogue, record: &Record, services: &[Service<'_>]) -> [String; 8] {
    let route = record.route_note.as_deref().unwrap_or(record.route.as_str());
    let doses: Vec<String> = record.doses.iter().map(Dose::in_words).collect();
    let disputes: Vec<&str> = catalogue.contradictions_of(&record.id).map(|found| found.kind.as_str()).collect();
    let by: Vec<String> =
        services.iter().map(|service| format!("`{}` ({})", service.offer.id, service.reason.as_str())).collect();
    [
        record.id.clone(),
        record.product.clone(),
        record.indication.clone().unwrap_or_default(),
        route.to_owned(),
        doses.join("; "),
        record.certainty.letter().to_owned(),
        disputes.join(", "),
        by.join(", "),
    ]
}

fn left_out(text: &mut String, catalogue: &Catalogue) {
    text.push_str("\n### Looked at and not in the catalogue\n\n| name | why |\n|---|---|\n");
    for (name, why) in &catalogue.left_out {
        line(text, &[name.clone(), why.clone()]);
    }
}

fn line(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|").replace('<', "&lt;")).collect();
    writeln!(text, "| {} |", cells.join(" | ")).unwrap();
}
