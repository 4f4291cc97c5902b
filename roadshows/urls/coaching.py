"""Addresses of coaching: sessions, decks, remarks, rehearsals."""

from django.urls import path, register_converter

from roadshows.states import DeckKind
from roadshows.views import coaching, decks, finding, my_coaching, rehearsals, sessions


class DeckKindConverter:
    regex = "|".join(DeckKind.values)

    def to_python(self, value: str) -> DeckKind:
        return DeckKind(value)

    def to_url(self, kind: str) -> str:
        return str(kind)


register_converter(DeckKindConverter, "deck_kind")

urlpatterns = [
    path("my/coaching/", my_coaching.my_coaching, name="my_coaching"),
    path("my/projects/<str:ref>/coaching/", coaching.my_project, name="my_project_coaching"),
    path("my/projects/<str:ref>/rehearse/", rehearsals.my_rehearsal, name="my_rehearsal"),
    path("unit/coaching/", coaching.unit_coaching, name="unit_coaching"),
    path("unit/coaching/urge/", coaching.unit_urge, name="unit_coaching_urge"),
    path("unit/coaching/sessions/", sessions.session_list, name="unit_sessions"),
    path("unit/coaching/sessions/new/", sessions.session_new, name="unit_session_new"),
    path("unit/coaching/sessions/<str:ref>/", sessions.session_page, name="unit_session"),
    path(
        "unit/coaching/sessions/<str:ref>/change/",
        sessions.session_change,
        name="unit_session_change",
    ),
    path("unit/coaching/sessions/<str:ref>/hold/", sessions.session_hold, name="unit_session_hold"),
    path(
        "unit/coaching/sessions/<str:ref>/cancel/",
        sessions.session_cancel,
        name="unit_session_cancel",
    ),
    path("unit/projects/<str:ref>/coaching/", coaching.unit_project, name="unit_project_coaching"),
    path("unit/projects/<str:ref>/rehearse/", rehearsals.unit_rehearsal, name="unit_rehearsal"),
    path(
        "center/library/<str:ref>/coaching/",
        coaching.center_project,
        name="center_project_coaching",
    ),
    path("coaching/", finding.home, name="coaching"),
    path("coaching/projects/<str:ref>/", finding.project, name="coaching_project"),
    path("coaching/sessions/<str:ref>/", finding.session, name="coaching_session"),
    path("coaching/projects/<str:ref>/<deck_kind:kind>/begin/", decks.begin, name="deck_begin"),
    path("coaching/projects/<str:ref>/<deck_kind:kind>/", decks.send, name="deck_send"),
    path("coaching/decks/<str:ref>/", decks.deck_file, name="deck_file"),
    path("coaching/decks/<str:ref>/remarks/", decks.say, name="remark_say"),
    path("coaching/remarks/<str:ref>/mend/", decks.mend_remark, name="remark_mend"),
    path("coaching/remarks/<str:ref>/keep/", decks.keep_remark, name="remark_keep"),
    path("coaching/remarks/<str:ref>/withdraw/", decks.withdraw, name="remark_withdraw"),
    path("coaching/remarks/<str:ref>/reopen/", decks.reopen, name="remark_reopen"),
]
