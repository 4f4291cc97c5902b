"""What a person says of themselves when they register; allauth asks e-mail and password."""

from django import forms
from django.http import HttpRequest

from accounts.models import User
from foundation.text import clean_line


class SignupForm(forms.Form):
    name = forms.CharField(
        label="姓名", max_length=40, widget=forms.TextInput({"autocomplete": "name"})
    )

    field_order = ["name", "email", "password1", "password2"]

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("请填写姓名")
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth wants the method; the adapter has stored the name with the account."""
