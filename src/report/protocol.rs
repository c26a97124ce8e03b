//! What every protocol of a qualification ends with: blanks to fill in and lines to sign.

/// The blanks of a protocol, and whose name stands under it.
pub(super) const BLANKS: [&str; 3] =
    ["Protocol and its version", "Deviations, by number", "Acceptance criteria met (yes or no)"];

/// Who signs a protocol.
pub(super) const SIGNERS: [&str; 3] = ["Performed by", "Reviewed by", "Approved by"];

/// Blanks and lines as GitHub-flavoured Markdown.
pub(super) fn to_sign() -> String {
    let mut text = "\n| | To fill in |\n| --- | --- |\n".to_owned();
    BLANKS.iter().for_each(|blank| text.push_str(&format!("| {blank} | |\n")));
    text.push_str("\n| | Name | Function | Date | Signature |\n| --- | --- | --- | --- | --- |\n");
    SIGNERS.iter().for_each(|signer| text.push_str(&format!("| {signer} | | | | |\n")));
    text
}
