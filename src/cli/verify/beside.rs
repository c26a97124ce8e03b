//! What the twin of a certificate says beside its content: the template of its page and the audit trails. They are no part of what is
//! signed, so each is compared with what it names, covered by a signature over the file, or said to be stated and not checked.

use super::Verification;
use crate::certificate::{Certificate, PageTemplate, TemplateNamed};
use crate::cli::{Failure, template};
use crate::finding::Finding;
use crate::integrity;
use crate::report::{BesideContent, Part, VerifiedFile, Vouched};

impl Verification<'_> {
    /// Adds the template to what was found of the trails; what a signature over the whole file covers is as it was signed.
    pub(super) fn beside_content(
        &self,
        certificate: &Certificate,
        is_covered: bool,
        file: &mut VerifiedFile,
    ) -> Result<(), Failure> {
        if let Some(named) = &certificate.template {
            let given = self.args.template.as_deref();
            let given = given.map(|folder| template::read(folder, PageTemplate::from_files)).transpose()?;
            let given = given.map(|given| given.named());
            let same = given.as_ref() == Some(named);
            if let (Some(given), false) = (&given, same) {
                file.findings.push(another(&file.name, named, given));
            }
            file.beside.push(BesideContent {
                part: Part::Template,
                value: format!("{} {}", named.name, named.version),
                state: if same { Vouched::Checked } else { Vouched::Stated },
                why: (!same).then(|| match given {
                    Some(_) => ANOTHER.to_owned(),
                    None => "name its folder with --template".to_owned(),
                }),
            });
        }
        if is_covered {
            // What differs from what was given is told as a finding, and not as signed beside it.
            let is_signed = |one: &&mut BesideContent| {
                one.state == Vouched::Stated
                    && one.value != super::evidence::NONE
                    && one.why.as_deref() != Some(ANOTHER)
            };
            for one in file.beside.iter_mut().filter(is_signed) {
                (one.state, one.why) = (Vouched::Signed, None);
            }
        }
        Ok(())
    }
}

/// Why nobody vouches for a template that differs from the one given.
const ANOTHER: &str = "the template that was given is another";

/// Another template was given than the one that is named: said of every form, covered by a signature or not, since who names a
/// folder wants to know whether it is that one.
fn another(name: &str, named: &TemplateNamed, given: &TemplateNamed) -> Finding {
    let first = [
        ("name", &named.name, &given.name),
        ("version", &named.version, &given.version),
        ("sha256", &named.sha256, &given.sha256),
    ];
    let differs = first.into_iter().find(|(_, named, given)| named != given);
    let (key, named, given) = differs.unwrap_or(("sha256", &named.sha256, &given.sha256));
    let message = format!("{name}: template.{key} is {named}, and that of the template given is {given}");
    Finding::of_file(&integrity::TEMPLATE_DIFFERS, name, message)
}
