//! The terminology table: every word that evqc itself puts on a certificate, in both languages, once (R-1104).
//!
//! A word that is not here cannot be printed: there is no translation at run time, and a term without one of its languages
//! does not compile. The table has a version, which the certificate states.

use crate::integrity::TimeSource;
use crate::lookalike;
use crate::report::asides;

/// Version of the table; it changes with every change of a term.
pub const TERMINOLOGY_VERSION: &str = "14";

/// A term in both languages.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// The name by which `wording` of `lab.yaml` replaces it.
    pub id: &'static str,
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}

macro_rules! terms {
    ($($ident:ident = $id:literal, $en:expr, $zh:expr;)*) => {
        $(#[doc = $id]
        pub static $ident: Term = Term { id: $id, en: $en, zh: $zh };)*

        /// Every term, in the order of the table.
        pub static TERMS: &[&Term] = &[$(&$ident),*];
    };
}

terms! {
    CERTIFICATE_OF_ANALYSIS = "certificate of analysis", "Certificate of Analysis", "检验报告书";
    TEST_REPORT = "test report", "Test report", "检验报告";
    BATCH_CERTIFICATE = "batch certificate", "Batch certificate", "批证书";
    CERTIFICATE_NUMBER = "certificate number", "Certificate no.", "报告书编号";
    REPORT_NUMBER = "report number", "Report no.", "报告编号";
    BATCH_CERTIFICATE_NUMBER = "batch certificate number", "Batch certificate no.", "批证书编号";
    STATUS = "status", "Status", "状态";
    DRAFT = "draft", "DRAFT", "草稿";
    DRAFT_BECAUSE = "draft because", "This document is a draft", "本文件为草稿";
    FINAL = "final", "final", "正式";
    LABORATORY = "laboratory", "Issuing laboratory", "出具实验室";
    TESTING_LABORATORY = "testing laboratory", "Testing laboratory", "检验实验室";
    ADDRESS = "address", "Address", "地址";
    CONTACT = "contact", "Contact", "联系方式";
    PLACE_OF_TESTING = "place of testing", "Place of testing", "检验地点";
    REQUESTER = "requester", "Requested by", "委托单位";
    MANUFACTURER = "manufacturer", "Manufacturer", "生产单位";
    MANUFACTURER_ADDRESS = "manufacturer address", "Manufacturer's address", "生产单位地址";
    LICENCE = "licence", "Manufacturing licence no.", "生产许可证号";
    SITES = "sites", "Sites of manufacture and quality control", "生产与质量控制场所";
    SITE = "site", "Site", "场所";
    ACTIVITY = "activity", "Activity", "活动";
    AUTHORISATION = "authorisation", "Authorisation or clinical trial no.", "批准文号或临床试验编号";
    PRODUCT = "product", "Product name", "品名";
    VESICLE = "vesicle", "Class of vesicles", "囊泡类别";
    VESICLE_KIND = "vesicle kind", "Kind of vesicles", "囊泡种类";
    NATURAL = "natural", "natural", "天然";
    NOT_STATED = "not stated", "not stated", "未说明";
    ENGINEERED = "engineered", "engineered", "工程化";
    STRENGTH = "strength", "Strength", "规格";
    STRENGTH_BASIS = "strength basis", "Basis of the strength", "规格依据";
    DOSAGE_FORM = "dosage form", "Dosage form", "剂型";
    ROUTE = "route", "Route", "给药途径";
    CONTAINER = "container", "Container", "包装容器";
    FILL_VOLUME = "fill volume", "Fill volume", "装量";
    PACK_SIZE = "pack size", "Pack size", "包装规格";
    LOT = "lot", "Lot no.", "批号";
    REPACKER_LOT = "repacker lot", "Lot no. of the repacker", "分装批号";
    BATCH_SIZE = "batch size", "Batch size", "批量";
    CONTAINERS = "containers", "Number of containers", "容器数量";
    MANUFACTURED = "manufactured", "Date of manufacture", "生产日期";
    MANUFACTURE_RULE = "manufacture rule", "Date of manufacture means", "生产日期的定义";
    EXPIRY = "expiry", "Expiry date", "有效期至";
    RETEST = "retest", "Retest date", "复验期";
    EXPIRY_RULE = "expiry rule", "Rule of the expiry date", "有效期的计算";
    STORAGE = "storage", "Storage condition", "贮藏条件";
    SHIPPING = "shipping", "Shipping condition", "运输条件";
    IN_USE = "in use", "In-use condition", "使用条件";
    SAMPLE_IDS = "sample ids", "Sample no.", "样品编号";
    SAMPLING_PLAN = "sampling plan", "Sampling plan", "取样方案";
    SAMPLED = "sampled", "Date of sampling", "取样日期";
    SAMPLE_QUANTITY = "sample quantity", "Quantity of sample", "样品量";
    RECEIVED = "received", "Date of receipt", "收样日期";
    SAMPLE_CONDITION = "sample condition", "Condition on receipt", "收样状态";
    SPECIFICATION = "specification", "Test basis (specification)", "检验依据";
    SPECIFICATION_VERSION = "specification version", "Version", "版本";
    SPECIFICATION_STATUS = "specification status", "Specification status", "质量标准状态";
    SPECIFICATION_DRAFT = "specification draft", "draft", "草案";
    SPECIFICATION_APPROVED = "specification approved", "approved", "已批准";
    SPECIFICATION_SUPERSEDED = "specification superseded", "superseded", "已被取代";
    SPECIFICATION_WITHDRAWN = "specification withdrawn", "withdrawn", "已废止";
    PARAMETER = "parameter", "Parameter", "参数";
    SET_FOR_RUN = "set for the run", "set to {value} for this run", "本次评价设为 {value}";
    SPECIFICATION_SAYS = "specification says", "the specification says {value}", "质量标准规定为 {value}";
    SPECIFICATION_LEAVES = "specification leaves", "the specification leaves it to the run", "质量标准未规定其值";
    RECORDED_IN = "recorded in", "recorded in {value}", "记录于 {value}";
    EFFECTIVE = "effective", "Effective from", "生效日期";
    SPECIFICATION_APPROVER = "specification approver", "Approved by", "批准人";
    STAGE = "stage", "Stage", "检验阶段";
    RELEASE_TESTING = "release testing", "batch testing at the end of manufacture", "成品检验";
    STABILITY_POINT = "stability point", "stability time point", "稳定性考察时间点";
    IN_USE_POINT = "in-use point", "in use", "使用中";
    PHASE_OF_USE = "use", "Intended use", "用途";
    USE_RESEARCH = "use research", "For research use only. Not for use in humans.", "仅供研究使用，不得用于人体。";
    USE_NONCLINICAL = "use non-clinical", "For non-clinical studies only. Not for use in humans.", "仅供非临床研究使用，不得用于人体。";
    USE_TRIAL = "use clinical trial", "Investigational: for use in a clinical trial only.", "研究用产品：仅供临床试验使用。";
    USE_COMMERCIAL = "use commercial", "Commercial batch.", "商业批。";
    PROVENANCE = "provenance", "Origin of the vesicles", "囊泡来源";
    PARENT_CELL = "parent cell", "Parent cell", "来源细胞";
    TISSUE = "tissue", "Tissue", "来源组织";
    DONOR = "donor", "Donor", "供者";
    CELL_BANK = "cell bank", "Cell bank", "细胞库";
    PASSAGE = "passage", "Passage", "代次";
    MEDIUM = "medium", "Class of culture medium", "培养基类别";
    ISOLATION = "isolation", "Isolation process", "分离工艺";
    BUFFER = "buffer", "Formulation buffer", "制剂缓冲液";
    LINEAGE = "lineage", "Parent lots", "上游批号";
    LINEAGE_NOT_JUDGED = "lineage not judged", "Parent lots not judged here", "未在此判定的上游批号";
    LABEL_CLAIM = "label claim", "Label claim", "标示量";
    RESULTS = "results", "Results", "检验结果";
    ITEM = "item", "Item", "检验项目";
    WORDING_OF_SPECIFICATION = "wording of the specification", "wording of the specification", "质量标准原文";
    CRITERION = "criterion", "Acceptance criterion", "标准规定";
    RESULT = "result", "Result", "检验结果";
    CONCLUSION_OF_ITEM = "conclusion of item", "Conclusion", "单项结论";
    PROCEDURE = "procedure", "Procedure", "检验规程";
    REFERENCE = "reference", "Compendial reference", "药典依据";
    PROCEDURE_VERSION = "procedure version", "Version of the procedure, or edition of its compendium", "检验规程版本或所属药典版次";
    REFERENCE_EDITION = "reference edition", "Edition of the compendial reference", "药典依据版次";
    TESTED_ON = "tested on", "Tested on", "检验日期";
    COMPLETED = "completed", "Date of completion", "完成日期";
    ROLE_SAMPLE = "role sample", "sample", "供试品";
    ROLE_BLANK = "role blank", "blank", "空白";
    ROLE_REFERENCE = "role reference", "reference material", "标准物质";
    ROLE_RETEST = "role retest", "retest", "复验";
    VERDICT_NOT_CONCLUDED = "not concluded", "not concluded", "未作结论";
    ANALYST = "analyst", "Analyst", "检验人";
    REVIEWER = "reviewer", "Reviewer", "复核人";
    ANALYST_AND_REVIEWER = "analyst and reviewer", "Analyst / reviewer", "检验人/复核人";
    PARTICULARS = "particulars of items", "Procedures, dates and persons of the items", "各项检验的规程、日期与人员";
    CATEGORY_IDENTITY = "identity", "Identity", "鉴别";
    CATEGORY_PURITY = "purity", "Purity and impurities", "纯度与杂质";
    CATEGORY_QUANTITY = "quantity", "Quantity", "含量";
    CATEGORY_POTENCY = "potency", "Potency", "生物学活性（效价）";
    CATEGORY_SAFETY = "safety", "Safety", "安全性";
    CATEGORY_GENERAL = "general", "General", "一般检查";
    CATEGORY_STABILITY = "stability", "Stability", "稳定性";
    COMPLIES = "complies", "complies", "符合规定";
    DOES_NOT_COMPLY = "does not comply", "does not comply", "不符合规定";
    ASSAY_INVALID = "assay invalid", "assay not valid, no result", "试验不成立，无结果";
    PENDING = "pending", "pending", "待出";
    MISSING = "missing", "MISSING: not tested or incomplete", "缺结果：未检或不完整";
    INCONCLUSIVE = "inconclusive", "no statement possible", "不能判定";
    NOT_EVALUABLE = "not evaluable", "not evaluable", "无法评价";
    REPORTED = "reported", "reported, no criterion", "报告值，不作判定";
    WAIVED = "waived", "waived, not tested", "豁免，未检";
    NOT_APPLICABLE = "not applicable", "not applicable", "不适用";
    OPTIONAL_NOT_TESTED = "optional not tested", "optional, not tested", "可选项目，未检验";
    BY_SECOND_STAGE = "decided by second stage", "decided by the second stage", "由第二阶段判定";
    SECOND_STAGE_DUE = "second stage due", "the second stage decides", "须由第二阶段判定";
    BY_INDIVIDUAL = "decided by individual", "decided by the limit for each determination", "由单次测定限度判定";
    OUTSIDE_CRITERION = "outside criterion", "outside the criterion", "超出标准规定";
    OUTSIDE_ZONE = "outside acceptance zone", "outside the acceptance zone", "超出接受区间";
    NOT_AS_REQUIRED = "not as required", "not what the criterion asks for", "与标准规定不符";
    TOO_IMPROBABLE = "too improbable", "probability of conformance too small", "符合概率不足";
    BOUND_OUTSIDE = "bound outside", "bound outside the criterion", "界限超出标准规定";
    BY_MEMBERS = "decided by members", "decided by its members", "由其成员判定";
    BY_ROUNDING = "decided by rounding", "decided by rounding; unrounded", "由修约判定；未修约值";
    DECIDED_BY = "decided by", "counts only through", "仅通过以下组合项计入";
    NOT_REQUIRED = "not required", "not required for the conclusion", "不影响总结论";
    NO_RESULT = "no result", "–", "–";
    NEGATIVE = "negative", "negative", "阴性";
    POSITIVE = "positive", "positive", "阳性";
    WEAK_POSITIVE = "weak positive", "weakly positive", "弱阳性";
    NOT_DETECTED = "not detected", "not detected", "未检出";
    NO_GROWTH = "no growth", "no growth", "无菌生长";
    GROWTH = "growth", "growth", "有菌生长";
    KIND_NUMBER = "kind number", "number", "数值";
    KIND_TEXT = "kind text", "text", "文字";
    KIND_PANEL = "kind panel", "panel", "组合项";
    DETECTION_LIMIT = "detection limit", "LOD", "检出限";
    TO = "to", "to", "至";
    EACH_DETERMINATION = "each determination", "each determination", "每次测定";
    OF_LABEL = "of label", "of the label claim", "标示量的";
    OF_WHAT = "of what", "of", "，分母：";
    WHEN = "when", "for", "适用于";
    READ_WITH_FACTOR = "read with factor", "read with the factor", "判读系数";
    REPORT_RESULT = "report result", "report result", "报告结果";
    DISAGREE_FLAG = "disagree flag", "determinations on both sides of the criterion", "测定值分布于限度两侧";
    CEILING_FLAG = "ceiling flag", "above the physical ceiling", "超出物理上限";
    OUTLIER_FLAG = "outlier flag", "outlier, for information", "离群值（仅供参考）";
    RETEST_FLAG = "retest flag", "see retest history", "见复验记录";
    DECISION_RULES = "decision rules", "Decision rules and measurement uncertainty", "判定规则与测量不确定度";
    DECISION_RULE = "decision rule", "Decision rule", "判定规则";
    ROUNDING = "rounding", "Rounding", "修约规则";
    ROUNDED_BY_ALL = "rounded by all", "Rounding, of every item with a numerical criterion for which no other rule is given below: {value}.",
        "修约：凡有数值标准规定且下文未另列规则的项目，{value}。";
    ROUNDED_USP = "rounded usp", "the value is rounded once, half up, to the last decimal place of its limit, and then compared (rule usp)",
        "数值一次修约至限度的末位（四舍五入）后比较（规则 usp）";
    ROUNDED_PH_EUR = "rounded ph-eur", "the value is rounded once, half up, to the number of significant figures of its limit, and then compared (rule ph_eur)",
        "数值一次修约至限度的有效位数（四舍五入）后比较（规则 ph_eur）";
    ROUNDED_CHP = "rounded chp", "the value is rounded once to the last place of its limit, an exact half to the even digit, and then compared (rule chp)",
        "数值一次修约至限度的末位（恰为一半时修约为偶数）后比较（规则 chp）";
    NOT_ROUNDED_GBT = "not rounded gbt", "the value is compared unrounded (rule gbt8170_full, full-value comparison)",
        "数值不修约，按全数值比较法比较（规则 gbt8170_full）";
    NOT_ROUNDED = "not rounded", "the value is compared unrounded (rule none)", "数值不修约，直接比较（规则 none）";
    ROUNDED_USP_THEN_RULE = "rounded usp, then the rule",
        "the value, rounded once, half up, to the last decimal place of its limit (rule usp), must meet the criterion; the decision rule then compares it unrounded",
        "数值一次修约至限度的末位（四舍五入，规则 usp）后须符合标准规定；判定规则再以未修约值比较";
    ROUNDED_PH_EUR_THEN_RULE = "rounded ph-eur, then the rule",
        "the value, rounded once, half up, to the number of significant figures of its limit (rule ph_eur), must meet the criterion; the decision rule then compares it unrounded",
        "数值一次修约至限度的有效位数（四舍五入，规则 ph_eur）后须符合标准规定；判定规则再以未修约值比较";
    ROUNDED_CHP_THEN_RULE = "rounded chp, then the rule",
        "the value, rounded once to the last place of its limit, an exact half to the even digit (rule chp), must meet the criterion; the decision rule then compares it unrounded",
        "数值一次修约至限度的末位（恰为一半时修约为偶数，规则 chp）后须符合标准规定；判定规则再以未修约值比较";
    EXPANDED_UNCERTAINTY = "expanded uncertainty", "Expanded uncertainty U", "扩展不确定度 U";
    COVERAGE_FACTOR = "coverage factor", "k", "k";
    GUARD_BAND = "guard band", "Guard band w", "保护带 w";
    FROM_REPLICATES = "from replicates", "from replicates", "由重复测定得出";
    FROM_RESULTS = "from results", "stated with the result", "随结果给出";
    FROM_COUNTING = "from counting", "from the numbers counted", "由计数得出";
    FROM_BOOTSTRAP = "from bootstrap", "from a bootstrap of what was counted", "由计数的自助法得出";
    FROM_PROPAGATION = "from propagation", "propagated from the values that it is computed from", "由计算所用各值的不确定度传播得出";
    CONFIDENCE_BOUND = "confidence bound", "Confidence bound compared", "比较所用的置信限";
    TOLERANCE_BOUND = "tolerance bound", "Tolerance bound compared", "比较所用的容许限";
    ACCEPTANCE_ZONE = "acceptance zone", "Acceptance zone and probability", "接受区间与概率";
    NO_ZONE = "no acceptance zone", "none: the guard bands leave no acceptance zone", "无：保护带未留下接受区间";
    CONFORMANCE_PROBABILITY = "conformance probability", "Probability of conformance", "符合概率";
    SIMPLE = "simple", "simple acceptance", "简单接受";
    SIMPLE_RULE = "simple rule",
        "Simple acceptance, unless a rule is given below: the result is compared with its criterion, and its measurement uncertainty does not enter the comparison.",
        "除下文另有说明外，采用简单接受规则：结果直接与标准规定比较，测量不确定度不参与比较。";
    ALL_SIMPLE = "all simple", "No item has another decision rule or a stated uncertainty.", "各项均无其他判定规则，亦未声明不确定度。";
    DERIVATION = "derivation", "Derivation", "计算与推导";
    DERIVED_STEP = "derived step", "a step of the derivation, see the twin", "推导步骤见机读副本";
    CENSORED_ESTIMATE = "censored estimate", "estimated by", "估计方法";
    CENSORED_OF = "censored", "of them censored", "其中删失";
    CORRECTED_FLAG = "corrected flag", "data corrected, see retest history", "数据有更正，见复验记录";
    HISTORY = "history", "Retest history: invalid runs, failing and repeated results", "复验记录：无效试验、不合格及重复结果";
    VALUE = "value", "Value", "测定值";
    COMPARED = "compared", "Compared value", "比较值";
    USED_AS = "used as", "Used as", "采用情况";
    USE_COUNTED = "counted", "counted", "采用";
    USE_CONTROL = "control", "control", "对照";
    USE_FIRST_STAGE = "first stage not met", "first stage, not met", "第一阶段，不符合";
    USE_INCOMPLETE = "incomplete", "incomplete test, no result", "检验不完整，无结果";
    USE_INVALIDATED = "invalidated", "invalidated, not counted", "已作废，不采用";
    USE_CONTESTED = "contested", "declared invalid without a complete record, counted", "声明无效但记录不完整，仍采用";
    USE_RETEST = "retest not counted", "retest, not counted", "复验，不采用";
    USE_STANDING = "stands beside retests", "stands beside the retests, whose result is reported", "有效，另以复验结果报告";
    USE_INTERIM = "interim", "another reading of the incubation, which does not decide", "同一培养期的其他读数，不作判定依据";
    USE_CORRECTED = "corrected", "corrected, see", "已更正，见";
    CORRECTS = "corrects", "corrects", "更正前为";
    INSTEAD_OF = "instead of", "instead of", "原为";
    DATE_STARTED = "date of start", "date of start", "开始日期";
    DATE_READ = "date of reading", "date of reading", "读数日期";
    DATE_PULLED = "date pulled", "date pulled", "取样日期";
    METHOD_OF_VALUE = "method of a value", "method", "方法";
    INSTRUMENT = "instrument", "instrument", "仪器";
    WHO_TESTED = "who tested", "tested by", "检验人";
    UNIT_OF_VALUE = "unit of a value", "unit", "单位";
    UNCERTAINTY_OF_VALUE = "uncertainty of a value", "uncertainty", "不确定度";
    QUANTITATION_LIMIT = "quantitation limit", "LOQ", "定量限";
    TIME_POINT = "time point", "time point", "时间点";
    TIME_UNIT = "unit of a time point", "unit of the time point", "时间单位";
    STORED_AT = "condition of a sample", "condition", "贮藏条件";
    CONTAINER_OF_SAMPLE = "container of a sample", "container", "包装";
    ORIENTATION = "orientation of a sample", "orientation", "放置方式";
    CORRECTED_BY = "corrected by", "corrected by", "更正人";
    LINE = "line", "line", "行";
    USE_CORRECTION_NOT_COUNTED = "correction not counted", "correction without a complete record, not counted", "更正记录不完整，不采用";
    USE_DUPLICATE = "duplicate", "the same row again", "重复行";
    USE_UNUSED = "unused", "not used", "未采用";
    RUN_OF_FILE = "run of a file", "Run of an instrument file", "仪器文件中的测量";
    RUN_SET_ASIDE = "run set aside", "set aside, not judged", "已搁置，未评价";
    RUN_FAILED = "run failed", "measurement failed, no result", "测量失败，无结果";
    RUN_LEFT_OUT = "run left out", "not used for", "未用于";
    REASON_OR_VALUE = "reason or value", "Reason or value", "原因或数值";
    REASON = "reason", "Reason", "原因";
    INVESTIGATION = "investigation", "Investigation", "调查编号";
    APPROVER = "approver", "Approved by (record)", "批准人（记录）";
    ANALYST_AND_APPROVER = "analyst and approver", "Analyst / approved by", "检验人 / 批准人";
    NONE = "none", "None.", "无。";
    DEVIATIONS = "deviations", "Deviations, additions and exclusions", "偏差、增补与除外";
    DEVIATION = "deviation", "Record", "记录编号";
    DESCRIPTION = "description", "Description", "说明";
    NOT_PERFORMED = "not performed", "Tests not performed on this lot", "本批未做的项目";
    OWNER = "owner", "owner", "负责人";
    WAIVER_APPROVED = "waiver approved", "approved by", "批准人";
    UNTIL = "until", "until", "有效至";
    PLAN_MEAN = "plan mean", "mean", "平均值";
    PLAN_MEDIAN = "plan median", "median", "中位数";
    PLAN_GEOMETRIC = "plan geometric mean", "geometric mean", "几何平均值";
    PLAN_EACH = "plan each", "least favourable", "最不利值";
    PLAN_MINIMUM = "plan minimum", "smallest", "最小值";
    PLAN_MAXIMUM = "plan maximum", "largest", "最大值";
    PLAN_CV = "plan cv", "coefficient of variation", "变异系数";
    PLAN_SD = "plan sd", "standard deviation", "标准差";
    AUTHORITY = "authority", "Authority", "依据";
    EXTERNAL = "external", "Results of external laboratories", "外部实验室结果";
    EXTERNAL_LABORATORY = "external laboratory", "External laboratory", "外部实验室";
    EXTERNAL_MARK = "external mark", "external laboratory", "外部实验室";
    EXTERNAL_REPORT = "external report", "Report no.", "报告编号";
    CONCLUSION = "conclusion", "Conclusion", "结论";
    ASIDE_TIME_POINTS = "conclusion time points", asides::TIME_POINTS[0], asides::TIME_POINTS[1];
    ASIDE_WAIVED = "conclusion waived", asides::WAIVED[0], asides::WAIVED[1];
    ASIDE_FAILS = "conclusion not required", asides::FAILS_ASIDE[0], asides::FAILS_ASIDE[1];
    ASIDE_OPEN = "conclusion not required, open", asides::OPEN_ASIDE[0], asides::OPEN_ASIDE[1];
    NO_CONCLUSION = "no conclusion", "No conclusion. Open items:", "未作结论。未决事项：";
    STATEMENTS = "statements", "Statements", "声明";
    ITEMS_TESTED = "items tested", "The results relate only to the items tested.", "本报告结果仅对所检样品负责。";
    COPYING = "copying",
        "This document shall not be reproduced except in full, without written approval of the laboratory.",
        "未经本实验室书面同意，不得部分复制本报告。";
    NO_DECISION = "no decision",
        "This document states whether the lot conforms to its specification; the decision on the use of the lot is made by a person and is no part of it.",
        "本文件仅说明该批是否符合其质量标准；该批使用与否由责任人决定，不属于本文件内容。";
    DATA_CHANGED = "data changed",
        "Data of this lot were corrected after their original entry; the retest history has both values of each correction.",
        "本批有数据在原始记录之后更正；每次更正前后的数值均见复验记录。";
    ROWS_NOT_JUDGED = "rows not judged",
        "The data have results of this lot of other stages than the one that was judged; nothing is said of them here.",
        "数据中另有本批其他阶段的检验结果，未予判定，本文件对其不作说明。";
    ENGLISH_PREVAILS = "english prevails", "In case of doubt the English text prevails.", "如有歧义，以英文文本为准。";
    CHINESE_PREVAILS = "chinese prevails", "In case of doubt the Chinese text prevails.", "如有歧义，以中文文本为准。";
    STATED_BY = "stated by", "stated by", "声明人";
    STATEMENT_AWAITED = "statement awaited",
        "A statement of {value} is printed when that person has signed.",
        "{value}的声明须经其本人签署后方予打印。";
    CERTIFICATION = "certification", "Certification", "认证声明";
    CERTIFICATION_WITHHELD = "certification withheld",
        "The certification statement is printed when the person entitled to it has signed.",
        "认证声明须经有权人员签署后方予打印。";
    COMMENTS = "comments", "Comments", "备注";
    REISSUE = "reissue", "Reissue", "重新出具";
    REPLACES = "replaces", "Replaces document no.", "被取代文件编号";
    REPLACES_DATE = "replaces date", "issued on", "原签发日期";
    REPLACED_ISSUED = "date of the replaced document", "Date of issue of the replaced document", "被取代文件的签发日期";
    REPLACES_DIGEST = "replaces digest", "SHA-256 of its content", "原文件内容 SHA-256";
    CHANGES = "changes", "What changed", "变更内容";
    CHANGE_BEFORE = "change before", "before", "变更前";
    CHANGE_AFTER = "change after", "now", "变更后";
    SIGNATURES = "signatures", "Signatures", "签名";
    NAME = "name", "Name", "姓名";
    FUNCTION = "function", "Function", "职务";
    SIGNED_AT = "signed at", "Date and time", "日期时间";
    TIME_SOURCE = "time source", "Time taken from", "时间来源";
    TIME_FROM_CLOCK = "time from the clock", "clock of the machine", "计算机时钟";
    TIME_STATED = "time stated", "statement of the signer, not the clock", "签名人自行填写，非取自时钟";
    TIME_SET = "time set", "SOURCE_DATE_EPOCH, set for the run, not the clock", "SOURCE_DATE_EPOCH，本次运行所设，非取自时钟";
    TESTED_BY = "tested by", "Tested by", "检验人";
    REVIEWED_BY = "reviewed by", "Reviewed by", "复核人";
    APPROVED_BY = "approved by", "Approved by", "批准人（签发）";
    CERTIFIED_BY = "certified by", "Certified by", "认证人";
    SIGNATURE = "signature", "Signature", "签名";
    TYPED_NAME = "typed name", "typed name, no electronic signature", "录入姓名，非电子签名";
    SEAL = "seal", "Testing seal", "检验专用章";
    EVALUATED = "evaluated", "Date of evaluation", "评价日期";
    ISSUED = "issued", "Date of issue", "签发日期";
    FIELDS_MISSING = "fields missing", "Mandatory fields that are missing", "缺少的必填内容";
    REQUIRED_BY = "required by", "Required by", "要求来源";
    MARK_SPECIFICATION = "mark specification", "the specification is not approved", "质量标准未批准";
    MARK_SUPERSEDED = "mark superseded", "the specification is superseded", "质量标准已被取代";
    MARK_OVERRIDDEN = "mark overridden", "a value of the specification was replaced for this run", "质量标准中的数值在本次评价中被替换";
    MARK_PARAMETER = "mark parameter", "a value that the specification leaves open was set for this run, and no record of it is named", "质量标准未规定的数值由本次评价设定，且未注明记录";
    MARK_NOBODY_APPROVES = "mark nobody approves", "nobody is to sign who approves or certifies", "未设批准人或认证人签名";
    MARK_UNSIGNED = "mark unsigned", "it is not signed", "未签名";
    MARK_MEANING = "mark meaning", "a signature has no meaning", "签名未注明含义";
    MARK_NOT_CONFORMING = "mark not conforming", "the lot does not conform", "该批不符合规定";
    MARK_NOT_CONCLUDED = "mark not concluded", "there is no conclusion on the lot", "该批未作结论";
    MARK_INCOMPLETE = "mark incomplete", "mandatory fields are missing", "缺少必填内容";
    WATERMARK_DRAFT = "watermark draft", "DRAFT", "草稿";
    WATERMARK_NOT_CONFORMING = "watermark not conforming", "DOES NOT CONFORM", "不符合规定";
    WATERMARK_NOT_CONCLUDED = "watermark not concluded", "NOT CONCLUDED", "未作结论";
    RECORD = "record", "Record of the evaluation", "评价记录";
    TOOL = "tool", "Program", "程序";
    CONFIGURATION_DIGEST = "configuration digest", "SHA-256 of the configuration (options, other files)", "配置（选项及其他文件）SHA-256";
    OPTIONS = "options", "Options of the evaluation", "评价选项";
    PROGRAM_DIGEST = "program digest", "SHA-256 of the program (its source text)", "程序（源代码）SHA-256";
    SPECIFICATION_DIGEST = "specification digest", "SHA-256 of the specification", "质量标准 SHA-256";
    LAYOUT_VERSION = "layout version", "Layout of the laboratory", "实验室版式";
    FIELD = "field", "Field", "栏目";
    CONTENT_DIGEST = "content digest", "SHA-256 of the content", "内容 SHA-256";
    TWIN_DIGEST = "twin digest", "SHA-256 of the machine-readable twin", "机读副本 SHA-256";
    TEMPLATE = "template", "Template of the web page, SHA-256", "网页模板及 SHA-256";
    AUDIT_TRAIL = "audit trail", "Audit trail, entry, SHA-256", "审计追踪、条目及 SHA-256";
    TRAIL_REVIEW = "audit trail review", "Audit trail reviewed by, entry, SHA-256", "审计追踪审核人、条目及 SHA-256";
    TERMINOLOGY = "terminology", "Terminology table", "术语表";
    AS_OF = "as of", "Day of judgement", "评价基准日";
    PAGE = "page", "Page {page} of {pages}", "第 {page} 页 共 {pages} 页";
    LABORATORY_WORDS = "words of the laboratory",
        "Head, foot, frame and statements are words of the laboratory; what was judged and who signed stands in the results, the conclusion and the signatures only.",
        "页眉、页脚、页面框架及实验室的说明为实验室的文字；判定内容仅见于检验结果与结论，签署者仅见于签字栏。";
    END = "end", "End of document", "文件结束";
    INTERNAL = "internal", "internal", "内部";
}

