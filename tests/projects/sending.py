"""A sheet as a browser sends it, step by step."""

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from projects.columns.steps import STEPS
from projects.forms.sheet import StepForm, names_at
from projects.forms.typing import NAMES
from projects.models import Project
from projects.vocabulary import ROWS
from tests.factories import SUMMARY

RIGHT = {"kind": "invention", "number": "zl 2021 1 0000001.6", "state": "granted"}
GOOD = {
    "title": "面向车规的碳化硅栅极驱动芯片",
    "tagline": "0.9 微秒内关断短路的碳化硅",
    "field": "1.2",
    "keywords": "碳化硅、栅极驱动，短路保护",
    "orientations": ["economy"],
    "themes": ["T1"],
    "forms": ["product"],
    "nature": "original",
    "origin": "own",
    "secrecy": "open",
    "organisation": "岷江器件研究所",
    "organisation_kind": "academic",
    "organisation_code": "91350100M000100Y43",
    "unit": "SC",
    "lead_name": "林岷",
    "lead_rank": "senior",
    "contact_name": "周蜀",
    "contact_mobile": "+86 138-0000-0000",
    "contact_email": "zhou@EXAMPLE.cn",
    "filer": "holder",
    "summary": SUMMARY,
    "problem": "硅基驱动来不及关断短路的碳化硅器件。",
    "innovation": "退饱和检测与两级软关断同片。",
    "indicators": [{"name": "短路响应", "ours": "0.9 μs", "basis": "第三方检测报告"}],
    "level": "domestic_lead",
    "level_basis": ["test"],
    "trl": "7",
    "stage": "pilot",
    "rights": [RIGHT],
    "rights_declared": "on",
    "modes": ["licence", "joint"],
    "price_open": "on",
    "market": "国内主驱逆变器厂约 40 家。",
    "benefit": "每颗让逆变器少用 12 元余量。",
    "wants": ["line"],
    "team": "电路、工艺、可靠性各 4 人。",
    "willing": "True",
    "publications": ["portal"],
    "truthful": "on",
    "shown": "on",
    "mandate": "川科委托〔2026〕3 号委托书",
}
ON_BEHALF = {"filer": "unit"}


def of_step(step, **others):
    """What the browser sends of one step; every table goes along, empty or not."""
    answers = GOOD | others
    data = {}
    for name in (*step.names, *others):
        if name in ROWS:
            data |= of_table(name, answers.get(name, []))
        elif name in answers:
            data[name] = answers[name]
    return data


def of_table(column, rows, stored=0):
    data = {f"{column}-TOTAL_FORMS": len(rows), f"{column}-INITIAL_FORMS": stored}
    for at, row in enumerate(rows):
        data |= {f"{column}-{at}-{name}": text for name, text in row.items()}
    return data


def step(name):
    return next(one for one in STEPS if one.name == name)


def fill_in(client, start, **others):
    """Through every step, as a person would; the address of the last station."""
    first, *rest = STEPS
    where = client.post(start, of_step(first, **{"unit": "SC", **others, "next": "1"}))
    for one in rest:
        where = client.post(where.url, {**of_step(one), **others, "next": "1"})
        assert where.status_code == 302, where.context["sheet"].faults
    return where.url


def sent(data):
    lists = {
        name: value if isinstance(value, list) else [str(value)] for name, value in data.items()
    }
    query = QueryDict(mutable=True)
    query.update(MultiValueDict(lists))
    return query


def form_of(one, data, project=None, **kwargs):
    project = project or Project(unit_id="SC", title="旧名称")
    typed = NAMES.read(names_at(one, project, on_behalf=kwargs.get("on_behalf", False)), sent(data))
    form = StepForm(one, project, typed, **kwargs)
    form.is_valid()
    return form


def columns_of(form):
    return form.columns(form.names)


def told(form):
    return {fault.anchor.removeprefix("id_"): fault.sentence for fault in form.faults}
