//! The same with openssl and sha256sum alone.

use super::*;

/// The commands of the page, block by block.
fn commands() -> Vec<String> {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/verify.md")).unwrap();
    let (_, without) = page.split_once("# Without evqc").expect("the part for strangers");
    // Those for certificates are run in tests/certificate/verified.rs.
    let (without, _) = without.split_once("## Certificates without evqc").expect("the part for certificates");
    let blocks = without.split("```sh\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_commands_of_the_page_verify_with_openssl_and_sha256sum_alone() {
    if !tools() {
        return;
    }
    let folder = signed();
    let at = folder.path();
    let bundle = ["bundle", "spec.yaml", "data.csv", "--as-of", "2026-11-20", "-o", "lot.zip"];
    assert_exit(&run(at, &bundle), 0, &[]);
    fs::copy(at.join("keys/chen.pub.pem"), at.join("chen.pub.pem")).unwrap();
    let script = commands().concat();
    assert!(!script.contains("evqc "), "{script}");
    let output = bash(at, &script);
    assert_exit(
        &output,
        0,
        &[
            "Signature Verified Successfully",
            "report.json: OK",
            "first line: OK",
            "data/data.csv: OK",
            "no further file: OK",
        ],
    );
    let id = said(&run(at, &["verify", "report.json", "--keys", "keys"]));
    let key = said(&output).lines().find_map(|line| line.strip_suffix("  -").map(str::to_owned)).unwrap();
    assert!(id.contains(&format!("key {}…", &key[..12])), "{key} {id}");
    // They notice what evqc notices.
    let break_and_run = |file: &str, edit_it: &dyn Fn(&str) -> String| {
        let kept = fs::read(at.join(file)).unwrap();
        edit(at, file, edit_it);
        // A script that stopped early has not unpacked it.
        let _ = fs::remove_dir_all(at.join("lot"));
        let output = bash(at, &script);
        fs::write(at.join(file), kept).unwrap();
        output
    };
    let changed = break_and_run("report.json", &|text| text.replacen("0.31", "0.13", 1));
    assert!(!changed.status.success() && said(&changed).contains("report.json: FAILED"), "{}", said(&changed));
    let forged = break_and_run("report.json.intoto.jsonl", &|text| text.replacen("\"sig\":\"", "\"sig\":\"AA", 1));
    assert!(!forged.status.success(), "{}", said(&forged));
}

#[test]
fn openssl_opens_our_keys_and_we_open_those_of_openssl() {
    if !tools() {
        return;
    }
    let folder = laboratory();
    let at = folder.path();
    let public = "openssl pkey -in keys/chen.key.pem -passin env:P -pubout | cmp - keys/chen.pub.pem && echo the same";
    let output = Command::new("bash").current_dir(at).env("P", PASSPHRASE).args(["-c", public]).output().unwrap();
    assert_exit(&output, 0, &["the same"]);
    let make = "umask 077; openssl genpkey -algorithm ed25519 -aes256 -pass env:P -out keys/made.key.pem && \
                openssl pkey -in keys/made.key.pem -passin env:P -pubout -out keys/made.pub.pem && \
                openssl genpkey -algorithm rsa -pkeyopt rsa_keygen_bits:2048 -out keys/rsa.key.pem 2>/dev/null";
    let output = Command::new("bash").current_dir(at).env("P", PASSPHRASE).args(["-c", make]).output().unwrap();
    assert_exit(&output, 0, &[]);
    assert_exit(&sign(at, "report.json", ("O. Penn", "made"), "tested", NINE, &[]), 0, &["signature 1"]);
    assert_exit(&verify(at, &["report.json"]), 0, &["O. Penn"]);
    assert_exit(&sign(at, "report.json", ("R. Sa", "rsa"), "reviewed", NINE, &[]), 2, &["is not an Ed25519 key"]);
}