/// The labels that no laboratory may word otherwise: what a signature means, the days that a product is used by, what a conclusion
/// rests on and leaves out, and the marks of a draft.
const FIXED: &[&Term] = &[
    &TESTED_BY,
    &REVIEWED_BY,
    &APPROVED_BY,
    &CERTIFIED_BY,
    &TIME_SOURCE,
    &MANUFACTURED,
    &EXPIRY,
    &RETEST,
    &DRAFT,
    &DRAFT_BECAUSE,
    &MISSING,
    &NO_CONCLUSION,
    &ASIDE_TIME_POINTS,
    &ASIDE_WAIVED,
    &ASIDE_FAILS,
    &WATERMARK_DRAFT,
    &WATERMARK_NOT_CONFORMING,
    &WATERMARK_NOT_CONCLUDED,
    &PAGE,
];

/// Whether no laboratory may word a term otherwise. Labels are worded: heads of parts, of columns and of fields, which begin with a
/// capital letter and are no sentences. What stands as a value, a remark or a statement says something of the lot or of the document.
pub fn is_fixed(term: &Term) -> bool {
    let is_label = term.en.starts_with(|sign: char| sign.is_uppercase()) && !term.en.ends_with('.');
    !is_label || FIXED.contains(&term)
}

/// The other term that is called so in one of the languages, as a reader sees it.
pub fn called(words: &str, but: &Term) -> Option<&'static Term> {
    let is_called = |term: &Term| lookalike::same(term.en, words) || lookalike::same(term.zh, words);
    TERMS.iter().filter(|_| !is_called(but)).find(|term| is_called(term)).copied()
}

