"""What each feature is worth, in points of the score: weights.json, and why.

`learnt` were fitted to judged pairs by bench/train_matching.py. `given` were set by hand, since no
judged pairs with known facts exist to learn from: LABELS says what each is, WHY what it weighs.
"""

import json
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("weights.json")
_READ = json.loads(FILE.read_text())

BASE = float(_READ["base"])
LEARNT: dict[str, float] = _READ["learnt"]
GIVEN: dict[str, float] = _READ["given"]
FEATURES: tuple[str, ...] = (*LEARNT, *GIVEN)
WEIGHTS = np.array([*LEARNT.values(), *GIVEN.values()], np.float32)

LABELS = {
    "words": "相同的词",
    "characters": "全文用字",
    "title": "标题用字",
    "kin": "同类用语",
    "field": "领域",
    "trl_met": "成熟度达到要求",
    "trl_missed": "成熟度低于要求",
    "mode": "合作方式",
    "price": "报价与预算",
    "region": "地区",
    "strategy": "战略方向",
    "fresh": "入库时间",
    "services": "已享服务",
    "semantic": "标题意思",
    "overall": "反馈：整体",
    "liked": "反馈：认可的",
    "disliked": "反馈：不合适的",
}
WHY = {
    "field": "领域由人选定，比用词可靠；不同领域的成果偶尔也合用，所以只减一半。",
    "trl_met": "达到要求是起码的条件，不是优点，加分不多。",
    "trl_missed": "差一级常可商量，差得多就用不上：每差一级减 3 分。",
    "mode": "合作方式往往谈得拢，不同只减一半。",
    "price": "价格谈判前都可变动；超过预算一倍才减满。",
    "region": "同地区见面和落地方便，但全国对接才是目的。",
    "strategy": "战略方向很宽，相同说明不了多少。",
    "fresh": "新入库的没有被反复看过；180 天后减半。",
    "services": "享受过服务的成果准备更充分。",
    "semantic": "用词不同也可能是一回事；在标注过的供需对上试过 5 到 60，20 左右最好。",
    "overall": "标注说该有多少分就按多少分，标得越少改得越少。",
    "liked": "与标注过的越相似，改得越多。",
    "disliked": "与标注过的越相似，改得越多。",
}
