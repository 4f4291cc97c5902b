"""Dockerfile, docker-compose.yml and deploy/: no image can be pulled here, so everything in them
is read strictly, and every command in them is run outside containers."""

import http.client
import os
import re
import secrets
import shutil
import subprocess
import sys
import tomllib
from contextlib import ExitStack
from pathlib import Path

import psycopg2
import pytest

from tests.deployment import files
from tests.deployment.files import FILLED, ROOT, read, services
from tests.deployment.running import Host, parts, wait_until
from ztc.runtime.debian import PACKAGES

OURS = {"web", "worker", "beat", "migrate"}
SERVERS = {"postgres", "redis", "proxy"}
SERVICE_KEYS = {
    *("image", "build", "command", "environment", "healthcheck", "depends_on", "volumes", "ports"),
    *("networks", "restart", "read_only", "tmpfs", "init", "cap_drop", "cap_add", "security_opt"),
    *("stop_grace_period", "shm_size"),
}
HEALTH_KEYS = {"test", "interval", "timeout", "start_period", "retries", "disable"}
INSTRUCTIONS = {
    *("ARG", "FROM", "RUN", "COPY", "ENV", "WORKDIR", "USER", "EXPOSE", "HEALTHCHECK", "CMD"),
}
# Programs that only the images of others bring, and those that every Debian has.
FOREIGN = {"postgres": {"pg_isready"}, "redis": {"valkey-server"}, "proxy": {"caddy", "wget"}}
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
SECRET = re.compile(r"KEY|PASSWORD|SECRET")
SETTINGS = ("base", "environment", "prod")
MADE_FOR_COMPOSE = FILLED.keys() | {"ZTC_TLS_DIR", "ZTC_VERSION", "PIP_INDEX_URL"}


# What is written


def test_compose_has_its_services_and_only_known_keys():
    assert services().keys() == OURS | SERVERS
    assert set(files.compose()) - {"x-environment", "x-portal"} == {
        *("name", "services", "networks", "volumes")
    }
    for service in services().values():
        assert SERVICE_KEYS.issuperset(service)
        assert HEALTH_KEYS.issuperset(service.get("healthcheck", {}))


def test_compose_refuses_to_start_without_its_values():
    for name in FILLED:
        rest = {key: value for key, value in FILLED.items() if key != name}

        with pytest.raises(KeyError, match=name):
            files.interpolated(read("docker-compose.yml"), rest)


def test_compose_waits_for_what_it_needs():
    for service in services().values():
        for other, how in service.get("depends_on", {}).items():
            once = services()[other]["restart"] == "no"
            expected = "service_completed_successfully" if once else "service_healthy"
            assert how == {"condition": expected}
    assert services()["migrate"]["depends_on"].keys() == {"postgres"}
    for name in OURS - {"migrate"}:
        assert services()[name]["depends_on"].keys() == {"migrate", "redis"}


def test_services_are_watched_and_begun_again():
    assert services()["migrate"]["restart"] == "no"
    for name in (OURS | SERVERS) - {"migrate"}:
        assert services()[name]["restart"] == "unless-stopped"
        assert services()[name].get("healthcheck") or name == "web"
    assert "deploy/healthz.py" in files.instruction("HEALTHCHECK")[0]


def test_only_the_proxy_is_reachable():
    open_ports = {name: s["ports"] for name, s in services().items() if "ports" in s}

    assert open_ports == {"proxy": ["80:80", "443:443", "443:443/udp"]}
    assert files.compose()["networks"]["inside"] == {"internal": True}
    assert services()["postgres"]["networks"] == services()["redis"]["networks"] == ["inside"]


def test_services_may_not_change_themselves():
    for name, service in services().items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert all(services()[name]["cap_drop"] == ["ALL"] for name in OURS | {"proxy"})


def test_volumes_are_declared_and_mounted_files_exist():
    mounted = [text.split(":")[0] for s in services().values() for text in s.get("volumes", [])]
    named = {source for source in mounted if "/" not in source}

    assert named == files.compose()["volumes"].keys()
    assert [
        p for p in mounted if "/" in p and not (ROOT / p).exists() and p != "./deploy/tls"
    ] == []


def test_uploads_do_not_hide_static_files():
    """A named volume over the whole state folder would serve an old image's static files."""
    state = files.image_environment()["ZTC_STATE_DIR"]

    assert {v for name in OURS for v in services()[name]["volumes"]} == {f"media:{state}/media"}


def test_only_migrate_knows_the_owners_password():
    holders = [n for n in OURS if FILLED["ZTC_OWNER_PASSWORD"] in str(services()[n])]

    assert holders == ["migrate"]


