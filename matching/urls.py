"""Interests: the form below an achievement's page, and the lists of who sent and who received.
Postings: for everybody, at the desks of those whose they are, and of those who look at them."""

from django.urls import path, register_converter

from matching.states import PostingKind
from matching.views import interests, moderation, own_postings, posting_form, public
from matching.views.desks import Desk, DeskConverter, ModeratorsConverter

register_converter(DeskConverter, "posting_desk")
register_converter(ModeratorsConverter, "moderators")

_DEMAND, _OFFER = {"kind": PostingKind.DEMAND}, {"kind": PostingKind.OFFER}
_OWN = "<posting_desk:desk>/<str:ref>/"
_LOOK = "<moderators:place>/postings/<str:ref>/"

urlpatterns = [
    path("showcase/<str:ref>/interest/", interests.new, name="interest_new"),
    path("desk/interests/", interests.sent, name="interests_sent"),
    path("desk/interests/<str:ref>/take-back/", interests.take_back, name="interest_take_back"),
    path("my/interests/", interests.of_holder, name="my_interests"),
    path("unit/interests/", interests.of_unit, name="unit_interests"),
    # demands and offers, for everybody
    path("demands/", public.search, _DEMAND, name="demands"),
    path("demands/<str:ref>/", public.posting_page, _DEMAND, name="demand"),
    path("offers/", public.search, _OFFER, name="offers"),
    path("offers/<str:ref>/", public.posting_page, _OFFER, name="offer"),
    # one's own
    *(
        path(f"{desk.path}/", own_postings.listed, {"desk": desk}, name=desk.list_name)
        for desk in (Desk(place, kind) for place in ("desk", "unit") for kind in PostingKind)
    ),
    path("<posting_desk:desk>/new/", own_postings.new, name="posting_new"),
    path(_OWN, own_postings.page, name="own_posting"),
    path(f"{_OWN}edit/", posting_form.edit, name="posting_edit"),
    path(f"{_OWN}keep/", posting_form.keep, name="posting_keep"),
    path(f"{_OWN}submit/", own_postings.submit, name="posting_submit"),
    path(f"{_OWN}take-back/", own_postings.take_back, name="posting_take_back"),
    path(f"{_OWN}drop/", own_postings.drop, name="posting_drop"),
    path(f"{_OWN}renew/", own_postings.renew, name="posting_renew"),
    path(f"{_OWN}close/", own_postings.close, name="posting_close"),
    path(f"{_OWN}reopen/", own_postings.reopen, name="posting_reopen"),
    # looking at what was handed in
    path("unit/postings/", moderation.listed, {"place": "unit"}, name="unit_postings"),
    path("center/postings/", moderation.listed, {"place": "center"}, name="center_postings"),
    path(_LOOK, moderation.page, name="posting_look"),
    path(f"{_LOOK}accept/", moderation.accept, name="posting_accept"),
    path(f"{_LOOK}return/", moderation.send_back, name="posting_return"),
    path(f"{_LOOK}remove/", moderation.remove, name="posting_remove"),
    path(f"{_LOOK}restore/", moderation.restore, name="posting_restore"),
]
