"""匹配度怎么来: every feature of the score, what it weighs and whose data it uses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from foundation.caching import public_page
from matching.meaning import is_on
from matching.scoring import BASE, FEATURES, WEIGHTS
from matching.scoring.weights import LEARNT
from matching.views.addresses import desk_of_postings
from matching.views.matches import at_desk, at_unit
from matching.vocabulary import OF_FEEDBACK, words_of


@require_safe
@public_page
def public(request: HttpRequest) -> HttpResponse:
    return _show(request, "layouts/public.html")


@require_safe
@at_desk
def at_the_desk(request: HttpRequest) -> HttpResponse:
    return _show(request, "layouts/desk.html")


@require_safe
@at_unit
def at_the_unit(request: HttpRequest) -> HttpResponse:
    return _show(request, "layouts/desk.html")


def _note_on(feature: str) -> str:
    if feature == "meaning" and not is_on():
        return "未启用，现在不计分"
    return "只影响你自己的排序" if feature in OF_FEEDBACK else ""


def _show(request: HttpRequest, frame: str) -> HttpResponse:
    rows = [
        (words, words.bounds(float(weight)), name in LEARNT, _note_on(name))
        for name, weight in zip(FEATURES, WEIGHTS, strict=True)
        for words in [words_of(name)]
    ]
    context = {
        "rows": rows,
        "base": BASE,
        "frame": frame,
        "desk": desk_of_postings(request),
    }
    return render(request, "matching/weights.html", context)
