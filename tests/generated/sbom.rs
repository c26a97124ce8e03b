//! The list of what the program is made from (CycloneDX), written from Cargo.lock: the same text gives the same bytes, without a
//! network. Licences are what the packages say of themselves; those of packages that are not on the machine are as written down.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Where the list lies in the project.
pub const PATH: &str = "docs/release/evqc.cdx.json";

/// The crate of the lower rooms.
const CORE: &str = "evqc-core";

/// A package of Cargo.lock.
#[derive(Default)]
struct Package {
    name: String,
    version: String,
    checksum: Option<String>,
    /// As written: a name, with its version where there are several.
    dependencies: Vec<String>,
}

impl Package {
    fn reference(&self) -> String {
        format!("pkg:cargo/{}@{}", self.name, self.version)
    }

    fn is_meant_by(&self, dependency: &str) -> bool {
        let mut words = dependency.split(' ');
        words.next() == Some(&self.name) && words.next().is_none_or(|version| version == self.version)
    }
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap_or_default().replace("\r\n", "\n")
}

fn packages() -> Vec<Package> {
    let mut packages = Vec::new();
    for block in read("Cargo.lock").split("[[package]]\n").skip(1) {
        let mut package = Package::default();
        for line in block.lines() {
            let quoted = line.split('"').nth(1).unwrap_or_default().to_owned();
            match line.split(' ').next().unwrap_or_default() {
                "name" => package.name = quoted,
                "version" => package.version = quoted,
                "checksum" => package.checksum = Some(quoted),
                "" if line.starts_with(" \"") => package.dependencies.push(quoted),
                _ => {}
            }
        }
        packages.push(package);
    }
    // The lower rooms are a crate for the compiler, and a part of the one program.
    let (core, mut packages): (Vec<_>, Vec<_>) = packages.into_iter().partition(|package| package.name == CORE);
    if let Some(own) = packages.iter_mut().find(|package| package.name == "evqc") {
        own.dependencies.retain(|name| name != CORE);
        own.dependencies.extend(core.into_iter().flat_map(|core| core.dependencies));
    }
    packages
}

/// The names of a section of a manifest, each with the package that it stands for.
fn section(manifest: &str, section: &str) -> BTreeMap<String, String> {
    let text = read(manifest);
    let lines = text.split(&format!("\n[{section}]\n")).nth(1).unwrap_or_default();
    let lines = lines.lines().take_while(|line| !line.starts_with('['));
    let name = |line: &str| {
        let (name, rest) = line.split_once(" = ")?;
        let renamed = rest.split("package = \"").nth(1).and_then(|rest| rest.split('"').next());
        Some((name.to_owned(), renamed.unwrap_or(name).to_owned()))
    };
    lines.filter_map(name).collect()
}

/// What the two crates of evqc ask for to be built: names of packages.
fn asked_for() -> BTreeSet<String> {
    let shared = section("Cargo.toml", "workspace.dependencies");
    let sections =
        [("Cargo.toml", "dependencies"), ("Cargo.toml", "build-dependencies"), ("core/Cargo.toml", "dependencies")];
    let all = sections.iter().flat_map(|(manifest, name)| section(manifest, name));
    let packages = all.map(|(name, package)| shared.get(&name).cloned().unwrap_or(package));
    packages.filter(|package| package != CORE).collect()
}

/// The packages that the program is made from, of whatever system; the others are needed for its tests only.
fn in_the_program(packages: &[Package]) -> BTreeSet<String> {
    let mut waiting: Vec<String> = asked_for().into_iter().collect();
    let mut found = BTreeSet::new();
    while let Some(next) = waiting.pop() {
        for package in packages.iter().filter(|package| package.is_meant_by(&next)) {
            if found.insert(package.reference()) {
                waiting.extend(package.dependencies.iter().cloned());
            }
        }
    }
    found
}

/// The licence of each package, by its reference: as the packages say, and as written down for those that are not on this machine,
/// since no build here needs them.
fn licences() -> BTreeMap<String, String> {
    let written: Value = serde_json::from_str(&read(PATH)).unwrap();
    let mut all: BTreeMap<_, _> = written["components"].as_array().unwrap().iter().filter_map(of_list).collect();
    all.extend(asked());
    all
}

/// What cargo says of the packages on this machine. What was written down is not held against itself: without an answer there is no
/// list.
fn asked() -> BTreeMap<String, String> {
    let metadata = metadata(&[]).or_else(|| metadata(&["--filter-platform", &host()]));
    let metadata = metadata.expect("cargo metadata --offline did not answer: run cargo fetch --locked");
    metadata["packages"].as_array().unwrap().iter().filter_map(of_metadata).collect()
}

fn cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    cargo
}

