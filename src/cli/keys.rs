//! Key files, passphrases and known keys: what `keygen`, `sign` and `verify` read from the machine.

use super::{Failure, files, trail};
use crate::finding::Finding;
use crate::integrity::{self, KeyFault, PublicKey, SecretKey, Trust, Trusted};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The variable with the passphrase.
pub const PASSPHRASE: &str = "EVQC_PASSPHRASE";
/// The variable that names a file with the passphrase.
pub const PASSPHRASE_FILE: &str = "EVQC_PASSPHRASE_FILE";

/// The most bytes of a key or passphrase file.
const LARGEST: u64 = 64 << 10;

/// What editors of Windows begin a text with.
const MARK: char = '\u{feff}';

/// The ending of public key files.
pub const PUBLIC_ENDING: &str = ".pub.pem";

/// Reads a secret key; it must be the owner's alone.
///
/// # Errors
/// Wrong usage when it cannot be read or opened; inside, the finding that others can read it.
pub fn secret(path: &Path, passphrase_file: Option<&Path>) -> Result<Result<SecretKey, Finding>, Failure> {
    match Sealed::read(path, passphrase_file)? {
        Ok(sealed) => sealed.open().map(Ok),
        Err(finding) => Ok(Err(finding)),
    }
}

/// A secret key as it lies in its file, with the passphrase that opens it.
pub struct Sealed {
    shown: String,
    pem: String,
    passphrase: Option<String>,
}

impl Sealed {
    /// Reads the file of a key, and its passphrase where it needs one.
    ///
    /// # Errors
    /// Wrong usage when one cannot be read; inside, the finding that others can read it.
    pub fn read(path: &Path, passphrase_file: Option<&Path>) -> Result<Result<Sealed, Finding>, Failure> {
        if let Some(finding) = open_to_others(path)? {
            return Ok(Err(finding));
        }
        let shown = path.display().to_string();
        let pem = small_text(path)?;
        let mut opened_by = None;
        if integrity::is_sealed(&pem) {
            match passphrase(passphrase_file, &format!("Passphrase of {shown}: "))? {
                Ok(passphrase) => opened_by = Some(passphrase),
                Err(finding) => return Ok(Err(finding)),
            }
        }
        Ok(Ok(Sealed { shown, pem, passphrase: opened_by }))
    }

    /// The key. To try a passphrase takes some time, so that not many can be tried.
    ///
    /// # Errors
    /// Wrong usage: another passphrase, or no key.
    pub fn open(&self) -> Result<SecretKey, Failure> {
        let fault = |fault: KeyFault| Failure::usage(format!("{}: {fault}", self.shown));
        let opened = SecretKey::from_pem(&self.pem, self.passphrase.as_deref());
        // Earlier versions took the mark of a passphrase file for a part of the passphrase.
        let marked = self.passphrase.as_ref().filter(|_| opened.is_err());
        match marked.map(|passphrase| SecretKey::from_pem(&self.pem, Some(&format!("{MARK}{passphrase}")))) {
            Some(Ok(key)) => Ok(key),
            _ => opened.map_err(fault),
        }
    }
}

/// The passphrase: from a file, from the environment, or typed without being shown. It is never an argument, since other
/// users of the machine can see those.
///
/// # Errors
/// Wrong usage when there is none; inside, the finding that others can read the file.
pub fn passphrase(file: Option<&Path>, prompt: &str) -> Result<Result<String, Finding>, Failure> {
    let named = std::env::var_os(PASSPHRASE_FILE).map(PathBuf::from);
    if let Some(path) = file.or(named.as_deref()) {
        if let Some(finding) = open_to_others(path)? {
            return Ok(Err(finding));
        }
        let text = small_text(path)?;
        // Nobody types the mark.
        let text = text.strip_prefix(MARK).unwrap_or(&text);
        return Ok(Ok(text.trim_end_matches(['\r', '\n']).to_owned()));
    }
    if let Some(text) = std::env::var_os(PASSPHRASE) {
        let text = text.into_string().map_err(|_| Failure::usage(format!("{PASSPHRASE} is not UTF-8")))?;
        return Ok(Ok(text));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(format!(
            "a passphrase is needed, and there is no terminal to ask on: name its file with --passphrase-file or \
             {PASSPHRASE_FILE}, or set {PASSPHRASE}"
        )));
    }
    let typed = rpassword::prompt_password(prompt).map_err(|error| Failure::usage(format!("passphrase: {error}")))?;
    Ok(Ok(typed))
}

