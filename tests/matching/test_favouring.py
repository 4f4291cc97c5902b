"""What people keep: once each, in folders of their own, as many as there may be."""

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.acting import actor_of
from accounts.consenting import withdraw_consent
from foundation import clock
from foundation.errors import Refused
from matching import favouring
from matching.favouring import (
    MOST_FOLDERS,
    add_folder,
    change,
    delete_folder,
    favour,
    rename_folder,
    restore,
    unfavour,
)
from matching.invariants import INVARIANTS
from matching.models import Favourite, Folder
from matching.queries import own_data
from matching.queries.favourites import (
    as_shown,
    favouring_of,
    favourite_projects,
    favourites_of,
    folders_of,
    own_favourites,
)
from portal.erasing import erase_account
from records.actors import VISITOR
from tests.factories import make_holder, make_project, make_user
from tests.matching.making import make_enterprise, make_posting

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return actor_of(make_user("reader"))


@pytest.fixture
def project():
    return make_project("listed", make_holder())


def many_postings(count):
    by = make_enterprise()
    return [make_posting(by, title=f"第{number}项需求") for number in range(count)]


def kept_by(by):
    return [one.project or one.posting for one in favourites_of(by)]


def test_same_thing_is_kept_once(reader, project):
    first = favour(project, by=reader)

    assert favour(project, by=reader) == first
    assert kept_by(reader) == [project]
    assert favouring_of(project, reader).is_kept
    assert not favouring_of(project, make_holder()).is_kept
    assert not favouring_of(project, VISITOR).is_kept


def test_newest_comes_first(reader, project):
    [posting] = many_postings(1)
    favour(project, by=reader)
    favour(posting, by=reader)

    assert kept_by(reader) == [posting, project]


def test_database_keeps_each_thing_once_and_one_thing_each(reader, project):
    [posting] = many_postings(1)
    favour(project, by=reader)
    favour(posting, by=reader)
    wrong = [
        {"project": project},
        {"posting": posting},
        {},
        {"project": make_project("listed", make_holder()), "posting": posting},
    ]

    for names in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Favourite.objects.create(person_id=reader.user_id, **names)
    assert favour(project, by=make_holder()) != favour(project, by=reader)


def test_one_too_many_is_refused_in_words(reader, project, monkeypatch):
    monkeypatch.setattr(favouring, "MOST", 2)
    first, second = (favour(one, by=reader) for one in many_postings(2))

    with pytest.raises(Refused, match="最多收藏 2 项，请先在“收藏”里移除不用的"):
        favour(project, by=reader)
    assert favour(first.posting, by=reader) == first
    unfavour(first, by=reader)
    favour(project, by=reader)
    with pytest.raises(Refused, match="最多收藏 2 项"):
        restore(first, by=reader)
    restore(second, by=reader)
    assert kept_by(reader) == [project, second.posting]


def test_what_was_removed_is_restored_as_it_was(reader, project):
    folder, favourite = add_folder("车规", by=reader), favour(project, by=reader)
    change(favourite, note="问样片", folder=folder.ref, by=reader)
    [posting] = many_postings(1)
    favour(posting, by=reader)

    unfavour(favourite, by=reader)
    assert kept_by(reader) == [posting]
    assert not favouring_of(project, reader).is_kept
    restore(favourite, by=reader)

    assert kept_by(reader) == [posting, project]
    last = favourites_of(reader).last()
    assert (last.note, last.folder) == ("问样片", folder)


def test_what_was_removed_and_is_kept_anew_comes_first_with_its_note(reader, project):
    favourite = favour(project, by=reader)
    change(favourite, note="问样片", folder="", by=reader)
    favour(many_postings(1)[0], by=reader)
    unfavour(favourite, by=reader)

    with clock.shift(timedelta(minutes=1)):
        assert favour(project, by=reader) == favourite

    first = favourites_of(reader).first()
    assert (first.project, first.note) == (project, "问样片")


def test_what_was_removed_is_forgotten_when_the_next_goes(reader):
    first, second = (favour(one, by=reader) for one in many_postings(2))

    unfavour(first, by=reader)
    unfavour(first, by=reader)
    unfavour(second, by=reader)

    assert list(own_favourites(reader)) == [second]