fn metadata(more: &[&str]) -> Option<Value> {
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline"];
    let output = cargo().args(arguments).args(more).output().unwrap();
    output.status.success().then(|| serde_json::from_slice(&output.stdout).unwrap())
}

/// The system that cargo builds for: the packages of this one were needed for the test itself.
fn host() -> String {
    let said = String::from_utf8(cargo().arg("-vV").output().unwrap().stdout).unwrap();
    said.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

fn of_metadata(package: &Value) -> Option<(String, String)> {
    let text = |name: &str| package[name].as_str();
    let licence = text("license")?.split('/').map(str::trim).collect::<Vec<_>>().join(" OR ");
    Some((format!("pkg:cargo/{}@{}", text("name")?, text("version")?), licence))
}

fn of_list(component: &Value) -> Option<(String, String)> {
    let licence = component["licenses"][0]["expression"].as_str()?;
    Some((component["bom-ref"].as_str()?.to_owned(), licence.to_owned()))
}

/// The fonts in the program, with their licence.
fn fonts() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".ttf") || name.ends_with(".otf.gz"))
        .collect();
    names.sort();
    names.iter().map(|name| font(&format!("fonts/{name}"))).collect()
}

fn font(name: &str) -> Value {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
    json!({
        "type": "file", "bom-ref": name, "name": name, "scope": "required",
        "hashes": [{"alg": "SHA-256", "content": hexadecimal(&bytes)}],
        "licenses": [{"license": {"id": "OFL-1.1"}}],
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The list.
pub fn list() -> String {
    let (packages, licences) = (packages(), licences());
    let inside = in_the_program(&packages);
    let own = format!("pkg:cargo/evqc@{}", env!("CARGO_PKG_VERSION"));
    let mut components: Vec<Value> = Vec::new();
    let mut dependencies: Vec<Value> = Vec::new();
    for package in &packages {
        let reference = package.reference();
        let on = package.dependencies.iter().flat_map(|one| packages.iter().filter(|other| other.is_meant_by(one)));
        let on: BTreeSet<String> = on.map(Package::reference).collect();
        dependencies.push(json!({"ref": reference, "dependsOn": on}));
        if reference == own {
            continue;
        }
        let mut component = json!({
            "type": "library", "bom-ref": reference, "name": package.name, "version": package.version, "purl": reference,
            "scope": if inside.contains(&reference) { "required" } else { "excluded" },
            "hashes": package.checksum.iter().map(|sha256| json!({"alg": "SHA-256", "content": sha256})).collect::<Vec<_>>(),
        });
        if let Some(licence) = licences.get(&reference) {
            component["licenses"] = json!([{"expression": licence}]);
        }
        components.push(component);
    }
    components.extend(fonts());
    let list = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": own, "name": "evqc", "version": env!("CARGO_PKG_VERSION"), "purl": own,
                "licenses": [{"expression": "MIT OR Apache-2.0"}],
            },
            "properties": [{"name": "evqc:sha256 of Cargo.lock", "value": hexadecimal(read("Cargo.lock").as_bytes())}],
        },
        "components": components,
        "dependencies": dependencies,
    });
    format!("{list:#}\n")
}

/// The list is that of the lock file, whole: each package once, with its digest and licence.
#[test]
fn every_package_stands_in_the_list_with_digest_and_licence() {
    let list: Value = serde_json::from_str(&list()).unwrap();
    let components = list["components"].as_array().unwrap();
    let (packages, asked) = (packages(), asked());
    assert!(packages.len() > 100 && asked.len() > 100, "{}, {}", packages.len(), asked.len());
    for package in packages.iter().filter(|package| package.name != "evqc") {
        let of: Vec<&Value> = components.iter().filter(|one| one["bom-ref"] == package.reference()).collect();
        let [component] = of.as_slice() else { panic!("{} stands {} times", package.reference(), of.len()) };
        assert_eq!(component["hashes"][0]["content"].as_str(), package.checksum.as_deref(), "{component}");
        let licence = component["licenses"][0]["expression"].as_str().unwrap_or_default();
        assert!(!licence.is_empty() && !licence.contains('/'), "{component}");
        assert!(asked.get(&package.reference()).is_none_or(|asked| asked == licence), "{component}");
    }
    let scope = |name: &str| components.iter().find(|one| one["name"] == name).map(|one| one["scope"].clone());
    assert_eq!((scope("serde-saphyr"), scope("zlib-rs")), (Some("required".into()), Some("required".into())));
    assert_eq!((scope("proptest"), scope("jsonschema")), (Some("excluded".into()), Some("excluded".into())));
    assert_eq!(components.iter().filter(|one| one["type"] == "file").count(), 4);
}
