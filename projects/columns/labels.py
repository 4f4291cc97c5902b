"""What fields are called: by us, and by the forms that units and universities have of their own.

One readable table; who finds another word for a field adds it here.
"""

import re
from collections.abc import Mapping
from functools import cache

from foundation.text import clean_line
from projects.columns.fields import label_of
from projects.columns.steps import MANDATE, SHOWN, STEPS
from projects.vocabulary import ROWS

# A number that may be a mobile or a landline: the value says which.
PHONE = "phone"
# What others ask and we do not: its answer belongs to nothing else.
NOT_ASKED = "-"
_OTHERS = {
    "title": "项目名称 技术名称 科技成果名称 成果标题 成果项目名称 题目",
    "title_en": "成果英文名称 项目英文名称",
    "tagline": "一句话介绍 一句话概括 成果亮点 项目亮点",
    "field": "所属领域 技术领域 战略性新兴产业领域 战略性新兴产业 产业领域 所属技术领域 行业领域",
    "keywords": "关键字 主题词",
    "orientations": "面向 四个面向方向",
    "themes": "路演主题 契合主题",
    "forms": "成果形式 体现形式 成果类型",
    "nature": "成果性质",
    "origin": "项目来源 来源 任务来源 计划来源",
    "origin_note": "计划名称 项目计划名称 计划编号 计划名称及编号 立项编号",
    "industry": "应用行业 所属行业 国民经济行业分类",
    "secrecy": "成果密级 是否涉密",
    "organisation": "完成单位 单位名称 持有单位名称 成果持有单位 "
    "成果完成单位 第一完成单位 依托单位 申报单位 权利单位",
    "organisation_kind": "单位类型 单位类别 机构性质",
    "organisation_code": "信用代码 社会信用代码 统一信用代码 单位代码 组织机构代码",
    "unit": "省级科技管理部门 推荐部门 省级推荐单位",
    "qualifications": "企业资质荣誉 资质",
    "lead_name": "负责人 成果负责人 项目负责人姓名 成果完成人 "
    "第一完成人 主要完成人 负责人姓名 技术负责人",
    "lead_post": "职务 项目负责人职务",
    "lead_rank": "职称 项目负责人职称 技术职称 专业技术职称",
    "contact_name": "联系人姓名 项目联系人 成果联系人",
    "contact_mobile": "手机 手机号 手机号码 移动电话 联系手机",
    "contact_landline": "固定电话 座机 办公电话",
    PHONE: "电话 联系电话 联系方式 联系人电话 电话号码",
    NOT_ASKED: "负责人电话 项目负责人电话 负责人手机 项目负责人手机 负责人邮箱 "
    "项目负责人邮箱 负责人联系电话 "
    "项目负责人联系电话 法定代表人 法人代表 通讯地址 单位地址 邮编 邮政编码 传真",
    "contact_email": "邮箱 电子邮箱 电子邮件 邮件 E-mail Email 联系邮箱",
    "filer": "填报人",
    "summary": "成果简介 技术简介 成果介绍 项目介绍 项目概况 成果概述 技术概述 成果内容简介",
    "summary_en": "成果英文简介 项目英文简介",
    "problem": "拟解决的问题 解决的主要问题 技术痛点 行业痛点 背景和痛点 研究背景",
    "innovation": "创新点 技术创新点 核心技术 主要创新点 "
    "核心技术及创新点 关键技术 技术特点 先进性和创新性",
    "indicators": "技术指标 主要指标 关键指标 性能指标",
    "level": "成果水平 技术先进程度 所处水平",
    "level_basis": "评价依据 技术水平依据 评价方式",
    "trl": "成熟度 技术成熟度等级 成熟度等级 TRL 技术就绪度",
    "stage": "成果阶段 所处阶段 成果所处阶段 产业化程度 转化阶段",
    "awards": "获奖情况 获奖 所获奖励 奖励情况 行业准入",
    "rights": "知识产权情况 专利情况 知识产权状况 专利",
    "rights_declared": "知识产权声明 权属承诺",
    "reform": "赋权情况 职务成果赋权",
    "modes": "合作方式 拟转化方式 成果转化方式 转让方式 拟合作方式",
    "licences": "许可方式",
    "price": "转让价格 意向金额 拟转让价格 期望价格 报价",
    "price_open": "面议",
    "funding": "融资需求 融资金额 拟融资金额 资金需求额",
    "funding_round": "轮次",
    "funding_share": "出让股权比例 拟出让股权 股权比例 出让股份",
    "funding_use": "融资用途 资金使用计划 资金用途说明",
    "spent": "研发投入 已投入资金 累计投入 研发经费",
    "market": "应用前景 市场前景 应用场景 应用领域 市场分析 目标客户 应用范围",
    "benefit": "效益分析 经济社会效益 社会效益 预期社会效益 效益",
    "benefit_amount": "经济效益 预计经济效益",
    "wants": "需求 合作需求类型",
    "wants_note": "需求说明 具体需求 合作要求",
    "conversions": "转化情况 已有转化情况 转化案例",
    "team": "团队情况 团队简介 研发团队 项目团队",
    "members": "主要成员 核心成员 团队主要成员 主要完成人员",
    "willing": "是否愿意参加路演 是否参加路演 路演意愿 是否同意路演",
    "attendance": "参加方式 路演形式",
    "attendance_note": "路演时间 可参加时间 可参加路演时间",
    "publications": "展示范围 公开范围 发布范围",
    "truthful": "真实性声明 承诺",
}
_OTHERS_IN_ROWS = {
    "indicators": {
        "name": "指标名称 技术指标 参数 性能指标",
        "ours": "本成果指标 本项目 本成果水平 指标值 数值 参数值",
        "domestic": "国内 国内同类水平 国内水平",
        "abroad": "国际 国外 国外同类 国际水平",
        "basis": "依据 检测依据 数据来源",
    },
    "awards": {
        "name": "奖项 奖励名称 获奖名称 奖项名称",
        "level": "级别 奖励等级",
        "year": "时间 获奖时间 获奖年份 年度",
    },
    "rights": {
        "kind": "知识产权类型 专利类型 类别 知识产权类别",
        "number": "专利号 申请号 授权号 登记号 编号 专利号或申请号 证书号 申请号或专利号",
        "name": "知识产权名称 专利名称",
        "owner": "专利权人 所有人 申请人 著作权人",
        "state": "法律状态 专利状态 知识产权状态",
        "applied_on": "申请日期 申请时间",
        "granted_on": "授权日期 授权时间 授权公告日",
        "burden": "备注 共有质押许可情况",
    },
    "conversions": {
        "party": "受让单位 合作单位 受让企业 合作企业",
        "mode": "转化方式",
        "amount": "金额 合同金额",
        "year": "时间 年度",
    },
    "members": {
        "name": "成员",
        "rank": "职称 职务 职务或职称",
        "part": "承担工作 主要工作 任务分工",
    },
}
_NUMBER = re.compile(
    r"^(?:[·•①-⑳]\s*|[(（]?[0-9一二三四五六七八九十]{1,3}(?:[.．][0-9]{1,2})*[)）.、．\s]\s*)"
)
_ASIDE = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_NOISE = re.compile(r"[\s*★※:：,，、/“”\"'·.。()（）]+")
_LONGEST = 40  # characters of anything that may be a label


