"""What people type into postings, for tests of their life."""

from datetime import timedelta

from foundation import clock
from foundation.typed import Page
from matching.filing import keep_typed, open_posting, submit
from matching.moderating import accept
from matching.states import PostingKind
from tests.factories import make_centre
from tests.matching.making import make_enterprise, make_partner


def typed_demand(**said):
    """A whole demand, as a careful person types it."""
    return {
        "title": "车规级隔离驱动芯片国产替代",
        "category": "technology",
        "problem": "现用进口型号交期超过四十周，需要可直接替换的单通道隔离栅极驱动芯片。",
        "key_points": "短路响应小于 1 微秒，工作结温不低于 150 摄氏度。",
        "goal": "完成车规认证，小批量装车。",
        "field": "1.2",
        "keywords": "驱动芯片、碳化硅",
        "trl_floor": "6",
        "modes": ["joint", "licence"],
        "budget": "300",
        "wanted_from": "",
        "valid_until": day_in(90),
        "stock_code": "",
        "reach": "public",
        "alias": "",
        "contact_name": "周蜀",
        "contact_phone": "13800000000",
        **said,
    }


def typed_offer(**said):
    return {
        "title": "碳化硅中试线开放共享",
        "category": "pilot",
        "problem": "6 英寸碳化硅中试线一条，每月可流片 200 片。",
        "key_points": "已完成实验室验证的功率器件项目。",
        "goal": "提交流片方案，5 个工作日答复。",
        "field": "1.2",
        "keywords": "碳化硅、流片",
        "trl_floor": "4",
        "modes": ["pilot"],
        "budget": "",
        "valid_until": day_in(90),
        "reach": "public",
        "contact_name": "林岷",
        "contact_phone": "028-85000000",
        **said,
    }


TYPED = {PostingKind.DEMAND: typed_demand, PostingKind.OFFER: typed_offer}


def day_in(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def typed_posting(by=None, kind=PostingKind.DEMAND, **said):
    """A draft with all of it typed."""
    by = by or (make_enterprise() if kind == PostingKind.DEMAND else make_partner())
    posting = open_posting(kind, by=by)
    keep_typed(posting, TYPED[kind](**said), page=Page(), by=by)
    return posting


def handed_in(by=None, kind=PostingKind.DEMAND, **said):
    by = by or (make_enterprise() if kind == PostingKind.DEMAND else make_partner())
    return submit(typed_posting(by, kind, **said), by=by)


def accepted(by=None, kind=PostingKind.DEMAND, moderator=None, **said):
    """Published by the door of this room."""
    version = handed_in(by, kind, **said)
    return accept(version.posting, version.number, by=moderator or make_centre())
