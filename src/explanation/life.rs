//! What a specification says of the life of its product: one sentence in each language.

use crate::expiry::{LastDay, LotEvent};
use crate::quantity::TimeUnit;
use crate::spec::Specification;

/// The life of a product; texts in it are the same in every language.
#[derive(Clone, Debug, PartialEq)]
pub struct LifeSaid {
    /// Shelf life and retest with what they are counted from.
    pub expiry: Option<ExpirySaid>,
    /// Clocks: event, claimed time, tolerance.
    pub clocks: Vec<(LotEvent, String, Option<String>)>,
    /// The most freeze-thaw cycles.
    pub cycles: Option<String>,
}

/// How long a lot may be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpirySaid {
    /// The shelf life.
    pub shelf_life: Option<String>,
    /// The time to the retest.
    pub retest: Option<String>,
    /// The event that both are counted from.
    pub from: LotEvent,
    /// Which day is the last one.
    pub last_day: LastDay,
    /// Whether a lot never outlives its parents.
    pub not_beyond_parents: bool,
    /// The rule for parents: shelf life, event, last day.
    pub parents: Option<(String, LotEvent, LastDay)>,
    /// The tests of a re-examination; empty: every required one.
    pub reexamine: Vec<String>,
}

/// What the specification says; `None` where it says nothing.
pub fn life(spec: &Specification) -> Option<LifeSaid> {
    let id = |index: &usize| spec.tests.get(*index).map(|test| test.id.clone());
    let expiry = spec.expiry.as_ref().map(|expiry| ExpirySaid {
        shelf_life: expiry.shelf_life.as_ref().map(|stated| stated.text.clone()),
        retest: expiry.retest.as_ref().map(|stated| stated.text.clone()),
        from: expiry.from,
        last_day: expiry.last_day,
        not_beyond_parents: expiry.not_beyond_parents,
        parents: expiry
            .parents
            .as_ref()
            .map(|parents| (parents.shelf_life.text.clone(), parents.from, parents.last_day)),
        reexamine: expiry.reexamine.iter().filter_map(id).collect(),
    });
    let in_use = spec.in_use.as_ref();
    let clocks = in_use.map_or_else(Vec::new, |in_use| {
        let clock = |clock: &crate::spec::Clock| {
            (clock.event, clock.within.text.clone(), clock.tolerance.as_ref().map(|one| one.text.clone()))
        };
        in_use.clocks.iter().map(clock).collect()
    });
    let cycles = in_use.and_then(|in_use| in_use.freeze_thaw.as_ref()).map(|limit| limit.text.clone());
    (expiry.is_some() || in_use.is_some()).then_some(LifeSaid { expiry, clocks, cycles })
}

/// The life in English.
pub fn english(of: &LifeSaid) -> String {
    let LifeSaid { expiry, clocks, cycles } = of;
    let mut parts: Vec<String> = expiry.iter().map(expiry_in_english).collect();
    for (event, within, tolerance) in clocks {
        let tolerance =
            tolerance.as_ref().map_or_else(String::new, |tolerance| format!(" (time points ± {tolerance})"));
        parts.push(format!(
            "it is used within {within} of {}{tolerance}, which results at the start and at the end have to support",
            event.noun()
        ));
    }
    parts.extend(cycles.as_ref().map(|cycles| format!("it is frozen and thawed at most {cycles} times")));
    format!("Life: {}.", parts.join("; "))
}

/// How long a lot may be kept, in English.
fn expiry_in_english(of: &ExpirySaid) -> String {
    let ExpirySaid { shelf_life, retest, from, last_day, not_beyond_parents, parents, reexamine } = of;
    let from = from.noun();
    let mut parts = Vec::new();
    parts.extend(shelf_life.as_ref().map(|life| format!("a lot may be used for {life} from {from}")));
    parts.extend(retest.as_ref().map(|retest| {
        let tests = match reexamine.as_slice() {
            [] => "by every required test".to_owned(),
            some => format!("by {}", some.join(", ")),
        };
        format!("it is examined again {retest} after {from}, {tests}")
    }));
    parts.push(last_day_in_english(*last_day).to_owned());
    if *not_beyond_parents {
        parts.push("it never outlives a parent lot".to_owned());
    }
    parts.extend(parents.as_ref().map(|(life, from, last_day)| {
        format!("a parent lot may be used for {life} from {}, {}", from.noun(), last_day_in_english(*last_day))
    }));
    parts.join("; ")
}

fn last_day_in_english(convention: LastDay) -> &'static str {
    match convention {
        LastDay::Anniversary => "the last day is the same day of a later month (anniversary)",
        LastDay::DayBefore => "the last day is the day before the anniversary",
        LastDay::EndOfMonth => "the last day is the end of the month of the anniversary",
    }
}

