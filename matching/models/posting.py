"""供需信息: what an organisation wants (需求) or brings (要素供给)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from accounts.models import Field, Organisation, Unit
from foundation.clock import Now
from foundation.refs import new_ref
from foundation.typed import TypedDraft
from matching.states import Category, PostingKind, PostingStatus, Reach, VersionStatus

TITLE_LENGTH, TEXT_LENGTH, MOST_KEYWORDS = 100, 1000, 5


class Posting(models.Model):
    """Its columns say what was accepted last, and stay empty until then; what is being typed is
    its draft's, what was handed in its versions'.

    `organisation` is whose it is. `custodian` is the unit that filed it for them, null where their
    own people did. `unit` answers for it: it looks at what is handed in.
    """

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    code = models.CharField("公开编号", max_length=12, unique=True, null=True, editable=False)
    kind = models.CharField("类别", max_length=10, choices=PostingKind, editable=False)
    status = models.CharField("状态", max_length=10, choices=PostingStatus, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="单位", related_name="postings", null=True
    )
    custodian = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="代填单位", related_name="+", null=True, editable=False
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, verbose_name="负责单位", related_name="postings", editable=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="填报人", related_name="postings"
    )
    source_key = models.CharField("来源编号", max_length=64, blank=True, editable=False)

    title = models.CharField("名称", max_length=TITLE_LENGTH, blank=True)
    category = models.CharField("类型", max_length=12, choices=Category, blank=True)
    # Of a demand 主要问题, 技术关键, 预期目标; of an offer 提供内容, 适用对象, 申请条件.
    problem = models.TextField("主要问题", max_length=TEXT_LENGTH, blank=True)
    key_points = models.TextField("技术关键", max_length=TEXT_LENGTH, blank=True)
    goal = models.TextField("预期目标", max_length=TEXT_LENGTH, blank=True)
    field = models.ForeignKey(Field, models.PROTECT, verbose_name="领域", null=True, blank=True)
    keywords = ArrayField(
        models.CharField(max_length=10), verbose_name="关键词", default=list, blank=True
    )
    trl_floor = models.PositiveSmallIntegerField("成熟度下限", null=True, blank=True)
    modes = ArrayField(
        models.CharField(max_length=12), verbose_name="合作方式", default=list, blank=True
    )
    budget = models.DecimalField(
        "拟投入资金", max_digits=12, decimal_places=2, null=True, blank=True
    )  # 万元
    budget_open = models.BooleanField("资金面议", default=False)
    wanted_from = models.DateField("起始日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    stock_code = models.CharField("上市代码", max_length=6, blank=True)
    reach = models.CharField("公开范围", max_length=10, choices=Reach, default=Reach.PUBLIC)
    alias = models.CharField("匿名称呼", max_length=30, blank=True)

    # Personal: in no version, on no page but of their own people and of those who look after it.
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)

    opened_at = models.DateTimeField("新建时间", db_default=Now(), editable=False)
    published_at = models.DateTimeField("发布时间", null=True, editable=False)
    warned_at = models.DateTimeField("到期提醒时间", null=True, editable=False)
    # What the centre took down the centre alone restores.
    removed_by_centre = models.BooleanField("由火炬中心下架", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "供需信息"
        indexes = [
            models.Index(fields=["kind", "status", "-published_at"], name="posting_newest"),
            models.Index(fields=["organisation", "-opened_at"], name="posting_of_organisation"),
            models.Index(fields=["unit", "-opened_at"], name="posting_of_unit"),
            models.Index(
                fields=["valid_until"],
                condition=Q(status=PostingStatus.PUBLISHED),
                name="posting_to_expire",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PostingKind.values), name="posting_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=PostingStatus.values), name="posting_status_known"
            ),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="posting_reach_known"),
            models.CheckConstraint(
                condition=Q(category="")
                | Q(kind=PostingKind.DEMAND, category__in=Category.of_demand)
                | Q(kind=PostingKind.OFFER, category__in=Category.of_offer),
                name="posting_category_of_kind",
            ),
            models.CheckConstraint(
                condition=(~Q(status__in=PostingStatus.coded) & Q(code=None, published_at=None))
                | (
                    Q(status__in=PostingStatus.coded, published_at__isnull=False)
                    & Q(code__isnull=False, organisation__isnull=False)
                    & Q(valid_until__isnull=False)
                    & ~Q(title="")
                    & ~Q(category="")
                ),
                name="posting_published_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(reach=Reach.ANONYMOUS) | ~Q(alias=""), name="posting_has_alias"
            ),
            models.CheckConstraint(
                condition=Q(trl_floor=None) | Q(trl_floor__range=(1, 9)),
                name="posting_trl_one_to_nine",
            ),
            models.CheckConstraint(
                condition=Q(budget=None) | Q(budget__gt=0), name="posting_budget_positive"
            ),
            models.CheckConstraint(
                condition=Q(wanted_from=None) | Q(valid_until__gte=F("wanted_from")),
                name="posting_term_in_order",
            ),
            models.CheckConstraint(
                condition=Q(stock_code="") | Q(stock_code__regex=r"^[0-9]{6}$"),
                name="posting_stock_code_six_digits",
            ),
            models.CheckConstraint(
                condition=Q(keywords__len__lte=MOST_KEYWORDS), name="posting_keywords_few"
            ),
            models.CheckConstraint(
                condition=Q(removed_by_centre=False) | Q(status=PostingStatus.REMOVED),
                name="posting_removed_by_centre_is_removed",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "source_key"],
                condition=~Q(source_key=""),
                name="posting_source_key_once_a_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"未命名的{self.get_kind_display()}"

    @property
    def name_in_address(self) -> str:
        return self.code or self.ref

    @property
    def texts(self) -> list[str]:
        """In which a list shows what was found."""
        return [self.problem, self.key_points, self.goal]

    @property
    def shown_owner(self) -> str:
        """Whose it is, as others may read it."""
        if self.reach == Reach.ANONYMOUS or self.organisation is None:
            return self.alias
        return self.organisation.name

    @property
    def public_owner(self) -> str:
        """Whose it is, where everybody reads it. Of members' only no house is named: its kind and
        its province."""
        if self.reach == Reach.MEMBERS:
            return f"{self.unit.name}{self.get_category_display()}提供方"
        return self.shown_owner

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: never whose it is."""
        until = self.valid_until.isoformat() if self.valid_until else ""
        desk = "unit" if self.custodian_id else "desk"
        return {
            "kind": self.kind,
            "kind_label": self.get_kind_display(),
            "desk": desk,
            "valid_until": until,
        }

    @property
    def shown_facts(self) -> dict[str, str]:
        """For strangers: nor who filed it."""
        return {name: fact for name, fact in self.facts.items() if name != "desk"}


