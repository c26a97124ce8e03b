//! What a document is: no report of results has the title or the number of a certificate.

use super::terms::{self, Term};
use crate::schema::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// A certificate of analysis.
    CertificateOfAnalysis,
    /// A report of results, also of a lot that does not conform or on which nothing is concluded.
    TestReport,
    /// A batch certificate of annex 16.
    BatchCertificate,
}

impl DocumentKind {
    /// Its title.
    pub fn title(self) -> &'static Term {
        match self {
            DocumentKind::CertificateOfAnalysis => &terms::CERTIFICATE_OF_ANALYSIS,
            DocumentKind::TestReport => &terms::TEST_REPORT,
            DocumentKind::BatchCertificate => &terms::BATCH_CERTIFICATE,
        }
    }

    /// What its number is called.
    pub fn number(self) -> &'static Term {
        match self {
            DocumentKind::CertificateOfAnalysis => &terms::CERTIFICATE_NUMBER,
            DocumentKind::TestReport => &terms::REPORT_NUMBER,
            DocumentKind::BatchCertificate => &terms::BATCH_CERTIFICATE_NUMBER,
        }
    }

    /// What it is called within a sentence.
    pub fn word(self) -> &'static str {
        match self {
            DocumentKind::CertificateOfAnalysis => "certificate",
            DocumentKind::TestReport => "test report",
            DocumentKind::BatchCertificate => "batch certificate",
        }
    }
}