/// The life in Chinese.
pub fn chinese(of: &LifeSaid) -> String {
    let LifeSaid { expiry, clocks, cycles } = of;
    let mut parts: Vec<String> = expiry.iter().map(expiry_in_chinese).collect();
    for (event, within, tolerance) in clocks {
        let tolerance =
            tolerance.as_ref().map_or_else(String::new, |tolerance| format!("（取样时间允许 ± {tolerance}）"));
        parts.push(format!(
            "{}后应在 {} 内使用{tolerance}，须有起点和终点的结果支持",
            event_in_chinese(*event),
            time_in_chinese(within)
        ));
    }
    parts.extend(cycles.as_ref().map(|cycles| format!("冻融不得超过 {cycles} 次")));
    format!("有效期与使用期：{}。", parts.join("；"))
}

/// How long a lot may be kept, in Chinese.
pub fn expiry_in_chinese(of: &ExpirySaid) -> String {
    let ExpirySaid { shelf_life, retest, from, last_day, not_beyond_parents, parents, reexamine } = of;
    let from = event_in_chinese(*from);
    let mut parts = Vec::new();
    parts.extend(shelf_life.as_ref().map(|life| format!("有效期为自{from}起 {}", time_in_chinese(life))));
    parts.extend(retest.as_ref().map(|retest| {
        let tests = match reexamine.as_slice() {
            [] => "全部必检项目".to_owned(),
            some => some.join("、"),
        };
        format!("自{from}起 {}后须复验（{tests}）", time_in_chinese(retest))
    }));
    parts.push(last_day_in_chinese(*last_day).to_owned());
    if *not_beyond_parents {
        parts.push("不得超过母批的有效期".to_owned());
    }
    parts.extend(parents.as_ref().map(|(life, from, last_day)| {
        let (from, last_day) = (event_in_chinese(*from), last_day_in_chinese(*last_day));
        format!("母批有效期为自{from}起 {}，{last_day}", time_in_chinese(life))
    }));
    parts.join("；")
}

/// Which day is the last one, in Chinese.
pub fn last_day_in_chinese(convention: LastDay) -> &'static str {
    match convention {
        LastDay::Anniversary => "最后一日为到期月份的对应日",
        LastDay::DayBefore => "最后一日为对应日的前一天",
        LastDay::EndOfMonth => "最后一日为对应日所在月份的最后一天",
    }
}

/// The unit of a time in Chinese, where it is a word; `h` and `min` are symbols.
pub fn time_unit_in_chinese(unit: &str) -> &str {
    let symbol = ["h", "min", "d", "s"].contains(&unit);
    match TimeUnit::parse(unit).filter(|_| !symbol) {
        Some(TimeUnit::Minute) => "分钟",
        Some(TimeUnit::Hour) => "小时",
        Some(TimeUnit::Day) => "天",
        Some(TimeUnit::Week) => "周",
        Some(TimeUnit::Month) => "个月",
        Some(TimeUnit::Year) => "年",
        None => unit,
    }
}

/// A time in Chinese: `18 months` is 18 个月.
fn time_in_chinese(time: &str) -> String {
    time.rsplit_once(' ')
        .map_or_else(|| time.to_owned(), |(number, unit)| format!("{number} {}", time_unit_in_chinese(unit)))
}

/// An event in the life of a lot, in Chinese.
pub fn event_in_chinese(event: LotEvent) -> &'static str {
    match event {
        LotEvent::Manufactured => "生产日期",
        LotEvent::Harvested => "收获日期",
        LotEvent::Filtered => "除菌过滤日期",
        LotEvent::Formulated => "配制日期",
        LotEvent::Filled => "分装日期",
        LotEvent::FreezeDried => "冻干日期",
        LotEvent::Frozen => "冷冻日期",
        LotEvent::Thawed => "解冻",
        LotEvent::Reconstituted => "复溶",
        LotEvent::Punctured => "首次穿刺",
        LotEvent::Opened => "开启",
        LotEvent::Diluted => "稀释",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{BuiltIn, Settings, SourceText, read};

    #[test]
    fn both_languages_say_every_number() {
        let text = "evqc: 1\nid: a\nversion: '1'\ntitle: a\nstatus: draft\nrounding: usp\n\
            expiry: {shelf_life: 19 months, retest: 13 months, from: filled, last_day: day before, not_beyond: parents,\n  \
            parents: {shelf_life: 29 months, from: frozen, last_day: end of month}, reexamine: [t]}\n\
            in_use: {reconstituted: {within: 61 min, tolerance: 7 min}, thawed: {within: 23 h}, freeze_thaw: {cycles: 5}}\n\
            tests: {t: {category: general, accept: negative}}\n";
        let outcome = read(&SourceText::new("a.yaml", text), &BuiltIn, &Settings::default());
        let said = life(&outcome.specification.unwrap_or_else(|| panic!("{:?}", outcome.findings))).unwrap();
        let (english, chinese) = (english(&said), chinese(&said));
        for (text, months) in [(&english, "months"), (&chinese, "个月")] {
            for value in ["19 months", "13 months", "29 months", "61 min", "7 min", "23 h", " 5 ", "t"] {
                let value = value.replace("months", months);
                assert!(text.contains(&value), "{value} is not in {text}");
            }
        }
        assert!(english.contains("the day before the anniversary") && english.contains("from freezing"), "{english}");
        assert!(chinese.contains("分装日期") && chinese.contains("对应日的前一天"), "{chinese}");
    }
}