def test_whatever_is_done_all_that_was_kept_is_there(reader, monkeypatch):
    """A walk of 200 steps beside a list in memory."""
    monkeypatch.setattr(favouring, "MOST", 3)
    dice, things, kept, removed = random.Random(7), many_postings(5), set(), None
    for _ in range(200):
        thing, verb = dice.choice(things), dice.choice((favour, unfavour, restore))
        own = own_favourites(reader).filter(posting=thing).first()
        if verb != favour and own is None:
            continue
        is_full = len(kept - {thing}) >= 3
        try:
            verb(thing if verb == favour else own, by=reader)
        except Refused:
            assert is_full
            continue
        assert verb == unfavour or not is_full
        if verb == unfavour:
            kept.discard(thing)
            removed = thing
        else:
            kept.add(thing)
            removed = None if removed == thing else removed
        assert set(kept_by(reader)) == kept
        assert own_favourites(reader).exclude(removed_at=None).count() == int(removed is not None)


def test_folder_has_a_name_of_its_own(reader):
    folder = add_folder("车规", by=reader)
    other = add_folder("储能", by=reader)
    add_folder("车规", by=make_holder())

    with pytest.raises(Refused, match="已经有叫“车规”的收藏夹，请换一个名称"):
        add_folder("车规", by=reader)
    with pytest.raises(Refused, match="已经有叫“车规”的收藏夹"):
        rename_folder(other, name="车规", by=reader)
    rename_folder(folder, name="车规", by=reader)
    rename_folder(other, name="储能电站", by=reader)
    assert [one.name for one in folders_of(reader)] == ["车规", "储能电站"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(person_id=reader.user_id, name="车规")
    with pytest.raises(IntegrityError), transaction.atomic():
        Folder.objects.create(person_id=reader.user_id, name="")


def test_one_folder_too_many_is_refused_in_words(reader):
    for number in range(MOST_FOLDERS):
        add_folder(f"第{number}个", by=reader)

    with pytest.raises(Refused, match="最多建 20 个收藏夹，请先删除不用的"):
        add_folder("再一个", by=reader)


def test_folder_that_is_deleted_leaves_what_was_in_it(reader, project):
    folder, favourite = add_folder("车规", by=reader), favour(project, by=reader)
    change(favourite, note="问样片", folder=folder.ref, by=reader)
    assert [one.count for one in folders_of(reader)] == [1]

    delete_folder(folder, by=reader)

    [left] = favourites_of(reader)
    assert (left.note, left.folder, list(folders_of(reader))) == ("问样片", None, [])


def test_what_was_removed_is_not_counted_in_its_folder(reader, project):
    folder, favourite = add_folder("车规", by=reader), favour(project, by=reader)
    change(favourite, note="", folder=folder.ref, by=reader)

    unfavour(favourite, by=reader)

    assert [one.count for one in folders_of(reader)] == [0]


def test_nothing_is_put_into_a_folder_of_somebody_else(reader, project):
    theirs = add_folder("别人的", by=make_holder())
    favourite = favour(project, by=reader)

    change(favourite, note="问样片", folder=theirs.ref, by=reader)
    assert favourites_of(reader).get().folder is None
    assert INVARIANTS["收藏只放在自己的收藏夹里"]() == 0

    Favourite.objects.update(folder=theirs)
    assert INVARIANTS["收藏只放在自己的收藏夹里"]() == 1


def test_what_is_shown_no_more_is_kept_without_its_title(reader, project):
    posting = make_posting(make_enterprise(), days=3)
    for one in (project, posting):
        favour(one, by=reader)
    assert [kept.title for kept in as_shown(favourites_of(reader), reader)] == [
        "车规级隔离驱动芯片",
        "面向车规的碳化硅栅极驱动芯片",
    ]
    assert favourite_projects(reader, 9) == [(project.code, project.title)]

    withdraw_consent(project.display_consent, by=actor_of(project.holder))
    with clock.shift(timedelta(days=9)):
        kept = as_shown(favourites_of(reader), reader)

    assert [(one.title, one.label) for one in kept] == [("", "已不再公开展示")] * 2
    assert favourite_projects(reader, 9) == []


def test_favourites_are_in_ones_own_data_and_leave_with_the_person(reader, project):
    folder, favourite = add_folder("车规", by=reader), favour(project, by=reader)
    change(favourite, note="问样片", folder=folder.ref, by=reader)
    other = make_holder()
    favour(project, by=other)
    add_folder("别人的", by=other)

    own = own_data(reader.user_id)
    [row], folders = own["favourites"], list(own["folders"])
    erase_account(reader.user, by=reader)

    assert [row[name] for name in ("project__code", "posting__code", "folder__name", "note")] == [
        *(project.code, None, "车规", "问样片")
    ]
    assert folders == [{"ref": folder.ref, "name": "车规"}]
    assert list(own_favourites(reader)) == list(folders_of(reader)) == []
    assert (kept_by(other), folders_of(other).get().name) == ([project], "别人的")
