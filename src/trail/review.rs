//! What a reviewer has to look at before the conclusion on a lot: every change, every value set aside, every override and every
//! repeat that the trail knows of it.

use super::entry::{Entry, FileRead, FileWritten, LotJudged, SetAside};
use super::reading::{Head, Trail};
use crate::order;
use crate::person;
use jiff::Timestamp;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The option that names the day of judgement.
const DAY: &str = "as_of";

/// Options that make a judgement another one than the specification and the data alone would.
const OVERRIDES: [&str; 10] =
    ["set", DAY, "spec_version", "stage", "ignore_columns", "sheet", "lots_sheet", "separator", "decimal", "encoding"];

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, crate::schema::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A file that the lot rests on was changed.
    Changed,
    /// A document was replaced by another.
    Replaced,
    /// A value did not count.
    SetAside,
    /// A test was waived.
    Waived,
    /// An option changed what was judged.
    Overridden,
    /// The lot was judged once more, from other files or options, or with another verdict.
    JudgedAgain,
    /// The lot was judged once more, and nothing had changed.
    Repeated,
    /// A command ended before its result.
    Failed,
    /// A document was issued.
    Issued,
    /// A document was signed.
    Signed,
    /// The clock was ahead when entries before this one were made.
    ClockSetRight,
}

impl Kind {
    /// The word in print.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Changed => "changed",
            Kind::Replaced => "replaced",
            Kind::SetAside => "set aside",
            Kind::Waived => "waived",
            Kind::Overridden => "overridden",
            Kind::JudgedAgain => "judged again",
            Kind::Repeated => "repeated",
            Kind::Failed => "failed",
            Kind::Issued => "issued",
            Kind::Signed => "signed",
            Kind::ClockSetRight => "clock set",
        }
    }

    /// Whether a reviewer has to find a reason for it.
    pub fn asks(self) -> bool {
        !matches!(self, Kind::Repeated | Kind::Issued | Kind::Signed)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What kind of thing.
    pub kind: Kind,
    /// Number of the entry.
    pub entry: u64,
    /// When, on the clock of the place.
    pub when: String,
    /// Who.
    pub who: String,
    /// In which role.
    pub role: String,
    /// What, in words.
    pub what: String,
    /// Why; empty: the entry gives no reason.
    pub why: String,
}

/// By what the items are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortBy {
    /// The name.
    Who,
    /// The kind, then the words.
    What,
    /// The entry.
    When,
    /// The reason.
    Why,
}

/// What the trail knows of a lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// The lot.
    pub lot: String,
    /// Numbers of the entries that speak of it or of its files.
    pub entries: Vec<u64>,
    /// Numbers of entries that judged very many lots, of which the trail has not every name: the lot may be among them.
    pub not_listed: Vec<u64>,
    /// The last judgement, by id and version of the specification.
    pub verdicts: BTreeMap<String, String>,
    /// What happened, in the order of the trail until it is sorted.
    pub items: Vec<Item>,
    /// The trail as it stood.
    pub head: Head,
    /// Who made what there is to review, by the number of the entry.
    makers: Vec<(u64, String)>,
    /// Who the papers of the lot name.
    persons: Persons,
}

/// Persons as the papers of a lot name them: the trail knows who typed, and not who tested.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persons {
    /// The names of one person in each language.
    pub names: Vec<[String; 2]>,
    /// Who tested, with what: `has tested cd81`.
    pub tested: Vec<(String, String)>,
}

impl Persons {
    /// Whether two names can be those of one person: as they stand, or by what that person is called in another language.
    fn may_be_same(&self, one: &str, other: &str) -> bool {
        if person::may_be_same(one, other) {
            return true;
        }
        let (one, other) = (self.called(one), self.called(other));
        one.iter().any(|one| other.iter().any(|other| person::may_be_same(one, other)))
            && !person::told_apart(&one, &other)
    }

    /// The names of a person in each language; the name alone, where no other is known.
    fn called<'n>(&'n self, name: &'n str) -> Vec<&'n str> {
        let known = self.names.iter().find(|names| names.iter().any(|known| person::same(known, name)));
        known.map_or_else(|| vec![name], |names| names.iter().map(String::as_str).collect())
    }

    /// What somebody tested; nothing: nobody says that it was this person.
    fn tested(&self, name: &str) -> Option<&str> {
        self.tested.iter().find(|(tester, _)| self.may_be_same(tester, name)).map(|(_, what)| what.as_str())
    }
}

