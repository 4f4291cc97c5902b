"""Addresses of the security officer and of the auditor."""

from django.urls import path

from accounts.views import audit, security

urlpatterns = [
    path("security/", security.people, name="security"),
    path("security/people/<str:ref>/", security.person, name="security_person"),
    path("security/people/<str:ref>/suspend/", security.suspend_person, name="security_suspend"),
    path("security/people/<str:ref>/reopen/", security.reopen_person, name="security_reopen"),
    path("security/memberships/<str:ref>/end/", security.end_membership, name="security_end"),
    path("audit/", audit.trail, name="audit"),
    path("audit/entries/<int:pk>/", audit.entry, name="audit_entry"),
    path("audit/verify/", audit.ask, name="audit_verify"),
    path("audit/verifications/<str:ref>/", audit.verification, name="audit_verification"),
]
