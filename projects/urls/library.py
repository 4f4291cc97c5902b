"""Addresses of reading before showing, of what is wrong in the library, of services and custody."""

from django.urls import path

from projects.views import custody, entitlements, faults, proofreading

urlpatterns = [
    path("my/projects/<str:ref>/confirm/", custody.my_confirm, name="my_project_confirm"),
    path("my/projects/<str:ref>/show/", custody.show_own, name="my_project_show"),
    path("my/projects/<str:ref>/hide/", custody.hide_own, name="my_project_hide"),
    path("unit/claims/", custody.claim_list, name="unit_claims"),
    path("unit/projects/<str:ref>/confirm/", custody.unit_confirm, name="unit_project_confirm"),
    path("unit/projects/<str:ref>/take-over/", custody.take_over, name="unit_project_take_over"),
    path(
        "unit/projects/<str:ref>/invite-contact/",
        custody.invite_contact,
        name="unit_project_invite_contact",
    ),
    path("unit/services/", entitlements.unit_services, name="unit_services"),
    path("center/services/", entitlements.center_services, name="center_services"),
    path("services/<str:ref>/", entitlements.service_page, name="service"),
    path("services/<str:ref>/void/", entitlements.void_service, name="service_void"),
    path("services/<str:ref>/evidence/", entitlements.evidence_file, name="service_evidence"),
    path("services/<str:ref>/evidence/begin/", entitlements.begin, name="service_evidence_begin"),
    path("services/<str:ref>/evidence/send/", entitlements.send, name="service_evidence_send"),
    path("center/library/problems/", faults.fault_list, name="center_faults"),
    path("center/library/problems/remind/", faults.remind_ticked, name="center_faults_remind"),
    path("center/library/problems/read/", faults.read_ticked, name="center_faults_read"),
    path("center/library/problems/withdraw/", faults.withdraw_one, name="center_faults_withdraw"),
    path("center/library/problems/ask/", faults.ask_units, name="center_faults_ask"),
    path("center/library/problems/dismiss/", faults.dismiss_pair, name="center_faults_dismiss"),
    path("center/library/problems/lift/", faults.lift_ruling, name="center_faults_lift"),
    path("center/library/<str:ref>/read/", proofreading.read_project, name="center_project_read"),
    path("center/readings/<str:ref>/undo/", proofreading.undo_reading, name="center_reading_undo"),
]
