"""Addresses of the desks that work on projects; `<ref>` is ref or code."""

from django.urls import path
from django.views.generic import RedirectView

from projects.views import center, claims, conditions, filing, my, unit

urlpatterns = [
    path("notices/conditions/", conditions.conditions, name="conditions"),
    path("my/", RedirectView.as_view(pattern_name="my_projects"), name="my"),
    path("my/projects/", my.project_list, name="my_projects"),
    path("my/projects/new/", my.new_project, name="my_project_new"),
    path("my/projects/new/keep/", my.keep_new, name="my_project_new_keep"),
    path("my/projects/new/over/", my.start_new_over, name="my_project_new_over"),
    path("my/projects/<str:ref>/", my.project_page, name="my_project"),
    path("my/projects/<str:ref>/keep/", my.keep_project, name="my_project_keep"),
    path("my/projects/<str:ref>/saves/", my.project_saves, name="my_project_saves"),
    path("my/projects/<str:ref>/discard/", my.discard_project, name="my_project_discard"),
    path("my/projects/<str:ref>/resume/", my.resume_project, name="my_project_resume"),
    path("my/projects/<str:ref>/take-back/", my.take_back_project, name="my_project_take_back"),
    path("my/claims/", claims.claim_list, name="my_claims"),
    path("my/claims/request/<str:ref>/", claims.request_project, name="my_claim_request"),
    path("my/claims/<str:ref>/confirm/", claims.confirm_claim, name="my_claim_confirm"),
    path("my/claims/<str:ref>/decline/", claims.decline_claim, name="my_claim_decline"),
    path("my/claims/<str:ref>/give-up/", claims.give_up_claim, name="my_claim_give_up"),
    path("unit/", unit.desk, name="unit"),
    path("unit/projects/", unit.project_list, name="unit_projects"),
    path("unit/projects/new/", filing.new_project, name="unit_project_new"),
    path("unit/projects/new/keep/", filing.keep_new, name="unit_project_new_keep"),
    path("unit/projects/new/over/", filing.start_new_over, name="unit_project_new_over"),
    path("unit/projects/<str:ref>/edit/", filing.edit_project, name="unit_project_edit"),
    path("unit/projects/<str:ref>/keep/", filing.keep_project, name="unit_project_keep"),
    path("unit/projects/<str:ref>/saves/", filing.project_saves, name="unit_project_saves"),
    path("unit/projects/<str:ref>/discard/", filing.discard_project, name="unit_project_discard"),
    path("unit/projects/<str:ref>/resume/", filing.resume_project, name="unit_project_resume"),
    path(
        "unit/projects/<str:ref>/take-back/",
        filing.take_back_project,
        name="unit_project_take_back",
    ),
    path("unit/projects/<str:ref>/", unit.project_page, name="unit_project"),
    path(
        "unit/projects/<str:ref>/like/<str:other>/", unit.compare_projects, name="unit_project_like"
    ),
    path("unit/projects/<str:ref>/accept/", unit.accept_project, name="unit_project_accept"),
    path("unit/projects/<str:ref>/return/", unit.return_project, name="unit_project_return"),
    path("unit/projects/<str:ref>/decline/", unit.decline_project, name="unit_project_decline"),
    path(
        "unit/projects/<str:ref>/hand-over/",
        unit.hand_over_project,
        name="unit_project_hand_over",
    ),
    path(
        "unit/projects/<str:ref>/recommend/",
        unit.recommend_project,
        name="unit_project_recommend",
    ),
    path("unit/projects/<str:ref>/services/", unit.note_service, name="unit_project_note"),
    path("unit/projects/<str:ref>/invite/", unit.invite_holder, name="unit_project_invite"),
    path(
        "unit/recommendations/<str:ref>/withdraw/",
        unit.withdraw_recommendation,
        name="unit_recommendation_withdraw",
    ),
    path("unit/claims/<str:ref>/confirm/", unit.confirm_claim, name="unit_claim_confirm"),
    path("unit/claims/<str:ref>/decline/", unit.decline_claim, name="unit_claim_decline"),
    path("unit/claims/<str:ref>/give-up/", unit.give_up_claim, name="unit_claim_give_up"),
    path("center/", RedirectView.as_view(pattern_name="center_library"), name="center"),
    path("center/library/", center.library, name="center_library"),
    path("center/library/list/", center.list_selected, name="center_list_selected"),
    path("center/library/<str:ref>/", center.project_page, name="center_project"),
    path(
        "center/library/<str:ref>/like/<str:other>/",
        center.compare_projects,
        name="center_project_like",
    ),
    path("center/library/<str:ref>/list/", center.list_one, name="center_project_list"),
    path("center/library/<str:ref>/return/", center.return_project, name="center_project_return"),
    path(
        "center/library/<str:ref>/withdraw/",
        center.withdraw_project,
        name="center_project_withdraw",
    ),
    path(
        "center/library/<str:ref>/restore/",
        center.restore_project,
        name="center_project_restore",
    ),
    path("center/library/<str:ref>/services/", center.note_service, name="center_project_note"),
]
