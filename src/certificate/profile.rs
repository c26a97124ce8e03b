//! The practice by which a certificate is written: which fields must be there.

use super::kind::DocumentKind;
use super::terms::{self, Term};

/// Whose list of fields a certificate follows (field table of the documentation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// WHO model certificate of analysis (TRS 1010, annex 4) and good practices for quality control laboratories (TRS 957,
    /// annex 1, section 19).
    Who,
    /// ICH Q7, 11.4.
    IchQ7,
    /// Content of the batch certificate of EU GMP annex 16.
    Annex16Batch,
    /// ISO/IEC 17025:2017, 7.8.
    Iso17025,
    /// Chinese rules for inspection reports.
    Cn,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 5] = [Profile::Who, Profile::IchQ7, Profile::Annex16Batch, Profile::Iso17025, Profile::Cn];

    /// The words, in the order of the profiles.
    pub const WORDS: [&'static str; 5] = ["who", "ich-q7", "annex16-batch", "iso17025", "cn"];

    /// The word on the command line and in the twin.
    pub fn as_str(self) -> &'static str {
        match self {
            Profile::Who => "who",
            Profile::IchQ7 => "ich-q7",
            Profile::Annex16Batch => "annex16-batch",
            Profile::Iso17025 => "iso17025",
            Profile::Cn => "cn",
        }
    }

    /// The profile of this word.
    pub fn by_name(word: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|profile| profile.as_str() == word)
    }

    /// What the document of a lot that conforms is.
    pub fn document(self) -> DocumentKind {
        match self {
            Profile::Who | Profile::IchQ7 | Profile::Cn => DocumentKind::CertificateOfAnalysis,
            Profile::Iso17025 => DocumentKind::TestReport,
            Profile::Annex16Batch => DocumentKind::BatchCertificate,
        }
    }

    /// What the document of a lot is: one that does not conform, or on which there is no conclusion, gets a report of its results
    /// and never the title of a certificate.
    pub fn document_of(self, conforms: bool) -> DocumentKind {
        if conforms { self.document() } else { DocumentKind::TestReport }
    }

    /// Whatever a certificate may be called, under any profile; that of a lot that does not conform is a report.
    pub fn titles() -> impl Iterator<Item = &'static Term> {
        Profile::ALL.into_iter().map(|profile| profile.document().title()).chain([DocumentKind::TestReport.title()])
    }
}

/// The languages in which a certificate is printed; the twin always holds both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Languages {
    /// English.
    English,
    /// Chinese.
    Chinese,
    /// Both side by side, English first.
    Both,
}

impl Languages {
    /// The words, in the order of the variants.
    pub const WORDS: [&'static str; 3] = ["en", "zh", "en+zh"];

    /// Every choice.
    pub const ALL: [Languages; 3] = [Languages::English, Languages::Chinese, Languages::Both];

    /// The word on the command line and in the twin.
    pub fn as_str(self) -> &'static str {
        match self {
            Languages::English => "en",
            Languages::Chinese => "zh",
            Languages::Both => "en+zh",
        }
    }

    /// The choice of this word.
    pub fn by_name(word: &str) -> Option<Languages> {
        Languages::ALL.into_iter().find(|languages| languages.as_str() == word)
    }

    /// Whether Chinese is printed.
    pub fn has_chinese(self) -> bool {
        self != Languages::English
    }

    /// Whether English is printed.
    pub fn has_english(self) -> bool {
        self != Languages::Chinese
    }
}

/// For what a product may be used, as its sponsor declares it; there is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntendedUse {
    /// Research only.
    Research,
    /// Non-clinical studies.
    NonClinical,
    /// A clinical trial.
    ClinicalTrial,
    /// A commercial batch.
    Commercial,
}

impl IntendedUse {
    /// The words, in the order of the variants.
    pub const WORDS: [&'static str; 4] = ["research", "non-clinical", "clinical trial", "commercial"];

    /// Every choice.
    pub const ALL: [IntendedUse; 4] =
        [IntendedUse::Research, IntendedUse::NonClinical, IntendedUse::ClinicalTrial, IntendedUse::Commercial];

    /// The word in files and in the twin.
    pub fn as_str(self) -> &'static str {
        match self {
            IntendedUse::Research => "research",
            IntendedUse::NonClinical => "non-clinical",
            IntendedUse::ClinicalTrial => "clinical trial",
            IntendedUse::Commercial => "commercial",
        }
    }

    /// The use of this word.
    pub fn by_name(word: &str) -> Option<IntendedUse> {
        IntendedUse::ALL.into_iter().find(|intended| intended.as_str() == word)
    }

    /// What is printed.
    pub fn term(self) -> &'static Term {
        match self {
            IntendedUse::Research => &terms::USE_RESEARCH,
            IntendedUse::NonClinical => &terms::USE_NONCLINICAL,
            IntendedUse::ClinicalTrial => &terms::USE_TRIAL,
            IntendedUse::Commercial => &terms::USE_COMMERCIAL,
        }
    }
}

/// What a signature means, in the order of signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// The tests were done by the signatory.
    Tested,
    /// The signatory has reviewed results and records.
    Reviewed,
    /// The signatory approves the document.
    Approved,
    /// The signatory certifies the batch as far as the law entitles to it.
    Certified,
}

impl Meaning {
    /// The words, in the order of signing.
    pub const WORDS: [&'static str; 4] = ["tested", "reviewed", "approved", "certified"];

    /// Every meaning, in the order of signing.
    pub const ALL: [Meaning; 4] = [Meaning::Tested, Meaning::Reviewed, Meaning::Approved, Meaning::Certified];

    /// The word in files and in the twin.
    pub fn as_str(self) -> &'static str {
        match self {
            Meaning::Tested => "tested",
            Meaning::Reviewed => "reviewed",
            Meaning::Approved => "approved",
            Meaning::Certified => "certified",
        }
    }

    /// The meaning of this word.
    pub fn by_name(word: &str) -> Option<Meaning> {
        Meaning::ALL.into_iter().find(|meaning| meaning.as_str() == word)
    }

    /// What is printed above the name.
    pub fn term(self) -> &'static Term {
        match self {
            Meaning::Tested => &terms::TESTED_BY,
            Meaning::Reviewed => &terms::REVIEWED_BY,
            Meaning::Approved => &terms::APPROVED_BY,
            Meaning::Certified => &terms::CERTIFIED_BY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_variants() {
        assert_eq!(Profile::WORDS, Profile::ALL.map(Profile::as_str));
        assert_eq!(Languages::WORDS, Languages::ALL.map(Languages::as_str));
        assert_eq!(IntendedUse::WORDS, IntendedUse::ALL.map(IntendedUse::as_str));
        assert_eq!(Meaning::WORDS, Meaning::ALL.map(Meaning::as_str));
    }
}
