"""Addresses of experts, rounds and who reviews what."""

from django.urls import path

from provinces.views import assigning, experts, own_expert, rounds

ROUND = "center/review/<int:number>"
# A decision waits for its person to confirm, and loses what stands behind a `?` meanwhile.
ORDERS = "center/rounds/<str:ref>"
urlpatterns = [
    path("center/experts/", experts.experts, name="center_experts"),
    path("center/experts/invite/", experts.invite, name="center_expert_invite"),
    path("center/experts/<str:ref>/", experts.expert_page, name="center_expert"),
    path("center/experts/<str:ref>/keep/", experts.keep, name="center_expert_keep"),
    path("center/experts/<str:ref>/tie/", experts.tie, name="center_expert_tie"),
    path("center/experts/<str:ref>/rest/", experts.rest, name="center_expert_rest"),
    path("center/experts/<str:ref>/return/", experts.return_to_work, name="center_expert_return"),
    path("center/ties/<str:ref>/lift/", experts.lift, name="center_tie_lift"),
    path("center/review/", rounds.rounds, name="center_rounds"),
    path("center/review/new/", rounds.open_new, name="center_round_new"),
    path(f"{ROUND}/", rounds.round_page, name="center_round"),
    path(f"{ORDERS}/change/", rounds.change, name="center_round_change"),
    path(f"{ORDERS}/enter/", rounds.enter, name="center_round_enter"),
    path(f"{ORDERS}/leave/<str:abbr>/", rounds.leave, name="center_round_leave"),
    path(f"{ORDERS}/close/", rounds.close, name="center_round_close"),
    path(f"{ORDERS}/reopen/", rounds.reopen, name="center_round_reopen"),
    path(f"{ORDERS}/release/", rounds.release, name="center_round_release"),
    path(f"{ORDERS}/remind/", rounds.remind, name="center_round_remind"),
    path(f"{ROUND}/assign/", assigning.table, name="center_assign"),
    path(f"{ORDERS}/work-out/", assigning.work_out, name="center_assign_work_out"),
    path(f"{ORDERS}/cell/", assigning.cell, name="center_assign_cell"),
    path(f"{ORDERS}/publish/", assigning.publish, name="center_assign_publish"),
    path(
        "center/assignments/<str:ref>/replace/",
        rounds.replace_task,
        name="center_assignment_replace",
    ),
    path("review/profile/", own_expert.profile, name="review_profile"),
    path("review/profile/keep/", own_expert.keep, name="review_profile_keep"),
    path("review/profile/tie/", own_expert.tie, name="review_profile_tie"),
    path("review/profile/confirm/", own_expert.confirm, name="review_profile_confirm"),
]