class PostingDraft(TypedDraft):
    """What is typed into a posting, by the names of the form; never emptied, for it is the working
    copy that is handed in. Not audited: handing in is. `submitted` is the revision handed in last.
    """

    posting = models.OneToOneField(
        Posting, models.CASCADE, verbose_name="供需信息", related_name="draft"
    )
    submitted = models.PositiveIntegerField("提交的修订号", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "供需草稿"

    def __str__(self) -> str:
        return f"{self.posting_id} r{self.revision}"


class PostingVersion(models.Model):
    """What was handed in, word for word; `content` by the columns of Posting. One waits at a
    time. Nobody accepts what they wrote or handed in themselves."""

    posting = models.ForeignKey(
        Posting, models.PROTECT, verbose_name="供需信息", related_name="versions"
    )
    number = models.PositiveIntegerField("版本")
    content = models.JSONField("内容")
    status = models.CharField("状态", max_length=10, choices=VersionStatus, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提交人", related_name="+"
    )
    submitted_at = models.DateTimeField("提交时间", db_default=Now(), editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", related_name="+", null=True
    )
    decided_at = models.DateTimeField("审核时间", null=True)
    remark = models.TextField("审核意见", max_length=500, blank=True)
    # Ids of those whose words it holds, as they typed them: none of them decides on it.
    writers = ArrayField(models.BigIntegerField(), verbose_name="填写人", default=list)

    # Of those handed in at once: whoever has to look at them hears of all of them once.
    is_one_of_many = False

    class Meta:
        verbose_name = verbose_name_plural = "供需版本"
        indexes = [
            models.Index(
                fields=["submitted_at"],
                condition=Q(status=VersionStatus.SUBMITTED),
                name="posting_version_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["posting", "number"], name="posting_version_once"),
            models.UniqueConstraint(
                fields=["posting"],
                condition=Q(status=VersionStatus.SUBMITTED),
                name="posting_version_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(status__in=VersionStatus.values), name="posting_version_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[VersionStatus.ACCEPTED, VersionStatus.RETURNED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | Q(
                    ~Q(status__in=[VersionStatus.ACCEPTED, VersionStatus.RETURNED]),
                    decided_by=None,
                    decided_at=None,
                ),
                name="posting_version_decided_by_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("submitted_by")),
                name="posting_version_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(writers__contains=[F("decided_by")]),
                name="posting_version_not_decided_by_a_writer",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.RETURNED) | ~Q(remark=""),
                name="posting_version_returned_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content.get('title', '')} v{self.number}"

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        said = {name: self.content.get(name, "") for name in ("title", "valid_until")}
        return {
            **self.posting.facts,
            **said,
            "posting_ref": self.posting.ref,
            "remark": self.remark,
        }


class PostingSeries(models.Model):
    """Counters behind the codes given at publication, one a year and kind: `D2026-000045`."""

    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=10, choices=PostingKind)
    last = models.PositiveIntegerField("最后序号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "供需编号序列"
        constraints = [models.UniqueConstraint(fields=["year", "kind"], name="posting_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.last:06d}"


class PostingText(models.Model):
    """What was accepted last, cut for search. Derived: `moderating.rebuild_texts` makes it anew."""

    posting = models.OneToOneField(
        Posting, models.CASCADE, verbose_name="供需信息", related_name="text", primary_key=True
    )
    head = SearchVectorField("题头检索", editable=False)
    search = SearchVectorField("检索", editable=False)
    facets = ArrayField(models.CharField(max_length=30), verbose_name="分面", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "供需检索"
        indexes = [
            GinIndex(fields=["head"], name="posting_text_head"),
            GinIndex(fields=["search"], name="posting_text_search"),
        ]

    def __str__(self) -> str:
        return str(self.posting_id)
