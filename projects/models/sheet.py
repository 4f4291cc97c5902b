"""The 信息表: what is said of an achievement, column by column, in the order people fill it in."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value

from accounts.models import Field
from projects import vocabulary as words

TITLE_LENGTH = 200
# Money is in 万元, with two decimals everywhere.
_MONEY: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "null": True, "blank": True}
_CODE = 20  # characters of one code


def _choice(label: str, choices: type[models.TextChoices]) -> Any:
    return models.CharField(label, max_length=_CODE, choices=choices, blank=True)


def _several(label: str) -> Any:
    codes = models.CharField(max_length=_CODE)
    return ArrayField(codes, verbose_name=label, default=list, blank=True)


def _rows(label: str) -> Any:
    """Rows of texts; `vocabulary.ROWS` says of which."""
    return models.JSONField(label, default=list, blank=True)


class Sheet(models.Model):
    """Every column may be empty: a draft is saved however incomplete. What a submission needs is
    said by `projects.intake`; lists are closed by the constraints below."""

    # 基本信息
    title = models.CharField("成果名称", max_length=TITLE_LENGTH)
    title_en = models.CharField("英文名称", max_length=300, blank=True)
    tagline = models.CharField("一句话简介", max_length=60, blank=True)
    field = models.ForeignKey(Field, models.PROTECT, verbose_name="战新领域", null=True, blank=True)
    orientations = _several("四个面向")
    themes = _several("契合的路演主题")
    keywords = _several("关键词")
    industry = models.CharField("国民经济行业", max_length=60, blank=True)
    origin = _choice("成果来源", words.Origin)
    origin_note = models.CharField("计划名称和编号", max_length=200, blank=True)
    nature = _choice("成果属性", words.Nature)
    forms = _several("成果体现形式")
    secrecy = _choice("密级", words.Secrecy)

    # 持有单位
    qualifications = _several("企业资质")

    # 联系人: personal, never part of a Version
    lead_name = models.CharField("项目负责人", max_length=40, blank=True)
    lead_post = models.CharField("负责人职务", max_length=40, blank=True)
    lead_rank = _choice("负责人职称", words.Rank)
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_mobile = models.CharField("联系人手机", max_length=20, blank=True)
    contact_landline = models.CharField("联系人固话", max_length=30, blank=True)
    contact_email = models.CharField("联系人邮箱", max_length=254, blank=True)
    filer = _choice("填报人身份", words.Filer)

    # 技术
    summary = models.TextField("项目简介", max_length=1000, blank=True)
    summary_en = models.TextField("英文简介", max_length=3000, blank=True)
    problem = models.TextField("解决的问题", max_length=500, blank=True)
    innovation = models.TextField("核心技术与创新点", max_length=1000, blank=True)
    indicators = _rows("主要技术指标")
    level = _choice("技术水平", words.Level)
    level_basis = _several("水平依据")
    trl = models.PositiveSmallIntegerField("技术成熟度", null=True, blank=True)
    stage = _choice("产业化阶段", words.Stage)
    awards = _rows("获奖和准入")

    # 知识产权
    rights = _rows("知识产权")
    rights_declared = models.BooleanField("权属声明", default=False)
    reform = _choice("职务科技成果赋权", words.Reform)

    # 转化
    modes = _several("转化方式")
    licences = _several("许可类型")
    price = models.DecimalField("意向价格", **_MONEY)
    price_open = models.BooleanField("价格面议", default=False)
    funding = models.DecimalField("资金需求", **_MONEY)
    funding_round = _choice("融资轮次", words.Round)
    funding_share = models.DecimalField(
        "出让比例",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    funding_use = models.TextField("资金用途", max_length=500, blank=True)
    spent = models.DecimalField("累计研发投入", **_MONEY)
    market = models.TextField("应用场景和目标客户", max_length=800, blank=True)
    benefit = models.TextField("预期效益", max_length=500, blank=True)
    benefit_amount = models.DecimalField("预期经济效益", **_MONEY)
    wants = _several("合作需求")
    wants_note = models.TextField("合作需求说明", max_length=500, blank=True)
    conversions = _rows("已转化情况")

    # 团队
    team = models.TextField("团队介绍", max_length=800, blank=True)
    members = _rows("团队成员")

    # 声明
    willing = models.BooleanField("愿意参加路演", null=True, blank=True)
    attendance = _choice("路演方式", words.Attendance)
    attendance_note = models.CharField("可路演时间", max_length=100, blank=True)
    publications = _several("授权展示范围")
    truthful = models.BooleanField("真实性承诺", default=False)

    class Meta:
        abstract = True


COLUMNS = tuple(column.name for column in Sheet._meta.local_fields)
# Rows about people and ways to reach them: HMACs in the trail, absent from Versions and exports.
PERSONAL = (
    *("lead_name", "lead_post", "contact_name", "contact_mobile", "contact_landline"),
    *("contact_email", "members"),
)
CHOSEN: dict[str, type[models.TextChoices]] = {
    "origin": words.Origin,
    "nature": words.Nature,
    "secrecy": words.Secrecy,
    "lead_rank": words.Rank,
    "filer": words.Filer,
    "level": words.Level,
    "stage": words.Stage,
    "reform": words.Reform,
    "funding_round": words.Round,
    "attendance": words.Attendance,
}
CHOSEN_SEVERAL: dict[str, type[models.TextChoices]] = {
    "orientations": words.Orientation,
    "themes": words.Theme,
    "forms": words.Form,
    "qualifications": words.Qualification,
    "level_basis": words.Basis,
    "licences": words.Licence,
    "wants": words.Want,
    "publications": words.Publication,
}


def sheet_constraints(table: str) -> list[models.CheckConstraint]:
    """What the database itself refuses of a sheet, in the table that carries one."""
    conditions = {
        **{n: Q(**{f"{n}__in": ["", *choices.values]}) for n, choices in CHOSEN.items()},
        **{n: Q(**{f"{n}__contained_by": choices.values}) for n, choices in CHOSEN_SEVERAL.items()},
        **{n: Q(_is_list(n)) for n in words.ROWS},
        "trl": Q(trl=None) | Q(trl__range=(1, 9)),
        "title": ~Q(title=""),
        "price": Q(price=None) | Q(price_open=False),
        "money": _not_negative("price", "funding", "spent", "benefit_amount"),
        "share": Q(funding_share=None) | Q(funding_share__range=(0, 100)),
    }
    return [
        models.CheckConstraint(condition=condition, name=f"{table}_{name}_sound")
        for name, condition in conditions.items()
    ]


def _not_negative(*names: str) -> Q:
    condition = Q()
    for name in names:
        condition &= Q(**{name: None}) | Q(**{f"{name}__gte": 0})
    return condition


def _is_list(name: str) -> Any:
    kind = Func(F(name), function="jsonb_typeof", output_field=models.TextField())
    return models.lookups.Exact(kind, Value("array"))
