"""What each feature of the score is called, what it looks at, and whose data that is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    label: str
    meaning: str
    data: str


_BOTH = "双方公开的文字"
FEATURE_WORDS = {
    "title": Words("名称和关键词", "需求或供给的名称、关键词，成果里说得多不多", _BOTH),
    "whole": Words("全文", "需求或供给全文的用词，成果里说得多不多", _BOTH),
    "coverage": Words("说全了没有", "名称和关键词里的词，成果提到了几成", _BOTH),
    "reverse": Words("成果的重点", "成果名称和关键词里的词，需求或供给提到了几成", _BOTH),
    "field": Words("领域", "战新领域相同得满分，大类相同得一半", "双方填的领域"),
    "trl_met": Words("成熟度达到", "成果的成熟度不低于要求的级别", "双方填的成熟度"),
    "trl_missed": Words("成熟度不够", "每低一级多减一分", "双方填的成熟度"),
    "mode": Words("合作方式", "至少有一种合作方式相同", "双方选的合作方式"),
    "price": Words("资金", "报价在预算以内得满分，超出越多得分越少", "报价和预算"),
    "region": Words("地区", "在同一个推荐单位的地区", "双方的推荐单位"),
    "strategy": Words("战略方向", "至少有一个国家战略方向相同", "双方选的方向"),
    "fresh": Words("新近入库", "入库越近得分越高，半年减一半", "入库日期"),
    "services": Words("已享服务", "享受过的公共服务越多得分越高", "已享服务的登记"),
    "liked": Words("像你接受过的", "与你标“合适”的成果相似", "你对这条信息的反馈"),
    "disliked": Words("像你不要的", "与你标“不合适”的成果相似", "你对这条信息的反馈"),
    "semantic": Words("意思相近", "用词不同、意思相近的也能找到", _BOTH),
}
OF_FEEDBACK = frozenset({"liked", "disliked"})
WORDING = "用词"  # all that is learnt, in one line


def words_of(feature: str) -> Words:
    return FEATURE_WORDS.get(feature, Words(feature, "", _BOTH))
