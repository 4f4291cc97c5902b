"""Where the pages around a match stand, for whoever looks from which desk."""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.guards import actor_on
from accounts.states import Role
from matching.models import Posting
from matching.states import PostingKind
from matching.views.desks import Desk
from projects.models import Project


def public_address(posting: Posting) -> str:
    return reverse(posting.kind, args=[posting.name_in_address])


def address_of(record: Project | Posting) -> str:
    """Where everybody reads it."""
    if isinstance(record, Posting):
        return public_address(record)
    return reverse("showcase_project", args=[record.name_in_address])


def own_address(posting: Posting) -> str:
    """At the desk of its own people."""
    place = "unit" if posting.custodian_id else "desk"
    return Desk(place, PostingKind(posting.kind)).url("own_posting", posting)


def desk_of_postings(request: HttpRequest) -> str:
    return "unit" if actor_on(request).role in Role.of_unit else "desk"


@dataclass(frozen=True, slots=True)
class OfPosting:
    """Addresses of a posting's matches at a desk: "desk" or "unit"."""

    desk: str
    posting: Posting

    @property
    def page(self) -> str:
        return reverse(f"{self.desk}_match", args=[self.posting.ref])

    @property
    def state(self) -> str:
        return reverse(f"{self.desk}_match_state", args=[self.posting.ref])

    def say(self, project: Project) -> str:
        return reverse(f"{self.desk}_match_say", args=[self.posting.ref, project.ref])

    def take_back(self, project: Project) -> str:
        return reverse(f"{self.desk}_match_take_back", args=[self.posting.ref, project.ref])

    def wish(self, project: Project) -> str:
        address = reverse("interest_new", args=[project.name_in_address])
        return f"{address}?posting={self.posting.ref}"


@dataclass(frozen=True, slots=True)
class OfProject:
    """Addresses of a project's matches at a desk: "my" or "unit"."""

    desk: str
    project: Project

    @property
    def page(self) -> str:
        return reverse(f"{self.desk}_project_matches", args=[self.project.ref])

    @property
    def state(self) -> str:
        return reverse(f"{self.desk}_project_match_state", args=[self.project.ref])

    def say(self, posting: Posting) -> str:
        return reverse(f"{self.desk}_project_match_say", args=[self.project.ref, posting.ref])

    def take_back(self, posting: Posting) -> str:
        names = [self.project.ref, posting.ref]
        return reverse(f"{self.desk}_project_match_take_back", args=names)

    def wish(self, posting: Posting) -> str:
        address = reverse(f"{posting.kind}_interest", args=[posting.name_in_address])
        return f"{address}?project={self.project.ref}"

    def ask(self, posting: Posting) -> str:
        return f"{reverse('offer_ask', args=[posting.name_in_address])}?project={self.project.ref}"


def query_of(request: HttpRequest) -> str:
    """As it was asked, but for what only the poll says: `first`."""
    left = request.GET.copy()
    left.pop("first", None)
    return left.urlencode()


def with_query(query: QueryDict, **changes: str) -> str:
    """`?…` with some values put in place of others, from the first page on; "" leaves one out."""
    left = query.copy()
    left.pop("page", None)
    for name, value in changes.items():
        left.pop(name, None)
        if value:
            left[name] = value
    return f"?{left.urlencode()}"
