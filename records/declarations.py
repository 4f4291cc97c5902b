"""What this room tells the door and the workers of: its audited tables and kinds of work."""

from records.actors import Actor
from records.auditing import verify_piece
from records.delivery import deliver, deliver_day
from records.models import DailyMail, Document, Inspection, Message, Picture, Verification
from records.previewing import draw
from records.receiving import inspect
from records.states import EXISTS, NOTHING, Transition
from records.workflows import Workflow, register
from records.working import register_work


def _is_owner(by: Actor, document: Document) -> bool:
    return by.user_id == document.owner_id


register(
    Workflow(
        model=Document,
        transitions=(
            Transition("file", NOTHING, EXISTS, "提交文件", "提交文件"),
            Transition("forget", EXISTS, EXISTS, "抹去文件", "抹去文件"),
        ),
        rules=dict.fromkeys(("file", "forget"), _is_owner),
    )
)
register_work(Message, deliver)
register_work(Verification, verify_piece)
register_work(DailyMail, deliver_day)
register_work(Inspection, inspect)
register_work(Picture, draw)
