"""Every page: who may open it, how many queries it takes, and how refusals are told."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from projects.library import list_project
from projects.models import Project
from projects.states import ProjectStatus
from tests.factories import (
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_project,
    make_staff,
)

pytestmark = pytest.mark.django_db

PUBLIC = ["/", "/showcase/", "/healthz", "/readyz", "/privacy/"]
PUBLIC += ["/accounts/login/", "/accounts/signup/", "/account/reopen/"]
DESKS = {
    "/my/projects/": {"holder"},
    "/my/projects/new/": {"holder"},
    "/unit/projects/": {"lead", "clerk"},
    "/center/library/": {"centre"},
}
ACTORS = {
    "holder": make_holder,
    "lead": make_lead,
    "clerk": make_clerk,
    "centre": make_centre,
    "auditor": lambda: make_staff("auditor"),
}


@pytest.mark.parametrize("path", PUBLIC)
def test_public_page_is_open_on_purpose(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", DESKS)
def test_desk_sends_strangers_to_log_in(client, path):
    assert client.get(path).url == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("role", ACTORS)
@pytest.mark.parametrize("path", DESKS)
def test_desk_is_open_to_its_roles_only(client, path, role):
    client.force_login(ACTORS[role]().user)

    assert client.get(path).status_code == (200 if role in DESKS[path] else 403)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("holder", "/my/"),
        ("lead", "/unit/"),
        ("centre", "/center/"),
        ("auditor", "/audit/"),
    ],
)
def test_account_leads_to_the_desk_of_the_role(client, role, path):
    client.force_login(ACTORS[role]().user)

    assert client.get("/account/desk/").url == path


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("path", "status", "queries"),
    [
        ("/", "listed", 8),
        ("/showcase/?q=碳化硅", "listed", 2),
        ("/my/projects/", "draft", 11),
        ("/unit/projects/", "submitted", 13),
        ("/center/library/", "accepted", 13),
    ],
)
def test_list_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, path, status, queries, count
):
    holder = make_holder()
    for _ in range(count):
        make_project(status, holder)
    actor = {"/my/": holder, "/unit": make_lead(), "/cent": make_centre()}.get(path[:5].rstrip("p"))
    if actor := actor or {"/my/p": holder}.get(path[:5]):
        client.force_login(actor.user)

    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


def test_foreign_project_does_not_exist_at_other_desks(client):
    project = make_project("submitted")
    client.force_login(make_lead("GD").user)

    assert client.get(f"/unit/projects/{project.ref}/").status_code == 404
    assert client.post(f"/unit/projects/{project.ref}/accept/").status_code == 404
    assert Project.objects.get().status == ProjectStatus.SUBMITTED


def test_clerk_sees_no_accept_button_and_may_not_press_it(client):
    project = make_project("submitted")
    client.force_login(make_clerk().user)

    page = client.get(f"/unit/projects/{project.ref}/").content.decode()
    answer = client.post(f"/unit/projects/{project.ref}/accept/")

    assert f"/unit/projects/{project.ref}/accept/" not in page
    assert answer.status_code == 403
    assert "你现在的身份不能办理“通过初审”" in answer.content.decode()


def test_second_click_is_told_that_it_was_done(client):
    project, lead = make_project("submitted"), make_lead()
    client.force_login(lead.user)
    client.post(f"/unit/projects/{project.ref}/accept/")

    answer = client.post(f"/unit/projects/{project.ref}/accept/")

    assert answer.status_code == 409
    assert "现在的状态是“初审通过，待入库”" in answer.content.decode()


def test_refusal_is_rfc_9457_for_machines(client):
    project = make_project("submitted")
    client.force_login(make_clerk().user)

    path = f"/unit/projects/{project.ref}/accept/"
    answer = client.post(path, headers={"accept": "application/json"})

    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    body = answer.json()
    assert (body["title"], body["status"], body["instance"]) == ("Forbidden", 403, path)
    assert [problem["code"] for problem in body["problems"]] == ["not_yours"]


def test_refusal_is_a_fragment_for_htmx(client):
    client.force_login(make_clerk().user)
    project = make_project("submitted")

    answer = client.post(f"/unit/projects/{project.ref}/accept/", headers={"hx-request": "true"})

    assert answer.status_code == 403
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        ({"title": "长" * 3_000_000}, 413, "提交的内容太大"),
        ({f"f{n}": "x" for n in range(1100)}, 413, "提交的栏目太多"),
    ],
)
def test_floods_are_refused_in_words(client, data, status, words):
    client.force_login(make_holder().user)

    answer = client.post("/my/projects/new/", data)

    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.parametrize("path", ["/showcase/%00/", "/my/projects/%00/", "/showcase/?page=%00"])
@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "unicode_escape"])
def test_odd_bytes_are_never_an_error_of_ours(client, path, charset):
    answer = client.get(path, headers={"content-type": f"text/plain; charset={charset}"})

    assert answer.status_code == (400 if "%00/" in path else 200)


def test_nul_in_a_cookie_is_a_bad_request(client):
    answer = client.get("/", headers={"cookie": 'sessionid="\\000aaaaaaaa"'})

    assert answer.status_code == 400


def test_text_that_explodes_is_refused_at_once(client):
    client.force_login(make_holder().user)

    hostile = "a" + "\u0315" * 200_000 + "\u0316" * 200_000
    answer = client.post("/my/projects/new/", {"title": hostile, "unit": "SC"})

    assert "最多 200 字" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/showcase/", "/healthz"])
def test_head_is_answered_as_get(client, path):
    assert client.head(path).status_code == 200


def test_unknown_page_and_wrong_method_are_told_in_words(client):
    missing, wrong = client.get("/nothing/"), client.post("/showcase/")

    assert (missing.status_code, wrong.status_code) == (404, 405)
    assert "没有这一页" in missing.content.decode()
    assert "这个网址不接受这种操作" in wrong.content.decode()


def test_missing_csrf_token_is_told_in_words(client):
    client.handler.enforce_csrf_checks = True

    answer = client.post("/accounts/login/", {"login": "a@b.cn", "password": "x"})

    assert answer.status_code == 403
    assert "页面停留太久" in answer.content.decode()


def test_search_fragment_is_part_of_the_page_and_names_it(client):
    make_project("listed")

    page = client.get("/showcase/?q=碳化硅").content.decode()
    part = client.get("/showcase/?q=碳化硅", headers={"hx-request": "true"}).content.decode()

    title, _, rest = part.partition("</title>")
    assert title.strip() == "<title>碳化硅 · 成果展示｜火炬科技成果直通车"
    assert f"{title.strip()}</title>" in page
    assert "<html" not in rest
    assert rest.strip() in page


def test_withdrawn_project_page_is_gone(client):
    project = list_project(make_project("accepted", shown=False), by=make_centre())

    assert client.get(f"/showcase/{project.code}/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/showcase/", "/accounts/login/", "/nothing/"])
def test_every_answer_has_a_strict_policy(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_readyz_tells_what_is_missing(client, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    cache.close()

    answer = client.get(reverse("readyz"))

    assert answer.status_code == 503
    assert answer.json() == {"database": True, "redis": False}
