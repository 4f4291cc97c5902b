"""A person leaves: gone from every table, the trail still whole, others untouched."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from accounts.acting import actor_for, actor_of
from accounts.granting import apply_for, approve, decline, end, invite
from accounts.joining import Profile, Stated, state_profile
from accounts.models import Consent, Membership, User
from accounts.people import reveal_contact, suspend
from accounts.states import MailRhythm, OrganisationKind, Role
from foundation.errors import Refused
from portal.erasing import ErasureProblem, erase_account
from portal.invariants import broken_invariants
from projects.claiming import invite_holder, request_claim
from projects.disclosing import grant_all
from projects.intake import submit
from projects.models import AttachmentGrant, Claim, Project
from projects.screening import accept
from provinces.applying import apply_to_host
from records.messages import GONE
from records.models import DailyMail, Entry, Message, PersonKey, Upload
from records.verifying import verify_trail
from tests.factories import (
    make_centre,
    make_clerk,
    make_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_organisation,
    make_project,
    make_staff,
    make_user,
)
from tests.imports import imported, sheet_of
from tests.projects.attaching_files import begin_for, make_attachment
from tests.provinces.hosts import offer, open_call

pytestmark = pytest.mark.django_db

NAME, PHONE, EMAIL = "欧阳不知名", "13987654321", "ouyang@example.cn"
VALUES = (NAME, PHONE, EMAIL)


def make_leaver():
    """A person of whom something is in every table that holds something of persons."""
    user = make_user("ouyang")
    by = actor_of(user)
    stated = Stated("岷江器件研究所", "91350100M000100Y43", OrganisationKind.ACADEMIC)
    user = state_profile(user, Profile(NAME, PHONE, MailRhythm.DAILY, stated), by=by)
    by, organisation = actor_of(user), make_organisation()
    reason = f"我是{NAME}，电话 {PHONE}，邮箱 {EMAIL}"
    rest = {"by": by, "organisation": organisation, "reason": reason}
    lead, exchange = make_lead("SC"), make_staff("exchange")
    investor = approve(apply_for(Role.INVESTOR, **rest), by=exchange)
    contact = {"contact_name": NAME, "contact_phone": PHONE, "contact_email": EMAIL}
    apply_to_host(open_call(), offer(**contact), by=actor_for(investor))
    centre = make_centre()
    decline(apply_for(Role.PARTNER, **rest), by=centre, reason="材料不全")
    apply_for(Role.ENTERPRISE, **rest)
    invite(user, Role.EXPERT, by=centre)
    make_draft(by, title="还没写完的草稿", summary="先记一笔")
    make_project("listed", by)
    make_project("submitted", by)
    request_claim(make_filed_project("listed"), by=by)
    invite_holder(make_filed_project("submitted"), user.email, NAME, by=make_clerk())
    reveal_contact(user, by=exchange)
    assert lead.unit == "SC"
    return user


def places_of(value):
    """Every column of text, JSON or lists of text, of every table, that holds the value."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where"
            " table_schema = 'public' and (data_type in ('text', 'character varying', 'json',"
            " 'jsonb', 'ARRAY', 'tsvector', 'inet') or udt_name = 'citext')"
        )
        columns = cursor.fetchall()
        found = []
        for table, column in columns:
            cursor.execute(
                f'select count(*) from "{table}" where strpos("{column}"::text, %s) > 0', [value]
            )
            found += [f"{table}.{column}"] if cursor.fetchone()[0] else []
    return found


def test_nothing_of_the_person_is_left_in_any_table():
    user = make_leaver()
    before = {value: places_of(value) for value in VALUES}
    assert {"accounts_user.phone", "accounts_membership.reason"} <= set(before[PHONE])
    assert {"account_emailaddress.email", "records_message.context"} <= set(before[EMAIL])
    assert "records_entry.changes" not in before[NAME]

    erase_account(user, by=actor_of(user))

    assert {value: places_of(value) for value in VALUES} == {NAME: [], PHONE: [], EMAIL: []}


def test_trail_is_whole_after_somebody_left():
    user = make_leaver()

    erase_account(user, by=actor_of(user))

    assert list(verify_trail()) == []
    assert PersonKey.objects.filter(subject=f"user:{user.pk}").count() == 0
    entry = Entry.objects.filter(table="accounts.user", object_id=user.pk).latest("pk")
    assert (entry.verb, entry.actor_id, entry.target) == ("erase", user.pk, "erased")
    assert set(broken_invariants().values()) == {0}


def test_what_was_the_persons_is_closed():
    user = make_leaver()

    erase_account(user, by=actor_of(user))

    statuses = dict(Membership.objects.filter(user=user).values_list("role", "status"))
    assert statuses == {
        "investor": "ended",
        "partner": "declined",
        "enterprise": "withdrawn",
        "expert": "declined",
    }
    assert set(Membership.objects.filter(user=user).values_list("reason", flat=True)) == {""}
    assert Consent.objects.filter(given_by=user, withdrawn_at=None).count() == 0
    assert EmailAddress.objects.filter(user=user).count() == 0
    assert Message.objects.filter(to=user).count() == 0
    assert DailyMail.objects.filter(to=user).count() == 0
    assert set(Claim.objects.filter(claimant=user).values_list("status", flat=True)) == {"declined"}


