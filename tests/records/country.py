"""Every audited model, and one row in each."""

import io
from datetime import date, timedelta
from decimal import Decimal

from accounts.acting import actor_of
from accounts.cycles import current_cycle
from accounts.models import Consent, Cycle, Delegation, Membership, Organisation, Unit, User
from foundation import clock
from introductions.conversing import say
from introductions.models import Appointment, Introduction, Line, Seat
from introductions.scheduling import Time, propose
from matching.feedback import Pair, Said, give
from matching.guarding import report
from matching.interests import Wish, send_interest
from matching.models import Feedback, Interest, Posting, PostingVersion, Report, TakeUp
from matching.states import PostingKind, ReportReason, Side, Verdict
from matching.taking_up import ask
from projects.claiming import invite_holder
from projects.correcting import begin_correction
from projects.disclosing import grant_all
from projects.entitlements import note_service
from projects.models import (
    Attachment,
    AttachmentGrant,
    Claim,
    Correction,
    DuplicateRuling,
    Evaluation,
    FieldRemark,
    Opinion,
    Project,
    Proofreading,
    Recommendation,
    Service,
    Version,
)
from projects.proofreading import read_version
from projects.remarking import note_remark
from projects.ruling import ask_units
from provinces.cycles import attach_to_call
from provinces.displaying import open_display
from provinces.exempting import Grant, exempt
from provinces.experts import declare_tie
from provinces.issuing import issue_denial
from provinces.matters import Raised, raise_matter
from provinces.models import (
    Approval,
    Assignment,
    CallFile,
    Display,
    Exemption,
    Expert,
    FormalCheck,
    HostApplication,
    HostCall,
    HostDecision,
    Matter,
    Objection,
    PlanEvent,
    PlanVersion,
    ResultLetter,
    ReviewRound,
    RoundPlan,
    Scan,
    Score,
    Submission,
    Tie,
    WorkPlan,
)
from provinces.objecting import file_objection
from provinces.reviewing import close_round
from provinces.states import ExemptionKind
from records.models import Document
from roadshows.models import (
    CalendarVersion,
    Deck,
    Duty,
    Person,
    Rehearsal,
    Release,
    Remark,
    Roadshow,
    Season,
    Session,
)
from tests.factories import (
    make_centre,
    make_clerk,
    make_delegation,
    make_draft,
    make_filed_project,
    make_holder,
    make_lead,
    make_project,
    make_recommendation,
    make_staff,
)
from tests.foundation.files import PDF
from tests.introductions.making import introduced
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise, suggest
from tests.projects.attaching_files import make_attachment
from tests.provinces.hosts import application_in
from tests.provinces.judging import (
    accepted_plans,
    approved,
    decided,
    make_expert,
    reviewed,
)
from tests.provinces.making import plan_of, publish, submitted_plan
from tests.records.filed import file_pdf
from tests.roadshows.standing import coached_roadshow
from tests.toy.factories import make_parcel, make_sender
from tests.toy.models import Parcel
from tests.toy.states import ParcelStatus

AUDITED = [
    *(Attachment, AttachmentGrant, Claim, Consent, Cycle, Delegation, Document, FieldRemark),
    *(Interest, Membership, Organisation, Parcel, Project, Recommendation, Service, User, Version),
    *(Correction, DuplicateRuling, Evaluation, Opinion, Proofreading),
    *(Exemption, PlanEvent, PlanVersion, Scan, Submission, WorkPlan),
    *(CallFile, HostApplication, HostCall),
    *(Approval, Assignment, Display, Expert, FormalCheck, HostDecision, Matter, Objection),
    *(ResultLetter, ReviewRound, RoundPlan, Score, Tie),
    *(Feedback, Posting, PostingVersion, Report, TakeUp),
    *(Appointment, Introduction, Line, Seat),
    *(CalendarVersion, Deck, Duty, Person, Rehearsal, Release, Remark, Roadshow, Season, Session),
]


def make_rows():
    sender = make_sender()
    facts = {"weight": Decimal("1.50"), "packed_on": date(2026, 5, 15), "marks": {"a": [1, None]}}
    parcel = make_parcel(ParcelStatus.SENT, sender, **facts)
    project = make_project("listed")
    make_recommendation(project, by=make_lead(), reasons="中试数据完整")
    talk(send_interest(project, Wish("learn", "想了解"), by=make_holder()))
    match(project)
    begin_correction(project, "指标更新", by=actor_of(project.holder))
    note_remark(make_project("submitted"), "summary", "补数据", by=make_clerk())
    read_version(project.versions.get(), by=make_centre())
    elsewhere = make_project("submitted", unit=Unit.objects.get(abbr="GD"))
    ask_units(project, elsewhere, by=make_centre(), note="请核实")
    note_service(project, "support", provider="四川省科技厅", on=clock.today(), by=make_lead())
    invite_holder(make_filed_project("listed"), "li@example.cn", "李", by=make_clerk())
    delegation = make_delegation()
    holder = make_holder()
    attachment = make_attachment(make_draft(holder), holder)
    grant_all([attachment], delegation.organisation, by=holder)
    file_pdf(sender)
    hand_a_plan_in()
    coached_roadshow()
    return parcel


def match(project):
    """A demand's people accept the project, and its holder asks for an offer."""
    by, holder = make_enterprise(), actor_of(project.holder)
    demand, offer = accepted(by), accepted(kind=PostingKind.OFFER)
    suggest(demand, project)
    give(Pair(demand, project, Side.POSTING), Said(Verdict.ACCEPT), by=by)
    ask(offer, project, message="想排两批样片", by=holder)


def talk(interest):
    """It is reported, agreed to all the same, and led to a time to meet."""
    by = actor_of(interest.project.holder)
    report(interest, ReportReason.SPAM, text="群发的", with_words=False, by=by)
    found = introduced(interest)
    say(found, "您好，想约周三", by=by)
    starts = clock.now() + timedelta(days=3)
    propose(found, Time(starts, starts + timedelta(hours=1), "视频会议"), by=by)


def hand_a_plan_in():
    cycle, lead = publish(), make_staff("centre_lead")
    attach_to_call(cycle, "模板.pdf", io.BytesIO(PDF), by=lead)
    submitted_plan()
    grant = Grant(ExemptionKind.EXTRA, "大湾区专场", cap=3)
    exempt(plan_of("GD").unit, current_cycle(), grant, by=lead)
    application_in("picked")
    judge_plans(lead)


def judge_plans(lead):
    shown, denied = accepted_plans("HN", "HI")
    experts = [make_expert() for _ in range(3)]
    declare_tie(experts[0][1], plan_of("SC").unit, by=make_centre(), reason="项目合作")
    close_round(reviewed([shown, denied], experts), by=make_centre())
    approved([shown], by=lead)
    approved([denied], "denied", by=lead)
    decided([shown], lead=lead)
    file_objection(open_display(shown.cycle, by=lead), "与基础不符", by=make_holder())
    issue_denial(denied, by=lead)
    raise_matter(shown, Raised("场地冲突", "请协调"), by=make_clerk("HN"))
