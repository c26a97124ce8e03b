//! Keys: who can read them, and what else a file may hold.

use super::*;

#[test]
fn keys_are_the_owners_alone_and_never_overwritten() {
    let folder = laboratory();
    let at = folder.path();
    assert_exit(&run(at, &["keygen", "--key", "keys/chen.key.pem"]), 2, &["exists already", "never overwritten"]);
    fs::remove_file(at.join("keys/chen.key.pem")).unwrap();
    assert_exit(&run(at, &["keygen", "--key", "keys/chen.key.pem"]), 2, &["chen.pub.pem: exists already"]);
    let output =
        command(at, &["keygen", "--key", "short.key.pem"]).env("EVQC_PASSPHRASE", "too short").output().unwrap();
    assert_exit(&output, 2, &["fewer than 12 characters"]);
    let output = command(at, &["keygen", "--key", "none.key.pem"]).env_remove("EVQC_PASSPHRASE").output().unwrap();
    assert_exit(&output, 2, &["no terminal to ask on", "--passphrase-file"]);
    assert!(!at.join("none.key.pem").exists() && !at.join("short.key.pem").exists());
    assert_exit(&run(at, &["keygen", "--name", "Ana Müller-Li", "--no-passphrase"]), 0, &["ana-müller-li.pub.pem"]);
    let pem = fs::read_to_string(at.join("ana-müller-li.key.pem")).unwrap();
    assert!(pem.starts_with("-----BEGIN PRIVATE KEY-----"));
}

/// Whatever the umask allows, a secret key is its owner's alone.
#[cfg(unix)]
#[test]
fn a_secret_key_is_private_under_every_umask() {
    use std::os::unix::fs::PermissionsExt;
    for (umask, public) in [("000", 0o644), ("077", 0o600)] {
        let folder = tempfile::tempdir().unwrap();
        let line = format!("umask {umask}; exec \"$0\" keygen --no-passphrase --key k.key.pem");
        let mut shell = Command::new("sh");
        shell.current_dir(folder.path()).args(["-c", &line, env!("CARGO_BIN_EXE_evqc")]);
        assert_exit(&shell.output().unwrap(), 0, &[]);
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode("k.key.pem"), mode("k.pub.pem")), (0o600, public), "{umask}");
    }
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_does_not_sign() {
    use std::os::unix::fs::PermissionsExt;
    let folder = laboratory();
    let key = folder.path().join("keys/chen.key.pem");
    assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600, "as keygen makes it");
    for mode in [0o644, 0o640, 0o620, 0o604, 0o601] {
        fs::set_permissions(&key, fs::Permissions::from_mode(mode)).unwrap();
        let output = sign(folder.path(), "report.json", CHEN, "tested", NINE, &[]);
        assert_exit(&output, 5, &["key-open-to-others", &format!("{mode:04o}"), "chmod 600"]);
    }
    fs::set_permissions(&key, fs::Permissions::from_mode(0o400)).unwrap();
    let passphrase = folder.path().join("passphrase");
    fs::write(&passphrase, format!("{PASSPHRASE}\n")).unwrap();
    fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o644)).unwrap();
    let more = ["--passphrase-file", "passphrase"];
    let open = sign(folder.path(), "report.json", CHEN, "tested", NINE, &more);
    assert_exit(&open, 5, &["key-open-to-others", "passphrase"]);
    fs::set_permissions(&passphrase, fs::Permissions::from_mode(0o600)).unwrap();
    assert_exit(&sign(folder.path(), "report.json", CHEN, "tested", NINE, &more), 0, &[]);
}

#[test]
fn a_key_that_does_not_open_says_so() {
    let folder = laboratory();
    let at = folder.path();
    let arguments = [
        "sign",
        "report.json",
        "--key",
        "keys/chen.key.pem",
        "--signer",
        "M. Chen",
        "--role",
        "r",
        "--meaning",
        "tested",
    ];
    let wrong = command(at, &arguments).env("EVQC_PASSPHRASE", "incorrect horse battery").output().unwrap();
    assert_exit(&wrong, 2, &["does not open with this passphrase"]);
    let none = command(at, &arguments).env_remove("EVQC_PASSPHRASE").output().unwrap();
    assert_exit(&none, 2, &["a passphrase is needed"]);
    let pem = fs::read(at.join("keys/chen.key.pem")).unwrap();
    for cut in [0, 20, 100, pem.len() - 20] {
        fs::write(at.join("keys/chen.key.pem"), &pem[..cut]).unwrap();
        assert_exit(&run(at, &arguments), 2, &["is no key file"]);
    }
    fs::write(at.join("keys/chen.key.pem"), fs::read(at.join("keys/chen.pub.pem")).unwrap()).unwrap();
    assert_exit(&run(at, &arguments), 2, &["is no key file"]);
}

