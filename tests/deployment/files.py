"""The deployment files, read as their own programs read them."""

import re
import shlex
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
# An .env as an operator fills it in: what must be given, and nothing else.
FILLED = {
    "ZTC_DOMAIN": "ztc.example",
    "ZTC_TLS": "internal",
    "ZTC_SECRET_KEY": "a" * 64,
    "ZTC_AUDIT_KEY": "b" * 64,
    "POSTGRES_PASSWORD": "c" * 64,
    "ZTC_OWNER_PASSWORD": "d" * 64,
    "ZTC_APP_PASSWORD": "e" * 64,
    "ZTC_SMTP_HOST": "smtp.example",
}
_PLACE = re.compile(r"(?<!\$)\$\{(\w+)(?::([-?])([^{}$]*))?\}")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def interpolated(text, values):
    """Compose's `${A}`, `${A:-default}`, `${A:?must be given}`, nested ones from within."""

    def value(match):
        name, how, other = match.groups()
        if values.get(name):
            return values[name]
        if how == "-":
            return other
        raise KeyError(f"{name}: {other or 'not given'}")

    while _PLACE.search(text):
        text = _PLACE.sub(value, text)
    return text.replace("$$", "$")


@cache
def compose():
    return yaml.safe_load(interpolated(read("docker-compose.yml"), FILLED))


@cache
def raw_compose():
    return yaml.safe_load(read("docker-compose.yml"))


def services():
    return compose()["services"]


@cache
def dockerfile():
    """Instructions in order, as (word, rest)."""
    lines = [line for line in read("Dockerfile").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(None, 1)) for line in joined.splitlines() if line.strip()]


def instruction(word):
    return [rest for found, rest in dockerfile() if found == word]


def image_environment():
    pairs = [pair for rest in instruction("ENV") for pair in shlex.split(rest)]
    return dict(pair.split("=", 1) for pair in pairs)


def image_command(word="CMD"):
    return yaml.safe_load(instruction(word)[-1].split("CMD ")[-1])


def copied():
    """Sources of the COPY lines, from the checkout."""
    parts = [shlex.split(rest) for rest in instruction("COPY")]
    return [name for part in parts if not part[0].startswith("--") for name in part[:-1]]


def reaches_the_builder(name):
    """By .dockerignore: the last pattern that fits the path or a parent of it decides."""
    found = True
    places = [Path(name), *Path(name).parents][:-1]
    for line in read(".dockerignore").splitlines():
        pattern = line.removeprefix("!")
        if pattern and pattern[0] != "#" and any(fnmatch(str(p), pattern) for p in places):
            found = line.startswith("!")
    return found


def caddyfile():
    """Blocks as nested dictionaries: {first word: arguments or block}, after the environment."""
    text = re.sub(r"\{\$(\w+)\}", lambda m: FILLED[m[1]], read("deploy/Caddyfile"))
    stack = [{}]
    for line in (line.split("#")[0].split() for line in text.splitlines()):
        if line[-1:] == ["{"]:
            stack.append(stack[-1].setdefault(" ".join(line[:-1]), {}))
        elif line == ["}"]:
            stack.pop()
        elif line:
            stack[-1][line[0]] = line[1:]
    assert len(stack) == 1, "braces do not match"
    return stack[0]