impl Review {
    /// The entries of these that a person made, by any way of writing the name: who made one of them is no reviewer of them.
    pub fn made_by(&self, name: &str) -> Vec<u64> {
        let own = self.makers.iter().filter(|(_, maker)| self.persons.may_be_same(maker, name));
        own.map(|(number, _)| *number).collect()
    }

    /// What a person tested of the lot, by its papers: who tested is no reviewer either.
    pub fn tested_by(&self, name: &str) -> Option<&str> {
        self.persons.tested(name)
    }

    /// Sorts the items; what is alike stays in the order of the trail.
    pub fn sort(&mut self, by: SortBy) {
        match by {
            SortBy::Who => order::sort_by(&mut self.items, |a, b| (&a.who, a.entry).cmp(&(&b.who, b.entry))),
            SortBy::What => {
                order::sort_by(&mut self.items, |a, b| (a.kind, &a.what, a.entry).cmp(&(b.kind, &b.what, b.entry)))
            }
            SortBy::When => order::sort_by_key(&mut self.items, |item| item.entry),
            SortBy::Why => order::sort_by(&mut self.items, |a, b| (&a.why, a.entry).cmp(&(&b.why, b.entry))),
        }
    }

    /// How many things ask for a reason.
    pub fn to_explain(&self) -> usize {
        self.items.iter().filter(|item| item.kind.asks()).count()
    }

    /// How many of them have none.
    pub fn without_reason(&self) -> usize {
        self.items.iter().filter(|item| item.kind.asks() && item.why.is_empty()).count()
    }
}

/// Why no review of a lot stands although there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoReview {
    /// Something of the lot changed after it.
    Changed(String),
    /// Who reviewed has a part in what was reviewed.
    NotIndependent(String),
}

/// The last review of a lot that stands: by somebody who made nothing of what was reviewed and tested nothing of the lot, and with
/// nothing changed since of the files, options or verdicts of the lot. `now` is what is done now, and no entry yet. Nothing:
/// there is no review.
///
/// # Errors
/// Why the last review does not stand, in words.
pub fn standing_review<'t>(
    trail: &'t Trail,
    lot: &str,
    now: Option<&'t Entry>,
    persons: &Persons,
) -> Result<Option<&'t Entry>, NoReview> {
    let entries = || trail.entries.iter().map(|recorded| &recorded.entry);
    let of_lot = |entry: &&Entry| {
        let lots = entry.options.get("lot").map_or(&[][..], Vec::as_slice);
        entry.command == REVIEW && ended_before_its_result(entry).is_none() && lots == [lot]
    };
    let reviews: Vec<&Entry> = entries().filter(of_lot).collect();
    if reviews.is_empty() {
        return Ok(None);
    }
    let course = Course::of(entries().chain(now), lot);
    // A list that somebody made for the own use takes nothing from a review before it.
    let (by_others, own): (Vec<&Entry>, Vec<&Entry>) =
        reviews.into_iter().partition(|review| course.part_of(review, persons).is_none());
    match (by_others.last(), own.last()) {
        (Some(review), _) => match course.change_after(review) {
            None => Ok(Some(review)),
            Some((at, what)) => {
                let Entry { number, by, .. } = review;
                Err(NoReview::Changed(format!("entry {number}: {by} reviewed before entry {at}: {what}")))
            }
        },
        (None, Some(list)) => {
            let Entry { number, by, .. } = list;
            let part = course.part_of(list, persons).unwrap_or_default();
            Err(NoReview::NotIndependent(format!("entry {number}: {by} reviewed, and {part}")))
        }
        (None, None) => Ok(None),
    }
}

/// The command that makes a review.
const REVIEW: &str = "trail review";

/// The commands that judge an archive again: what they come to is compared with what the archive says, and is no judgement of its
/// own.
const AGAIN: [&str; 3] = ["replay", "verify", "sign"];

/// The arguments of these commands that name what is judged again, beside keys and trust files.
const JUDGED_AGAIN: [&str; 3] = ["bundle", "files", "file"];

fn judges_again(entry: &Entry) -> bool {
    AGAIN.contains(&entry.command.as_str())
}

/// Why a command ended before its result; nothing: it did not. One that was refused for what it found wrote nothing, and earlier
/// versions entered no message of it.
fn ended_before_its_result(entry: &Entry) -> Option<String> {
    const REFUSED: [u8; 3] = [2, 4, 5];
    let is_refused = || REFUSED.contains(&entry.exit) && entry.written.is_empty();
    let refused = || format!("refused with exit code {}; the entry does not say why", entry.exit);
    entry.failure.clone().or_else(|| is_refused().then(refused))
}

