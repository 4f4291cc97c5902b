"""Words of the 信息表: the closed lists its columns choose from, and what its rows are made of."""

from enum import nonmember

from django.db import models


class Orientation(models.TextChoices):
    """四个面向, notice 二(二)."""

    SCIENCE = "science", "面向世界科技前沿"
    ECONOMY = "economy", "面向经济主战场"
    COUNTRY = "country", "面向国家重大需求"
    HEALTH = "health", "面向人民生命健康"


class Theme(models.TextChoices):
    """Themes of the roadshows, notice 四; codes as in the taxonomy file."""

    INDUSTRY = "T1", "战略性新兴产业"
    STRATEGY = "T2", "双碳、数字经济、科技抗疫"
    REGION = "T3", "区域协同发展"
    FUSION = "T4", "要素融合、主体发展、国际合作"


class Origin(models.TextChoices):
    NATIONAL = "national", "国家级科技计划"
    PROVINCIAL = "provincial", "省部级计划"
    CITY = "city", "地市计划"
    COMMISSIONED = "commissioned", "横向委托"
    OWN = "own", "自选"
    OTHER = "other", "其他"


class Nature(models.TextChoices):
    ORIGINAL = "original", "原始性创新"
    ABSORBED = "absorbed", "国外引进消化吸收再创新"
    DEVELOPED = "developed", "国内技术二次开发"


class Form(models.TextChoices):
    """成果体现形式."""

    TECHNOLOGY = "technology", "新技术"
    PROCESS = "process", "新工艺"
    PRODUCT = "product", "新产品"
    MATERIAL = "material", "新材料"
    EQUIPMENT = "equipment", "新装备"
    VARIETY = "variety", "新品种"
    SOFTWARE = "software", "软件、算法"
    STANDARD = "standard", "标准"
    OTHER = "other", "其他"


class Secrecy(models.TextChoices):
    OPEN = "open", "公开"
    SECRET = "secret", "涉密或不宜公开"


class Qualification(models.TextChoices):
    HIGH_TECH = "high_tech", "高新技术企业"
    SMALL_TECH = "small_tech", "科技型中小企业"
    SPECIALISED = "specialised", "专精特新"
    GIANT = "giant", "专精特新“小巨人”"
    LISTED = "listed", "上市公司"
    GAZELLE = "gazelle", "瞪羚或独角兽企业"


class Rank(models.TextChoices):
    """职称."""

    SENIOR = "senior", "正高"
    ASSOCIATE = "associate", "副高"
    MIDDLE = "middle", "中级"
    JUNIOR = "junior", "初级"
    NONE = "none", "无"


class Filer(models.TextChoices):
    """填报人身份."""

    HOLDER = "holder", "持有人本人"
    OFFICE = "office", "单位科研管理部门"
    AGENCY = "agency", "受托技术转移机构"
    UNIT = "unit", "省级科技管理部门"


class Level(models.TextChoices):
    """技术水平, the highest first."""

    INTL_LEAD = "intl_lead", "国际领先"
    INTL_ADVANCED = "intl_advanced", "国际先进"
    DOMESTIC_LEAD = "domestic_lead", "国内领先"
    DOMESTIC_ADVANCED = "domestic_advanced", "国内先进"
    UNRATED = "unrated", "未评价"

    # What the notice 五(一)2 asks for: 一般应达到国内同业领先水平.
    leading = nonmember(("intl_lead", "intl_advanced", "domestic_lead"))


class Basis(models.TextChoices):
    """水平依据."""

    EVALUATION = "evaluation", "科技成果评价报告"
    APPRAISAL = "appraisal", "鉴定"
    AWARD = "award", "科技奖励"
    NOVELTY = "novelty", "查新报告"
    TEST = "test", "第三方检测"
    ACCEPTANCE = "acceptance", "验收"
    ADMISSION = "admission", "行业准入"
    SELF = "self", "自评"


