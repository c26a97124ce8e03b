//! What a line of a specification says, in Chinese, in the terms of the Chinese pharmacopoeia.
//!
//! 不得过 and 不得少于 include the limit, 小于 and 大于 do not; 应 says what must hold (ChP 2025, volume IV, general notices).

use super::model::*;
use crate::dosing::SamplingScheme;
use crate::quantity::RoundingRule;
use crate::spec::{
    BetweenReadings, BoundSides, Category, CensoredRule, Condition, Count, Course, CumulativeRule, Direction,
    ErrorTerm, Evidence, LimitForm, Pooling, ReleaseRounding, Role, Side, SizeStatistic, SizeWeight, Spread,
    StorageKind, Summary, Transform, Trend, TrendValues,
};

/// The line as one sentence.
pub fn sentence(of: &Sentence) -> String {
    let Sentence { id, name, category, stage, approach, requirement, rules, standing } = of;
    let stage = match stage {
        Some(stage) => format!("阶段：{stage}"),
        None => "任何阶段".to_owned(),
    };
    let mut text = format!("{name}（{id}；{}；{stage}）", category_word(*category));
    for part in approach {
        text.push('，');
        text.push_str(&way(part));
    }
    text.push('，');
    text.push_str(&requirement_words(requirement));
    for rule in rules {
        text.push('；');
        text.push_str(&rule_words(rule));
    }
    for part in standing {
        text.push('；');
        text.push_str(&standing_words(part));
    }
    text.push('。');
    text
}

/// How the reportable value comes about; `None` for a panel.
pub fn plan(of: &Sentence) -> Option<String> {
    of.rules.iter().find_map(|rule| match rule {
        Rule::Reportable(plan) => Some(replicates(plan).trim_start().to_owned()),
        _ => None,
    })
}

/// The decision rule with what it means; `None` where none is at work.
pub fn decided(of: &Sentence) -> Option<String> {
    of.rules.iter().find_map(|rule| match rule {
        Rule::Decision(rule) => Some(decision(rule)),
        _ => None,
    })
}

/// What a panel demands of its members; `None` of a test that is measured.
pub fn panel(of: &Sentence) -> Option<String> {
    match &of.requirement {
        Requirement::Panel { statement, .. } => Some(statement_words(statement)),
        Requirement::Value(_) => None,
    }
}

/// What is taken from instrument files; `None` where nothing is.
pub fn acquired(of: &Sentence) -> Option<String> {
    let taken = of.approach.iter().find(|part| {
        matches!(
            part,
            Approach::Size { .. } | Approach::Concentration { .. } | Approach::Stated { .. } | Approach::Events { .. }
        )
    });
    taken.map(way)
}

/// A rounding rule with what it means.
pub fn rounding_rule(rule: RoundingRule) -> String {
    rounding(rule, &[])
}

/// How the product may be stored and carried, as one sentence.
pub fn handling(of: &HandlingSaid) -> String {
    let HandlingSaid {
        storage,
        kind,
        between,
        longest_gap,
        readings,
        excursion,
        mkt,
        source,
        budget,
        thaw,
        not_arrhenius,
    } = of;
    let kind = match kind {
        StorageKind::Cold => "控制冷藏",
        StorageKind::Room => "控制室温",
        StorageKind::Frozen => "冷冻",
        StorageKind::Other => "既非冷冻，也非控制温度",
    };
    let between = match between {
        BetweenReadings::Step => "读数保持到下一读数（step）",
        BetweenReadings::Trapezoid => "两次读数之间按直线变化（trapezoid）",
    };
    let mut parts = vec![
        format!("产品贮存温度{}（{kind}）", window_words(storage)),
        format!("温度记录中{between}，超过 {longest_gap} 的中断不能证明温度"),
    ];
    parts.extend(readings.as_ref().map(|window| format!("每个读数{}", window_words(window))));
    parts.extend(excursion.as_ref().map(|span| format!("单次偏离不得超过 {span}")));
    parts.extend(
        mkt.as_ref().map(|[limit, window, enthalpy]| {
            format!("任意 {window} 内的平均动力学温度（ΔH/R {enthalpy}）不得过 {limit}")
        }),
    );
    parts.extend(source.as_ref().map(|source| format!("规则来源：{source}")));
    parts.extend(budget.iter().map(|row| {
        let side = match row.side {
            Side::Above => "高于",
            Side::Below => "低于",
        };
        let used = row
            .used
            .as_ref()
            .map_or_else(|| "（单次运输）".to_owned(), |fact| format!("（累计，其中该批此前已用 {fact}）"));
        let source = row.source.as_ref().map_or_else(String::new, |source| format!("（{source}）"));
        format!("{side} {} 的时间不得超过 {}{used}{source}", row.threshold, row.at_most)
    }));
    parts.extend(thaw.as_ref().map(|thaw| format!("高于 {thaw} 即视为融化")));
    parts
        .extend(not_arrhenius.as_ref().map(|why| format!("其降解不符合阿伦尼乌斯方程（{why}），不采用平均动力学温度")));
    if readings.is_none() && excursion.is_none() && mkt.is_none() && budget.is_empty() {
        parts.push("未规定温度偏离的规则：每次偏离均为偏差".to_owned());
    }
    format!("{}。", parts.join("；"))
}

