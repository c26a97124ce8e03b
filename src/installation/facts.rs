//! What the command line finds on a machine.

use jiff::Timestamp;

/// Everything that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The program and its file.
    pub program: Program,
    /// The machine.
    pub platform: Platform,
    /// Variables of languages and formats that are set, by name.
    pub locale: Vec<(String, String)>,
    /// Numbers, printed as reports print them.
    pub numbers: Vec<NumberShown>,
    /// Time and zone.
    pub clock: Clock,
    /// What is printed to.
    pub terminal: Terminal,
    /// Folders that files are made in.
    pub folders: Vec<Folder>,
    /// Files with secret keys that were named.
    pub keys: Vec<Key>,
    /// The letters of pictures and documents.
    pub fonts: Vec<Font>,
    /// The library.
    pub specifications: Specifications,
}

/// The program and its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Version.
    pub version: String,
    /// Digest of the text that it was made from.
    pub source_sha256: String,
    /// What it was made for, as the compiler names it.
    pub target: String,
    /// The compiler with its version.
    pub compiler: String,
    /// Parts that can be left out and are in, separated by commas.
    pub features: String,
    /// Whether it was made for those who work on it.
    pub is_development: bool,
    /// The file that runs, or why it cannot be read.
    pub executable: Result<Executable, String>,
    /// The digest that the file should have, lower-case hexadecimal.
    pub expected_sha256: Option<String>,
}

/// The file that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Executable {
    /// Where it is.
    pub path: String,
    /// How large it is.
    pub bytes: u64,
    /// Its digest, lower-case hexadecimal.
    pub sha256: String,
}

impl Executable {
    pub(super) fn in_words(&self) -> String {
        format!("{}, {} bytes, {}", self.sha256, self.bytes, self.path)
    }
}

/// The machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Platform {
    /// Operating system.
    pub os: String,
    /// Architecture of the processor that the program was made for.
    pub architecture: String,
    /// The edition of the system, where it says so.
    pub edition: Option<String>,
    /// The version of its kernel, where it says so.
    pub kernel: Option<String>,
}

/// A number as it is printed, and as it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberShown {
    /// As it is printed.
    pub found: String,
    /// As the documentation says.
    pub expected: String,
}

/// Time and zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// The time that the program takes for now.
    pub utc: Timestamp,
    /// The same on the clock of the place.
    pub local: String,
    /// Where it comes from: `system clock`, or the variable.
    pub source: &'static str,
    /// The name of the time zone; none where none is known.
    pub zone: Option<String>,
    /// Whether zones can be named, or why not.
    pub zone_names: Result<(), String>,
}

/// What is printed to.
#[derive(Clone, Debug, PartialEq)]
pub struct Terminal {
    /// Whether standard output is a terminal.
    pub is_terminal: bool,
    /// Columns of the human reports.
    pub columns: usize,
    /// Whether they have colours.
    pub colours: bool,
}

/// A folder that files are made in.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    /// As it was named.
    pub name: String,
    /// Whether it is the one for what does not last.
    pub is_temporary: bool,
    /// Whether a file can be made, or why not.
    pub writable: Result<(), String>,
    /// The audit trail that rules it.
    pub trail: TrailFound,
}

/// The audit trail that rules a folder.
#[derive(Clone, Debug, PartialEq)]
pub enum TrailFound {
    /// There is none.
    None,
    /// Every line is as it was written.
    Holds {
        /// Its file.
        file: String,
        /// How many entries it has.
        entries: u64,
    },
    /// It cannot be read, or was changed.
    Broken {
        /// What is wrong.
        why: String,
    },
}

/// A file with a secret key.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// As it was named.
    pub name: String,
    /// Who else can read it, in words; none when nobody; an error where the permissions are not known.
    pub open_to_others: Result<Option<String>, String>,
    /// Whether a passphrase opens it; an error where it is no secret key.
    pub has_passphrase: Result<bool, String>,
}

/// A font in the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Font {
    /// Its name.
    pub name: String,
    /// Its size unpacked, or why it cannot be read.
    pub read: Result<usize, String>,
}

/// The library.
#[derive(Clone, Debug, PartialEq)]
pub struct Specifications {
    /// How many are listed.
    pub listed: usize,
    /// The digest of the list.
    pub sha256: String,
    /// What is wrong, each with the id of its specification.
    pub faults: Vec<String>,
}