class Stage(models.TextChoices):
    """产业化阶段."""

    LABORATORY = "laboratory", "实验室（原理）"
    BENCH = "bench", "小试"
    PILOT = "pilot", "中试"
    BATCH = "batch", "小批量试产"
    INDUSTRIAL = "industrial", "产业化"


class Band(models.TextChoices):
    """技术成熟度, in three bands (GB/T 22900)."""

    PRINCIPLE = "1-3", "1–3 级，原理验证"
    PROTOTYPE = "4-6", "4–6 级，样机与中试"
    PRODUCT = "7-9", "7–9 级，示范与量产"

    @property
    def levels(self) -> tuple[int, int]:
        lowest, _, highest = self.value.partition("-")
        return int(lowest), int(highest)

    def holds(self, level: int) -> bool:
        lowest, highest = self.levels
        return lowest <= level <= highest


class Right(models.TextChoices):
    """知识产权的类型."""

    INVENTION = "invention", "发明专利"
    UTILITY = "utility", "实用新型"
    DESIGN = "design", "外观设计"
    SOFTWARE = "software", "软件著作权"
    CIRCUIT = "circuit", "集成电路布图设计"
    VARIETY = "variety", "植物新品种权"
    KNOW_HOW = "know_how", "技术秘密"
    OTHER = "other", "其他"

    without_number = nonmember(("know_how", "other"))


class RightState(models.TextChoices):
    PENDING = "pending", "申请中"
    PUBLISHED = "published", "已公开"
    GRANTED = "granted", "授权有效"
    LAPSED = "lapsed", "失效"


class Reform(models.TextChoices):
    """职务科技成果赋权."""

    NO = "no", "未赋权"
    OWNERSHIP = "ownership", "所有权赋权"
    USE = "use", "长期使用权（不少于 10 年）"


class Licence(models.TextChoices):
    EXCLUSIVE = "exclusive", "独占许可"
    SOLE = "sole", "排他许可"
    ORDINARY = "ordinary", "普通许可"
    OPEN = "open", "开放许可"
    SUB = "sub", "分许可"


class Round(models.TextChoices):
    """融资轮次."""

    SEED = "seed", "种子轮"
    ANGEL = "angel", "天使轮"
    PRE_A = "pre_a", "Pre-A 轮"
    A = "a", "A 轮"
    B = "b", "B 轮"
    C = "c", "C 轮及以后"
    MERGER = "merger", "并购"


class Want(models.TextChoices):
    """合作需求."""

    MONEY = "money", "资金"
    PILOT = "pilot", "中试基地"
    LINE = "line", "生产线"
    CHANNEL = "channel", "市场渠道"
    SCENE = "scene", "应用场景"
    PEOPLE = "people", "人才"
    PLACE = "place", "场地"
    POLICY = "policy", "政策"


class Publication(models.TextChoices):
    """授权展示范围."""

    PORTAL = "portal", "直通车官方平台"
    KERONGTONG = "kerongtong", "科融通"
    UNIT = "unit", "省级平台"


class Attendance(models.TextChoices):
    """路演方式."""

    ON_SITE = "on_site", "线下"
    ONLINE = "online", "线上"
    EITHER = "either", "都可以"


# Column of rows → the texts each row is made of, with their labels.
ROWS: dict[str, dict[str, str]] = {
    "indicators": {
        "name": "指标",
        "ours": "本成果",
        "domestic": "国内同类",
        "abroad": "国际同类",
        "basis": "测试依据",
    },
    "awards": {"name": "名称", "level": "等级", "year": "年份"},
    "rights": {
        "kind": "类型",
        "number": "号码",
        "name": "名称",
        "owner": "权利人",
        "state": "状态",
        "applied_on": "申请日",
        "granted_on": "授权日",
        "burden": "共有、质押、许可情况",
    },
    "conversions": {"party": "受让方", "mode": "方式", "amount": "合同额（万元）", "year": "年份"},
    "members": {"name": "姓名", "rank": "职务职称", "part": "分工"},
}
