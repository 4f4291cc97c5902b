"""Addresses of one's own account, and of other people's contacts."""

from django.urls import path

from accounts.views import account, contacts, inbox, reopening
from accounts.views.session import session

urlpatterns = [
    path("account/session/", session, name="session"),
    path("account/", account.overview, name="account"),
    path("account/roles/", account.roles, name="account_roles"),
    path("account/roles/<str:ref>/", account.give_up, name="account_role_give_up"),
    path("account/roles/<str:ref>/<str:verb>/", account.move_role, name="account_role_move"),
    path("account/phone/", account.phone, name="account_phone"),
    path("account/messages/", inbox.message_list, name="account_messages"),
    path("account/messages/read/", inbox.read_all, name="account_messages_read"),
    path("account/messages/quiet/", inbox.quiet, name="account_quiet"),
    path("account/messages/<int:pk>/", inbox.message_page, name="account_message"),
    path("account/reopen/", reopening.ask, name="account_reopen"),
    path("account/reopen/<str:token>/", reopening.follow, name="account_reopen_link"),
    path("people/<str:ref>/reveal/", contacts.reveal, name="person_reveal"),
]
