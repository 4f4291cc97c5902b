"""allauth's forms in our words: labels, hints and complaints; what they do is allauth's."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.passwords import UnlikeOwnDataValidator

_RULES = "至少 10 位，可以用一句话。不要用邮箱、姓名、常见密码，也不要全是数字"
_FRESH = "打开手机上的验证器，输入现在显示的 6 位数字"
# By the name of the field: its label and its hint; without a hint allauth's own stays.
_WORDS = {
    "login": ("邮箱", ""),
    "email": ("邮箱", "用来登录和接收通知，提交后要验证"),
    "password": ("密码", None),
    "oldpassword": ("现在的密码", None),
    "password1": ("新密码", _RULES),
    "password2": ("再输一遍新密码", ""),
    "code": ("动态口令", f"{_FRESH}。手机不在身边，可以输入一个恢复码"),
}
_BAD_EMAIL = "邮箱格式不对，应当像 name@example.cn"
_DIFFERENT = "两次输入的密码不一样，请再输一遍"


class _Worded(forms.Form):
    """Mixed in before allauth's form; `words` are what one form says otherwise."""

    words: dict[str, tuple[str, str | None]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = _WORDS | self.words
        for name in words.keys() & self.fields.keys():
            _word(self.fields[name], *words[name])

    def add_error(self, field: str | None, error: Any) -> None:
        """allauth complains of two different passwords in a plain sentence of its own."""
        is_plain = not isinstance(error, ValidationError)
        super().add_error(field, _DIFFERENT if is_plain and field == "password2" else error)


def _word(field: forms.Field, label: str, hint: str | None) -> None:
    field.label = label
    field.help_text = field.help_text if hint is None else hint
    field.widget.attrs.pop("placeholder", None)
    order = f"请{label}" if label.startswith(("再", "设置")) else f"请填写{label}"
    field.error_messages |= {"required": order, "invalid": _BAD_EMAIL}
    if field.widget.attrs.get("autocomplete") == "one-time-code":
        field.widget.attrs["inputmode"] = "numeric"


class LoginForm(_Worded, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(_Worded, account.SignupForm):
    words = {"password1": ("设置密码", _RULES), "password2": ("再输一遍密码", "")}

    def clean(self) -> dict[str, Any]:
        """allauth compares the password with the e-mail alone, the name it does not know."""
        data: dict[str, Any] = super().clean() or {}
        password, name = data.get("password1"), data.get("name")
        if password and name:
            try:
                UnlikeOwnDataValidator(["name"]).validate(password, User(name=name))
            except ValidationError as complaint:
                self.add_error("password1", complaint)
        return data


class ReauthenticateForm(_Worded, account.ReauthenticateForm):
    """By password."""


class ResetPasswordForm(_Worded, account.ResetPasswordForm):
    words = {"email": ("邮箱", "注册时用的邮箱")}


class ResetPasswordKeyForm(_Worded, account.ResetPasswordKeyForm):
    """Behind the link of the letter."""


class ChangePasswordForm(_Worded, account.ChangePasswordForm):
    """Knowing the old one."""


class SetPasswordForm(_Worded, account.SetPasswordForm):
    """Where there is none yet."""


class AddEmailForm(_Worded, account.AddEmailForm):
    words = {"email": ("新邮箱", "我们会往这里发一封验证邮件，验证之后才换")}


class CodeForm(_Worded, second.AuthenticateForm):
    """The second step of logging in."""


class CodeAgainForm(_Worded, second.ReauthenticateForm):
    """By code, before a decision."""


class ActivateTotpForm(_Worded, totp.ActivateTOTPForm):
    words = {"code": ("动态口令", _FRESH)}
