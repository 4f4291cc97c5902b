"""Where each role works: the links of its desk, and the one that login leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.states import Role, Scope
from accounts.terms import unit_names
from records.actors import Actor

HOME = "工作台"  # the first page of a desk: what waits


@dataclass(frozen=True)
class Link:
    """An address by its name, what its link says, and its icon in `img/icons.svg`; `also` are the
    beginnings of addresses that belong to it and do not begin with its own."""

    url_name: str
    label: str
    icon: str
    also: tuple[str, ...] = ()


_OF_UNIT = (
    Link("unit", HOME, "home"),
    Link("unit_projects", "初审", "check", ("/unit/orders/",)),
    Link("unit_corrections", "信息更正", "doc"),
    Link("unit_evaluations", "专业评价", "star"),
    Link("unit_claims", "认领", "link"),
    Link("unit_services", "已享服务", "list"),
    Link("unit_plan", "工作方案", "doc"),
    Link("unit_matters", "重大问题", "warn"),
    Link("unit_roadshows", "路演", "star"),
    Link("unit_roadshow_people", "路演人员", "users"),
    Link("unit_rooms", "会场", "home"),
    Link("unit_postings", "供需审核", "check"),
    Link("unit_demands", "需求挖掘", "search"),
    Link("unit_offers", "要素供给", "grid"),
    Link("unit_matches", "匹配", "star"),
    Link("unit_interests", "意向", "link"),
    Link("introductions", "对接", "users"),
    Link("unit_introductions", "对接情况", "chart"),
    Link("unit_coaching", "辅导", "users"),
    Link("unit_project_new", "代填成果", "plus"),
    Link("unit_imports", "批量导入", "up"),
    Link("unit_people", "人员", "users"),
    Link("unit_delegations", "委托", "link"),
)
_OF_CENTRE = (
    Link("center", HOME, "home"),
    Link("center_library", "项目库", "grid", ("/center/orders/",)),
    Link("center_corrections", "信息更正", "doc"),
    Link("center_faults", "问题清单", "warn"),
    Link("center_services", "已享服务", "list"),
    Link("center_postings", "供需审核", "check"),
    Link("center_introductions", "对接情况", "chart"),
    Link("center_reports", "意向举报", "warn"),
    Link("center_plans", "工作方案", "doc"),
    Link("center_rounds", "专家评审", "check"),
    Link("center_experts", "评审专家", "users"),
    Link("center_matters", "重大问题", "warn"),
    Link("center_board", "会商", "table"),
    Link("center_hosts", "审定与承办", "seal"),
    Link("center_calendar", "路演排期", "clock"),
    Link("center_roadshows", "路演", "star"),
    Link("center_people", "人员", "users"),
    Link("center_organisations", "机构", "home"),
    Link("center_cycles", "年度", "clock"),
)
_KEPT = Link("favourites", "收藏", "keep")
_HOSTING = (Link("host_applications", "承办申请", "doc"),)
_OF_AGENCY = (
    Link("unit", HOME, "home"),
    Link("unit_projects", "受托成果", "list", ("/unit/corrections/", "/unit/orders/")),
    Link("unit_claims", "认领", "link"),
    Link("unit_interests", "意向", "link"),
    Link("introductions", "对接", "users"),
    *_HOSTING,
)
_AT_DESK = Link("desk", HOME, "home")
_OF_SEEKERS = (
    Link("desk_matches", "匹配", "star"),
    Link("interests_sent", "我的意向", "link", ("/interests/",)),
    Link("desk_interests", "收到的意向", "doc"),
    Link("introductions", "对接", "users"),
    _KEPT,
    *_HOSTING,
)
_DEMANDS, _OFFERS = (
    Link("desk_demands", "我的需求", "search"),
    Link("desk_offers", "要素供给", "grid"),
)
# What an agency does besides, by what was delegated to it.
_DELEGATED = {
    Scope.COLLECT: Link("unit_project_new", "代填成果", "plus"),
    Scope.EVALUATE: Link("unit_evaluations", "专业评价", "star"),
    Scope.COACH: Link("unit_coaching", "辅导", "users"),
}

# The navigation of each role; its first link is where login leads. A role whose rooms are not
# built yet reads what the public reads.
LINKS: dict[Role, tuple[Link, ...]] = {
    Role.HOLDER: (
        Link("my", HOME, "home"),
        Link("my_projects", "我的成果", "list", ("/my/corrections/", "/my/evaluations/")),
        Link("my_project_new", "填报成果", "plus"),
        Link("my_coaching", "辅导与路演", "star"),
        Link("my_interests", "收到的意向", "link"),
        Link("interests_sent", "我的意向", "search", ("/interests/",)),
        Link("introductions", "对接", "users"),
        _KEPT,
        Link("my_claims", "认领成果", "link"),
    ),
    Role.AGENCY: (),
    Role.UNIT_CLERK: _OF_UNIT,
    Role.UNIT_LEAD: _OF_UNIT,
    Role.EXPERT: (Link("review", "评审任务", "list"), Link("review_profile", "专家资料", "users")),
    Role.CENTRE: _OF_CENTRE,
    Role.CENTRE_LEAD: _OF_CENTRE,
    Role.EXCHANGE: (
        Link("exchange", HOME, "home"),
        Link("exchange_events", "路演", "star"),
        Link("exchange_introductions", "路演项目的对接", "link", ("/introductions/",)),
        Link("exchange_people", "投资机构人员", "users"),
        _KEPT,
    ),
    Role.PARTNER: (_AT_DESK, _OFFERS, *_OF_SEEKERS),
    Role.INVESTOR: (_AT_DESK, _DEMANDS, _OFFERS, *_OF_SEEKERS),
    Role.ENTERPRISE: (_AT_DESK, _DEMANDS, *_OF_SEEKERS),
    Role.SECURITY: (Link("security", "账号与身份", "users"),),
    Role.AUDITOR: (Link("audit", "留痕", "list"),),
    Role.ADMIN: (
        Link("system", "系统状态", "chart"),
        Link("system_messages", "消息模板", "bell"),
        Link("kit", "组件与状态", "table"),
    ),
}
PUBLIC = (
    Link("home", "首页", "home"),
    Link("showcase", "成果展示", "search"),
    Link("demands", "需求", "doc"),
    Link("offers", "要素供给", "grid"),
    Link("roadshows", "路演活动", "clock"),
)
VISITOR = LINKS[Role.HOLDER][2:3]  # leads through login or registration


# Desks with many links: where each stands, so that a first-day user finds it.
GROUPS: dict[str, tuple[str, ...]] = {
    "成果": (
        *("unit_projects", "unit_evaluations", "unit_corrections", "unit_claims"),
        *("unit_services", "unit_project_new", "unit_imports"),
        *("center_library", "center_faults", "center_corrections", "center_services"),
    ),
    "方案": (
        *("unit_plan", "unit_matters", "center_plans", "center_rounds", "center_experts"),
        *("center_matters", "center_board", "center_hosts"),
    ),
    "路演": (
        *("unit_roadshows", "unit_roadshow_people", "unit_rooms", "unit_coaching"),
        *("center_calendar", "center_roadshows"),
    ),
    "供需对接": (
        *("unit_postings", "unit_demands", "unit_offers", "unit_matches", "unit_interests"),
        *("introductions", "unit_introductions"),
        *("center_postings", "center_introductions", "center_reports"),
    ),
    "人员与设置": (
        *("unit_people", "unit_delegations"),
        *("center_people", "center_organisations", "center_cycles"),
    ),
}
_GROUP_OF = {name: group for group, names in GROUPS.items() for name in names}
_FEW = 10  # links are found without groups


def grouped(links: Sequence[Link]) -> list[tuple[str, tuple[Link, ...]]]:
    """The links of a desk under their labels, those without one first; few stand together."""
    if len(links) <= _FEW:
        return [("", tuple(links))]
    found = [
        (group, tuple(link for link in links if _GROUP_OF.get(link.url_name, "") == group))
        for group in ("", *GROUPS)
    ]
    return [(group, of_group) for group, of_group in found if of_group]


def desk_of(actor: Actor) -> dict[str, str]:
    """The desk's first address, what its link says, the role and its unit; {} for visitors."""
    if not actor.is_person:
        return {}
    role = Role(actor.role)
    first = (*_links_at_desk(actor), PUBLIC[1])[0]
    return {
        "url_name": first.url_name,
        "label": first.label,
        "role": role.label,
        "unit": _unit_name(actor.unit),
    }


def links_of(actor: Actor) -> dict[str, tuple[Link, ...]]:
    """Of the public frame, of the actor's desk, and what there is to do from the public pages."""
    desk = _links_at_desk(actor)
    doing = desk if actor.is_person else VISITOR
    return {"public": PUBLIC + desk[:1], "desk": desk, "doing": PUBLIC[1:] + doing}


def _links_at_desk(actor: Actor) -> tuple[Link, ...]:
    """An agency has a desk only where a unit has delegated something to it."""
    if actor.role == Role.AGENCY and actor.unit:
        return _OF_AGENCY + tuple(
            link for scope, link in _DELEGATED.items() if scope in actor.scopes
        )
    return LINKS[Role(actor.role)] if actor.is_person else ()


def _unit_name(abbr: str) -> str:
    """From the taxonomy file: the frame of a page asks no table."""
    return unit_names().get(abbr, "")
