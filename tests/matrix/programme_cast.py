"""What the cast is asked about of programmes: SC's was released once and has changed since; one
item of it was taken out."""

from datetime import timedelta

from foundation import clock
from roadshows.models import Programme
from roadshows.programme import Terms, add_item, line_up, take_out
from roadshows.releasing import preview_of, release
from tests.factories import make_recommendation


def arrange_programme(cast, years):
    """The listed project of the first holder was recommended `years` ago."""
    roadshow, by = cast.roadshow, cast.actors["clerk"]
    with clock.shift(timedelta(days=-365 * years)):
        make_recommendation(cast.listed, by=cast.actors["lead"], reasons="两家整车厂已在台架验证")
    add_item(roadshow, Terms(8, kind="opening", title="致辞"), seen=_revision(roadshow), by=by)
    [item] = line_up(roadshow, [cast.listed], seen=_revision(roadshow), by=by)
    tea = Terms(15, kind="break", title="茶歇")
    taken = add_item(roadshow, tea, seen=_revision(roadshow), by=by)
    release(roadshow, by=by, seen=preview_of(roadshow).seen)
    take_out(taken, seen=_revision(roadshow), by=by)
    roadshow.refresh_from_db()
    for name in ("host", "centre", "exchange"):
        at = getattr(cast, f"at_{name}")
        setattr(cast, f"item_at_{name}", {**at, "item": item.ref})
        setattr(cast, f"taken_at_{name}", {**at, "item": taken.ref})
        setattr(cast, f"version_at_{name}", {**at, "number": 1})


def _revision(roadshow):
    return Programme.objects.get(pk=roadshow.pk).revision
