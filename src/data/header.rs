//! The header row: what each column of a table means.

use super::cell::folded;

/// The columns of result files, beside those that are named after a test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Lot,
    Test,
    Value,
    Unit,
    Replicate,
    Group,
    Stage,
    Sample,
    Role,
    Control,
    Method,
    Instrument,
    Analyst,
    Started,
    Date,
    Status,
    Reason,
    Investigation,
    Approver,
    Corrects,
    CorrectedBy,
    CorrectedOn,
    Time,
    TimeUnit,
    Condition,
    Container,
    Orientation,
    Pulled,
    Uncertainty,
    Lod,
    Loq,
    Comment,
}

/// Every column with its names, the canonical one first; written folded.
const COLUMNS: &[(Column, &[&str])] = &[
    (
        Column::Lot,
        &["lot", "batch", "lotid", "batchid", "lotno", "batchno", "lotnumber", "batchnumber", "批号", "批次", "批"],
    ),
    (Column::Test, &["test", "attribute", "parameter", "analyte", "检验项目", "检测项目", "项目", "检项", "指标"]),
    (Column::Value, &["value", "result", "结果", "检验结果", "检测结果", "测定值", "测定结果", "数值"]),
    (Column::Unit, &["unit", "units", "单位"]),
    (
        Column::Replicate,
        &[
            "replicate",
            "replicateno",
            "rep",
            "capture",
            "video",
            "well",
            "position",
            "重复",
            "重复号",
            "重复次数",
            "平行",
            "平行样",
            "复孔",
        ],
    ),
    (Column::Group, &["group", "injection", "preparation", "plate", "进样"]),
    (Column::Stage, &["stage", "阶段", "工艺阶段"]),
    (Column::Sample, &["sample", "sampleid", "样品", "样本", "样品编号", "样本编号"]),
    (Column::Role, &["role", "角色", "样品类型"]),
    (Column::Control, &["control", "controlname", "对照", "对照名称", "质控"]),
    (Column::Method, &["method", "方法", "检验方法", "检测方法"]),
    (Column::Instrument, &["instrument", "仪器", "仪器编号", "设备"]),
    (Column::Analyst, &["analyst", "operator", "检验人", "检验员", "操作人", "实验员"]),
    (Column::Started, &["started", "start", "startdate", "开始日期", "接种日期"]),
    (Column::Date, &["date", "testdate", "resultdate", "日期", "检验日期", "检测日期"]),
    (Column::Status, &["status", "状态"]),
    (Column::Reason, &["reason", "原因"]),
    (Column::Investigation, &["investigation", "investigationno", "调查", "调查编号"]),
    (Column::Approver, &["approver", "approvedby", "批准人", "审批人"]),
    (Column::Corrects, &["corrects", "correctedvalue", "originalvalue", "更正前", "更正前的值", "原值"]),
    (Column::CorrectedBy, &["correctedby", "更正人"]),
    (Column::CorrectedOn, &["correctedon", "correctiondate", "更正日期"]),
    (Column::Time, &["time", "timepoint", "时间", "时间点"]),
    (Column::TimeUnit, &["timeunit", "时间单位"]),
    (Column::Condition, &["condition", "storagecondition", "条件", "储存条件", "贮藏条件"]),
    (Column::Container, &["container", "containerclosure", "容器", "包装", "包装规格"]),
    (Column::Orientation, &["orientation", "放置方向", "放置方式"]),
    (Column::Pulled, &["pulled", "pulldate", "取样日期", "取出日期"]),
    (Column::Uncertainty, &["uncertainty", "不确定度"]),
    (Column::Lod, &["lod", "检出限", "检测限"]),
    (Column::Loq, &["loq", "lloq", "定量限"]),
    (Column::Comment, &["comment", "comments", "remark", "remarks", "note", "notes", "备注", "说明"]),
];

/// The column that a header names, if it is one of the fixed ones.
pub(crate) fn column_of(header: &str) -> Option<Column> {
    let wanted = folded(header.trim_start_matches('\u{feff}'));
    COLUMNS.iter().find(|(_, names)| names.contains(&wanted.as_str())).map(|(column, _)| *column)
}

/// The canonical name of the column that a header names.
pub(crate) fn canonical_name(header: &str) -> Option<&'static str> {
    let found = column_of(header)?;
    COLUMNS.iter().find(|(column, _)| *column == found).and_then(|(_, names)| names.first().copied())
}

/// The canonical names, for suggestions.
pub(crate) fn canonical_names() -> impl Iterator<Item = &'static str> {
    COLUMNS.iter().filter_map(|(_, names)| names.first().copied())
}

/// How results are laid out in a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A row for each value.
    Long,
    /// A row for each lot, or replicate of a lot, and a column for each test.
    Wide,
}

impl Shape {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Shape::Long => "long",
            Shape::Wide => "wide",
        }
    }

    /// The shape that a header has: `test`, `value` and `unit` belong to the long one.
    pub(crate) fn of(columns: &[Option<Column>]) -> Shape {
        let long = |column: &Option<Column>| matches!(column, Some(Column::Test | Column::Value | Column::Unit));
        if columns.iter().any(long) { Shape::Long } else { Shape::Wide }
    }
}

/// A header split into the name and what stands in the brackets at its end: `Endotoxin [EU/mL]`.
pub(crate) fn split_bracket(header: &str) -> Option<(&str, &str)> {
    let header = header.trim();
    let (close, open) = match header.chars().next_back()? {
        ']' => (']', '['),
        ')' => (')', '('),
        '）' => ('）', '（'),
        '】' => ('】', '【'),
        _ => return None,
    };
    // The bracket that matches the last one: units have brackets of their own, `10*9/(mL)`.
    let mut depth = 0_u32;
    for (at, character) in header.char_indices().rev() {
        if character == close {
            depth += 1;
        } else if character == open {
            depth -= 1;
            if depth == 0 {
                let (name, rest) = header.split_at(at);
                let inside = rest.strip_prefix(open)?.strip_suffix(close)?;
                return Some((name.trim(), inside.trim()));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_stands_for_one_column_and_is_written_folded() {
        let mut seen = BTreeSet::new();
        for name in COLUMNS.iter().flat_map(|(_, names)| names.iter()) {
            assert!(seen.insert(*name), "{name} stands twice");
            assert_eq!(&folded(name), name);
        }
    }

    #[test]
    fn names_are_found_in_both_languages() {
        assert_eq!(column_of("Batch"), Some(Column::Lot));
        assert_eq!(column_of(" 批号 "), Some(Column::Lot));
        assert_eq!(column_of("检验项目"), Some(Column::Test));
        assert_eq!(column_of("Time Unit"), Some(Column::TimeUnit));
        assert_eq!(column_of("statsu"), None);
    }

    #[test]
    fn the_last_bracket_is_split_off() {
        assert_eq!(split_bracket("Endotoxin [EU/mL]"), Some(("Endotoxin", "EU/mL")));
        assert_eq!(split_bracket("CD63+ (%)"), Some(("CD63+", "%")));
        assert_eq!(split_bracket("size (D50) [nm]"), Some(("size (D50)", "nm")));
        assert_eq!(split_bracket("蛋白（mg/mL）"), Some(("蛋白", "mg/mL")));
        assert_eq!(split_bracket("a (b (c))"), Some(("a", "b (c)")));
        assert_eq!(split_bracket("plain"), None);
        assert_eq!(split_bracket("half)"), None);
    }
}
