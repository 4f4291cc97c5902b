"""The cast of the permission matrix: one person for each role and ownership, and the objects
they are asked about. `SC` is the unit that owns, `GD` the other one."""

from io import BytesIO

from accounts.acting import actor_of
from accounts.cycles import current_cycle
from accounts.granting import apply_for
from accounts.models import Membership, Unit
from accounts.states import Role
from foundation import clock
from foundation.word import Document
from projects.attaching import remove
from projects.claiming import invite_holder, request_claim
from projects.disclosing import grant_all, note_reading
from projects.entitlements import note_service
from projects.intake import discard
from projects.proposing import Answers, keep_reading
from projects.remembering import remember_view
from projects.states import ServiceKind
from provinces.applying import close_host_call, pick
from provinces.cycles import attach_to_call
from provinces.exempting import Grant, exempt
from provinces.states import ExemptionKind
from provinces.submission import submit
from records.auditing import ask_for_verification
from records.models import Entry, Message
from tests import factories
from tests.foundation.files import PDF
from tests.imports import begin_import, imported, read_in, sheet_of
from tests.logins import FreshClient
from tests.matching.import_sheets import demand, demands
from tests.matching.making import make_enterprise, make_partner
from tests.matrix.bulk_cast import order_many
from tests.matrix.correction_cast import correct_projects
from tests.matrix.evaluation_cast import evaluate_projects
from tests.matrix.library_cast import keep_library
from tests.matrix.match_cast import match_all
from tests.matrix.posting_cast import post_all
from tests.matrix.remark_cast import remark_on_projects
from tests.matrix.review_cast import review_plans
from tests.matrix.roadshow_cast import coach_projects, run_roadshows
from tests.matrix.talk_cast import talk_all
from tests.projects.attaching_files import begin_for, draw_now, make_attachment
from tests.provinces.hosts import REASON, apply, make_host, open_call, published
from tests.provinces.making import DAY, file_pdf, frozen_plan, print_one, publish, read_scans

# What was found in a file the first holder uploaded for what came back to them.
DOCUMENT = Document("成果信息表（单位版）.docx", "0" * 64, (), is_cut=False)
ANSWERS = Answers(
    fields={
        "title": "面向车规的碳化硅栅极驱动芯片及其短路保护方法",
        "tagline": "0.9 微秒内关断短路的碳化硅，少用一半余量",
        "industry": "C39 计算机、通信和其他电子设备制造业",
        "organisation": "岷江器件研究所",
        "level": "领先得很",
        "summary": "给主驱逆变器用的单通道隔离驱动芯片。\n样片完成了 2000 小时高温反偏。",
        "truthful": "☑ 是",
    },
    rows={"awards": [{"name": "四川省科技进步奖", "level": "一等", "year": "2021"}]},
    places={"title": "表 1 第 1 行", "summary": "第 12 段", "awards": "表 3 第 1 行"},
    others=[["开户银行", "某某银行成都分行"]],
)

# Who asks; the first word is the role. `_other` is of another unit, organisation or person.
COLUMNS = (
    "visitor",
    "holder",
    "holder_other",
    "agency",
    "agency_other",
    "clerk",
    "lead",
    "clerk_other",
    "lead_other",
    "expert",
    "centre",
    "centre_lead",
    "exchange",
    "partner",
    "investor",
    "enterprise",
    "security",
    "auditor",
    "admin",
)
_PLAIN = (
    *("expert", "centre", "centre_lead", "exchange", "investor"),
    *("security", "auditor", "admin"),
)