fn category_word(category: Category) -> &'static str {
    match category {
        Category::Identity => "鉴别",
        Category::Purity => "纯度与杂质",
        Category::Quantity => "含量",
        Category::Potency => "生物学活性（效价）",
        Category::Safety => "安全性",
        Category::General => "一般检查",
        Category::Stability => "稳定性",
    }
}

fn way(part: &Approach) -> String {
    match part {
        Approach::Procedure(Some(procedure)) => format!("按规程 {procedure} 检验"),
        Approach::Procedure(None) => "未指明检验规程".to_owned(),
        Approach::Methods(methods) => format!("仅限采用方法 {}", methods.join(" 或 ")),
        Approach::Size { statistic, weight, cumulative } => {
            let weight = match weight {
                SizeWeight::Number => "数量",
                SizeWeight::Volume => "体积",
                SizeWeight::Surface => "表面积",
            };
            let rule = cumulative.map_or_else(String::new, |rule| format!("，累积分布{}", between(rule)));
            format!("取自粒径分布（以{weight}计）的{}{rule}", size_statistic(statistic))
        }
        Approach::Concentration { blank_subtracted: false } => "取自颗粒浓度".to_owned(),
        Approach::Concentration { blank_subtracted: true } => "取自扣除空白后的颗粒浓度".to_owned(),
        Approach::Stated { quantity, of } => {
            let of = of.as_ref().map_or_else(String::new, |of| format!("（对象：{of}）"));
            format!("采用仪器给出的 {quantity}{of}")
        }
        Approach::Events { gate, statistic, compensated } => {
            let taken = match statistic {
                EventsTaken::Percent(Some(of)) => format!("门 {gate} 内事件占门 {of} 内事件的百分比"),
                EventsTaken::Percent(None) => format!("门 {gate} 内事件占全部事件的百分比"),
                EventsTaken::Count => format!("门 {gate} 内的事件数"),
                EventsTaken::Concentration => format!("门 {gate} 内事件的浓度"),
                EventsTaken::Median(channel) => format!("门 {gate} 内事件 {channel} 的中位数"),
            };
            let spill = if *compensated { "按文件所载矩阵补偿" } else { "不作补偿" };
            format!("取自流式事件（{spill}）：{taken}")
        }
        Approach::Formula { formula, unit } => format!("按未修约值计算：{formula}，{}", in_unit(unit)),
    }
}

fn between(rule: CumulativeRule) -> &'static str {
    match rule {
        CumulativeRule::InsideBins => "在区间内线性内插（由边界至边界）",
        CumulativeRule::AtCentres => "在区间中心之间线性内插",
        CumulativeRule::OneBinLower => "取低一个区间（与 NTA 3.2 给出百分位数的方式相同）",
    }
}

