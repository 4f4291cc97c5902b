"""Interests; what people keep; demands and offers, for everybody, at the desks of those whose they
are, and of those who look at them; what the portal suggests, from either side; offers that are
asked for."""

from django.urls import path, register_converter

from matching.states import PostingKind
from matching.views import (
    favourites,
    interest_page,
    interests,
    matches,
    moderation,
    own_postings,
    posting_form,
    project_matches,
    public,
    reports,
    responding,
    taking,
    weights,
)
from matching.views.desks import Desk, DeskConverter, ModeratorsConverter

register_converter(DeskConverter, "posting_desk")
register_converter(ModeratorsConverter, "moderators")

_DEMAND, _OFFER = {"kind": PostingKind.DEMAND}, {"kind": PostingKind.OFFER}
_OWN = "<posting_desk:desk>/<str:ref>/"
_FOLDERS, _KEPT = "desk/favourites/folders/", "desk/favourites/<str:ref>/"
_INTEREST = "interests/<str:ref>/"
_TICKED = "<moderators:place>/postings/accept/"
_LOOK = "<moderators:place>/postings/<str:ref>/"
_OF_DESK = "desk/matches/<str:ref>/"
_OF_UNIT = "unit/matches/<str:ref>/"
_OF_HOLDER = "my/projects/<str:ref>/matches/"
_IN_UNIT = "unit/projects/<str:ref>/matches/"

urlpatterns = [
    path("showcase/<str:ref>/interest/", interests.new, name="interest_new"),
    path("desk/interests/", interests.sent, name="interests_sent"),
    path("desk/interests/received/", interests.of_desk, name="desk_interests"),
    path("desk/favourites/", favourites.listed, name="favourites"),
    path("desk/favourites/new/<str:kind>/<str:name>/", favourites.favour, name="favourite_new"),
    path(f"{_FOLDERS}new/", favourites.add_folder, name="favourite_folder_new"),
    path(f"{_FOLDERS}<str:ref>/rename/", favourites.rename_folder, name="favourite_folder_rename"),
    path(f"{_FOLDERS}<str:ref>/delete/", favourites.delete_folder, name="favourite_folder_delete"),
    path(f"{_KEPT}change/", favourites.change, name="favourite_change"),
    path(f"{_KEPT}remove/", favourites.remove, name="favourite_remove"),
    path(f"{_KEPT}restore/", favourites.restore, name="favourite_restore"),
    path("my/interests/", interests.of_holder, name="my_interests"),
    path("unit/interests/", interests.of_unit, name="unit_interests"),
    path("interests/blocks/", interest_page.blocks, name="blocks"),
    path(_INTEREST, interest_page.page, name="interest"),
    path(f"{_INTEREST}take-back/", interest_page.take_back, name="interest_take_back"),
    *(
        path(f"{_INTEREST}{verb}/", interest_page.answer, {"verb": verb}, name=f"interest_{verb}")
        for verb in ("ask_back", "reply", "agree", "decline", "report")
    ),
    path(f"{_INTEREST}withdraw/", interest_page.withdraw, name="interest_withdraw"),
    path(f"{_INTEREST}block/", interest_page.block, name="interest_block"),
    path(f"{_INTEREST}unblock/", interest_page.unblock, name="interest_unblock"),
    # demands and offers, for everybody
    path("demands/", public.search, _DEMAND, name="demands"),
    path("demands/<str:ref>/", public.posting_page, _DEMAND, name="demand"),
    path("demands/<str:ref>/respond/", responding.respond, name="demand_respond"),
    path("demands/<str:ref>/interest/", interests.new_in_posting, _DEMAND, name="demand_interest"),
    path("offers/<str:ref>/interest/", interests.new_in_posting, _OFFER, name="offer_interest"),
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
    path(f"{_OWN}resume/", own_postings.resume, name="posting_resume"),
    path(f"{_OWN}renew/", own_postings.renew, name="posting_renew"),
    path(f"{_OWN}close/", own_postings.close, name="posting_close"),
    path(f"{_OWN}reopen/", own_postings.reopen, name="posting_reopen"),
    # looking at what was handed in
    path("unit/postings/", moderation.listed, {"place": "unit"}, name="unit_postings"),
    path("center/postings/", moderation.listed, {"place": "center"}, name="center_postings"),
    path(_TICKED, moderation.accept_ticked, name="posting_accept_ticked"),
    path(_LOOK, moderation.page, name="posting_look"),
    path(f"{_LOOK}accept/", moderation.accept, name="posting_accept"),
    path(f"{_LOOK}return/", moderation.send_back, name="posting_return"),
    path(f"{_LOOK}remove/", moderation.remove, name="posting_remove"),
    path(f"{_LOOK}restore/", moderation.restore, name="posting_restore"),
    # reports of interests
    path("center/reports/", reports.listed, name="center_reports"),
    path("center/reports/<str:ref>/uphold/", reports.uphold, name="report_uphold"),
    path("center/reports/<str:ref>/dismiss/", reports.dismiss, name="report_dismiss"),
    # a posting's matches
    path("matching/", weights.public, name="matching"),
    path("desk/matches/weights/", weights.at_the_desk, name="desk_match_weights"),
    path("desk/matches/", matches.overview, name="desk_matches"),
    path(_OF_DESK, matches.page, name="desk_match"),
    path(f"{_OF_DESK}state/", matches.state, name="desk_match_state"),
    path(f"{_OF_DESK}<str:project>/", matches.say, name="desk_match_say"),
    path(f"{_OF_DESK}<str:project>/take-back/", matches.take_back, name="desk_match_take_back"),
    path("unit/matches/weights/", weights.at_the_unit, name="unit_match_weights"),
    path("unit/matches/", matches.unit_overview, name="unit_matches"),
    path(_OF_UNIT, matches.unit_page, name="unit_match"),
    path(f"{_OF_UNIT}state/", matches.unit_state, name="unit_match_state"),
    path(f"{_OF_UNIT}<str:project>/", matches.unit_say, name="unit_match_say"),
    path(
        f"{_OF_UNIT}<str:project>/take-back/", matches.unit_take_back, name="unit_match_take_back"
    ),
    # a project's
    path(_OF_HOLDER, project_matches.page, name="my_project_matches"),
    path(f"{_OF_HOLDER}state/", project_matches.state, name="my_project_match_state"),
    path(f"{_OF_HOLDER}<str:posting>/", project_matches.say, name="my_project_match_say"),
    path(
        f"{_OF_HOLDER}<str:posting>/take-back/",
        project_matches.take_back,
        name="my_project_match_take_back",
    ),
    path(_IN_UNIT, project_matches.unit_page, name="unit_project_matches"),
    path(f"{_IN_UNIT}state/", project_matches.unit_state, name="unit_project_match_state"),
    path(f"{_IN_UNIT}<str:posting>/", project_matches.unit_say, name="unit_project_match_say"),
    path(
        f"{_IN_UNIT}<str:posting>/take-back/",
        project_matches.unit_take_back,
        name="unit_project_match_take_back",
    ),
    # offers that are asked for
    path("offers/<str:ref>/ask/", taking.ask, name="offer_ask"),
    path("desk/offers/<str:ref>/asked/", taking.asked, name="desk_asked"),
    path("unit/offers/<str:ref>/asked/", taking.unit_asked, name="unit_asked"),
    path("take-ups/<str:ref>/take-back/", taking.take_back, name="take_up_take_back"),
    path("take-ups/<str:ref>/give/", taking.give, name="take_up_give"),
    path("take-ups/<str:ref>/decline/", taking.decline, name="take_up_decline"),
]
