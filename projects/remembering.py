"""常用筛选: a list as somebody wants to see it again. Nobody else's business, and on no trail."""

from django.db import IntegrityError, transaction
from django.db.models import TextChoices

from foundation.errors import Problem, refuse_if
from projects.models import SavedView
from records.actors import Actor

MOST = 30  # of one person at one desk
_LONGEST = SavedView._meta.get_field("query").max_length or 0


class ViewProblem(TextChoices):
    TAKEN = "taken", "已经有叫“{found}”的常用筛选，请换一个名称"
    LONG = "long", "条件太长，没有保存。请缩短关键词或去掉几个条件，再保存一次"
    MANY = "many", "最多保存 {expected} 个常用筛选，请先删去不用的"


@transaction.atomic
def remember_view(desk: str, name: str, query: str, *, by: Actor) -> SavedView:
    """Under a name that is there already it takes the place of what was. Raises Refused (422) where
    there are too many, or the query is too long."""
    if len(query) > _LONGEST:
        refuse_if([Problem(ViewProblem.LONG)])
    own = SavedView.objects.select_for_update().filter(owner=by.person_id, desk=desk)
    if not own.filter(name=name).exists() and own.count() >= MOST:
        refuse_if([Problem(ViewProblem.MANY, "name", expected=str(MOST))])
    view, _ = SavedView.objects.update_or_create(
        owner_id=by.person_id, desk=desk, name=name, defaults={"query": query}
    )
    return view


def rename_view(view: SavedView, *, name: str) -> SavedView:
    """Raises Refused (422) where another of the same desk has that name."""
    view.name = name
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError:
        refuse_if([Problem(ViewProblem.TAKEN, "name", found=name)])
    return view


def forget_view(view: SavedView) -> None:
    view.delete()


def forget_views(user_id: int) -> None:
    """A person leaves."""
    SavedView.objects.filter(owner=user_id).delete()
