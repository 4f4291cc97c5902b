"""收藏: people keep what they found, in folders and with notes of their own."""

from django.db import transaction
from django.db.models import QuerySet, TextChoices

from accounts.models import User
from foundation.clock import Now
from foundation.errors import Problem, refuse_if
from matching.models import Favourite, Folder, Posting
from matching.queries.favourites import favourites_of, folders_of, named, own_favourites
from projects.models import Project
from records.actors import Actor

MOST, MOST_FOLDERS = 500, 20  # of one person


class FavouriteProblem(TextChoices):
    MANY = "favourites_many", "最多收藏 {expected} 项，请先在“收藏”里移除不用的"
    MANY_FOLDERS = "folders_many", "最多建 {expected} 个收藏夹，请先删除不用的"
    TAKEN = "folder_taken", "已经有叫“{found}”的收藏夹，请换一个名称"


@transaction.atomic
def favour(thing: Project | Posting, *, by: Actor) -> Favourite:
    """What is one already stays as it is; one that was removed comes back as a new one, with its
    note. Raises Refused (422): too many."""
    _lock(by)
    own = own_favourites(by).filter(**named(thing))
    if found := own.filter(removed_at=None).first():
        return found
    _refuse_too_many(favourites_of(by))
    own.update(removed_at=None, created_at=Now())
    return own.first() or Favourite.objects.create(person_id=by.person_id, **named(thing))


@transaction.atomic
def unfavour(favourite: Favourite, *, by: Actor) -> None:
    """It may be restored until the next one goes."""
    _lock(by)
    own_favourites(by).exclude(removed_at=None).exclude(pk=favourite.pk).delete()
    favourites_of(by).filter(pk=favourite.pk).update(removed_at=Now())


@transaction.atomic
def restore(favourite: Favourite, *, by: Actor) -> None:
    """As it was, in its place. Raises Refused (422): too many."""
    _lock(by)
    _refuse_too_many(favourites_of(by).exclude(pk=favourite.pk))
    own_favourites(by).filter(pk=favourite.pk).update(removed_at=None)


@transaction.atomic
def change(favourite: Favourite, *, note: str, folder: str, by: Actor) -> None:
    """`folder` is the ref of one; "", or of one that is gone: it lies in none."""
    _lock(by)
    place = folders_of(by).filter(ref=folder).first()
    own_favourites(by).filter(pk=favourite.pk).update(note=note, folder=place)


@transaction.atomic
def add_folder(name: str, *, by: Actor) -> Folder:
    """Raises Refused (422): too many, or the name is taken."""
    _lock(by)
    own = folders_of(by)
    _refuse_taken(own, name)
    if own.count() >= MOST_FOLDERS:
        refuse_if([Problem(FavouriteProblem.MANY_FOLDERS, "name", expected=str(MOST_FOLDERS))])
    return Folder.objects.create(person_id=by.person_id, name=name)


@transaction.atomic
def rename_folder(folder: Folder, *, name: str, by: Actor) -> None:
    """Raises Refused (422): the name is taken."""
    _lock(by)
    _refuse_taken(folders_of(by).exclude(pk=folder.pk), name)
    Folder.objects.filter(pk=folder.pk).update(name=name)


@transaction.atomic
def delete_folder(folder: Folder, *, by: Actor) -> None:
    """What lies in it stays, in none."""
    _lock(by)
    folder.delete()


def forget_favourites(user_id: int) -> None:
    """A person leaves."""
    Favourite.objects.filter(person=user_id).delete()
    Folder.objects.filter(person=user_id).delete()


def _lock(by: Actor) -> None:
    """One after the other, so that a double click is one favourite, and none lies in a folder that
    is being deleted."""
    User.objects.select_for_update(no_key=True).get(pk=by.person_id)


def _refuse_too_many(kept: QuerySet[Favourite]) -> None:
    if kept.count() >= MOST:
        refuse_if([Problem(FavouriteProblem.MANY, expected=str(MOST))])


def _refuse_taken(folders: QuerySet[Folder], name: str) -> None:
    if folders.filter(name=name).exists():
        refuse_if([Problem(FavouriteProblem.TAKEN, "name", found=name)])
