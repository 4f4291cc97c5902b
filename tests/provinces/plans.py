"""The frozen JSON of a province's work plan, as `templates/provinces/letter.html` is given it."""

AIMS = (
    "面向国家重大需求和本省产业发展需要，常态化开展科技成果征集、评价、辅导和对接，"
    "推动一批技术先进、成熟度高、市场前景明确的科技成果在本省转化落地。\n"
    "全年征集成果500项以上，入库120项，举办路演活动2场，促成签约30项，合同金额3亿元以上。"
)


def make_plan(*, projects=9, paragraphs=1, **changed):
    """`paragraphs` is how often the longer texts are said; `changed` replaces top-level parts."""
    plan = {
        "unit": {"abbr": "SC", "name": "四川", "department": "四川省科学技术厅"},
        "year": 2026,
        "addressee": "科技部火炬中心",
        "basis_notice": {
            "title": "关于开展2026年度火炬科技成果直通车申报工作的通知",
            "number": "国科火字〔2026〕94号",
        },
        "letter": {
            "number": "川科函〔2026〕41号",
            "date": "2026-05-10",
            "office": "成果转化处",
            "phone": "028-86700000",
        },
        "aims": "\n".join([AIMS] * paragraphs),
        "targets": [
            {"label": "征集成果", "value": "500", "unit": "项"},
            {"label": "入库成果", "value": "120", "unit": "项"},
            {"label": "促成签约金额", "value": "30,000", "unit": "万元"},
        ],
        "events": [_make_event(projects, paragraphs)],
        **_make_grounds(paragraphs),
        **_make_support(paragraphs),
    }
    return plan | changed


def _make_event(projects, paragraphs):
    return {
        "title": "新一代信息技术专场",
        "theme": "聚焦新一代信息技术、人工智能、生物医药、高端装备制造等战略新兴产业领域",
        "fields": ["新一代信息技术产业", "高端装备制造产业"],
        "orientations": ["面向经济主战场", "面向国家重大需求"],
        "strategies": ["成渝地区双城经济圈建设"],
        "dates": ["2026-06-16", "2026-06-18"],
        "place": "成都高新区菁蓉汇",
        "mode": "线下线上结合",
        "host": "成都高新区管委会",
        "projects": [
            {
                "code": f"2026-SC-{number:06}",
                "title": "面向车规的碳化硅栅极驱动芯片及其封装测试技术",
                "organisation": "电子科技大学集成电路研究中心",
                "trl": str(6 + number % 3),
            }
            for number in range(1, projects + 1)
        ],
        "project_count": str(projects),
        "companies": "30",
        "investors": "20",
        "agenda": "\n".join(
            ["上午为项目路演和专家点评，每个项目10分钟；下午为一对一对接洽谈和签约。"] * paragraphs
        ),
    }


def _make_grounds(paragraphs):
    text = (
        "2025年全省登记技术合同3.2万项，成交额2160亿元；举办成果对接活动46场，达成意向312项，"
        "签约87项。现有国家技术转移示范机构21家，技术经理人1480名。"
    )
    return {
        "basis": {
            "text": "\n".join([text] * paragraphs),
            "figures": [
                {"label": "技术合同成交额", "value": "2,160", "unit": "亿元"},
                {"label": "技术经理人", "value": "1,480", "unit": "人"},
            ],
        },
        "organisation": {
            "text": "由省科学技术厅牵头，成都市人民政府和成都高新区管委会参与，"
            "委托四川技术转移中心承担征集、评价、辅导和会务。",
            "parties": [
                {"role": "主办", "name": "四川省科学技术厅", "code": "", "duty": "统筹协调"},
                {
                    "role": "承办",
                    "name": "成都高新区管委会",
                    "code": "",
                    "duty": "场地、会务和安全",
                },
                {
                    "role": "委托",
                    "name": "四川技术转移中心",
                    "code": "",
                    "duty": "征集、评价和辅导",
                },
            ],
            "lead": "成果转化处处长 李敏",
            "liaison": "张华，028-86700001",
        },
        "tasks": [
            _make_task("成果征集", "2026-04-26", "2026-05-20", "征集成果500项，入库120项"),
            _make_task("专业评价", "2026-05-21", "2026-05-31", "推荐路演项目9项"),
            _make_task("需求挖掘", "2026-05-10", "2026-06-10", "征集企业需求200项"),
            _make_task("路演辅导", "2026-06-01", "2026-06-14", "每个项目辅导不少于2次"),
            _make_task("路演举办", "2026-06-16", "2026-06-18", "举办路演，到场企业30家"),
            _make_task("转化跟踪", "2026-06-19", "2026-12-31", "每30日更新一次进展"),
        ],
    }


def _make_task(task, begins, ends, measure):
    return {
        "task": task,
        "responsible": "四川技术转移中心",
        "begins": begins,
        "ends": ends,
        "measure": measure,
    }


def _make_support(paragraphs):
    said = "\n".join(
        ["落地转化的路演项目，优先纳入省重点研发计划和高新区成果转化项目库，给予连续支持。"]
        * paragraphs
    )
    return {
        "programme": {
            "selection": "按技术先进性、成熟度和转化前景组织专业评价，择优推荐。",
            "coaching": "一对一辅导商业计划书，组织不少于2次彩排。",
            "broadcast": "由深圳证券交易所科融通平台和官方平台同步直播。",
        },
        "support": {
            "budget": [
                {"item": "场地和会务", "source": "省级财政", "amount": "20"},
                {"item": "征集和评价", "source": "省级财政", "amount": "60"},
                {"item": "路演辅导", "source": "成都高新区", "amount": "40"},
            ],
            "total": "120",
            "policies": said,
            "staff": "组建8人专班，分项目、对接、宣传三组。",
            "safety": "制定现场安全和网络安全预案，活动前开展演练。",
            "integrity": "项目遴选全程留痕，评审专家签署承诺书，接受监督。",
        },
        "tracking": {
            "text": "对签约和意向项目建立台账，每30日更新转化进展。",
            "reporting": "每季度向科技部火炬中心报送成效。",
        },
    }
