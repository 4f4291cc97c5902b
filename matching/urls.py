"""Interests; what the portal suggests, from either side; offers that are asked for."""

from django.urls import path

from matching.views import interests, matches, project_matches, taking, weights

_OF_DESK = "desk/matches/<str:ref>/"
_OF_UNIT = "unit/matches/<str:ref>/"
_OF_HOLDER = "my/projects/<str:ref>/matches/"
_IN_UNIT = "unit/projects/<str:ref>/matches/"

urlpatterns = [
    path("showcase/<str:ref>/interest/", interests.new, name="interest_new"),
    path("desk/interests/", interests.sent, name="interests_sent"),
    path("desk/interests/<str:ref>/take-back/", interests.take_back, name="interest_take_back"),
    path("my/interests/", interests.of_holder, name="my_interests"),
    path("unit/interests/", interests.of_unit, name="unit_interests"),
    # a posting's matches
    path("matching/", weights.public, name="matching"),
    path("desk/matches/weights/", weights.at_the_desk, name="desk_match_weights"),
    path("desk/matches/", matches.overview, name="desk_matches"),
    path(_OF_DESK, matches.page, name="desk_match"),
    path(f"{_OF_DESK}state/", matches.state, name="desk_match_state"),
    path(f"{_OF_DESK}<str:project>/", matches.say, name="desk_match_say"),
    path(f"{_OF_DESK}<str:project>/take-back/", matches.take_back, name="desk_match_take_back"),
    path("unit/matches/", matches.unit_overview, name="unit_matches"),
    path(_OF_UNIT, matches.unit_page, name="unit_match"),
    path(f"{_OF_UNIT}state/", matches.unit_state, name="unit_match_state"),
    path(f"{_OF_UNIT}<str:project>/", matches.unit_say, name="unit_match_say"),
    path(
        f"{_OF_UNIT}<str:project>/take-back/", matches.unit_take_back, name="unit_match_take_back"
    ),
    # a project's
    path(_OF_HOLDER, project_matches.page, name="my_project_matches"),
    path(f"{_OF_HOLDER}<str:posting>/", project_matches.say, name="my_project_match_say"),
    path(
        f"{_OF_HOLDER}<str:posting>/take-back/",
        project_matches.take_back,
        name="my_project_match_take_back",
    ),
    path(_IN_UNIT, project_matches.unit_page, name="unit_project_matches"),
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