@cache
def columns_by_label() -> Mapping[str, str]:
    """Folded label → name of a field or of a table of rows."""
    names = [name for step in STEPS for name in step.names if name not in (SHOWN, MANDATE)]
    return by_label({name: label_of(name) for name in names}, _OTHERS)


@cache
def keys_by_label(column: str) -> Mapping[str, str]:
    """Folded label → key of a row of this column."""
    return by_label(ROWS[column], _OTHERS_IN_ROWS[column])


def by_label(own: Mapping[str, str], others: Mapping[str, str]) -> dict[str, str]:
    """Folded label → name: each name's own label, and the words of others for it."""
    said = [(word, name) for name, words in others.items() for word in words.split()]
    said += [(label, name) for name, label in own.items()]
    return {form: name for label, name in said for form in forms_of(label)}


def column_of(text: str, context: str = "") -> str:
    """What this label asks for; `context` is the group it stands in, such as 联系人. "" if it is
    no label of ours."""
    return known_by(columns_by_label(), text, context)


def known_by(known: Mapping[str, str], text: str, context: str = "") -> str:
    tried = [*_forms_with(context, text), *forms_of(text)]
    return next((known[form] for form in tried if form in known), "")


def key_of(column: str, text: str) -> str:
    known = keys_by_label(column)
    return next((known[form] for form in forms_of(text) if form in known), "")


def _forms_with(context: str, text: str) -> list[str]:
    if not context:
        return []
    return [before + form for before in forms_of(context) for form in forms_of(text)]


def forms_of(text: str) -> list[str]:
    """A label as it stands, then without its number and what is in brackets; then its first line
    alone, for hints often stand below."""
    lines = [text, text.split("\n", 1)[0]] if "\n" in text else [text]
    forms: list[str] = []
    for line in lines:
        plain = _NUMBER.sub("", clean_line(line[: _LONGEST * 4]))
        forms += [_NOISE.sub("", plain), _NOISE.sub("", _ASIDE.sub("", plain))]
    return [form.lower() for form in dict.fromkeys(forms) if 0 < len(form) <= _LONGEST]
