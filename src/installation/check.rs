//! One line of the protocol of an installation.

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// The program and the file it is in.
    Program,
    /// The machine.
    Platform,
    /// Languages and the way of writing numbers.
    Locale,
    /// Time and time zone.
    Clock,
    /// What is printed to.
    Terminal,
    /// Where files are made.
    Folders,
    /// Files that sign.
    Keys,
    /// What the program carries inside.
    BuiltIn,
}

impl Area {
    /// The word of the area in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Area::Program => "program",
            Area::Platform => "platform",
            Area::Locale => "locale",
            Area::Clock => "clock",
            Area::Terminal => "terminal",
            Area::Folders => "folders",
            Area::Keys => "keys",
            Area::BuiltIn => "built in",
        }
    }
}

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// As expected.
    Ok,
    /// Nothing is expected: it is written down.
    Recorded,
    /// Other than expected, and evqc works all the same.
    Attention,
    /// It could not be found out.
    NotKnown,
    /// Other than expected.
    Failed,
}

impl State {
    /// Every state, best first.
    pub const ALL: [State; 5] = [State::Ok, State::Recorded, State::Attention, State::NotKnown, State::Failed];

    /// The word of the state in machine-readable reports.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Recorded => "recorded",
            State::Attention => "attention",
            State::NotKnown => "not_known",
            State::Failed => "failed",
        }
    }
}

/// One line: what was found, what was expected, and what that comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What it is about.
    pub area: Area,
    /// What was looked at.
    pub name: String,
    /// What was found; none where it is not known.
    pub found: Option<String>,
    /// What was expected; none where it is written down only.
    pub expected: Option<String>,
    /// What it comes to.
    pub state: State,
    /// Why it is not known, or what to do.
    pub note: Option<String>,
}

impl Check {
    /// A check that nothing was found for yet: not known until something is.
    pub(super) fn new(area: Area, name: &str) -> Check {
        Check { area, name: name.to_owned(), found: None, expected: None, state: State::NotKnown, note: None }
    }

    /// Something that is written down.
    pub(super) fn recorded(area: Area, name: &str, found: &str) -> Check {
        Check::new(area, name).recorded_as(found)
    }

    pub(super) fn expecting(self, expected: &str) -> Check {
        Check { expected: Some(expected.to_owned()), ..self }
    }

    fn found(self, state: State, found: &str, note: Option<&str>) -> Check {
        Check { found: Some(found.to_owned()), state, note: note.map(str::to_owned), ..self }
    }

    pub(super) fn ok(self, found: &str) -> Check {
        self.found(State::Ok, found, None)
    }

    pub(super) fn recorded_as(self, found: &str) -> Check {
        self.found(State::Recorded, found, None)
    }

    /// Written down, with what would make a check of it.
    pub(super) fn noted(self, found: &str, note: &str) -> Check {
        self.found(State::Recorded, found, Some(note))
    }

    pub(super) fn attention(self, found: &str, note: &str) -> Check {
        self.found(State::Attention, found, Some(note))
    }

    pub(super) fn failed(self, found: &str, note: &str) -> Check {
        self.found(State::Failed, found, Some(note))
    }

    pub(super) fn not_known(self, why: &str) -> Check {
        Check { found: None, state: State::NotKnown, note: Some(why.to_owned()), ..self }
    }

    /// Whether it keeps the installation from being shown to be in order.
    pub fn is_open(&self) -> bool {
        self.state == State::NotKnown && self.expected.is_some()
    }
}

/// How many checks came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// As expected.
    pub ok: usize,
    /// Written down only.
    pub recorded: usize,
    /// Other than expected, without harm.
    pub attention: usize,
    /// Not found out.
    pub not_known: usize,
    /// Those of them of which something was expected.
    pub open: usize,
    /// Other than expected.
    pub failed: usize,
}

impl Tally {
    /// Counts checks.
    pub fn of(checks: &[Check]) -> Tally {
        let count = |state| checks.iter().filter(|check| check.state == state).count();
        Tally {
            ok: count(State::Ok),
            recorded: count(State::Recorded),
            attention: count(State::Attention),
            not_known: count(State::NotKnown),
            open: checks.iter().filter(|check| check.is_open()).count(),
            failed: count(State::Failed),
        }
    }

    /// The exit code: 5 when a check fails, 3 when one could not be made or none was, else 0.
    pub fn exit(&self) -> u8 {
        match (self.failed, self.open, self.ok) {
            (1.., _, _) => 5,
            (0, 0, 1..) => 0,
            _ => 3,
        }
    }
}