/// Editors of Windows begin a text with a mark that nobody types: it is no part of the passphrase. A key of an earlier version, which
/// took it for one, still opens.
#[test]
fn a_byte_order_mark_is_no_part_of_a_passphrase() {
    let folder = laboratory();
    let at = folder.path();
    let file = |name: &str, text: &str| {
        fs::write(at.join(name), text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(at.join(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    };
    file("marked", &format!("\u{feff}{PASSPHRASE}\r\n"));
    let keygen = ["keygen", "--name", "N. New", "--key", "keys/new.key.pem", "--passphrase-file", "marked"];
    assert_exit(&run(at, &keygen), 0, &["key id:"]);
    assert_exit(&sign(at, "report.json", ("N. New", "new"), "tested", NINE, &[]), 0, &["signature 1"]);
    let mut old = command(at, &["keygen", "--name", "O. Old", "--key", "keys/old.key.pem"]);
    assert_exit(&old.env("EVQC_PASSPHRASE", format!("\u{feff}{PASSPHRASE}")).output().unwrap(), 0, &["key id:"]);
    let marked = ["--passphrase-file", "marked"];
    assert_exit(&sign(at, "report.json", ("O. Old", "old"), "reviewed", TEN, &marked), 0, &["signature 2"]);
}

#[test]
fn keys_of_other_kinds_are_told() {
    if !tools() {
        return;
    }
    let folder = laboratory();
    let at = folder.path();
    let make = "umask 077; cd keys
        openssl genpkey -algorithm ec -pkeyopt ec_paramgen_curve:P-256 -out ec.key.pem
        openssl pkey -in ec.key.pem -pubout -out ec.pub
        openssl genpkey -algorithm ed25519 -out plain.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -v1 PBE-SHA1-3DES -passout env:P -out old.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -v2 des3 -passout env:P -out des.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -scrypt -passout env:P -out scrypt.key.pem
        openssl pkcs8 -topk8 -in plain.key.pem -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout env:P -out sha512.key.pem";
    let output = Command::new("bash").current_dir(at).env("P", PASSPHRASE).args(["-e", "-c", make]).output().unwrap();
    assert_exit(&output, 0, &[]);
    let signing = |key: &str, name: &str| sign(at, "report.json", (name, key), "tested", NINE, &[]);
    assert_exit(&signing("ec", "E. C."), 2, &["ec.key.pem: is not an Ed25519 key"]);
    for key in ["old", "des"] {
        assert_exit(
            &signing(key, "O. Ld"),
            2,
            &["is sealed in a way that is not known here", "openssl pkey -in FILE -aes256"],
        );
    }
    assert!(!at.join("report.json.intoto.jsonl").exists());
    // One key under several seals is one person.
    assert_exit(&signing("scrypt", "S. Crypt"), 0, &["signature 1"]);
    assert_exit(&signing("sha512", "Somebody Else"), 5, &["signer-twice"]);
    fs::rename(at.join("keys/ec.pub"), at.join("keys/ec.pub.pem")).unwrap();
    assert_exit(&verify(at, &["report.json"]), 2, &["ec.pub.pem: is not an Ed25519 key"]);
}

/// What `keygen` prints for a trust file is taken as it stands, whatever the name.
#[test]
fn what_is_printed_for_a_trust_file_is_one() {
    let folder = laboratory();
    let at = folder.path();
    for (number, name) in
        ["null", "yes", "12", "A #1", "Mei: Chen", "@at a", "\"Q\" Adler", "M. Chen", "陈 梅"].iter().enumerate()
    {
        let key = format!("k{number}.key.pem");
        let made = run(at, &["keygen", "--name", name, "--no-passphrase", "--key", &key]);
        assert_exit(&made, 0, &["For a trust file:"]);
        let printed = String::from_utf8(made.stdout).unwrap();
        let (_, entry) = printed.split_once("For a trust file:\n").unwrap();
        fs::write(at.join("trust.yaml"), format!("evqc_trust: 1\nkeys:\n{entry}")).unwrap();
        let signer = ["sign", "report.json", "--key", &key, "--signer", name, "--role", "analyst"];
        assert_exit(&run(at, &[&signer[..], &["--meaning", "tested", "--at", NINE]].concat()), 0, &["PASSED"]);
        assert_exit(&run(at, &["verify", "report.json", "--trust", "trust.yaml"]), 0, &["holds", name]);
        fs::remove_file(at.join("report.json.intoto.jsonl")).unwrap();
    }
    let told = ["the making of a key is entered in none; no key was made"];
    assert_exit(&run(at, &["keygen", "--by", "M. Chen", "--key", "n.key.pem", "--no-passphrase"]), 2, &told);
    assert!(!at.join("n.key.pem").exists());
}
