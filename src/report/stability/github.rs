use super::StabilityReport;

pub(super) fn render(_report: &StabilityReport<'_>) -> String {
    String::new()
}
