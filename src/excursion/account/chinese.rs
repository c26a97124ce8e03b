//! The paragraph in Chinese.

use super::Account;
use crate::excursion::words::{celsius, rounded, span};
use crate::excursion::{Beyond, Check, CheckKind, Conclusion, Journey, Kinetics, Outcome, Status, Stretch};
use crate::quantity::Exact;
use crate::spec::{BetweenReadings, Handling, Side, StorageKind};

/// The paragraph.
pub fn paragraph(account: &Account<'_>) -> String {
    let mut sentences = vec![opening(account)];
    for journey in &account.evaluation.journeys {
        sentences.push(log(journey, account.handling));
        sentences.push(gaps(journey));
        sentences.push(excursions(journey, account.handling));
        sentences.extend(rules(journey, account.handling));
        sentences.extend(journey.beyond.iter().filter_map(budget));
    }
    sentences.push(conclusion(account));
    sentences.concat()
}

fn opening(account: &Account<'_>) -> String {
    let lot = account.lot.map_or_else(|| "未注明批号的产品".to_owned(), |lot| format!("批号 {lot}"));
    let storage = account.handling.map_or_else(
        || "质量标准未规定贮存温度范围".to_owned(),
        |handling| format!("贮存条件 {}", handling.storage.text),
    );
    format!("{lot}，{}（{}），{storage}。", account.product, account.specification)
}

fn log(journey: &Journey, handling: Option<&Handling>) -> String {
    let length = span(&Exact::from_i64(journey.seconds));
    let extremes = match (&journey.lowest, &journey.highest) {
        (Some(lowest), Some(highest)) => format!(
            "，最低 {}（{}），最高 {}（{}）",
            celsius(&lowest.celsius),
            lowest.moment,
            celsius(&highest.celsius),
            highest.moment
        ),
        _ => String::new(),
    };
    let unread =
        if journey.unread > 0 { format!("，另有 {} 条无温度值", journey.unread) } else { String::new() };
    let between = handling.map_or("", |handling| match handling.between {
        BetweenReadings::Step => "；两次读数之间按前一读数保持不变计（阶梯法，step）",
        BetweenReadings::Trapezoid => "；两次读数之间按直线变化计（梯形法，trapezoid）",
    });
    format!(
        "温度记录 {} 共 {} 条读数{unread}，自 {} 至 {}（{length}，每 {} 一次）{extremes}{between}。",
        journey.name,
        journey.readings,
        journey.from,
        journey.to,
        span(&Exact::from_i64(journey.interval))
    )
}

fn gaps(journey: &Journey) -> String {
    if journey.gaps.is_empty() {
        return "记录无超过允许间隔的中断。".to_owned();
    }
    let each =
        journey.gaps.iter().map(|gap| format!("{} 至 {}（{}）", gap.from, gap.to, span(&Exact::from_i64(gap.seconds))));
    let each: Vec<String> = each.collect();
    format!("记录在以下时段不能证明温度：{}。", each.join("，"))
}

fn excursions(journey: &Journey, handling: Option<&Handling>) -> String {
    if handling.is_none() {
        return "无贮存温度范围，无法判断是否超温。".to_owned();
    }
    if journey.excursions.is_empty() {
        return "所有读数均在贮存温度范围内。".to_owned();
    }
    let each: Vec<String> = journey.excursions.iter().map(excursion).collect();
    format!("温度偏离：{}。", each.join("；"))
}

fn excursion(stretch: &Stretch) -> String {
    let open = match (stretch.open_start, stretch.open_end) {
        (true, true) => "（整个记录）",
        (true, false) => "（至少；记录开始时已偏离）",
        (false, true) => "（至少；记录结束时仍偏离）",
        (false, false) => "",
    };
    format!(
        "{} {}，自 {} 至 {}，持续 {}{open}，极值 {}",
        side(stretch.side),
        celsius(&stretch.limit),
        stretch.from_moment,
        stretch.to_moment,
        span(&stretch.seconds()),
        celsius(&stretch.peak)
    )
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Above => "高于",
        Side::Below => "低于",
    }
}