/// The text of a key or passphrase file, which is a few lines.
fn small_text(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| files::cannot_open(path, &error))?;
    if metadata.is_file() && metadata.len() > LARGEST {
        return Err(Failure::usage(format!("{shown}: is larger than {} KiB, and no key or passphrase", LARGEST >> 10)));
    }
    // The digest of a passphrase in an audit trail would help to guess it.
    trail::aside(|| files::text(path))
}

/// Who else than the owner can read a key file, in words; none when nobody.
///
/// # Errors
/// It is not there, or this system keeps permissions where they are not read.
pub fn who_else_can_read(path: &Path) -> Result<Option<String>, String> {
    if cfg!(not(unix)) {
        return Err("this system keeps permissions in lists that evqc does not read".to_owned());
    }
    let found = open_to_others(path).map_err(|failure| failure.message)?;
    Ok(found.map(|finding| finding.message))
}

/// Whether a passphrase opens a secret key.
///
/// # Errors
/// It is no secret key, or cannot be read.
pub fn has_passphrase(path: &Path) -> Result<bool, String> {
    let metadata = path.metadata().map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("is no file".to_owned());
    }
    let pem = small_text(path).map_err(|failure| failure.message)?;
    match SecretKey::from_pem(&pem, None) {
        Ok(_) => Ok(false),
        Err(KeyFault::PassphraseNeeded) => Ok(true),
        Err(fault) => Err(fault.to_string()),
    }
}

/// Whether the passphrase is typed.
pub fn is_typed(file: Option<&Path>) -> bool {
    file.is_none() && [PASSPHRASE_FILE, PASSPHRASE].iter().all(|name| std::env::var_os(name).is_none())
}

/// The finding, where others than the owner can read or change a file.
#[cfg(unix)]
fn open_to_others(path: &Path) -> Result<Option<Finding>, Failure> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(path).map_err(|error| files::cannot_open(path, &error))?;
    if metadata.is_dir() {
        return Err(Failure::usage(format!("{}: is a folder; name the file in it", path.display())));
    }
    let mode = metadata.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then(|| {
        let shown = path.display().to_string();
        let message = format!("{shown} has the permissions {mode:04o}: others than its owner can read or change it");
        Finding::of_file(&integrity::KEY_OPEN_TO_OTHERS, &shown, message).help(format!("chmod 600 {shown}"))
    }))
}

/// Other systems keep permissions in lists that this program does not read.
#[cfg(not(unix))]
fn open_to_others(path: &Path) -> Result<Option<Finding>, Failure> {
    std::fs::metadata(path).map_err(|error| files::cannot_open(path, &error))?;
    Ok(None)
}

/// The known keys: every `*.pub.pem` and `*.pem` with a public key of the folders, and those of the trust files.
///
/// # Errors
/// Wrong usage when something cannot be read; inside, what is wrong with a trust file.
pub fn known(folders: &[PathBuf], trust_files: &[PathBuf]) -> Result<Result<Trust, Vec<Finding>>, Failure> {
    let mut trust = Trust::default();
    let mut findings = Vec::new();
    for folder in folders {
        let mut added = false;
        for path in files::in_folder(folder, "pem")? {
            let text = small_text(&path)?;
            // A folder of keys may hold a secret one; it is not looked at.
            if text.contains("PRIVATE KEY-----") {
                continue;
            }
            let shown = path.display().to_string();
            trail::reads(&path).map_err(|error| Failure::usage(format!("{shown}: {error}")))?;
            let key = PublicKey::from_pem(&text).map_err(|fault| Failure::usage(format!("{shown}: {fault}")))?;
            trust.add(Trusted::bare(key, &shown));
            added = true;
        }
        if !added {
            return Err(Failure::usage(format!(
                "{}: the folder holds no public key (*{PUBLIC_ENDING})",
                folder.display()
            )));
        }
    }
    for path in trust_files {
        match files::text_of(path)? {
            Ok(text) => findings.extend(trust.read(&text).err().unwrap_or_default()),
            Err(finding) => findings.push(*finding),
        }
    }
    Ok(if findings.is_empty() { Ok(trust) } else { Err(findings) })
}