class Cast:
    """Everybody has TOTP out of the way (`is_demo`) and has just logged in."""

    def __init__(self):
        self.organisation = factories.make_organisation()
        self.actors = {
            "holder": factories.make_holder(self._user("holder")),
            "holder_other": factories.make_holder(self._user("holder_other")),
            "agency": factories.make_agent(self.organisation, user=self._user("agency")),
            "agency_other": factories.make_agent(self._other(), user=self._user("agency_other")),
            **{
                name: self._of_unit(name) for name in ("clerk", "lead", "clerk_other", "lead_other")
            },
            **{name: factories.make_staff(name, user=self._user(name)) for name in _PLAIN},
            "enterprise": make_enterprise(user=self._user("enterprise")),
            "partner": make_partner(self._user("partner")),
        }
        self.delegation = factories.make_delegation(
            self.organisation, scopes=("collect", "evaluate"), lead=self.actors["lead"]
        )
        # As the delegation lets them act.
        self.actors["agency"] = actor_of(self.actors["agency"].user)
        # Asked for in SC by somebody who is not of the cast.
        self.application = apply_for(
            Role.UNIT_CLERK, by=factories.make_holder(), unit=Unit.objects.get(abbr="SC")
        )
        # The objects, each by the word the table uses; all are the first holder's, in SC.
        holder = self.actors["holder"]
        self.draft = factories.make_draft(holder)
        self.submitted = factories.make_project("submitted", holder)
        self.accepted = factories.make_project("accepted", holder)
        self._attach_files(holder)
        self._hang_things_on_projects()
        self._set_side_by_side()
        self.somebody = self.actors["expert"].user
        self._name_what_accounts_hold()
        self._claim_and_file()
        evaluate_projects(self)
        keep_library(self)
        post_all(self)
        match_all(self)
        talk_all(self)
        self._call_for_hosts()
        review_plans(self)
        run_roadshows(self)
        coach_projects(self)
        correct_projects(self)
        self._hand_plans_in()
        order_many(self)
        self._remember_views()
        self.clients = {name: self.client_of(name) for name in COLUMNS}

    def _remember_views(self):
        """One list at each kind of desk, as somebody wants to see it again."""
        clerk, centre = self.actors["clerk"], self.actors["centre"]
        lacking = "state=all&lacks=mandate&cols=organisation&cols=lacks&cols=custodian"
        at_unit = remember_view("unit", "缺委托书的", lacking, by=clerk)
        at_centre = remember_view("center", "四川已入库", "state=listed&unit=SC", by=centre)
        self.view_of_clerk, self.view_of_centre = {"pk": at_unit.pk}, {"pk": at_centre.pk}

    def _name_what_accounts_hold(self):
        self.membership = Membership.objects.get(user=self.somebody)
        self.giving_up = {"ref": self.membership.ref, "verb": "end"}
        self.message = {"pk": Message.objects.filter(to=self.somebody).first().pk}
        self.consent = {"pk": self.listed.display_consent_id}
        self.applicant = self.application.user
        self.token = {"token": "no-such-token"}
        self.entry = {"pk": Entry.objects.values_list("pk", flat=True).last()}
        self.verification = ask_for_verification(by=self.actors["auditor"])
        self.message_to_lead = self.actors["lead"].user.messages.first()
        self.key = {"key": "no-such-key"}
        self.reset = {"uidb36": "1", "key": "no-such-key"}

    def _claim_and_file(self):
        """What units and agencies file for others in SC, and the first holder's claims to it."""
        clerk, holder = self.actors["clerk"], self.actors["holder"]
        self.filed_draft = factories.make_filed_draft(clerk)
        self.filed_file = make_attachment(self.filed_draft, clerk, kind="mandate", title="委托书")
        self.filed_submitted = factories.make_filed_project("submitted", clerk)
        self.filed_by_agency = factories.make_filed_draft(actor_of(self.actors["agency"].user))
        self.free = factories.make_filed_project("listed", clerk)
        factories.make_member(holder, self.free.organisation)
        rest = {"by": clerk}
        self.invited = invite_holder(self.filed_submitted, holder.user.email, "", **rest)
        asked_for = factories.make_filed_project("listed", clerk)
        self.requested = request_claim(asked_for, by=holder)
        self._import_sheets()
        self.given_up = discard(factories.make_draft(holder), by=holder)
        self.filed_given_up = discard(factories.make_filed_draft(clerk), by=clerk)

    def _import_sheets(self):
        """Of achievements a file of SC's clerk with a row to mend, and one that was taken in; the
        same of demands."""
        clerk = self.actors["clerk"]
        header = ("编号", "成果名称", "技术领域", "单位", "邮箱")
        taken = sheet_of(("1", "甲", "新材料", "嘉陵大学", "wu@example.cn"), header=header)
        self.import_taken = imported(taken, by=clerk, name="去年的.csv")
        checked = sheet_of(
            ("2", "乙", "汽车电子", "嘉陵大学", ""), ("3", "丙", "", "", ""), header=header
        )
        self.import_checked = read_in(checked, by=clerk, name="今年的.csv")
        self.import_row = {"ref": self.import_checked.ref, "line": 2}
        self.import_upload = begin_import("路上的.csv", by=clerk)
        self.import_demands_taken = imported(demands(demand("Z-1")), by=clerk, name="园区的.csv")
        wrong = demand("Z-2", "高温传感器封装", trl_floor="十", reach="不公开", org_code="")
        raw = demands(wrong, demand("Z-1", budget="500"), demand("Z-3", "低温轴承钢"))
        self.import_demands = read_in(raw, by=clerk, name="协会的.csv")
        self.import_demands_misread = read_in(raw, by=clerk, name="认错的.csv", subject="offer")

    def _call_for_hosts(self):
        """SC asks twice: one call is over, with an application picked and one that waits; to the
        other the agency has applied."""
        agency, lead = self.actors["agency"], self.actors["lead"]
        published(by=self.actors["centre_lead"])
        over = open_call(by=lead, title="征集新材料专场承办单位")
        picked, self.host_waiting = apply(over, make_host()), apply(over, agency, role="co_host")
        close_host_call(over, by=lead)
        self.host_picked = pick(picked, by=lead, reason=REASON).application
        self.host_call = open_call(by=lead)
        self.host_applied = apply(self.host_call, agency)

    def _hand_plans_in(self):
        """SC's plan is submitted with a scan of its own letter; GD has been given more time."""
        lead = self.actors["centre_lead"]
        cycle = publish(by=lead)
        self.call_attachment = attach_to_call(cycle, "工作方案模板.pdf", BytesIO(PDF), by=lead)
        self.call_file = {"year": cycle.year, "ref": self.call_attachment.ref}
        self.plan, version = frozen_plan(by=self.actors["clerk"])
        print_one(version)
        version.refresh_from_db()
        with version.printing.file.open() as letter:
            self.plan_scan = file_pdf(self.plan, version, self.actors["clerk"], letter.read())
        submission = submit(self.plan, by=self.actors["lead"])
        print_one(submission)
        read_scans()
        self.receipt = {"serial": submission.ref}
        self.plan_event = self.plan.events.get()
        self.plan_scan_page = {"ref": self.plan_scan.ref, "number": 1}
        self.plan_unit = {"abbr": "SC"}
        until = clock.now() + 20 * DAY
        grant = Grant(ExemptionKind.EXTENSION, "遇台风，电路中断", until=until)
        self.exemption = exempt(Unit.objects.get(abbr="GD"), current_cycle(), grant, by=lead)

    def _attach_files(self, holder):
        """One of each openness on a listed project; one granted to the agency's organisation."""
        self.draft_file = make_attachment(self.draft, holder, title="技术说明")
        self.removed_file = remove(make_attachment(self.draft, holder, title="旧稿"), by=holder)
        draft = factories.make_draft(holder)
        self.public_file, self.members_file, self.granted_file = (
            make_attachment(draft, holder, visibility=visibility, title=title)
            for visibility, title in (
                *(("public", "检测报告"), ("members", "应用证明")),
                ("granted", "商业计划书"),
            )
        )
        draw_now(self.public_file.document)
        self.listed = factories.take_to("listed", draft, holder)
        [self.grant] = grant_all([self.granted_file], self.organisation, by=holder)
        note_reading(self.granted_file, by=self.actors["agency"])
        self.upload = begin_for(self.draft, by=holder)

    def _set_side_by_side(self):
        """Pairs that may be one: the other is public, or nobody's here to read."""
        words = {
            "summary": factories.SUMMARY.replace("0.9 微秒", "1.2 微秒"),
            "tagline": "换了说法",
        }
        elsewhere = {"unit": Unit.objects.get(abbr="GD"), **words}
        self.similar = factories.make_project("listed", **elsewhere)
        hidden = factories.make_project("submitted", **elsewhere)
        self.pair = {"ref": self.submitted.ref, "other": self.similar.ref}
        self.pair_hidden = {"ref": self.submitted.ref, "other": hidden.ref}

    def _hang_things_on_projects(self):
        """One is in custody of SC's unit, with a claim of each kind."""
        holder, clerk, lead = (self.actors[name] for name in ("holder", "clerk", "lead"))
        remark_on_projects(self)
        keep_reading(DOCUMENT, ANSWERS, project=self.returned, by=holder)
        self.withdrawn = factories.make_project("withdrawn", holder)
        self.filed = factories.make_filed_project("listed", clerk)
        self.recommendation = factories.make_recommendation(self.filed, by=lead)
        rest = {"provider": "深交所", "on": clock.today(), "by": clerk}
        note_service(self.filed, ServiceKind.ROADSHOW, **rest)
        self.invitation = invite_holder(self.filed, "zhou@example.cn", "周蜀", by=clerk)
        member = factories.make_user(organisation=self.filed.organisation)
        self.request = request_claim(self.filed, by=factories.make_holder(member))
        self.section = {"section": "projects"}
        self.cycle = {"year": current_cycle().year}

    @staticmethod
    def _user(name):
        phone = f"139{COLUMNS.index(name):08}"
        return factories.make_user(f"cast-{name}", is_demo=True, phone=phone)

    def _of_unit(self, name):
        role, _, other = name.partition("_")
        unit = "GD" if other else "SC"
        return factories.make_staff(f"unit_{role}", unit, user=self._user(name))

    @staticmethod
    def _other():
        return factories.make_organisation("珠江技术转移中心", "91440101MA5AKP8U4D")

    def client_of(self, name):
        """Logged in this moment."""
        client = FreshClient(raise_request_exception=False)
        if name != "visitor":
            client.force_login(self.actors[name].user)
        return client

    def arguments(self, row):
        """Of the row's address: the object it is about, by the name addresses use."""
        about = getattr(self, row.about)
        return about if isinstance(about, dict) else {"ref": about.ref}

    def data(self, row):
        """What is sent along; a callable is asked about the cast first."""
        return {k: v(self) if callable(v) else v for k, v in row.data.items()}
