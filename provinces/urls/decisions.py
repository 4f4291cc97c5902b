"""Addresses of 审定, 承办, 公示, objections and letters."""

from django.urls import path

from provinces.views import deciding, decisions, papers, results

urlpatterns = [
    path("notices/results-<int:year>/", results.results, name="results"),
    path("notices/results-<int:year>/object/", results.object_to_results, name="results_object"),
    path("desk/objections/", results.objections, name="objections"),
    path("desk/objections/<str:ref>/withdraw/", results.withdraw, name="objection_withdraw"),
    path("unit/plan/results/<str:ref>.pdf", papers.result, name="unit_result"),
    path(
        "center/plans/<str:abbr>/results/<str:ref>.pdf",
        papers.center_result,
        name="center_result",
    ),
    path("center/hosts/", decisions.acts, name="center_hosts"),
    path("center/hosts/approve/", deciding.approve_plans, name="center_approve"),
    path("center/hosts/propose/", deciding.propose_hosts, name="center_propose"),
    path("center/hosts/decide/", deciding.decide_hosts, name="center_decide"),
    path("center/hosts/withdraw/", deciding.withdraw_hosts, name="center_withdraw"),
    path("center/hosts/<str:ref>/refuse/", deciding.refuse_host, name="center_refuse"),
    path("center/hosts/<str:ref>/reopen/", deciding.reopen_host, name="center_decision_reopen"),
    path(
        "center/approvals/<str:ref>/reopen/",
        deciding.reopen_judgement,
        name="center_approval_reopen",
    ),
    path("center/approvals/<str:ref>/letter/", deciding.tell_denial, name="center_denial"),
    path("center/displays/<int:year>/open/", deciding.open_display_of, name="center_display_open"),
    path(
        "center/displays/<str:ref>/settle/",
        deciding.settle_display,
        name="center_display_settle",
    ),
    path("center/objections/<str:ref>/answer/", deciding.answer, name="center_objection_answer"),
]