/// What the trail knows of a lot; nothing where it knows no such lot.
pub fn review(trail: &Trail, lot: &str, persons: Persons) -> Option<Review> {
    let Course { entries, not_listed, items, makers, verdicts, .. } =
        Course::of(trail.entries.iter().map(|recorded| &recorded.entry), lot);
    let verdicts = order::collect(verdicts.into_iter().map(|(of, (verdict, _))| (of, verdict)));
    let (lot, head) = (lot.to_owned(), trail.head()?);
    let known = !entries.is_empty() || !not_listed.is_empty();
    known.then_some(Review { lot, entries, not_listed, verdicts, items, head, makers, persons })
}

/// What happened to a lot, entry by entry.
#[derive(Default)]
struct Course<'e> {
    entries: Vec<u64>,
    not_listed: Vec<u64>,
    items: Vec<Item>,
    makers: Vec<(u64, String)>,
    /// What changed of the lot itself, after which a review before it is none of it.
    changes: Vec<(u64, String)>,
    verdicts: BTreeMap<String, (String, &'e Entry)>,
}

impl<'e> Course<'e> {
    fn of(entries: impl Iterator<Item = &'e Entry> + Clone, lot: &str) -> Course<'e> {
        let judged = |entry: &&Entry| of_lot(entry, lot).next().is_some();
        let files: BTreeSet<&str> =
            order::collect(entries.clone().filter(judged).flat_map(paths_of_lot).filter(|path| *path != "-"));
        let mut course = Course::default();
        let mut before = Before::default();
        for entry in entries {
            if let Some(clock) = &entry.clock {
                course.items.push(item(entry, Kind::ClockSetRight, clock.words()));
            }
            let is_judged = judged(&entry);
            if is_judged || paths(entry).any(|path| files.contains(path)) {
                course.entries.push(entry.number);
                let of_files = of_files(entry, &files);
                let is_change = |one: &&Item| one.kind == Kind::Changed;
                course.changes.extend(of_files.iter().filter(is_change).map(|one| (one.entry, one.what.clone())));
                course.items.extend(of_files);
                course.items.extend(before.judgements(entry, lot));
                if makes(entry, is_judged, &files) {
                    course.makers.push((entry.number, entry.by.clone()));
                }
            } else if entry.lots.as_ref().is_some_and(|lots| !lots.all) {
                course.not_listed.push(entry.number);
            }
        }
        course.changes.extend(before.changes);
        course.verdicts = before.verdicts;
        course
    }

    /// The part that a reviewer has in what was reviewed, in words; nothing: none.
    fn part_of(&self, review: &Entry, persons: &Persons) -> Option<String> {
        let own = |(made, maker): &&(u64, String)| *made < review.number && persons.may_be_same(maker, &review.by);
        let made: Vec<String> = self.makers.iter().filter(own).map(|(made, _)| made.to_string()).collect();
        match made.is_empty() {
            true => persons.tested(&review.by).map(str::to_owned),
            false => Some(format!("made entry {} of what was reviewed", made.join(", "))),
        }
    }

    /// The first change of the lot after a review.
    fn change_after(&self, review: &Entry) -> Option<&(u64, String)> {
        self.changes.iter().filter(|(at, _)| *at > review.number).min_by_key(|(at, _)| *at)
    }
}

/// Whether an entry makes something that is to be reviewed: a judgement, a file, a change, a signature that means tested. Who
/// looks at the lot, signs as reviewer or judges an archive again makes nothing of it; nor does who was refused a signature.
fn makes(entry: &Entry, is_judged: bool, files: &BTreeSet<&str>) -> bool {
    let wrote = || entry.written.iter().any(|file| files.contains(&*file.path));
    let changed = || entry.read.iter().any(|file| file.before.is_some() && files.contains(&*file.path));
    match entry.command.as_str() {
        "sign" => {
            let means_tested = |meaning: &Vec<String>| meaning.iter().any(|one| one == "tested");
            ended_before_its_result(entry).is_none() && entry.options.get("meaning").is_some_and(means_tested)
        }
        "replay" | "verify" | REVIEW => false,
        _ => is_judged || wrote() || changed(),
    }
}

fn of_lot<'e>(entry: &'e Entry, lot: &str) -> impl Iterator<Item = &'e LotJudged> {
    entry.lots.iter().flat_map(|lots| &lots.of).filter(move |one| one.lot == lot)
}

