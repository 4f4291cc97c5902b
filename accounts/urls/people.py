"""Addresses of the desks where people and agencies are looked after."""

from django.urls import path

from accounts.views import center, cycles, exchange, people, unit

urlpatterns = [
    path("unit/people/", unit.people_list, name="unit_people"),
    path("unit/delegations/", unit.delegation_list, name="unit_delegations"),
    path("unit/delegations/new/", unit.new_delegation, name="unit_delegation_new"),
    path("unit/delegations/<str:ref>/", unit.delegation_page, name="unit_delegation"),
    path(
        "unit/delegations/<str:ref>/revoke/",
        unit.revoke_delegation,
        name="unit_delegation_revoke",
    ),
    path("center/cycles/", cycles.cycle_list, name="center_cycles"),
    path("center/cycles/<int:year>/", cycles.change, name="center_cycle_change"),
    path("center/people/", center.people_list, name="center_people"),
    path("center/organisations/", center.organisation_list, name="center_organisations"),
    path("center/organisations/<str:ref>/", center.organisation_page, name="center_organisation"),
    path("exchange/people/", exchange.people_list, name="exchange_people"),
    # shared by the three desks
    path("memberships/invite/", people.invite_person, name="membership_invite"),
    path("memberships/<str:ref>/", people.membership_page, name="membership"),
    path("memberships/<str:ref>/approve/", people.approve_membership, name="membership_approve"),
    path("memberships/<str:ref>/decline/", people.decline_membership, name="membership_decline"),
    path("memberships/<str:ref>/end/", people.end_membership, name="membership_end"),
]
