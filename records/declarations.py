"""What this room tells the door and the workers of: its audited tables and kinds of work."""

from records.auditing import verify_piece
from records.delivery import deliver, deliver_day
from records.models import DailyMail, Document, Message, Verification
from records.states import EXISTS, NOTHING, Transition
from records.workflows import Workflow, register
from records.working import register_work

register(
    Workflow(
        model=Document,
        transitions=(Transition("file", NOTHING, EXISTS, "提交文件", "提交文件"),),
        rules={"file": lambda by, document: by.user_id == document.owner_id},
    )
)
register_work(Message, deliver)
register_work(Verification, verify_piece)
register_work(DailyMail, deliver_day)