/// A statistic of a size distribution.
pub fn size_statistic(statistic: &SizeStatistic) -> String {
    match statistic {
        SizeStatistic::Mode => "众数".to_owned(),
        SizeStatistic::Mean => "平均值".to_owned(),
        SizeStatistic::StandardDeviation => "标准差".to_owned(),
        SizeStatistic::Percentile(percent) => format!("D{percent}"),
        SizeStatistic::Span => "跨度 (D90 - D10) / D50".to_owned(),
        SizeStatistic::Fraction { from: Some(from), to: Some(to) } => format!("{from} 至 {to} nm 所占百分比"),
        SizeStatistic::Fraction { from: Some(from), to: None } => format!("{from} nm 以上所占百分比"),
        SizeStatistic::Fraction { from: None, to: Some(to) } => format!("{to} nm 以下所占百分比"),
        SizeStatistic::Fraction { from: None, to: None } => "全部粒径所占百分比".to_owned(),
        SizeStatistic::Peaks => "峰数".to_owned(),
        SizeStatistic::Bimodality => "双峰系数".to_owned(),
    }
}

fn in_unit(unit: &str) -> String {
    if unit.is_empty() { "无单位".to_owned() } else { format!("单位 {unit}") }
}

fn requirement_words(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Value(alternatives) => format!("报告值{}", conditionals(alternatives)),
        Requirement::Panel { statement, written } => {
            format!("应符合下列组合条件：{}（原文“{written}”）", statement_words(statement))
        }
    }
}

fn conditionals(alternatives: &[Conditional]) -> String {
    let one = |one: &Conditional| {
        let when: Vec<String> =
            one.when.iter().map(|(column, value)| format!("{}为 {value}", condition(*column))).collect();
        let when = if when.is_empty() { String::new() } else { format!("当{}时，", when.join("且")) };
        format!("{when}{}（原文“{}”）", demand(&one.demand), one.written)
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join("，或")
}

/// The name of a column that a criterion depends on.
pub fn condition(column: Condition) -> &'static str {
    match column {
        Condition::Method => "方法",
        Condition::Instrument => "仪器",
        Condition::Sample => "样品",
        Condition::StorageCondition => "条件",
    }
}

/// What follows 报告值.
pub fn demand(demand: &Demand) -> String {
    match demand {
        Demand::Window(window) => window_words(window),
        Demand::OfLabel { window, claim } => {
            let claim = match claim {
                Some(claim) => format!("以该批标示量计（批信息未另给出时为 {claim}）"),
                None => "以该批标示量计".to_owned(),
            };
            format!("{claim}{}", window_words(window))
        }
        Demand::Negative => "应为阴性（不得检出，弱阳性亦为不符合规定）".to_owned(),
        Demand::Positive => "应为阳性（应检出，弱阳性不作结论）".to_owned(),
        Demand::Complies => "应符合规定".to_owned(),
        Demand::OneOf(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| format!("“{text}”")).collect();
            format!("应为{}", texts.join("或"))
        }
        Demand::Reported => "应予报告，不设标准规定".to_owned(),
    }
}

