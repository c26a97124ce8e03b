//! What the heads may be called by which a reader takes a value for what it is: results and criteria, dates and persons.
//!
//! A laboratory has its own words for them, and each of them one meaning: a criterion that is headed "Found", or a history
//! "Results of other lots", would say something else of the same numbers. So these heads are called by one of a few words.

use crate::lookalike;

/// Name of the head, its words in English, its words in Chinese.
const HEADINGS: &[(&str, &[&str], &[&str])] = &[
    (
        "result",
        &[
            "Result",
            "Results",
            "Test result",
            "Test results",
            "Analytical result",
            "Found",
            "Value found",
            "Measured value",
            "Reported value",
            "Finding",
            "Findings",
        ],
        &["检验结果", "结果", "实测值", "实测结果", "测定结果", "检测结果", "测试结果", "报告值"],
    ),
    (
        "results",
        &["Results", "Test results", "Results of the tests", "Analytical results"],
        &["检验结果", "结果", "检测结果", "测试结果"],
    ),
    (
        "criterion",
        &[
            "Acceptance criterion",
            "Acceptance criteria",
            "Criterion",
            "Criteria",
            "Requirement",
            "Requirements",
            "Specification",
            "Specification limit",
            "Limit",
            "Limits",
            "Acceptance limit",
            "Acceptance limits",
        ],
        &[
            "标准规定",
            "接受标准",
            "可接受标准",
            "限度",
            "限度要求",
            "质量标准",
            "标准",
            "标准要求",
            "要求",
            "规定",
            "技术要求",
        ],
    ),
    (
        "conclusion of item",
        &["Conclusion", "Outcome", "Assessment", "Evaluation", "Verdict"],
        &["单项结论", "单项判定", "判定", "判定结果", "单项评价"],
    ),
    ("conclusion", &["Conclusion", "Overall conclusion", "Verdict"], &["结论", "总结论", "检验结论"]),
    (
        "history",
        &[
            "Retest history",
            "Invalid and repeated runs",
            "Invalid runs, failing and repeated results",
            "Failing, invalid and repeated results",
        ],
        &["复验记录", "无效、不合格及重复结果", "无效试验及复验记录"],
    ),
    (
        "not performed",
        &["Tests not performed", "Tests not done", "Tests that were not performed", "Items not tested"],
        &["未做的项目", "未检项目", "未检验项目"],
    ),
    ("deviations", &["Deviations", "Deviations from the method"], &["偏差", "偏差与除外"]),
    ("lot", &["Lot", "Lot number", "Batch", "Batch no.", "Batch number"], &["产品批号", "批次号", "生产批号"]),
    (
        "storage",
        &["Storage", "Storage conditions", "Storage temperature", "Store at"],
        &["贮藏", "贮存条件", "储存条件", "保存条件"],
    ),
    ("shipping", &["Shipping", "Shipping conditions", "Transport", "Transport conditions"], &["运输", "运输要求"]),
    ("in use", &["In use", "In-use conditions", "Conditions of use"], &["使用要求", "使用期条件"]),
    ("value", &["Determination", "Measured value", "Single value"], &["测得值", "单次测定值"]),
    ("compared", &["Value compared"], &["用于比较的值"]),
    ("used as", &["Use", "Used"], &["采用", "使用情况"]),
    ("analyst", &["Operator", "Analysed by", "Performed by"], &["检验员", "检测人", "检测员", "操作人"]),
    ("reviewer", &["Checked by", "Second person"], &["复核员", "复核"]),
    (
        "analyst and reviewer",
        &["Analyst and reviewer", "Analyst, reviewer", "Tested / reviewed by"],
        &["检验/复核", "检验员/复核员", "检验人、复核人"],
    ),
    ("analyst and approver", &["Analyst / approver", "Analyst and approver"], &["检验人/批准人", "检验员/批准人"]),
    ("approver", &["Approver", "Approved by (investigation)"], &["批准人（调查）"]),
    ("specification approver", &["Specification approved by"], &["质量标准批准人"]),
    ("laboratory", &["Laboratory", "Issued by"], &["实验室", "检验机构", "出具单位"]),
    ("testing laboratory", &["Laboratory of the test", "Tested at"], &["检测实验室", "检验单位"]),
    ("external laboratory", &["Contract laboratory", "Subcontracted laboratory"], &["委托实验室", "受托实验室"]),
    (
        "tested on",
        &["Date of test", "Test date", "Date tested", "Dates of test"],
        &["检测日期", "测试日期", "试验日期"],
    ),
    ("completed", &["Completed", "Completed on", "Completion date"], &["检验完成日期", "完成时间"]),
    ("sampled", &["Sampling date", "Sampled on"], &["采样日期", "抽样日期"]),
    ("received", &["Received on", "Date received", "Receipt date"], &["接收日期", "样品接收日期"]),
    ("evaluated", &["Evaluation date", "Evaluated on"], &["评定日期", "判定日期"]),
    ("issued", &["Issue date", "Issued on", "Date issued"], &["出具日期", "报告日期"]),
    ("effective", &["Effective date", "Effective"], &["实施日期", "执行日期"]),
    ("signed at", &["Signed", "Signed on", "Signed at"], &["签名日期", "签名时间", "签署日期"]),
];

/// The names of the heads that are called by one of a few words: terms of the terminology table, or the guard stands for nothing.
pub fn guarded() -> impl Iterator<Item = &'static str> {
    HEADINGS.iter().map(|(name, ..)| *name)
}

/// Asks whether a head may be called so, in English and in Chinese; `built_in` are its words in the table of the program. Any
/// other head may be called as one likes.
///
/// # Errors
/// The word that it may not be called by, and those that it may.
pub fn may_be_called(name: &str, built_in: [&str; 2], own: [&str; 2]) -> Result<(), String> {
    let Some((_, english, chinese)) = HEADINGS.iter().find(|(head, ..)| *head == name) else { return Ok(()) };
    for (known, built_in, own) in [(english, built_in[0], own[0]), (chinese, built_in[1], own[1])] {
        let further = known.iter().copied().filter(|word| !lookalike::same(word, built_in));
        let all = || [built_in].into_iter().chain(further.clone());
        if !all().any(|word| lookalike::same(word, own)) {
            let words = all().collect::<Vec<_>>().join(", ");
            return Err(format!(
                "cannot be called `{own}`: a reader would take it for something else; it may be called {words}"
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Heads that stand beside each other have no word in common but where they are one thing.
    #[test]
    fn no_word_has_two_meanings() {
        let apart =
            ["result", "criterion", "conclusion of item", "history", "not performed", "storage", "analyst", "reviewer"];
        let dates = ["tested on", "completed", "sampled", "received", "evaluated", "issued", "effective", "signed at"];
        for names in [&apart[..], &dates[..]] {
            let words =
                HEADINGS.iter().filter(|(name, ..)| names.contains(name)).flat_map(|(_, en, zh)| en.iter().chain(*zh));
            let mut all: Vec<&str> = words.copied().collect();
            let count = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), count);
        }
    }

    #[test]
    fn a_head_is_called_by_its_words_in_any_case() {
        let of = |name: &str, en: &str, zh: &str| may_be_called(name, ["Result", "检验结果"], [en, zh]);
        assert_eq!(of("result", "test RESULT", "结果"), Ok(()));
        assert!(of("result", "Limit", "结果").unwrap_err().starts_with("cannot be called `Limit`"));
        assert!(of("result", "Found", "限度").unwrap_err().starts_with("cannot be called `限度`"));
        assert_eq!(of("requester", "Ordered by", "订购单位"), Ok(()), "any other head");
    }
}