/// A flag beside a result in print, by its word in the twin. Alert and action limits are internal controls, of which a certificate
/// says nothing; the twin has them.
pub fn flag(word: &str) -> Option<&'static Term> {
    Some(match word {
        "retest_history" => &RETEST_FLAG,
        "corrected" => &CORRECTED_FLAG,
        "outlier_info" => &OUTLIER_FLAG,
        "determinations_disagree" => &DISAGREE_FLAG,
        "above_physical_ceiling" => &CEILING_FLAG,
        _ => return None,
    })
}

/// Where the time of a signature comes from, in print.
pub fn time_source(source: TimeSource) -> &'static Term {
    match source {
        TimeSource::SystemClock => &TIME_FROM_CLOCK,
        TimeSource::Stated => &TIME_STATED,
        TimeSource::Epoch => &TIME_SET,
    }
}

/// The term of this name.
pub fn term(id: &str) -> Option<&'static Term> {
    TERMS.iter().copied().find(|term| term.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_a_name_of_its_own_and_both_languages() {
        for (at, term) in TERMS.iter().enumerate() {
            assert!(!TERMS[..at].iter().any(|other| other.id == term.id), "{} stands twice", term.id);
            assert!(!term.en.is_empty() && !term.zh.is_empty(), "{}", term.id);
            // The placeholders of a term are the same in both languages.
            for hole in ["{page}", "{pages}", "{value}"] {
                assert_eq!(term.en.contains(hole), term.zh.contains(hole), "{}", term.id);
            }
        }
    }

    /// Section 11 of the requirements, where the terms are printed.
    #[test]
    fn terms_of_chinese_certificates() {
        for (id, zh) in [
            ("certificate of analysis", "检验报告书"),
            ("product", "品名"),
            ("lot", "批号"),
            ("strength", "规格"),
            ("pack size", "包装规格"),
            ("manufactured", "生产日期"),
            ("expiry", "有效期至"),
            ("retest", "复验期"),
            ("specification", "检验依据"),
            ("item", "检验项目"),
            ("criterion", "标准规定"),
            ("result", "检验结果"),
            ("conclusion of item", "单项结论"),
            ("complies", "符合规定"),
            ("does not comply", "不符合规定"),
            ("not detected", "未检出"),
            ("no growth", "无菌生长"),
            ("seal", "检验专用章"),
        ] {
            assert_eq!(term(id).map(|term| term.zh), Some(zh), "{id}");
        }
        assert_eq!(PAGE.zh, "第 {page} 页 共 {pages} 页");
    }

    /// A term or a word of the report that is renamed keeps the words that it may be called by.
    #[test]
    fn every_guarded_head_is_a_term_or_a_word_of_the_report() {
        let of_report = include_str!("../report/html/page/words.tsv");
        for head in crate::template::guarded() {
            let is_word = of_report.lines().any(|line| line.split('\t').next() == Some(head));
            assert!(term(head).is_some() || is_word, "{head}");
        }
    }

    #[test]
    fn no_term_is_a_claim() {
        for term in TERMS {
            assert_eq!(crate::claims::found(term.en), None, "{}", term.id);
            assert_eq!(crate::claims::found(term.zh), None, "{}", term.id);
        }
    }
}