fn paths(entry: &Entry) -> impl Iterator<Item = &str> {
    entry.read.iter().map(|file| &*file.path).chain(entry.written.iter().map(|file| &*file.path))
}

/// The files of a lot that was judged; of one that was judged again from an archive, the archive and not the keys that its signatures
/// were compared with.
fn paths_of_lot(entry: &Entry) -> impl Iterator<Item = &str> {
    let last = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let named = JUDGED_AGAIN.iter().filter_map(|name| entry.options.get(*name)).flatten();
    let named: BTreeSet<String> = order::collect(named.map(|path| last(path)));
    let is_all = !judges_again(entry);
    paths(entry).filter(move |path| is_all || named.contains(&last(path)))
}

fn item(entry: &Entry, kind: Kind, what: String) -> Item {
    Item {
        kind,
        entry: entry.number,
        when: entry.local_time.clone(),
        who: entry.by.clone(),
        role: entry.role.clone(),
        what,
        why: entry.reason.clone().unwrap_or_default(),
    }
}

/// What an entry says of the files of the lot.
fn of_files(entry: &Entry, files: &BTreeSet<&str>) -> Vec<Item> {
    let mut items = Vec::new();
    let short = |digest: &str| digest.get(..12).unwrap_or(digest).to_owned();
    for FileRead { path, sha256, before } in entry.read.iter().filter(|file| files.contains(&*file.path)) {
        if let Some(before) = before {
            let what = format!("{path}: sha256 {}… instead of {}…", short(sha256), short(before));
            items.push(item(entry, Kind::Changed, what));
        }
    }
    let written = || entry.written.iter().filter(|file| files.contains(&*file.path) && entry.failure.is_none());
    for FileWritten { path, sha256, before } in written() {
        if let (Some(before), false) = (before, entry.command == "sign") {
            let what = format!("{path}: sha256 {}… instead of {}…", short(sha256), short(before));
            items.push(item(entry, Kind::Replaced, what));
        }
    }
    let option = |name: &str| entry.options.get(name).map(|values| values.join(", ")).unwrap_or_default();
    match (entry.command.as_str(), ended_before_its_result(entry)) {
        (command, Some(why)) => items.push(item(entry, Kind::Failed, format!("{command}: {why}"))),
        ("certificate", None) => {
            let all: Vec<&str> = written().map(|file| &*file.path).collect();
            let replaces =
                entry.options.get("replaces").map_or(String::new(), |old| format!(", for {}", old.join(", ")));
            if !all.is_empty() {
                items.push(item(entry, Kind::Issued, format!("{}{replaces}", all.join(", "))));
            }
        }
        ("sign", None) => {
            let stated = entry.options.get("at").and_then(|at| at.first()).filter(|at| !is_time_of(entry, at));
            let stated = stated.map_or_else(String::new, |at| format!(", at a stated time: {at}"));
            items.push(item(entry, Kind::Signed, format!("{}: {}{stated}", option("file"), option("meaning"))));
        }
        _ => {}
    }
    items
}

/// Whether a stated time is that of the entry itself.
fn is_time_of(entry: &Entry, stated: &str) -> bool {
    matches!((stated.parse::<Timestamp>(), entry.time.parse::<Timestamp>()), (Ok(stated), Ok(own)) if stated == own)
}

/// Options that name what a lot is judged from.
const BASIS: [&str; 4] = ["data", "lots", "samples", "waivers"];

/// Options that name what a certificate is drawn from beside that.
const PAPER: [&str; 2] = ["facts", "lab"];

/// What was known of the lot before an entry.
#[derive(Default)]
struct Before<'e> {
    /// Verdict and entry by specification.
    verdicts: BTreeMap<String, (String, &'e Entry)>,
    /// What was set aside or waived already.
    set_aside: BTreeSet<SetAside>,
    /// What was overridden already.
    overridden: BTreeSet<String>,
    /// What changed of the lot, by entry.
    changes: Vec<(u64, String)>,
}

