"""Accounts: opened, corrected, closed when nobody comes any more, reopened, suspended."""

from datetime import datetime, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Organisation, User
from accounts.states import MailRhythm, UserStatus
from foundation import clock
from records.actors import PORTAL, VISITOR, Actor
from records.keys import destroy_key
from records.messages import keep_messages
from records.models import Entry, Message
from records.states import NOWHERE
from records.workflow import Moved, begin, move, move_all

DORMANT_AFTER = timedelta(days=90)
WARNED_AFTER = DORMANT_AFTER - timedelta(days=7)
_LINK_LASTS = timedelta(days=1)
_LINK_PAUSE = timedelta(minutes=5)  # who asks again and again gets one mail
_REOPENING = "accounts.people.reopen"
_LINK = "accounts.user.reopen_link"


def open_account(user: User, *, by: Actor = VISITOR) -> User:
    """`user` is unsaved and has its password's hash already."""
    return begin(user, "register", by=by)


@transaction.atomic
def account_for(email: str, name: str, *, by: Actor) -> User:
    """The account known by this address. A new one has no password: its owner sets one through a
    letter to the address, which proves that it is theirs. A known one keeps its name."""
    with connection.cursor() as cursor:
        # Whoever invites the same person at the same time waits, and finds the account.
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"account:{email.lower()}"])
    known = User.objects.filter(email__iexact=email).first()
    return known or _open_without_password(User(email=email.lower(), name=name), by)


def correct_profile(
    user: User,
    *,
    name: str,
    phone: str,
    mail_rhythm: MailRhythm,
    organisation: Organisation | None,
    by: Actor,
) -> User:
    """A changed number has to be verified anew."""

    def write(row: User) -> None:
        if phone != row.phone:
            row.phone_verified_at = None
        row.name, row.phone, row.mail_rhythm = name, phone, mail_rhythm.value
        row.organisation = organisation

    return move(user, "correct", by=by, write=write)


def set_quiet_hours(user: User, hours: tuple[time, time] | None, *, by: Actor) -> User:
    """From when until when mail waits that is not urgent, in Shanghai; None: it never does."""

    def write(row: User) -> None:
        row.quiet_from, row.quiet_to = hours or (None, None)

    return move(user, "correct", by=by, write=write)


def record_email(user: User, *, by: Actor) -> User:
    """allauth has put a verified address in place; the trail takes the row as it now stands."""
    return move(user, "correct", by=by, note="邮箱已验证")


def reveal_contact(user: User, *, by: Actor) -> User:
    """Who looked at whose phone or e-mail is on record."""
    return move(user, "reveal", by=by)


def suspend(user: User, *, by: Actor, reason: str) -> User:
    return move(user, "suspend", by=by, note=reason, write=_deactivate)


def reopen(user: User, *, by: Actor) -> User:
    def write(row: User) -> None:
        row.is_active = True
        row.last_login = clock.now()  # ninety days anew

    return move(user, "reopen", by=by, write=write)


def send_reopening_link(email: str) -> None:
    """To the address of an account that was only long unused; anybody else's request comes to
    nothing, and nobody is told which it was."""
    user = User.objects.filter(email__iexact=email, status=UserStatus.DORMANT).first()
    if user is None or _was_sent_link(user):
        return
    until = (clock.now() + _LINK_LASTS).isoformat()
    token = signing.dumps([user.pk, str(user.last_login), until], salt=_REOPENING)
    keep_messages(_LINK, [(user, [user.pk])], note=token, is_urgent=True)


def dormant_behind(token: str) -> User | None:
    """Whose account a link reopens: within a day, once, and only what is still dormant."""
    try:
        pk, seen, until = signing.loads(token, salt=_REOPENING)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, status=UserStatus.DORMANT).first()
    if user is None or str(user.last_login) != seen:
        return None
    return user if clock.now() < datetime.fromisoformat(until) else None


def _was_sent_link(user: User) -> bool:
    sent = Message.objects.filter(to=user, kind=_LINK)
    return sent.filter(created_at__gt=clock.Now() - _LINK_PAUSE).exists()


def warn_dormant() -> Moved:
    """Tell those who will be closed in a week, once for each time they stayed away."""
    return move_all(_unwarned(), "warn", by=PORTAL)


def rest_dormant() -> Moved:
    """Close every account nobody has logged in to for 90 days (等保: dormant accounts)."""
    return move_all(dormant(), "rest", by=PORTAL, write=_deactivate_all)


@transaction.atomic
def erase_person(user: User, *, by: Actor) -> User:
    """Leave of the account what the trail needs: a number (PIPL 47). The key of the person's
    values is destroyed, so that entries prove their order and tell nothing any more."""
    EmailAddress.objects.filter(user=user).delete()
    erased = move(user, "erase", by=by, write=_forget)
    destroy_key(f"user:{user.pk}")
    return erased


def dormant() -> QuerySet[User]:
    return _with_seen().filter(seen__lt=clock.Now() - DORMANT_AFTER)


def _unwarned() -> QuerySet[User]:
    entries = Entry.objects.filter(table=User._meta.label_lower, object_id=OuterRef("pk"))
    warned = Exists(entries.filter(verb="warn", at__gt=OuterRef("seen")))
    now = clock.Now()
    near = _with_seen().filter(seen__lt=now - WARNED_AFTER, seen__gte=now - DORMANT_AFTER)
    return near.exclude(warned)


def _with_seen() -> Any:
    users = User.objects.filter(status=UserStatus.ACTIVE, is_demo=False)
    return users.alias(seen=Coalesce(F("last_login"), F("joined_at")))


@transaction.atomic
def adopt_old_accounts() -> int:
    """Bring accounts that are older than their place in the trail into it, as they stand."""
    known = Entry.objects.filter(table=User._meta.label_lower).values("object_id")
    return len(move_all(User.objects.exclude(pk__in=known), "adopt", by=PORTAL).rows)


def _open_without_password(user: User, by: Actor) -> User:
    user.set_unusable_password()
    open_account(user, by=by)
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    return user


def _forget(row: User) -> None:
    row.email, row.name, row.phone = f"{row.ref.lower()}@{NOWHERE}", "", ""
    row.phone_verified_at, row.organisation = None, None
    row.set_unusable_password()
    _deactivate(row)


def _deactivate(row: User) -> None:
    row.is_active = False


def _deactivate_all(rows: Any) -> None:
    for row in rows:
        _deactivate(row)