def test_what_the_law_keeps_is_kept_but_not_shown(client):
    user = make_leaver()
    assert client.get("/showcase/").context["found"].total == 1

    erase_account(user, by=actor_of(user))

    kept = Project.objects.filter(holder=user).order_by("pk")
    assert [project.status for project in kept] == ["draft", "listed", "submitted"]
    assert (kept[0].title, kept[0].summary, kept[0].modes) == ("持有人已注销的草稿", "", [])
    assert kept[1].versions.count() == 1
    assert client.get("/showcase/").context["found"].total == 0


def test_others_keep_their_messages_without_the_name():
    user = make_leaver()

    erase_account(user, by=actor_of(user))

    told = Message.objects.filter(kind="accounts.membership.apply")
    assert {message.context["person"] for message in told} == {GONE}
    assert {message.context["reason"] for message in told} == {""}


def test_who_has_left_is_told_nothing(mailoutbox):
    holder = make_holder()
    project = make_project("submitted", holder)
    erase_account(holder.user, by=holder)

    accept(project, by=make_lead())

    assert not Message.objects.filter(to=holder.user_id).exists()
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("role", "unit"),
    [
        *(("unit_clerk", "SC"), ("unit_lead", "SC"), ("centre", ""), ("centre_lead", "")),
        *(("exchange", ""), ("security", ""), ("auditor", ""), ("admin", "")),
    ],
)
def test_office_is_handed_over_first(role, unit):
    user = make_staff(role, unit).user
    entries = Entry.objects.count()

    with pytest.raises(Refused) as caught:
        erase_account(user, by=actor_of(user))

    [problem] = caught.value.problems
    assert problem.code == ErasureProblem.IN_OFFICE
    assert str(user.memberships.get()) in problem.sentence
    assert Entry.objects.count() == entries
    assert User.objects.get(pk=user.pk).email == user.email


def test_nobody_erases_another():
    leaver, other = make_leaver(), make_staff("security")
    draft = make_draft(make_holder())
    suspend(make_user(), by=other, reason="演练")

    with pytest.raises(Refused) as caught:
        erase_account(leaver, by=actor_of(draft.holder))

    assert caught.value.status == 403
    draft.refresh_from_db()
    assert draft.summary != ""
    assert User.objects.get(pk=leaver.pk).email == EMAIL


def test_mandates_a_clerk_vouched_for_stand():
    user = make_user()
    clerk = make_staff("unit_clerk", "SC", user=user)
    imported(sheet_of(("1", "代管的成果")), by=clerk, mandate="授权书 1 号")
    end(user.memberships.get(), by=clerk)

    erase_account(user, by=actor_of(user))

    assert Consent.objects.get().withdrawn_at is None


def test_every_session_of_the_person_ends(client):
    leaver, other = make_holder(), make_holder()
    devices = [Client() for _ in range(2)]
    for device in devices:
        device.force_login(leaver.user)
    client.force_login(other.user)

    erase_account(leaver.user, by=leaver)

    assert Session.objects.count() == 1
    assert client.get("/my/projects/").status_code == 200
    assert devices[0].get("/my/projects/").url == "/accounts/login/?next=/my/projects/"


def test_what_is_left_of_somebody_erased_breaks_an_invariant():
    holder = make_holder()
    erase_account(holder.user, by=holder)

    User.objects.filter(pk=holder.user_id).update(name="李工")
    EmailAddress.objects.create(user_id=holder.user_id, email="li@example.cn")

    assert broken_invariants()["注销的账号不留个人信息"] == 2


def test_files_of_a_draft_go_and_what_was_granted_ends(
    settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    by = make_holder()
    attachment = make_attachment(make_draft(by), by, title=NAME, name=f"{NAME}.pdf")
    filed = make_draft(by)
    granted = make_attachment(filed, by)
    grant_all([granted], make_organisation(), by=by)
    submit(filed, by=by)
    begin_for(make_draft(by), by=by)

    with django_capture_on_commit_callbacks(execute=True):
        erase_account(by.user, by=by)

    attachment.refresh_from_db()
    attachment.document.refresh_from_db()
    assert (attachment.status, attachment.title) == ("removed", "已移除的附件")
    assert attachment.document.name == "持有人已注销的文件.pdf"
    kept = [path.name for path in tmp_path.rglob("documents/*/*")]
    assert kept == [granted.document.ref]
    assert [grant.status for grant in AttachmentGrant.objects.all()] == ["revoked"]
    assert Upload.objects.count() == 0
