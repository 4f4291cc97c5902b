"""Introductions: those one sits at, what is said and arranged there, who accompanies them."""

from django.urls import path

from introductions.views import acts, companions, figures, talks

_ONE = "introductions/<str:ref>/"
_SEAT = f"{_ONE}companions/<str:seat>/"

urlpatterns = [
    path("introductions/", talks.listed, name="introductions"),
    path(_ONE, talks.page, name="introduction"),
    path(f"{_ONE}lines/", talks.lines, name="introduction_lines"),
    path(f"{_ONE}say/", acts.say, name="introduction_say"),
    path(f"{_ONE}lines/<str:line>/take-back/", acts.take_back, name="line_take_back"),
    path(f"{_ONE}lines/<str:line>/file/", acts.file, name="line_file"),
    path(f"{_ONE}files/begin/", acts.begin_file, name="introduction_file_begin"),
    path(f"{_ONE}files/", acts.send_file, name="introduction_file_send"),
    path(f"{_ONE}note/", acts.note, name="introduction_note"),
    path(f"{_ONE}plan/", acts.plan, name="introduction_plan"),
    path(f"{_ONE}finish/", acts.finish, name="introduction_finish"),
    path(f"{_ONE}reopen/", acts.reopen, name="introduction_reopen"),
    path(f"{_ONE}times/", acts.propose_time, name="time_propose"),
    path(f"{_ONE}times/<str:time>.ics", acts.time_file, name="time_file"),
    *(
        path(f"{_ONE}times/<str:time>/{verb}/", acts.answer_time, {"verb": verb}, f"time_{verb}")
        for verb in ("agree", "decline", "cancel")
    ),
    path(f"{_ONE}export.zip", acts.export, name="introduction_export"),
    path(f"{_ONE}companions/", acts.bring, name="companion_bring"),
    *(
        path(f"{_SEAT}{verb}/", acts.answer_seat, {"verb": verb}, name=f"seat_{verb}")
        for verb in ("agree", "refuse")
    ),
    path("companions/<str:ref>/leave/", companions.leave, name="seat_leave"),
    path("unit/introductions/", figures.of_unit, name="unit_introductions"),
    path("center/introductions/", figures.of_centre, name="center_introductions"),
    path("exchange/introductions/", companions.exchange, name="exchange_introductions"),
    path("exchange/introductions/<str:ref>/attend/", companions.attend, name="introduction_attend"),
]
