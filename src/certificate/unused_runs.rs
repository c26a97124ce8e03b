//! Runs of instrument files that are not used, in print: why a measurement failed, which the readers of files say in English,
//! and names that come from an instrument, where nobody can change them.

use super::model::{Certificate, RunsNotUsed};
use super::open;
use super::words::Words;

/// What the readers say of a measurement that failed: English, Chinese.
const FAILED: [(&str, &str); 10] = [
    ("the concentration is 0, validity `{text}`", "浓度为 0，有效性标记为“{}”"),
    ("the concentration is 0", "浓度为 0"),
    ("all bins are 0, validity `{text}`", "各粒径区间均为 0，有效性标记为“{}”"),
    ("all bins are 0", "各粒径区间均为 0"),
    ("the size tables are empty", "粒径表为空"),
    ("there is no zeta potential", "无 zeta 电位值"),
    ("removed by the instrument software ({text})", "已被仪器软件剔除（{}）"),
    ("no traces", "无轨迹"),
    ("the Z-average is {text}", "Z 均粒径为 {}"),
    ("the data set holds no event", "数据集中没有事件"),
];

/// Why runs are not used, in print; what the samples or a file say in their own words stands as it is.
pub(super) fn reason(of: &RunsNotUsed) -> Option<Words> {
    let said = of.reason.as_ref().filter(|reason| !reason.is_empty())?;
    let known = (of.code == "measurement-failed").then(|| open::one_of(&FAILED, said)).flatten();
    Some(known.unwrap_or_else(|| Words::same(said)))
}

/// What stands for a name that claims something, or that cannot be printed.
pub(super) const NOT_SHOWN: &str = "…";

/// A certificate for a form that has not the letters of every language: the names of runs that cannot be printed are left
/// out, and stand in the twin.
pub fn with_names_in_print(certificate: &Certificate, can_print: &dyn Fn(&str) -> bool) -> Certificate {
    let mut shown = certificate.clone();
    for one in &mut shown.content.runs_not_used {
        let of_instrument = one.reason.iter_mut().filter(|_| one.code == "measurement-failed");
        for name in one.runs.iter_mut().chain(&mut one.sample).chain(of_instrument) {
            if !can_print(name) {
                NOT_SHOWN.clone_into(name);
            }
        }
    }
    shown
}