def test_nothing_secret_is_written_down():
    for service in files.raw_compose()["services"].values():
        for name, value in service.get("environment", {}).items():
            assert not SECRET.search(name) or str(value).startswith("${"), name
    for line in read(".env.example").splitlines():
        assert not SECRET.search(line.split("=")[0]) or "#" in line or line.endswith("="), line
    build_values = re.findall(r"\b[A-Z_]+=(\S+)", " ".join(files.instruction("RUN")))
    assert all("build" in value for value in build_values)
    assert not SECRET.search(" ".join(files.image_environment()))
    assert not SECRET.search(" ".join(files.instruction("ARG")))
    assert "/.env" in read(".gitignore").splitlines()


def test_example_asks_for_all_that_must_be_given():
    lines = read(".env.example").splitlines()
    empty = {line[:-1] for line in lines if re.fullmatch(r"[A-Z_]+=", line)}

    assert empty == FILLED.keys()


def test_base_images_are_pinned():
    images = [rest.split()[0] for rest in files.instruction("FROM")]
    images += [services()[name]["image"] for name in SERVERS]

    assert all(re.fullmatch(r"[\w/]+:\d+(\.\d+)?-\w+(-\w+)?", image) for image in images), images
    assert {image.split(":")[1] for image in images[:2]} == {"3.11-slim-bookworm"}


def test_image_is_built_in_order():
    words = [word for word, _ in files.dockerfile()]

    assert INSTRUCTIONS.issuperset(words)
    assert words[0] == "FROM"
    assert words[-4:] == ["USER", "EXPOSE", "HEALTHCHECK", "CMD"]
    assert files.instruction("USER") == ["ztc"]
    assert "useradd --uid 10001 --gid ztc" in " ".join(files.instruction("RUN"))


def test_image_holds_every_room_and_nothing_else():
    linter = tomllib.loads(read("pyproject.toml"))["tool"]["importlinter"]
    expected = {
        *linter["root_packages"],
        *("templates", "static", "manage.py", "requirements.txt", "deploy/healthz.py"),
    }

    assert set(files.copied()) == expected
    assert [name for name in expected if not (ROOT / name).exists()] == []
    assert [name for name in expected if not files.reaches_the_builder(name)] == []
    hidden = ("tests/conftest.py", ".env", ".git/config", "docs/operations.md", "ztc/a.pyc")
    assert [name for name in hidden if files.reaches_the_builder(name)] == []


def test_image_takes_locked_packages_and_the_libraries_of_make_run():
    runs = " ".join(files.instruction("RUN"))
    wanted = re.findall(r"--no-install-recommends ([^&]+)", runs)[0].split()
    locked = re.split(r"\n(?=\S)", read("requirements.txt").strip())

    assert tuple(wanted) == PACKAGES["run"]
    assert "pip install" in runs
    assert "--require-hashes" in runs
    assert [entry for entry in locked if entry[0] != "#" and "--hash=sha256:" not in entry] == []


def _read_by_settings(*names):
    text = " ".join(read(f"ztc/settings/{name}.py") for name in names)
    return set(re.findall(r"[\"'](ZTC_[A-Z_]+|[A-Z_]+_URL|PORT)[\"']", text))


def test_variables_are_the_same_in_settings_compose_and_manual():
    given = {*files.image_environment(), *services()["migrate"]["environment"]}
    manual = read("docs/operations.md")
    tabled = set(
        re.findall(r"`([A-Z_]+)`", " ".join(re.findall(r"^\| (`.*?) \|", manual, re.MULTILINE)))
    )
    needed = _read_by_settings(*SETTINGS)

    # manage.py itself chooses the role.
    assert needed - given == {"ZTC_DATABASE_ROLE"}
    assert {n for n in given if n.startswith("ZTC_") or n.endswith("_URL")} <= needed
    assert tabled == _read_by_settings(*SETTINGS, "dev", "test")


def test_values_of_compose_are_the_same_in_example_and_manual():
    used = set(re.findall(r"\$\{(\w+)", read("docker-compose.yml")))
    explained = set(re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE))
    of_settings = _read_by_settings(*SETTINGS)

    assert used == explained
    assert used - of_settings == MADE_FOR_COMPOSE - of_settings
    assert [n for n in used if f"`{n}`" not in read("docs/operations.md")] == []


def test_proxy_hands_everything_to_the_web_process():
    (site,) = files.caddyfile().items()
    name, block = site

    assert name == FILLED["ZTC_DOMAIN"]
    assert block["tls"] == ["internal"]
    assert block.keys() == {"tls", "request_body", "reverse_proxy web:8000", "log"}
    assert "0.0.0.0:8000" in files.image_command()
    places = set(re.findall(r"\{\$(\w+)\}", read("deploy/Caddyfile")))
    assert places == services()["proxy"]["environment"].keys()


def test_real_programs_agree_where_they_are_installed(tmp_path):
    """The parsers of this test are ours; Caddy and Compose, if there, have the last word."""
    caddyfile = ["--adapter", "caddyfile", "--config", "deploy/Caddyfile"]
    commands = [["bash", "-n", "deploy/roles.sh"]]
    if shutil.which("caddy"):
        commands.append(["caddy", "validate", *caddyfile])
    if shutil.which("docker") and _done(["docker", "compose", "version"]).returncode == 0:
        commands.append(["docker", "compose", "config", "-q"])

    done = [_done(command, HOME=str(tmp_path)) for command in commands]

    assert [one.stderr for one in done if one.returncode] == []


