"""Spreadsheets of demands and offers, as provinces and parks collect them."""

from datetime import timedelta

from foundation import clock
from tests.imports import sheet_of

HOUSE, CODE = "海岳精密股份有限公司", "91510100MA6CGQ0N7B"
DEMANDS = (
    *("编号", "技术需求名称", "需求类别", "需求描述", "技术难点", "预期成果", "所属领域"),
    *("关键词", "成熟度要求", "合作模式", "拟投入金额", "截止日期", "企业名称"),
    *("统一社会信用代码", "股票代码", "保密程度", "匿名称呼", "联系人", "联系电话"),
)
OFFERS = (
    *("编号", "要素名称", "要素类型", "供给内容", "支持对象", "申请方式", "关键词"),
    *("支持金额", "有效期", "单位名称", "统一社会信用代码", "是否公开", "联系人", "电话"),
)


def day_in(days):
    return (clock.today() + timedelta(days=days)).isoformat()


def demand(number="X-1", title="车规级隔离驱动芯片国产替代", **other):
    texts = {
        "category": "技术需求",
        "problem": "现用进口型号交期超过四十周，需要可直接替换的单通道隔离栅极驱动芯片。",
        "key_points": "短路响应小于 1 微秒，工作结温不低于 150 摄氏度。",
        "goal": "完成车规认证，小批量装车。",
        "field": "1.2",
        "keywords": "驱动芯片，碳化硅",
        "trl_floor": "TRL6",
        "modes": "合作开发/许可",
        "budget": "300万",
        "valid_until": day_in(90).replace("-", "/"),
        "org_name": HOUSE,
        "org_code": CODE,
        "stock_code": "",
        "reach": "公开",
        "alias": "",
        "contact_name": "周蜀",
        "contact_phone": "028-85400001",
    } | other
    return (number, title, *texts.values())


def offer(number="Y-1", title="碳化硅中试线开放共享", **other):
    texts = {
        "category": "中试平台",
        "problem": "6 英寸碳化硅中试线一条，每月可流片 200 片。",
        "key_points": "已完成实验室验证的功率器件项目。",
        "goal": "提交流片方案，5 个工作日答复。",
        "keywords": "碳化硅、流片",
        "budget": "",
        "valid_until": day_in(90),
        "org_name": "",
        "org_code": "",
        "reach": "公开",
        "contact_name": "林岷",
        "contact_phone": "13800000000",
    } | other
    return (number, title, *texts.values())


def demands(*rows):
    return sheet_of(*rows, header=DEMANDS)


def offers(*rows):
    return sheet_of(*rows, header=OFFERS)
