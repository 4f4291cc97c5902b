"""What each feature of the score is called, what it looks at, and whose data that is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """`most` and `least` are the bounds of the feature, in shares of its weight."""

    label: str
    meaning: str
    data: str
    most: float = 1
    least: float = 0

    def bounds(self, weight: float) -> list[float]:
        """Points it can give at most and take away at most; what it cannot is left out."""
        return [share * weight for share in (self.most, self.least) if share * weight]


_BOTH = "双方公开的文字"
_SAID = "你对这条信息的反馈"
FEATURE_WORDS = {
    "words": Words("相同的词", "双方全文用词的相似程度，少见的词更重", _BOTH),
    "characters": Words("全文用字", "双方全文用字的相似程度，少见的字更重", _BOTH),
    "title": Words("标题用字", "双方名称和关键词用字的相似程度", _BOTH),
    "kin": Words("同类用语", "双方用语在成果库里是否常一起出现", "双方公开的文字和全部成果的用字"),
    "field": Words(
        "领域", "领域相同得满分，大类相同得一半，大类不同扣一半", "双方填的领域", least=-0.5
    ),
    "trl_met": Words("成熟度达到", "成果的成熟度不低于要求的级别", "双方填的成熟度"),
    "trl_missed": Words("成熟度不够", "每低一级扣 3 分", "双方填的成熟度"),
    "mode": Words("合作方式", "至少有一种相同得满分，都不同扣一半", "双方选的合作方式", least=-0.5),
    "price": Words("资金", "报价在需求的预算以内得满分，超出几成扣几成", "报价和预算", least=-1),
    "region": Words("地区", "在同一个推荐单位的地区", "双方的推荐单位"),
    "strategy": Words("区域战略", "双方地区属于同一个国家区域战略", "双方的推荐单位"),
    "fresh": Words("新近入库", "入库越近得分越高，半年减一半，满一年不再计", "入库日期"),
    "services": Words("已享服务", "享受过的公共服务越多得分越高", "已享服务的登记"),
    "meaning": Words("意思相近", "标题意思相近加分，相去远扣分，不看用词", "双方的标题", least=-1),
    "overall": Words("反馈：整体", "你接受的比预计多就加，不合适的比预计多就扣", _SAID, least=-1),
    "liked": Words("像你接受的", "与你接受的成果相似", _SAID),
    "disliked": Words("像不合适的", "与你说不合适的成果相似", _SAID, most=0, least=-1),
}
OF_FEEDBACK = frozenset({"overall", "liked", "disliked"})
WORDING = "用词"  # all that is learnt, in one line


def words_of(feature: str) -> Words:
    return FEATURE_WORDS.get(feature, Words(feature, "", _BOTH))