def _done(command, **more):
    env = {**FILLED, "PATH": os.environ["PATH"], **more}
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def test_roles_are_the_same_in_script_and_manual():
    statements = re.findall(
        r"^((?:create role|grant|revoke) \w+)", read("deploy/roles.sh"), re.MULTILINE
    )
    manual = read("docs/operations.md")

    assert len(statements) == 5
    assert [statement for statement in statements if statement not in manual] == []


# What runs


@pytest.fixture(scope="module")
def host():
    """PostgreSQL and Redis as the containers start them, roles made, tables migrated."""
    folder = Path("/tmp") / f"zd-{secrets.token_hex(4)}"  # noqa: S108 -- the name is random
    folder.mkdir(mode=0o755)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        host = Host(folder)
        host.make_database()
        stack.enter_context(host.postgres())
        stack.enter_context(host.redis())
        host.wait_for_postgres()
        host.redis_settings = host.wait_for_redis()
        socket = {"PGHOST": str(folder / "pg")}
        host.said = {
            "roles": host.run("postgres", ["bash", str(ROOT / "deploy/roles.sh")], **socket),
            "migrate": host.run("migrate", host.command("migrate")),
            "static": host.run("web", ["sh", "-c", files.instruction("RUN")[-1]]),
        }
        yield host


@pytest.mark.parametrize("what", ["roles", "migrate", "static"])
def test_one_shot_commands_succeed(host, what):
    assert (host.said[what].returncode, host.said[what].stderr) == (0, "")


def test_static_files_go_into_the_image(host):
    assert (host.folder / "state/static/staticfiles.json").exists()
    assert "collectstatic --noinput" in files.instruction("RUN")[-1]


def test_queue_outlives_its_server(host):
    assert host.redis_settings["appendonly"] == "yes"
    assert host.redis_settings["maxmemory-policy"] == "noeviction"


def test_owner_owns_and_the_serving_role_cannot_bend_the_trail(host):
    with host.connect("ztc_owner") as owner, owner.cursor() as cursor:
        cursor.execute("select tableowner from pg_tables where tablename = 'records_entry'")
        assert cursor.fetchone() == ("ztc_owner",)
    with host.connect("ztc_app") as app, app.cursor() as cursor:
        cursor.execute("select count(*) from records_entry")
        assert cursor.fetchone()[0] > 0  # the taxonomies' units
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("delete from records_entry")


def _get(host, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", host.web_port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": FILLED["ZTC_DOMAIN"], **headers})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location"), answer.read()
    finally:
        connection.close()


def test_web_serves_behind_its_proxy_and_tells_its_health(host):
    assert host.check_health("web").returncode == 1
    with host.running("web", host.command("web")):
        wait_until(lambda: host.check_health("web").returncode == 0)
        plain, secure = _get(host, "/"), _get(host, "/", **{"X-Forwarded-Proto": "https"})
        ready = _get(host, "/readyz")
        assert plain[:2] == (301, "https://ztc.example/")
        assert secure[0] == 200
        assert ready[0] == 200, ready[2]
    assert re.search(rb'href="/static/css/base\.[0-9a-f]{12}\.css"', secure[2])


def test_worker_works_and_tells_its_health(host):
    with host.running("worker", host.command("worker")):
        wait_until(lambda: " ready." in (host.folder / "worker.log").read_text())
        alive = host.check_health("worker")
    dead = host.check_health("worker")

    assert alive.returncode == 0, alive.stderr
    assert dead.returncode != 0


def test_beat_rings_and_tells_its_health(host):
    assert host.check_health("beat").returncode != 0
    with host.running("beat", host.command("beat")) as beat:
        wait_until(lambda: host.check_health("beat").returncode == 0)
        assert beat.poll() is None


def test_programs_of_every_command_are_there():
    commands = [(n, s["command"]) for n, s in services().items() if "command" in s]
    commands += [("web", files.image_command()), ("web", files.image_command("HEALTHCHECK"))]

    for service, command in commands:
        script = parts(command[2]) if command[:2] == ["sh", "-c"] else [command]
        for program in (line[0] for line in script):
            assert shutil.which(program, path=PATH) or program in FOREIGN.get(service, set()), (
                program
            )


def test_commands_of_the_manual_are_those_of_the_containers():
    manual = read("docs/operations.md")
    worker, beat = services()["worker"]["command"], services()["beat"]["command"]

    assert "python manage.py migrate --noinput" in manual
    for program, ours in (("gunicorn", files.image_command()), ("celery", worker + beat)):
        lines = [line for line in manual.splitlines() if line.startswith(program)]
        options = {word for line in lines for word in line.split() if word.startswith("--")}
        assert lines
        assert {option.split("=")[0] for option in options} <= {o.split("=")[0] for o in ours}
