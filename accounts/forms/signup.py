"""What a person says of themselves when they register; allauth asks e-mail and password."""

from django import forms
from django.http import HttpRequest

from accounts.models import User
from foundation.fields import LineField


class SignupForm(forms.Form):
    name = LineField(label="姓名", max_length=40, widget=forms.TextInput({"autocomplete": "name"}))

    field_order = ["name", "email", "password1", "password2"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth wants the method; the adapter has stored the name with the account."""
