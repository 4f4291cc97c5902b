"""Who must prove by more than a password that it is them, and what waits until they have."""

from urllib.parse import urlencode

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.granting import grant_role
from accounts.models import Membership, Unit
from accounts.states import Role
from foundation import clock
from projects.models import BulkItem, Project
from projects.states import ProjectStatus
from records.actors import PORTAL
from records.models import Entry
from tests.factories import (
    PASSWORD,
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_project,
    make_staff,
    make_user,
)
from tests.logins import SECRET, FreshClient, code_of

pytestmark = pytest.mark.django_db

SET_UP = "/accounts/2fa/totp/activate/"
WHY = "你的身份要用动态口令登录。请先设置动态口令，设好以后就能办理业务"
OTHERS = [role for role in Role if role not in Role.need_second_factor]


def bare_staff(role, **fields):
    """A person with the role and without a phone."""
    unit = Unit.objects.get(abbr="SC") if role in Role.of_unit else None
    user = make_user(**fields)
    grant_role(user, Role(role), by=PORTAL, unit=unit)
    return user


def grow_old(client, seconds=901):
    """The last proof was given longer ago."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= seconds
    session.save()


# Who is sent to set up a second factor


def test_eight_roles_need_a_second_factor():
    assert Role.need_second_factor == (
        *("unit_clerk", "unit_lead", "centre", "centre_lead", "exchange"),
        *("security", "auditor", "admin"),
    )


@pytest.mark.parametrize("role", Role.need_second_factor)
@pytest.mark.parametrize("path", ["/", "/showcase/", "/account/", "/nothing/"])
def test_staff_without_codes_are_sent_to_set_them_up(client, role, path):
    client.force_login(bare_staff(role))

    answer = client.get(path)

    if path == "/nothing/":
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.url) == (302, SET_UP)
        assert WHY in client.get(SET_UP).content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_others_are_not(client, role):
    client.force_login(bare_staff(role))

    assert client.get("/showcase/").status_code == 200


def test_a_posted_order_is_not_carried_out(client):
    project = make_project("submitted")
    client.force_login(bare_staff("unit_lead"))

    assert client.post(f"/unit/projects/{project.ref}/accept/").url == SET_UP
    assert Project.objects.get().status == ProjectStatus.SUBMITTED


def test_staff_with_codes_work(client):
    client.force_login(make_centre().user)

    assert client.get("/center/library/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client):
    user = make_centre().user
    Authenticator.objects.filter(user=user).update(type=Authenticator.Type.RECOVERY_CODES)
    client.force_login(user)

    assert client.get("/center/library/").url == SET_UP


def test_demo_accounts_are_let_in(client):
    client.force_login(bare_staff("centre", is_demo=True))

    assert client.get("/center/library/").status_code == 200


def test_ended_role_needs_nothing_more(client):
    user = bare_staff("centre")
    Membership.objects.filter(user=user).update(valid_to=clock.now())
    client.force_login(user)

    assert client.get("/showcase/").status_code == 200


def test_role_given_meanwhile_bites_at_the_next_request(client):
    user = make_user()
    client.force_login(user)
    assert client.get("/showcase/").status_code == 200

    grant_role(user, Role.AUDITOR, by=PORTAL)

    assert client.get("/showcase/").url == SET_UP


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (SET_UP, 200),
        ("/accounts/2fa/", 200),
        ("/accounts/email/", 200),
        ("/accounts/logout/", 200),
        ("/account/session/", 204),
        ("/healthz", 200),
        ("/readyz", 200),
    ],
)
def test_what_is_needed_on_the_way_stays_open(client, path, status):
    client.force_login(bare_staff("centre"))

    assert client.get(path).status_code == status


def test_leaving_is_always_possible(client):
    client.force_login(bare_staff("centre"))

    assert client.post(reverse("account_logout")).url == "/"
    assert client.get("/showcase/").status_code == 200


def test_part_of_a_page_and_machines_are_refused_in_words(client):
    client.force_login(bare_staff("centre"))

    part = client.get("/showcase/", headers={"hx-request": "true"})
    machine = client.get("/showcase/", headers={"accept": "application/json"})

    assert (part.status_code, machine.status_code) == (403, 403)
    assert WHY in part.content.decode()
    assert "<html" not in part.content.decode()
    assert [p["sentence"] for p in machine.json()["problems"]] == [WHY]


def test_it_costs_a_query_only_those_who_need_it(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))

    assert queries_for(make_holder(), "/my/projects/", "mfa_authenticator") == 0
    assert queries_for(make_centre(), "/center/library/", "mfa_authenticator") == 1


def test_time_comes_with_the_person():
    assert queries_for(make_centre(), "/center/library/", "select ztc_now()") == 0


def queries_for(actor, address, words):
    """How many with these words the page asks the database."""
    client = FreshClient()
    client.force_login(actor.user)
    with CaptureQueriesContext(connection) as done:
        assert client.get(address).status_code == 200
    return sum(words in query["sql"] for query in done.captured_queries)


def test_secrets_are_not_in_the_database(client):
    user = make_centre().user
    client.force_login(user)
    client.post(reverse("mfa_generate_recovery_codes"))
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    with connection.cursor() as cursor:
        cursor.execute("select data::text from mfa_authenticator")
        kept = " ".join(text for (text,) in cursor.fetchall())

    assert len(codes) == 10
    assert [secret for secret in (SECRET, *codes) if secret in kept] == []


def test_address_is_changed_without_codes_only(client):
    client.force_login(make_centre().user)

    answer = client.post(reverse("account_email"), {"action_add": "", "email": "other@example.cn"})

    assert answer.context["form"].errors == {
        "email": ["启用了动态口令的账号要先停用动态口令，再换邮箱。换好以后重新启用"]
    }


# Decisions


def asking(page, path):
    return f"/accounts/{page}?{urlencode({'next': path})}"


def accept_path(project):
    return f"/unit/projects/{project.ref}/accept/"


def test_fresh_login_may_decide(client):
    project = make_project("submitted")
    client.force_login(make_lead().user)
    grow_old(client, 890)

    client.post(accept_path(project))

    assert Project.objects.get().status == ProjectStatus.ACCEPTED


def test_old_login_is_asked_for_the_code_and_the_order_is_then_carried_out(client):
    project, user = make_project("submitted"), make_lead().user
    client.force_login(user)
    grow_old(client)
    path = accept_path(project)

    asked = client.post(path)
    again = client.get(asked.url)
    before = (Project.objects.get().status, Entry.objects.filter(verb="accept").count())
    wrong = client.post(asked.url, {"code": "000000", "next": path})
    done = client.post(asked.url, {"code": code_of(), "next": path}, follow=True)

    assert asked.url == asking("2fa/reauthenticate/", path)
    assert "确认以后会接着办刚才的事" in again.content.decode()
    assert before == (ProjectStatus.SUBMITTED, 0)
    assert wrong.context["form"].errors["code"]
    assert done.redirect_chain == [(f"/unit/projects/{project.ref}/", 302)]
    assert "已通过初审，等待火炬中心入库" in done.content.decode()
    assert Project.objects.get().status == ProjectStatus.ACCEPTED
    assert Entry.objects.get(verb="accept").actor_id == user.pk


def test_confirming_lasts_a_quarter_of_an_hour(client):
    first, second, third = (make_project("submitted") for _ in range(3))
    client.force_login(make_lead().user)
    grow_old(client)
    asked = client.post(accept_path(first)).url
    client.post(asked, {"code": code_of(), "next": accept_path(first)})

    grow_old(client, 890)
    assert client.post(accept_path(second)).url == f"/unit/projects/{second.ref}/"
    grow_old(client, 20)
    assert client.post(accept_path(third)).url.startswith("/accounts/2fa/reauthenticate/")


def test_password_does_not_do_where_there_is_a_code(client):
    client.force_login(make_lead().user)

    answer = client.post("/accounts/reauthenticate/?next=/unit/", {"password": PASSWORD})

    assert answer.url == asking("2fa/reauthenticate/", "/unit/")


def test_demo_account_confirms_by_password(client):
    project, user = make_project("submitted"), bare_staff("unit_lead", is_demo=True)
    client.force_login(user)
    grow_old(client)
    path = accept_path(project)

    asked = client.post(path)
    client.post(asked.url, {"password": "wrong", "next": path})
    assert Project.objects.get().status == ProjectStatus.SUBMITTED
    client.post(asked.url, {"password": PASSWORD, "next": path})

    assert asked.url == asking("reauthenticate/", path)
    assert Project.objects.get().status == ProjectStatus.ACCEPTED


@pytest.mark.parametrize("query", ["", "?page=2"])
def test_what_was_ticked_is_not_lost(client, query):
    projects = [make_project("accepted") for _ in range(3)]
    client.force_login(make_centre().user)
    grow_old(client)
    refs = [project.ref for project in projects[:2]]

    wanted = {"verb": "list", "ref": refs}
    looked_at = client.get("/center/library/bulk/", wanted).context["shown"]
    path = "/center/library/bulk/order/"
    asked = client.post(f"{path}{query}", wanted | {"seen": looked_at.seen})
    client.post(asked.url, {"code": code_of(), "next": path})

    assert asked.url == asking("2fa/reauthenticate/", path)
    ordered = BulkItem.objects.order_by("project").values_list("project__ref", flat=True)
    assert list(ordered) == refs


def test_htmx_leaves_for_the_whole_page_and_comes_back_as_one(client):
    project = make_project("submitted")
    client.force_login(make_clerk().user)
    grow_old(client)
    path = accept_path(project)

    asked = client.post(path, headers={"hx-request": "true"})
    target = asked["HX-Redirect"]
    done = client.post(target, {"code": code_of(), "next": path})

    assert (asked.status_code, target) == (200, asking("2fa/reauthenticate/", path))
    assert done.status_code == 403  # a clerk may not; told on a page of its own
    assert "<html" in done.content.decode()


def test_machine_is_told_to_confirm_on_the_site(client):
    project = make_project("submitted")
    client.force_login(make_lead().user)
    grow_old(client)

    answer = client.post(accept_path(project), headers={"accept": "application/json"})

    assert answer.status_code == 403
    assert [p["code"] for p in answer.json()["problems"]] == ["confirm"]
    assert Project.objects.get().status == ProjectStatus.SUBMITTED


def test_role_is_looked_at_before_anybody_is_asked_to_confirm(client):
    project = make_project("submitted")
    client.force_login(make_staff("auditor").user)
    grow_old(client)

    assert client.post(accept_path(project)).status_code == 403


def test_session_that_ended_in_between_loses_the_order(client):
    project, user = make_project("submitted"), make_lead().user
    client.force_login(user)
    grow_old(client)
    path = accept_path(project)
    asked = client.post(path).url

    client.logout()
    client.force_login(user)
    client.post(asked, {"code": code_of(), "next": path})

    assert Project.objects.get().status == ProjectStatus.SUBMITTED