/// The values that a limit allows: `不得少于 6.8 且不得过 7.6`.
fn window_words(window: &Window) -> String {
    let number = |end: &End| match window.unit.as_str() {
        "" => end.number.clone(),
        unit => format!("{} {unit}", end.number),
    };
    let lower = window.lower.as_ref().map(|end| match end.inclusive {
        true => format!("不得少于 {}", number(end)),
        false => format!("应大于 {}", number(end)),
    });
    let upper = window.upper.as_ref().map(|end| match end.inclusive {
        true => format!("不得过 {}", number(end)),
        false => format!("应小于 {}", number(end)),
    });
    match (lower, upper) {
        (Some(lower), Some(upper)) => format!("{lower} 且{upper}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => format!("应为 {}（参数设定之后）", window.written),
    }
}

fn statement_words(statement: &Statement) -> String {
    let parts = |parts: &[Statement]| {
        let each = |part: &Statement| match part {
            Statement::Member(id) => id.clone(),
            nested => format!("（{}）", statement_words(nested)),
        };
        parts.iter().map(each).collect::<Vec<_>>().join("、")
    };
    match statement {
        Statement::Member(id) => format!("{id} 符合其标准规定"),
        Statement::All(all) => format!("{} 全部符合", parts(all)),
        Statement::AtLeast(least, of) => format!("{} 中至少 {least} 项符合", parts(of)),
        Statement::NoneOf(of) => format!("{} 均不符合", parts(of)),
    }
}

fn rule_words(rule: &Rule) -> String {
    match rule {
        Rule::Reportable(plan) => format!("报告值为{}", replicates(plan)),
        Rule::Unit(unit) => in_unit(unit),
        Rule::Denominator(of) => format!("百分比的分母：{of}"),
        Rule::Rounding { rule, to } => rounding(*rule, to),
        Rule::Decision(rule) => format!("判定规则 {}", decision(rule)),
        Rule::Uncertainty(stated) => format!("扩展不确定度为{}", uncertainty(stated)),
        Rule::Censored(rule) => format!("删失值：{}", censored(*rule)),
        Rule::Gates(gates) => gates.iter().map(gate).collect::<Vec<_>>().join("；"),
        Rule::QuantitationLimit(limit) => format!("方法定量限为 {limit}"),
        Rule::Individual(window) => format!("每次单次测定值{}", window_words(window)),
        Rule::Range(window) => format!("仪器测量范围：{}，超出者测定无效", window_words(window)),
        Rule::LinearRange(window) => format!("仪器线性范围（稀释校正前）：{}", window_words(window)),
        Rule::Ceiling { size, density, protein_share } => {
            format!("比值高于粒径为 {size}、密度 {density}、蛋白质占比至少 {protein_share} 的球体者给出警告")
        }
        Rule::ValidIf(checks) => format!("试验成立的条件：{}，否则无结果", run_checks(checks)),
        Rule::Requires(checks) => format!("该批中须有：{}，否则无结果", run_checks(checks)),
        Rule::FinalAfter(days) => format!("{days} 天以前的读数不是最终结果（待出），阳性除外"),
        Rule::Periodic { every, from, justification } => format!(
            "自批次 {from} 起每 {every} 批检验一批（依据 {justification}），其间批次以最近一次检验的批次为依据，不合格后逐批检验"
        ),
        Rule::SecondStage(tests) => {
            let tests: Vec<String> = tests.iter().map(|test| format!("`{test}`")).collect();
            format!("不符合时以第二阶段 {} 的结果判定，在此之前为待定", tests.join("、"))
        }
        Rule::Retest(plan) => format!("结果作废后的复验取{}", replicates(plan)),
        Rule::Alert(window) => format!("警戒限（仅作标示，不影响结论）：{}", window_words(window)),
        Rule::Action(window) => format!("行动限（仅作标示，不影响结论）：{}", window_words(window)),
        Rule::ShelfLife(alternatives) => format!("货架期内{}", conditionals(alternatives)),
        Rule::Trend(choices) => trend(choices),
        Rule::InUse(alternatives) => format!("使用期内{}", conditionals(alternatives)),
    }
}

/// How the shelf life follows from stability results.
fn trend(trend: &Trend) -> String {
    let values = match trend.values {
        TrendValues::Reportable => "报告值",
        TrendValues::Determinations => "各次测定值",
    };
    let course = match trend.course {
        Course::Linear => "直线",
        Course::Biexponential => "双指数曲线",
        Course::Weibull => "威布尔曲线",
    };
    let scale = match trend.transform {
        Transform::None => "",
        Transform::Log => "的对数",
        Transform::SquareRoot => "的平方根",
        Transform::Square => "的平方",
        Transform::Reciprocal => "的倒数",
    };
    let direction = match trend.direction {
        Some(Direction::Decreasing) => "（预期下降）",
        Some(Direction::Increasing) => "（预期上升）",
        Some(Direction::Either) => "（可升可降）",
        None => "",
    };
    let bound = match trend.bound {
        Some(BoundSides::One) => "单侧置信限",
        Some(BoundSides::Two) => "双侧置信限",
        None => "置信限（单双侧由限度个数而定）",
    };
    let limit = match trend.limit {
        LimitForm::AsWritten => "所写限度",
        LimitForm::Rounded => "修约后仍等于限度之值",
    };
    let pooling = match trend.pooling {
        Pooling::FullModel => "全模型",
        Pooling::ReducedModel => "简化模型",
    };
    let error = match trend.error {
        ErrorTerm::Pooled => "共用一个误差",
        ErrorTerm::Individual => "各用其误差",
    };
    let release = match trend.release_limit {
        ReleaseRounding::Inwards => "向合格侧修约",
        ReleaseRounding::Nearest => "修约至最近值",
        ReleaseRounding::NotRounded => "不修约",
    };
    format!(
        "货架期由{values}{scale}{direction}拟合{course}得出，至{bound}达到{limit}为止；批间合并以{pooling}的误差检验，不能合并的批{error}；由此算得的出厂限度{release}"
    )
}

/// What a gate encloses.
fn gate(gate: &GateSaid) -> String {
    let GateSaid { name, within, encloses } = gate;
    let within = within.as_ref().map_or_else(String::new, |within| format!("门 {within} 内"));
    let axis = |axis: &AxisSaid| format!("{}（标度 {}）", axis.channel, axis.scale);
    let bound = |bound: &BoundSaid| match bound {
        BoundSaid::At(at) => at.clone(),
        BoundSaid::Quantile { percent, control } => format!("对照 {control} 的 {percent} % 分位数"),
    };
    let what = match encloses {
        Enclosed::Ranges(ranges) => {
            let range = |(on, lower, upper): &(AxisSaid, Option<BoundSaid>, Option<BoundSaid>)| {
                let from = |lower: &BoundSaid| match lower {
                    BoundSaid::At(_) => "不小于",
                    BoundSaid::Quantile { .. } => "大于",
                };
                let lower = lower.as_ref().map(|lower| format!("{} {}", from(lower), bound(lower)));
                let upper = upper.as_ref().map(|upper| format!("小于 {}", bound(upper)));
                let ends: Vec<String> = [lower, upper].into_iter().flatten().collect();
                format!("{}{}", axis(on), ends.join("且"))
            };
            ranges.iter().map(range).collect::<Vec<_>>().join("，且")
        }
        Enclosed::Polygon { x, y, corners } => {
            format!("位于 {} 与 {} 上多边形 {} 之内", axis(x), axis(y), corners.join("、"))
        }
        Enclosed::All(gates) => format!("同时位于门 {} 之内", gates.join("、")),
        Enclosed::Any(gates) => format!("位于门 {} 之一以内", gates.join("、")),
        Enclosed::Not(gate) => format!("不在门 {gate} 之内"),
    };
    format!("门 {name} 包含{within}事件：{what}")
}

/// What the line is worth, and what it rests on.
fn standing_words(standing: &Standing) -> String {
    match standing {
        Standing::Required(true) => "必检项目：缺此项不作该批结论".to_owned(),
        Standing::Required(false) => "非必检项目：缺此项仍作该批结论，不符合时仅作警告".to_owned(),
        Standing::DecidedBy(panel) => format!("本项不符合时是否影响该批由组合项 {panel} 决定"),
        Standing::Waivable(true) => "经批准可豁免".to_owned(),
        Standing::Waivable(false) => "不得豁免".to_owned(),
        Standing::AlsoCalled(names) => format!("结果文件中亦称 {}", names.join("、")),
        Standing::Verbatim(text) => format!("来源原文：“{text}”"),
        Standing::Source(Some(parts)) => format!("来源：{}", source(parts)),
        Standing::Source(None) => "来源：未指明".to_owned(),
        Standing::Evidence(Some(grade)) => format!("证据等级：{}", evidence(*grade)),
        Standing::Evidence(None) => "证据等级：未分级".to_owned(),
        Standing::Rationale(Some(why)) => format!("制定理由：{}", why.trim_end_matches(['.', '。'])),
        Standing::Rationale(None) => "制定理由：未给出".to_owned(),
        Standing::OpenParameter(name, Some(why)) => {
            format!("参数 {name} 待设定：{}", why.trim_end_matches(['.', '。']))
        }
        Standing::OpenParameter(name, None) => format!("参数 {name} 待设定"),
    }
}

fn source(parts: &[Option<String>; 4]) -> String {
    let [key, title, place, identifier] = parts;
    let rest: Vec<&str> = [title, place, identifier].into_iter().flatten().map(String::as_str).collect();
    format!("{}（{}）", key.as_deref().unwrap_or_default(), rest.join("，"))
}

/// How determinations become a value.
pub fn replicates(plan: &Replicates) -> String {
    let Replicates { summary, count, levels } = plan;
    let what = match summary {
        Summary::Single => return "一次测定的值，不多不少".to_owned(),
        Summary::Mean => "的平均值",
        Summary::Median => "的中位数",
        Summary::GeometricMean => "的几何平均值",
        Summary::Each => "的每一个值",
        Summary::Minimum => "的最小值",
        Summary::Maximum => "的最大值",
        Summary::CoefficientOfVariation => "的变异系数（除数 n - 1）",
        Summary::StandardDeviation => "的标准差（除数 n - 1）",
    };
    let of = match levels {
        None => format!("{}次测定", number_of(*count)),
        Some([(outer, outer_count), (inner, inner_count)]) => {
            format!("{}（先在各自之内、再对全部计算）", two_levels((outer, *outer_count), (inner, *inner_count)))
        }
    };
    let end = match (summary, count) {
        (Summary::Each, _) => "，每个值均应符合标准规定，报告最接近限度或超出限度最多者",
        (_, Count::Exactly(_)) => "，不多不少",
        (_, Count::AtLeast(_)) => "",
    };
    format!("{of}{what}{end}")
}

/// The two levels of a plan, each with what it consists of and how many: ` 2 个 injections、每个 3 个 captures`.
pub fn two_levels(outer: (&str, Count), inner: (&str, Count)) -> String {
    format!("{}个 {}、每个{}个 {}", number_of(outer.1), outer.0, number_of(inner.1), inner.0)
}

fn number_of(count: Count) -> String {
    match count {
        Count::Exactly(count) => format!(" {count} "),
        Count::AtLeast(count) => format!("至少 {count} "),
    }
}

fn rounding(rule: RoundingRule, to: &[RoundedTo]) -> String {
    let how = match rule {
        RoundingRule::Usp => "数值一次修约至限度的末位（四舍五入）",
        RoundingRule::PhEur => "数值一次修约至限度的有效位数（四舍五入）",
        RoundingRule::Chp => "数值一次修约至限度的末位（恰为一半时修约为偶数）",
        RoundingRule::Gbt8170Full => "不修约，按 GB/T 8170 全数值比较法比较",
        RoundingRule::None => "不修约比较",
    };
    let to: Vec<String> = to
        .iter()
        .map(|to| match to {
            RoundedTo::Place(place) => place.clone(),
            RoundedTo::Figures(figures) => format!("{figures} 位有效数字"),
        })
        .collect();
    let to = if to.is_empty() { String::new() } else { format!("（{}）", to.join(" 或 ")) };
    format!("{how}{to}，修约规则 {}", rule.as_str())
}

/// A decision rule with what it means.
pub fn decision(rule: &Decision) -> String {
    match rule {
        Decision::Simple => "simple：直接比较，测量不确定度已在标准规定中考虑".to_owned(),
        Decision::Guarded(ratio) => {
            format!("guarded({ratio})：未修约值须在限度以内至少 {ratio} 倍扩展不确定度，否则不符合规定")
        }
        Decision::FourZone(ratio) => {
            format!("four-zone({ratio})：在限度以内至少 {ratio} 倍扩展不确定度者符合规定，介于其与限度之间者不作结论")
        }
        Decision::ConformanceProbability(minimum) => {
            format!("pc({minimum})：真值在限度以内的概率不得低于 {minimum}")
        }
        Decision::ConfidenceBound(confidence) => {
            format!("confidence bound {confidence} %：平均值的单侧 {confidence} % 置信限应符合每一限度")
        }
        Decision::Tolerance { content, confidence } => format!(
            "tolerance {content} %/{confidence} %：在 {confidence} % 置信水平下包含总体 {content} % 的正态容许区间应在限度以内"
        ),
    }
}

/// How censored values are judged.
pub fn censored(rule: CensoredRule) -> &'static str {
    match rule {
        CensoredRule::Limit => "limit：单独的“<5”按其界值判定，出现于平均值时不作结论",
        CensoredRule::WorstCase => "worst case：“<5”以对该批最不利的界值计入平均值",
        CensoredRule::KaplanMeier => "kaplan-meier：含“<5”的平均值取 Kaplan-Meier 平均值，低于全部测定值者取最低界值",
        CensoredRule::OrderStatistics => "ros：含“<5”的平均值取次序统计量回归所得平均值",
        CensoredRule::Likelihood => "mle：含“<5”的平均值取最大似然对数正态分布的平均值",
    }
}

