//! What the page says of a run in Chinese where the other formats have English: the summary, how files were read, the rules.

use crate::explanation::chinese;
use crate::quantity::RoundingRule;
use crate::report::format::{Run, Summary};
use crate::report::wording;

/// The line of verdicts: `共 3 批：符合规定 1 批，…`; the numbers are those of [`wording::summary`].
pub(super) fn summary(summary: &Summary) -> String {
    let lots = summary.lots();
    let of = match summary.specifications {
        several @ 2.. => format!("按 {several} 份标准共 {lots} 个结论"),
        _ => format!("共 {lots} 批"),
    };
    let waived = match summary.conforms_with_waivers {
        0 => String::new(),
        some => format!("（其中 {some} 批有豁免项目）"),
    };
    let run = if summary.run_not_evaluable { "，本次运行无法评价" } else { "" };
    format!(
        "{of}：符合规定 {}{waived}，不符合规定 {}，未得出结论 {}，无法评价 {}{run} · 退出码 {}",
        summary.conforms,
        summary.does_not_conform,
        summary.not_concluded,
        summary.not_evaluable,
        summary.exit()
    )
}

/// How a file was read: names of formats and encodings stay.
pub(super) fn detected(english: &str) -> String {
    // The name of a sheet is no word of the program.
    if let Some((kind, sheet)) = english.split_once(", sheet ") {
        let (sheet, rest) = match sheet.rsplit_once("\", ") {
            Some((sheet, rest)) => (format!("{sheet}\""), format!("，{}", detected(rest))),
            None => (sheet.to_owned(), String::new()),
        };
        return format!("{}，工作表 {sheet}{rest}", detected(kind));
    }
    let parts: Vec<String> = english.split(", ").map(|part| detected_part(part).unwrap_or(part.to_owned())).collect();
    parts.join("，")
}

fn detected_part(part: &str) -> Option<String> {
    let word = match part {
        "long" => "长表",
        "wide" => "宽表",
        "decimal point" => "小数点",
        "decimal comma" => "小数逗号",
        "commas" => "逗号分隔",
        "tabs" => "制表符分隔",
        "separator tab" => "分隔符为制表符",
        "samples" => "样品表",
        "waivers" => "豁免",
        "little endian" => "小端序",
        "big endian" => "大端序",
        other => {
            let bits = other.split_once("-bit ").and_then(|(bits, kind)| match kind {
                "floats" => Some(format!("{bits} 位浮点数")),
                "integers" => Some(format!("{bits} 位整数")),
                _ => None,
            });
            return bits.or_else(|| other.strip_prefix("separator ").map(|separator| format!("分隔符 {separator}")));
        }
    };
    Some(word.to_owned())
}

/// What the specifications want every reader to know, in English and in Chinese; texts of the specification stand in both.
pub(super) fn about(run: &Run<'_>) -> Vec<[String; 2]> {
    wording::about_specs(run).into_iter().map(|english| [english.clone(), about_line(&english)]).collect()
}

fn about_line(english: &str) -> String {
    let rounding = RoundingRule::ALL.into_iter().find(|rule| english.starts_with(&format!("rounding {rule}: ")));
    if let Some(rule) = rounding {
        return chinese::rounding_rule(rule);
    }
    if let Some(rule) = english.strip_prefix("decision rule") {
        let others = rule.split_once(" but for ").and_then(|(_, rest)| rest.split_once(' '));
        return match (rule.starts_with(": every test"), others) {
            (true, _) => "判定规则：各检验项目自行写明".to_owned(),
            (false, None) => "判定规则 simple：直接比较数值，不考虑其不确定度".to_owned(),
            (false, Some((count, _))) => {
                format!("判定规则 simple（另有 {count} 个检验项目自行写明）：直接比较数值")
            }
        };
    }
    let known = [("basis: ", "依据："), ("note: ", "说明："), ("derivation: ", "推导：")];
    let found = known.into_iter().find_map(|(prefix, chinese)| Some((chinese, english.strip_prefix(prefix)?)));
    found.map_or_else(|| english.to_owned(), |(chinese, rest)| format!("{chinese}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_file_was_read_is_said_in_chinese() {
        for (english, chinese) in [
            ("UTF-8, separator ',', decimal point, long", "UTF-8，分隔符 ','，小数点，长表"),
            ("nanosight, UTF-8, commas, decimal point", "nanosight，UTF-8，逗号分隔，小数点"),
            ("XLSX, sheet \"long, wide\"", "XLSX，工作表 \"long, wide\""),
            ("XLSX, sheet \"Results\", long", "XLSX，工作表 \"Results\"，长表"),
            ("fcs, FCS3.1, little endian, 32-bit floats", "fcs，FCS3.1，小端序，32 位浮点数"),
        ] {
            assert_eq!(detected(english), chinese);
        }
    }

    #[test]
    fn every_rule_is_said_in_chinese_with_the_same_numbers() {
        let mut lines: Vec<String> =
            RoundingRule::ALL.iter().map(|rule| format!("rounding {rule}: {}", rule.describe())).collect();
        lines.extend(
            [
                "decision rule: every test says its own",
                "decision rule simple: the value is compared as it is, without regard to its uncertainty",
                "decision rule simple but for 3 test(s), which say theirs: the value is compared as it is",
            ]
            .map(str::to_owned),
        );
        for line in lines {
            let said = about_line(&line);
            assert!(said.contains(['则', '值']) && said != line, "{line}: {said}");
        }
        assert_eq!(
            about_line("decision rule simple but for 3 test(s), which say theirs: the value is compared as it is"),
            "判定规则 simple（另有 3 个检验项目自行写明）：直接比较数值"
        );
        assert_eq!(about_line("basis: ours"), "依据：ours");
        assert_eq!(about_line("dose = 2 mL"), "dose = 2 mL");
    }
}
