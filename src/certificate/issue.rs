//! From content to certificate: what is missing, what marks it as a draft, its digest.

use super::check;
use super::field;
use super::fill::{self, Material};
use super::model::{
    Certificate, Configuration, Content, InputFile, Mark, ParameterStated, SCHEMA_NAME, Signature, Stated,
};
use super::profile::Meaning;
use super::terms;
use super::unsigned;
use super::words::Words;
use crate::finding::Finding;
use crate::spec::{Status, hexadecimal};
use sha2::{Digest, Sha256};

/// The content of the certificate of one lot; the files of the run are added with [`issue`].
///
/// # Errors
/// What it is refused for.
pub fn draw_up(material: &Material<'_>) -> Result<Content, Vec<Finding>> {
    let mut content = fill::content(material);
    let refusals = check::refusals(material, &content);
    if !refusals.is_empty() {
        return Err(refusals);
    }
    content.missing = field::missing(&content, material.profile);
    Ok(content)
}

/// The certificate of a content: a draft unless everything is there and everybody has signed. `options` are those of the
/// command that can change a result.
///
/// # Errors
/// As [`content_sha256`].
pub fn issue(
    mut content: Content,
    inputs: Vec<InputFile>,
    options: Vec<String>,
    signatures: Vec<Signature>,
) -> serde_json::Result<Certificate> {
    content.record.configuration = Configuration { sha256: configuration_sha256(&options, &inputs)?, options };
    content.record.inputs = inputs;
    sign(content, signatures)
}

/// SHA-256 of what an evaluation was told: its options, and its files but for the results, which have digests of their own.
fn configuration_sha256(options: &[String], inputs: &[InputFile]) -> serde_json::Result<String> {
    #[derive(serde::Serialize)]
    struct Told<'t> {
        options: &'t [String],
        files: Vec<&'t InputFile>,
    }
    let files = inputs.iter().filter(|input| input.role != "results").collect();
    Ok(hexadecimal(&Sha256::digest(serde_json::to_vec(&Told { options, files })?)))
}

/// The certificate of a content that is complete, with these signatures.
///
/// # Errors
/// As [`content_sha256`].
pub fn sign(content: Content, signatures: Vec<Signature>) -> serde_json::Result<Certificate> {
    let draft_because = marks(&content, &signatures);
    Ok(Certificate {
        schema: SCHEMA_NAME.to_owned(),
        status: if draft_because.is_empty() { "final" } else { "draft" }.to_owned(),
        draft_because,
        signatures,
        template: None,
        trails: Vec::new(),
        content_sha256: content_sha256(&content)?,
        content,
    })
}

/// SHA-256 of a content without the choice of its languages and the moment of its evaluation: two prints of one certificate, which say
/// the same.
///
/// # Errors
/// As [`content_sha256`].
pub fn content_in_any_language_sha256(content: &Content) -> serde_json::Result<String> {
    let mut content = content.clone();
    content.language.clear();
    content.evaluated.clear();
    // Said of a print in both languages alone.
    let prevails = [&terms::CHINESE_PREVAILS, &terms::ENGLISH_PREVAILS].map(Words::of);
    content.statements.retain(|one| !prevails.contains(&one.text));
    content_sha256(&content)
}

/// What makes the certificate a draft.
pub fn marks(content: &Content, signatures: &[Signature]) -> Vec<Mark> {
    let signed = |meaning: &str, name: &Words| {
        signatures.iter().any(|one| one.meaning.as_deref() == Some(meaning) && one.name == *name)
    };
    let all_signed =
        !content.signatories.is_empty() && content.signatories.iter().all(|one| signed(&one.meaning, &one.name));
    let approves = |meaning: &str| Meaning::by_name(meaning).is_some_and(|meaning| meaning >= Meaning::Approved);
    let spec = &content.specification;
    let marks = [
        (content.conclusion.verdict == "does_not_conform", Mark::DoesNotConform),
        (content.conclusion.verdict == "not_concluded", Mark::NotConcluded),
        (spec.status == Status::Superseded.as_str(), Mark::SpecificationSuperseded),
        (
            ![Status::Approved, Status::Superseded].iter().any(|one| one.as_str() == spec.status),
            Mark::SpecificationNotApproved,
        ),
        (spec.parameters.iter().any(ParameterStated::is_overridden), Mark::SpecificationOverridden),
        (spec.parameters.iter().any(ParameterStated::is_without_record), Mark::ParameterNotRecorded),
        (!content.missing.is_empty(), Mark::FieldsMissing),
        (!content.signatories.iter().any(|one| approves(&one.meaning)), Mark::NobodyApproves),
        (!all_signed, Mark::NotSigned),
        (signatures.iter().any(|one| one.meaning.is_none()), Mark::SignatureWithoutMeaning),
    ];
    marks.into_iter().filter_map(|(applies, mark)| applies.then_some(mark)).collect()
}

/// SHA-256 of a content as compact JSON, as `jq` writes it: with U+007F as an escape, which JSON leaves open.
///
/// # Errors
/// The content cannot be written as JSON: there is no digest, and never that of nothing.
pub fn content_sha256(content: &Content) -> serde_json::Result<String> {
    Ok(hexadecimal(&Sha256::digest(as_jq(&serde_json::to_string(content)?))))
}

fn as_jq(json: &str) -> String {
    json.replace('\u{7f}', "\\u007f")
}

impl Certificate {
    /// The twin as it is written to a file: JSON with two spaces of indent and a line feed at the end.
    ///
    /// # Errors
    /// As [`content_sha256`].
    pub fn twin(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| as_jq(&text) + "\n")
    }

    /// Whether it is a draft.
    pub fn is_draft(&self) -> bool {
        self.status != "final"
    }

    /// Whether it was issued: it is final, or the report on a lot that does not conform or on which nothing is concluded, which
    /// everybody signed and whose verdict alone keeps the mark of a draft.
    pub fn is_issued(&self) -> bool {
        self.draft_because.iter().all(|mark| matches!(mark, Mark::DoesNotConform | Mark::NotConcluded))
    }

    /// The certification of a batch certificate, once the person entitled to it has signed (field 33).
    pub fn certified(&self) -> Option<Words> {
        let stated = self.content.certification.as_ref()?;
        let by = stated.by.as_ref()?;
        let certifies =
            |one: &Signature| one.meaning.as_deref() == Some(Meaning::Certified.as_str()) && one.name == *by;
        self.signatures.iter().any(certifies).then(|| stated.words())
    }

    /// A statement as it is printed: what claims something, or says what was found, once the person who answers for it has signed.
    pub fn stated(&self, stated: &Stated) -> Words {
        let Some(by) = stated.by.as_ref().filter(|_| unsigned::in_statement(&stated.text).is_some()) else {
            return stated.words();
        };
        if self.signatures.iter().any(|one| one.meaning.is_some() && one.name == *by) {
            return stated.words();
        }
        let awaited = &terms::STATEMENT_AWAITED;
        Words::new(awaited.en.replace("{value}", &by.en), awaited.zh.replace("{value}", &by.zh))
    }
}

impl Stated {
    /// What is stated, with who answers for it.
    pub fn words(&self) -> Words {
        let Some(by) = &self.by else { return self.text.clone() };
        let stated = &terms::STATED_BY;
        let by = Words::new(format!(" ({} {})", stated.en, by.en), format!("（{}：{}）", stated.zh, by.zh));
        self.text.clone().then(&by)
    }
}