/// A stated uncertainty.
pub fn uncertainty(stated: &StatedUncertainty) -> String {
    let StatedUncertainty { size, coverage_factor, origin } = stated;
    let size = match size {
        UncertaintySize::Relative(percent) => format!("测定值的 {percent} %"),
        UncertaintySize::Absolute(quantity) => format!(" {quantity}"),
        UncertaintySize::Replicates => "各次测定的标准误".to_owned(),
        UncertaintySize::Counting => "各次测定的计数统计不确定度".to_owned(),
        UncertaintySize::Bootstrap => "各次测定的自助法不确定度".to_owned(),
    };
    let origin = origin.as_ref().map_or_else(String::new, |origin| format!("，来自 {origin}"));
    format!("{size}，k = {coverage_factor}{origin}")
}

/// An evidence grade with what it means.
pub fn evidence(grade: Evidence) -> &'static str {
    match grade {
        Evidence::Primary => "primary（已通读原始文献）",
        Evidence::Abstract => "abstract（仅据摘要或登记记录）",
        Evidence::Secondary => "secondary（据引用原始文献的来源）",
        Evidence::Review => "review（仅见于综述）",
        Evidence::SponsorToSet => "sponsor to set（无来源给出，由申办方制定并论证）",
    }
}

fn run_checks(checks: &[RunCheck]) -> String {
    checks.iter().map(run_check).collect::<Vec<_>>().join("，且")
}

