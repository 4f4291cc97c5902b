"""Files of judged pairs: what is read, and in which sentence the rest is refused."""

import pytest

from foundation.errors import Refused
from matching.judged import read_trial
from matching.scoring import Facts, Text
from tests.matching.trials import ACHIEVEMENTS, DEMANDS, PAIRS, written

FACTS = """\
id,title,keywords,field,trl,modes,amount,unit,strategies,since,services
a1,外延,碳化硅；外延,1.2,7,许可 转让；许可,300.0,SC,XB|CJ,2026-05-06,2
a2,封装,,1,TRL 七,,-5,,,去年,
a3,净化
"""


def test_trial_has_texts_and_the_places_of_pairs(tmp_path):
    trial = read_trial(**written(tmp_path))

    assert [text.title for text in trial.demands] == ["耐高温碳化硅功率器件", "水产养殖尾水净化"]
    assert trial.demands[1].body == "池塘尾水氨氮超标，需要微藻净化模块"
    assert [text.key for text in trial.achievements] == [0, 1, 2, 3, 4, 5]
    assert trial.judged.levels.tolist() == [4, 4, 1, 2, 1, 4, 3, 1, 1, 1]
    assert trial.demand_at.tolist() == [0] * 5 + [1] * 5
    assert trial.achievement_at.tolist() == [0, 1, 4, 5, 3, 2, 3, 4, 0, 1]


def test_facts_are_read_where_they_are_there_and_else_unknown(tmp_path):
    pairs = "level,achievement_id,demand_id\n4.0,a1,d1\n1,a2,d1\n"

    trial = read_trial(**written(tmp_path, achievements=FACTS, pairs=pairs))

    known = Facts(
        field="1.2",
        group="1",
        trl=7,
        modes=frozenset({"许可", "转让"}),
        amount=300,
        unit="SC",
        strategies=frozenset({"XB", "CJ"}),
        since=739742,
        services=2,
    )
    assert trial.achievements == (
        Text(0, "外延", "碳化硅；外延", "", known),
        Text(1, "封装", "", "", Facts(field="1", group="1")),
        Text(2, "净化", "", "", Facts()),
    )
    assert trial.demands[0].facts == Facts()


@pytest.mark.parametrize(
    ("number", "amount"),
    [("9007199254740991", 2**53 - 1), ("9007199254740992", None), ("1e300", None)],
)
def test_number_beyond_what_is_exact_is_unknown(tmp_path, number, amount):
    pairs = "level,achievement_id,demand_id\n4,a1,d1\n"
    achievements = f"id,title,amount,services\na1,外延,{number},{number}\n"

    trial = read_trial(**written(tmp_path, achievements=achievements, pairs=pairs))

    facts = trial.achievements[0].facts
    assert (facts.amount, facts.services) == (amount, amount or 0)


def test_file_of_excel_is_read(tmp_path):
    """With its mark at the beginning, its ends of lines, and an empty line behind."""
    text = "\ufeff" + DEMANDS.replace("\n", "\r\n") + "\r\n"

    assert len(read_trial(**written(tmp_path, demands=text)).demands) == 2


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ({"demands": ""}, "{demands} 没有数据行。请补上数据再试"),
        ({"pairs": PAIRS[:31]}, "{pairs} 没有数据行。请补上数据再试"),
        ({"achievements": "编号,title\n"}, "{achievements} 缺少列 id。请补上这一列，列名照写"),
        (
            {"pairs": "a,level\n"},
            "{pairs} 缺少列 demand_id、achievement_id。请补上这一列，列名照写",
        ),
        (
            {"demands": DEMANDS.encode("gb18030")},
            "{demands} 不是 UTF-8 编码的文本。请另存为 UTF-8 编码的 CSV 再试",
        ),
        (
            {"demands": 'id,title\nd1,"未完'},
            "{demands} 不是完好的 CSV。请检查引号是否成对，再另存一次",
        ),
        (
            {"demands": "id,title\n,无号\n"},
            "{demands} 第 2 行没有编号（列 id）。每行都要有编号",
        ),
        (
            {"achievements": f"{ACHIEVEMENTS}a1,另一项\n"},
            "{achievements} 第 8 行的编号 a1 前面已经用过，内容却不同。请改成不同的编号",
        ),
        (
            {"pairs": f"{PAIRS}d3,a1,2\n"},
            "{pairs} 第 12 行的编号 d3 在 {demands} 里没有。请核对编号",
        ),
        (
            {"pairs": f"{PAIRS}d1,a9,2\n"},
            "{pairs} 第 12 行的编号 a9 在 {achievements} 里没有。请核对编号",
        ),
        (
            {"pairs": f"{PAIRS}d1,a3,5\n"},
            "{pairs} 第 12 行的 level 是“5”，应为 1、2、3 或 4",
        ),
        (
            {"pairs": f"{PAIRS}d1,a3,\n"},
            "{pairs} 第 12 行的 level 是“”，应为 1、2、3 或 4",
        ),
    ],
)
def test_bad_file_is_refused_in_one_sentence(tmp_path, texts, sentence):
    files = written(tmp_path, **texts)

    with pytest.raises(Refused) as refused:
        read_trial(**files)

    assert str(refused.value) == sentence.format(**files)


def test_file_that_is_not_there_is_refused(tmp_path):
    files = written(tmp_path) | {"pairs": tmp_path / "none.csv"}

    with pytest.raises(Refused, match=r"读不了文件 .*none\.csv：No such file or directory"):
        read_trial(**files)


def test_same_row_twice_is_one(tmp_path):
    texts = f"{ACHIEVEMENTS}a1,碳化硅 外延 生长 方法\n"

    assert len(read_trial(**written(tmp_path, achievements=texts)).achievements) == 6