impl<'e> Before<'e> {
    /// What an entry says of the lot that was not known before.
    fn judgements(&mut self, entry: &'e Entry, lot: &str) -> Vec<Item> {
        let mut items = Vec::new();
        for one in of_lot(entry, lot) {
            for (kind, aside) in one
                .set_aside
                .iter()
                .map(|aside| (Kind::SetAside, aside))
                .chain(one.waived.iter().map(|aside| (Kind::Waived, aside)))
            {
                if self.set_aside.insert(aside.clone()) {
                    let item = put_aside(entry, kind, aside);
                    self.changes.push((entry.number, item.what.clone()));
                    items.push(item);
                }
            }
            let then = self.verdicts.get(&one.specification);
            match then {
                None => self.changes.push((entry.number, format!("judged by {}", one.specification))),
                Some((old, then)) => {
                    let what = format!(
                        "{} by {}: {}; entry {}: {}",
                        entry.command,
                        one.specification,
                        one.verdict.replace('_', " "),
                        then.number,
                        old.replace('_', " ")
                    );
                    let same_spec =
                        of_lot(then, lot).any(|other| other.specification_sha256 == one.specification_sha256);
                    let same_result = same_spec && *old == one.verdict;
                    if !same_result || !same_lot(then, entry) {
                        self.changes.push((entry.number, what.clone()));
                    }
                    let is_same = same_result && same_basis(then, entry);
                    items.push(item(entry, if is_same { Kind::Repeated } else { Kind::JudgedAgain }, what));
                }
            }
            // An archive that is judged again is compared with what stands, and takes its place from nothing.
            if then.is_none() || !judges_again(entry) {
                self.verdicts.insert(one.specification.clone(), (one.verdict.clone(), entry));
            }
        }
        if of_lot(entry, lot).next().is_some() {
            for (name, value) in OVERRIDES.iter().filter_map(|name| Some((name, entry.options.get(*name)?))) {
                let what = format!("--{} {}", name.replace('_', "-"), value.join(", "));
                if self.overridden.insert(what.clone()) {
                    items.push(item(entry, Kind::Overridden, what));
                }
            }
        }
        items
    }
}

/// Whether a judgement is from the same files as another, with the same options. An archive has what it was made from.
fn same_basis(then: &Entry, now: &Entry) -> bool {
    let unchanged = now.read.iter().all(|file| file.before.is_none());
    let same = |name: &&str| given(then, name) == given(now, name);
    unchanged && (judges_again(now) || BASIS.iter().chain(&OVERRIDES).all(same))
}

/// Whether a judgement is of the same bytes as another, from whatever folder, read and judged in the same way. Another day of
/// judgement is no other lot; where it comes to another verdict, that is told. A command that does not have an option judges as
/// one that has it and was not given it.
fn same_lot(then: &Entry, now: &Entry) -> bool {
    let same_rules = OVERRIDES.iter().filter(|name| **name != DAY).all(|name| given(then, name) == given(now, name));
    let both = |name: &&&str| then.options.contains_key(**name) && now.options.contains_key(**name);
    // Facts and laboratory are those of certificates; other commands have none.
    let same_paper = PAPER.iter().filter(both).all(|name| same_bytes(then, now, &[name]));
    judges_again(now) || (same_rules && same_bytes(then, now, &BASIS) && same_paper)
}

/// What an option was given, in any order; nothing where it was not, or there is no such option.
fn given<'e>(entry: &'e Entry, name: &str) -> BTreeSet<&'e str> {
    order::collect(entry.options.get(name).into_iter().flatten().map(String::as_str))
}

/// Whether what options name has the same bytes in two entries; not where an entry does not have the digest of all of it.
fn same_bytes(then: &Entry, now: &Entry, options: &[&str]) -> bool {
    let (then, now) = (digests(then, options), digests(now, options));
    then.is_some() && then == now
}

/// SHA-256 of the files that options name, standard input among them; nothing where one is not among what was read.
fn digests<'e>(entry: &'e Entry, options: &[&str]) -> Option<BTreeSet<&'e str>> {
    let last = |path: &'e str| path.rsplit(['/', '\\']).next();
    let named = options.iter().filter_map(|name| entry.options.get(*name)).flatten();
    let mut digests = BTreeSet::new();
    for path in named {
        let mut read = entry.read.iter().filter(|file| last(&file.path) == last(path)).peekable();
        read.peek()?;
        digests.extend(read.map(|file| &*file.sha256));
    }
    Some(digests)
}

/// A value or a test that did not count; who and why are those of its own record.
fn put_aside(entry: &Entry, kind: Kind, aside: &SetAside) -> Item {
    let value = if aside.value.is_empty() { String::new() } else { format!(" {}", aside.value) };
    let by = if aside.by.is_empty() { String::new() } else { format!(", by {}", aside.by) };
    let mut item = item(entry, kind, format!("{}{value}: {}{by}", aside.test, aside.how));
    item.why.clone_from(&aside.why);
    item
}
