//! `evqc keygen`: a key pair for signing.

use super::args::KeygenArgs;
use super::{Failure, keys, print, trail};
use crate::integrity::{self, SCRYPT_LOG_N, SHORTEST_PASSPHRASE, Seal, SecretKey};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Runs the command.
///
/// # Errors
/// Wrong usage: the files are there, the passphrase is too short.
pub fn run(args: &KeygenArgs) -> Result<u8, Failure> {
    if trail::holds() {
        return Err(Failure::usage(
            "--by, --role and --reason are for an audit trail, and the making of a key is entered in none; no key was made",
        ));
    }
    if let Some(name) = &args.name {
        integrity::check_name("name", name).map_err(Failure::usage)?;
    }
    let secret = match (&args.key, &args.name) {
        (Some(path), _) => path.clone(),
        (None, name) => PathBuf::from(format!("{}.key.pem", name.as_deref().map_or("evqc".to_owned(), stem))),
    };
    let public = public_path(&secret);
    for path in [&secret, &public] {
        if path.exists() {
            return Err(Failure::usage(format!(
                "{}: exists already; a key is never overwritten, since what it signed could no longer be verified",
                path.display()
            )));
        }
    }
    let mut seed = [0; 32];
    random(&mut seed)?;
    let key = SecretKey::from_seed(&seed);
    let pem = match sealed(args, &key)? {
        Ok(pem) => pem,
        Err(exit) => return Ok(exit),
    };
    let public_pem = key.public().to_pem().map_err(|fault| Failure::internal(fault.to_string()))?;
    create(&secret, &pem, true)?;
    if let Err(failure) = create(&public, &public_pem, false) {
        // A key without its public half verifies nothing, and its name would be taken.
        let _ = std::fs::remove_file(&secret);
        return Err(failure);
    }
    print(&said(args, &secret, &public, (&key.public().id(), &public_pem)))?;
    Ok(0)
}

/// What was made, for the terminal.
fn said(args: &KeygenArgs, secret: &Path, public: &Path, (id, pem): (&str, &str)) -> String {
    let sealed = if args.no_passphrase { "no passphrase" } else { "opened by the passphrase" };
    let entry = args.name.as_deref().map_or("NAME OF THE OWNER".to_owned(), as_key);
    let indented: String = pem.lines().map(|line| format!("      {line}\n")).collect();
    format!(
        "secret key: {} ({sealed}; keep it, and give it to nobody)\npublic key: {} (give it to whoever verifies)\nkey id: {}\n\n\
         For a trust file:\n  {entry}:\n    public_key: |\n{indented}",
        secret.display(),
        public.display(),
        id
    )
}

/// A name as a key of YAML: in quotes, unless it reads as nothing but itself.
fn as_key(name: &str) -> String {
    let letters = |part: &str| part.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-'));
    let word = |name: &str| name.contains(' ') && name.split(' ').all(|part| !part.is_empty() && letters(part));
    let plain = word(name) && name.chars().next().is_some_and(char::is_alphabetic);
    if plain { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}

/// The text of the secret key file.
fn sealed(args: &KeygenArgs, key: &SecretKey) -> Result<Result<String, u8>, Failure> {
    let internal = |fault: integrity::KeyFault| Failure::internal(fault.to_string());
    if args.no_passphrase {
        return key.to_pem().map(Ok).map_err(internal);
    }
    let file = args.passphrase_file.as_deref();
    let passphrase = match keys::passphrase(file, "New passphrase: ")? {
        Ok(passphrase) => passphrase,
        Err(finding) => {
            super::complain(&[finding]);
            return Ok(Err(super::INTEGRITY));
        }
    };
    if passphrase.chars().count() < SHORTEST_PASSPHRASE {
        return Err(Failure::usage(format!("the passphrase has fewer than {SHORTEST_PASSPHRASE} characters")));
    }
    if keys::is_typed(file) && keys::passphrase(file, "The same again: ")?.ok().as_ref() != Some(&passphrase) {
        return Err(Failure::usage("the two passphrases differ"));
    }
    let mut seal = Seal { salt: [0; 16], iv: [0; 16], log_n: args.cost.unwrap_or(SCRYPT_LOG_N) };
    random(&mut seal.salt)?;
    random(&mut seal.iv)?;
    key.to_sealed_pem(&passphrase, &seal).map(Ok).map_err(internal)
}

/// Randomness of the operating system.
fn random(bytes: &mut [u8]) -> Result<(), Failure> {
    getrandom::fill(bytes).map_err(|error| Failure::internal(format!("no randomness: {error}")))
}

/// A name as the stem of a file.
fn stem(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// `chen.key.pem` becomes `chen.pub.pem`.
fn public_path(secret: &Path) -> PathBuf {
    let name = secret.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".key.pem").or_else(|| name.strip_suffix(".pem")).unwrap_or(&name);
    secret.with_file_name(format!("{stem}{}", keys::PUBLIC_ENDING))
}

/// Writes a file that is not there yet; a secret one is the owner's alone from its first byte on.
fn create(path: &Path, text: &str, secret: bool) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(if secret { 0o600 } else { 0o644 });
    }
    #[cfg(not(unix))]
    let _ = secret;
    let failed = |error: std::io::Error| Failure::usage(format!("{}: {error}", path.display()));
    let mut file = options.open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        // Half a key, on a full disk say, would look like one that was used.
        let _ = std::fs::remove_file(path);
        failed(error)
    })
}
