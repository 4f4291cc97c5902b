"""提醒, of all rooms: looked for several times a day; what was made is found made."""

import structlog

from accounts.reminding import REMINDINGS as OF_ACCOUNTS
from foundation import clock
from introductions.reminding import REMINDINGS as OF_INTRODUCTIONS
from matching.reminding import REMINDINGS as OF_MATCHING
from projects.reminding import REMINDINGS as OF_PROJECTS
from records.reminding import remind

REMINDINGS = (*OF_ACCOUNTS, *OF_PROJECTS, *OF_MATCHING, *OF_INTRODUCTIONS)
log = structlog.get_logger(__name__)


def remind_all() -> int:
    """Each kind in a transaction of its own. Returns how many messages."""
    today = clock.today()
    counts = {what.kind: remind(what, today) for what in REMINDINGS}
    log.info("reminded", **{kind: count for kind, count in counts.items() if count})
    return sum(counts.values())