fn rules(journey: &Journey, handling: Option<&Handling>) -> Vec<String> {
    let mut sentences = Vec::new();
    let each: Vec<String> = journey.checks.iter().map(|check| rule(check, handling)).collect();
    if !each.is_empty() {
        sentences.push(format!("产品规则：{}。", each.join("；")));
    }
    match &journey.kinetics {
        Kinetics::NoRule => {}
        Kinetics::Refused(why) => sentences.push(format!("不采用平均动力学温度：{}。", refused(why, handling))),
        Kinetics::Worst { text, mean, from, to, whole_log, .. } => {
            let over = if *whole_log { "（整个记录，不长于规定窗口）" } else { "最高值" };
            sentences.push(format!(
                "平均动力学温度{over}，自 {from} 至 {to}：{}（算术平均 {}）。",
                text,
                rounded(*mean)
            ));
        }
    }
    sentences
}

fn refused(why: &str, handling: Option<&Handling>) -> String {
    let Some(handling) = handling else { return why.to_owned() };
    match (&handling.not_arrhenius, handling.kind()) {
        (Some(stated), _) => format!("其降解不符合阿伦尼乌斯方程（{stated}）"),
        (None, StorageKind::Frozen) => "产品冷冻贮存，冻融的影响不符合阿伦尼乌斯方程".to_owned(),
        (None, StorageKind::Other) => "平均动力学温度仅适用于 2 至 8 °C 及控制室温贮存".to_owned(),
        (None, StorageKind::Cold | StorageKind::Room) => "记录未证明任何可供计算的时段".to_owned(),
    }
}

fn rule(check: &Check, handling: Option<&Handling>) -> String {
    let status = match check.status {
        Status::Met => "符合",
        Status::NotKnown => "未知",
        Status::NotMet => "不符合",
    };
    let name = match (check.kind, &check.beyond) {
        (CheckKind::Readings, _) => "读数范围".to_owned(),
        (CheckKind::LongestExcursion, _) => "单次偏离最长".to_owned(),
        (CheckKind::MeanKineticTemperature, _) => {
            let rule = handling.and_then(|handling| handling.transport.as_ref()?.mkt.as_ref());
            let how = rule.map_or_else(String::new, |rule| {
                format!("（任意 {} 内，ΔH/R {} K）", rule.window.in_words(), rule.enthalpy.pretty())
            });
            format!("平均动力学温度{how}不高于")
        }
        (CheckKind::Budget, Some((on, threshold))) => format!("{} {} 时间不超过", side(*on), celsius(threshold)),
        (CheckKind::Budget, None) => "时间不超过".to_owned(),
        (CheckKind::Thaw, _) => "视为融化的温度".to_owned(),
    };
    format!("{name} {}：{status}（{}）", check.allowed, check.found)
}

fn budget(beyond: &Beyond) -> Option<String> {
    let budget = beyond.budget.as_ref()?;
    let source = budget.source.as_ref().map_or_else(String::new, |source| format!("（{source}）"));
    let before = match &budget.used {
        Some(_) if !budget.in_all => "每次运输单独计算".to_owned(),
        Some(used) => format!("此前累计 {}", span(used)),
        None => "此前累计未知".to_owned(),
    };
    let left = match &budget.left {
        Some(left) if left.is_negative() => format!("超出 {}", span(&left.negated())),
        Some(left) if beyond.open => format!("剩余至多 {}", span(left)),
        Some(left) => format!("剩余 {}", span(left)),
        None => "剩余未知".to_owned(),
    };
    let more = if beyond.open { "或更多" } else { "" };
    Some(format!(
        "稳定性预算{source}，{} {}：本次 {}{more}，{before}，允许 {}，{left}。",
        side(beyond.side),
        celsius(&beyond.threshold),
        span(&beyond.seconds),
        span(&budget.at_most)
    ))
}

fn conclusion(account: &Account<'_>) -> String {
    let evaluation = account.evaluation;
    if let Some(assessment) = &evaluation.assessment {
        let conclusion = match assessment.conclusion {
            Conclusion::Acceptable => "可接受",
            Conclusion::NotAcceptable => "不可接受",
        };
        return format!(
            "本次为偏差（{}）。{} 于 {} 作出的质量评估结论：{conclusion}。{}",
            assessment.deviation, assessment.by, assessment.date, assessment.reason
        );
    }
    match evaluation.outcome {
        Outcome::Pass if evaluation.journeys.iter().any(|journey| !journey.excursions.is_empty()) => {
            "符合产品规则，温度偏离已记录在案。".to_owned()
        }
        Outcome::Pass => "产品始终符合其规则。".to_owned(),
        Outcome::Fail => "产品不可接受。".to_owned(),
        Outcome::Inconclusive => "本次为偏差：在记录质量评估之前不作结论。".to_owned(),
        Outcome::NotEvaluable => "温度记录无法评价。".to_owned(),
    }
}
