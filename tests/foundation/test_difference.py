"""Two texts side by side."""

from hypothesis import given, strategies as st

from foundation.difference import Kind, align, compare, line_of

SAME, ONLY, MOVED = Kind.SAME, Kind.ONLY, Kind.MOVED


def told(side):
    return [(segment.text, segment.kind) for segment in side]


def test_equal_texts_are_one_segment():
    left, right = compare("甲。乙。", "甲。乙。")

    assert told(left) == told(right) == [("甲。乙。", SAME)]


def test_changed_words_are_marked_within_their_sentence():
    left, right = compare("短路响应小于 0.9 微秒。", "短路响应小于 1.2 微秒。")

    assert told(left) == [
        ("短路响应小于 ", SAME),
        ("0.9", ONLY),
        (" 微秒。", SAME),
    ]
    assert [segment.text for segment in right if segment.kind == ONLY] == ["1.2"]


def test_sentence_on_one_side_alone_is_marked_whole():
    left, right = compare("甲做驱动。乙做封装。", "甲做驱动。")

    assert told(left) == [("甲做驱动。", SAME), ("乙做封装。", ONLY)]
    assert told(right) == [("甲做驱动。", SAME)]


def test_sentence_elsewhere_has_moved():
    left, right = compare("一句话。两句话！三句话？", "三句话？一句话。两句话！")

    assert (MOVED in {s.kind for s in left}, ONLY in {s.kind for s in left}) == (True, False)
    assert {s.text for s in right if s.kind == MOVED} == {"三句话？"}


def test_unrelated_sentences_are_not_picked_apart():
    left, right = compare("天地玄黄宇宙洪荒。", "碳化硅栅极驱动芯片。")

    assert told(left) == [("天地玄黄宇宙洪荒。", ONLY)]
    assert told(right) == [("碳化硅栅极驱动芯片。", ONLY)]


def test_rows_stand_beside_what_they_became():
    left = ["短路响应 0.9 μs", "隔离电压 5 kV", "工作温度 -40 至 150 ℃"]
    right = ["短路响应 0.7 μs", "延时 60 ns", "工作温度 -40 至 150 ℃"]

    assert align(left, right) == [(0, 0), (1, None), (None, 1), (2, 2)]
    assert align([], right) == [(None, 0), (None, 1), (None, 2)]
    assert align(left, []) == [(0, None), (1, None), (2, None)]


_ROW = st.sampled_from(["甲 1", "甲 2", "乙 1 号样片", "乙 2 号样片", "丙", ""])
_ROWS = st.lists(_ROW, max_size=8)


@given(_ROWS, _ROWS)
def test_aligned_rows_are_both_tables_again(left, right):
    pairs = align(left, right)

    assert [a for a, _ in pairs if a is not None] == [*range(len(left))]
    assert [b for _, b in pairs if b is not None] == [*range(len(right))]
    if left == right:
        assert pairs == [(at, at) for at in range(len(left))]


_WORDS = st.text("碳化硅驱动0.9aé\u0301 \u3000\t😀甲乙丙。\n；", max_size=40)


@given(_WORDS, _WORDS)
def test_words_of_any_script_are_the_texts_again(one, other):
    line = line_of("", one, other)

    assert "".join(s.text for s in line.left) == one
    assert "".join(s.text for s in line.right) == other
    assert line.is_different == (one != other)


@given(st.text("甲乙丙。\n；", max_size=40), st.text("甲乙丁。\n；", max_size=40))
def test_segments_are_the_texts_again(one, other):
    left, right = compare(one, other)

    assert "".join(s.text for s in left) == one
    assert "".join(s.text for s in right) == other
    kept = ["".join(s.text for s in side if s.kind == SAME) for side in (left, right)]
    assert kept[0] == kept[1]
