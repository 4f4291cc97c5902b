"""Corpora: their statistics, what changes in them, their snapshots."""

from dataclasses import fields, is_dataclass

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from matching.scoring import Corpus, Facts, count
from matching.scoring.pieces import LARGEST
from tests.matching.scoring import PROJECTS, ROWS, corpus_of, counted, record


def leaves(record, path=""):
    for field in fields(record):
        value = getattr(record, field.name)
        if is_dataclass(value):
            yield from leaves(value, f"{path}.{field.name}")
        else:
            yield f"{path}.{field.name}", value


def assert_same(one, other):
    for (path, a), (_, b) in zip(leaves(one), leaves(other), strict=True):
        np.testing.assert_array_equal(a, b, err_msg=path)


def test_rows_ascend_by_key_and_know_their_terms():
    corpus = Corpus.of(reversed(counted(PROJECTS)))

    assert corpus.keys.tolist() == [1, 2, 3, 4, 5, 6]
    for row, one in enumerate(counted(PROJECTS)):
        at = slice(corpus.indptr[row], corpus.indptr[row + 1])
        assert corpus.vocabulary[corpus.indices[at]].tolist() == one.terms.tolist()


def test_two_records_of_one_key_are_refused():
    with pytest.raises(ValueError, match="two records of one key"):
        Corpus.of([count(record(1, "锂电")), count(record(1, "隔膜"))])


def test_rarer_is_heavier_and_what_nobody_says_the_heaviest():
    corpus = Corpus.of(count(record(n, "锂电池隔膜" if n < 9 else "锂电池")) for n in range(60))
    common, rare, unseen = (count(record(1, t)).terms[1] for t in ("锂电", "隔膜", "疫苗"))

    idf = corpus.statistics.idf_of(np.array([common, rare, unseen]))

    assert idf[0] < idf[1] < idf[2]


def test_character_in_most_records_weighs_nothing():
    corpus = Corpus.of(count(record(n, "锂电" if n < 80 else "隔膜")) for n in range(100))

    assert corpus.statistics.idf_of(count(record(1, "锂电")).terms[:1]).tolist() == [0]


def test_empty_corpus_is_one():
    empty = Corpus.of([])

    assert (len(empty.keys), len(empty.vocabulary), empty.indptr.tolist()) == (0, 0, [0])
    assert_same(Corpus.unpack(empty.pack()), empty)
    assert empty.changed(counted(PROJECTS)).keys.tolist() == [1, 2, 3, 4, 5, 6]


@settings(max_examples=30, deadline=None)
@given(ROWS, st.randoms())
def test_order_of_records_changes_nothing(rows, chance):
    order = list(range(len(rows)))
    chance.shuffle(order)

    assert_same(corpus_of(rows, order=order), corpus_of(rows))


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_snapshot_is_what_was_packed(rows):
    corpus = corpus_of(rows)

    assert_same(Corpus.unpack(corpus.pack()), corpus)


@settings(max_examples=30, deadline=None)
@given(ROWS, ROWS, st.sets(st.integers(1, 9)))
def test_changed_is_as_if_it_had_been_so_under_the_same_statistics(rows, new, gone):
    corpus = corpus_of(rows)
    fresh = [count(record(n, *row)) for n, row in enumerate(new, 4)]
    kept = [count(record(n, *row)) for n, row in enumerate(rows, 1)]
    kept = [one for one in kept if one.key not in gone | {f.key for f in fresh}]

    changed = corpus.changed(fresh, gone - {one.key for one in fresh})

    expected = Corpus.of([*kept, *fresh], corpus.statistics)
    for (path, a), (_, b) in zip(leaves(changed), leaves(expected), strict=True):
        if "modes" not in path and "strategies" not in path:  # names nobody has may stay
            np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-6, err_msg=path)
    for name in ("modes", "strategies"):
        one, other = (getattr(corpus.columns, name) for corpus in (changed, expected))
        np.testing.assert_array_equal(one.under(other.names), other.has)
        assert one.has.sum() == other.has.sum()


def test_pieces_are_no_larger_than_allowed():
    corpus = Corpus.of(
        count(record(n, "锂电池隔膜" * 9, chr(0x4E00 + n) * 2)) for n in range(9_000)
    )

    sizes = [len(piece) for piece in corpus.pack()]

    assert max(sizes) <= LARGEST
    assert sum(sizes) > corpus.indices.nbytes


def test_torn_snapshot_is_refused():
    pieces = list(Corpus.of(counted(PROJECTS)).pack())

    with pytest.raises(ValueError, match="torn"):
        Corpus.unpack(pieces[:-1])
    with pytest.raises(ValueError, match="a snapshot of form None"):
        Corpus.unpack([])


def test_amount_beyond_all_numbers_stops_nobody():
    corpus = Corpus.of(counted([("锂电池隔膜", "")], Facts(amount=10**30)))

    assert corpus.columns.amount.tolist() == [2**53]
