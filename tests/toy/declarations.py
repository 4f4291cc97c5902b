from foundation.errors import GeneralProblem, Problem
from records.workflows import Workflow, register
from records.working import register_work
from tests.toy.models import Effect, Job, Parcel
from tests.toy.states import TRANSITIONS


def is_clerk(by, parcel):
    return by.role == "clerk"


def is_sender(by, parcel):
    return by.user_id == parcel.sender_id


RULES = {
    "pack": lambda by, parcel: is_sender(by, parcel) or is_clerk(by, parcel),
    "relabel": is_sender,
    "send": is_clerk,
    "receive": is_clerk,
    "lose": is_clerk,
    "find": is_clerk,
    "erase": is_sender,
}
PERSONAL = {"contact": "'user:' || t.sender_id"}


def wrongs_of(parcel):
    return [Problem(GeneralProblem.FAULT, field=name) for name in parcel.marks.get("wrong", [])]


register(
    Workflow(
        Parcel,
        TRANSITIONS,
        RULES,
        checks={"relabel": wrongs_of},
        tells={"send": lambda parcel: [parcel.sender_id, parcel.sender_id]},
        personal=PERSONAL,
    )
)


def do_step(job):
    if job.fails:
        raise RuntimeError("this job fails")
    number = job.progress + 1
    Effect.objects.create(job=job, number=number)
    return number


register_work(Job, do_step)
