"""A word to a match, and taking it back, from either side."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.guards import actor_on
from foundation.errors import Refused
from matching import feedback
from matching.feedback import Pair
from matching.forms.matches import FeedbackForm


@dataclass(frozen=True, slots=True)
class Answer:
    """`fault` is why it was refused, "" where it was done."""

    done: str
    fault: str = ""

    def sent_back(self, request: HttpRequest, page: str, ref: str) -> HttpResponse:
        """Without a script: to the list as it was asked for, at the same match."""
        (messages.error if self.fault else messages.success)(request, self.fault or self.done)
        query = request.GET.urlencode()
        return redirect(f"{page}{'?' if query else ''}{query}#{ref}")


def say(request: HttpRequest, pair: Pair) -> Answer:
    """Raises Refused: not theirs to say (403)."""
    form, done = FeedbackForm(request.POST), "已记下你的反馈"
    if not form.is_valid():
        return Answer(done, form.first_error)
    try:
        feedback.give(pair, form.said, by=actor_on(request))
    except Refused as refusal:
        return Answer(done, _told_beside(refusal))
    return Answer(done)


def take_back(request: HttpRequest, pair: Pair) -> Answer:
    """Raises Refused: not theirs to take back (403)."""
    done = "已撤回反馈"
    try:
        feedback.take_back(pair, by=actor_on(request))
    except Refused as refusal:
        return Answer(done, _told_beside(refusal))
    return Answer(done)


def _told_beside(refusal: Refused) -> str:
    """In words beside the match; raises it again where it was not theirs to say."""
    if refusal.status == HTTPStatus.FORBIDDEN:
        raise refusal
    return str(refusal)