fn run_check(check: &RunCheck) -> String {
    match check {
        RunCheck::Scatter { spread, among, window } => {
            let spread = match spread {
                Spread::Cv => "变异系数",
                Spread::GeometricCv => "几何变异系数",
                Spread::StandardDeviation => "标准差",
                Spread::Range => "极差",
                Spread::RelativeRange => "相对极差（占平均值的百分比）",
            };
            let among = match among {
                Scattering::Determinations => "全部测定值的".to_owned(),
                Scattering::Within(inner, outer) => format!("每个 {outer} 之内 {inner} 间的"),
                Scattering::Between(outer) => format!(" {outer} 间的"),
            };
            format!("{among}{spread}{}", window_words(window))
        }
        RunCheck::Containers { tested, batch, scheme } => format!(
            "`{tested}` 不少于批量 `{batch}` 所要求的无菌检查取样数（{}）",
            match scheme {
                SamplingScheme::Parenteral => "注射剂取样表",
                SamplingScheme::NotInjected => "非注射剂取样表",
            }
        ),
        RunCheck::Control { role, name, each, shows } => {
            let role = match role {
                Role::Control => "对照",
                Role::Blank => "空白",
                Role::Reference => "参比品",
                Role::Sample => "样品",
                Role::Retest => "复验",
            };
            let name = name.as_ref().map_or_else(String::new, |name| format!(" {name} "));
            let each = if *each { "每次测定的" } else { "" };
            let shows = match shows {
                Shown::Window(window) => window_words(window),
                Shown::OfSample(window) => format!("以样品测定值计{}", window_words(window)),
                Shown::Demand(expected) => demand(expected),
            };
            format!("{each}{role}{name}{shows}")
        }
    }
}
