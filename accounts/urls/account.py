from django.urls import path

from accounts.views.session import session

urlpatterns = [path("account/session/", session, name="session")]
