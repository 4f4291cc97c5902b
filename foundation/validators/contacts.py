"""How a person is reached: 手机, 固话, 邮编 and e-mail, each to one written form."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices

from foundation.errors import Problem
from foundation.validators.verdict import Verdict, compact, half_width, quoted, shape_verdict

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = re.compile(r"^(?:\+86|0086|86(?=1[0-9]{10}$))")
_AREA = r"(010|02[0-9]|0[3-9][0-9]{2})"
_LANDLINE = re.compile(rf"(?:{_AREA}-?)?([0-9]{{7,8}})(?:-([0-9]{{1,6}}))?")
_EXTENSION = re.compile(r"(?:分机|转|EXT\.?|[#*])", re.IGNORECASE)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_POSTCODE = re.compile(r"[0-9]{6}")
_MAX_EMAIL = 254  # RFC 5321: a path is 256 octets with its brackets
_MAX_LOCAL = 64


class ContactProblem(TextChoices):
    """What can be wrong with a way to reach somebody."""

    MOBILE = (
        "mobile",
        "“{found}”不是手机号码。请填 11 位、以 13 至 19 开头的号码，如 13800138000",
    )
    LANDLINE = (
        "landline",
        "“{found}”不是固定电话。请按“区号-号码-分机”填写，如 010-88656100 或 028-85400001-801",
    )
    POSTCODE = "postcode", "“{found}”不是邮政编码。请填 6 位数字，如 100045"
    EMAIL = "email", "“{found}”不是电子邮箱。请按“名称@域名”填写，如 name@example.cn"
    EMAIL_LENGTH = "email_length", "电子邮箱最长 {expected} 个字符，填了 {found} 个。请换一个邮箱"
    EMAIL_LOCAL = (
        "email_local",
        "电子邮箱 @ 前面最长 {expected} 个字符，填了 {found} 个。请换一个邮箱",
    )


def check_mobile(text: str) -> Verdict:
    """11 digits, without +86, 0086, spaces, hyphens and brackets."""
    digits = _COUNTRY.sub("", re.sub(r"[()]", "", compact(text)))
    return shape_verdict(digits, _MOBILE, Problem(ContactProblem.MOBILE, found=quoted(digits)))


def check_landline(text: str) -> Verdict:
    """`028-85400001-801`: area code and extension if given; +86 28 becomes 028."""
    number = _landline_text(text)
    # A number grouped by hyphens, 028-8540-0001, means the same without them.
    match = _LANDLINE.fullmatch(number) or _LANDLINE.fullmatch(number.replace("-", ""))
    if match is None:
        return Verdict(number, (Problem(ContactProblem.LANDLINE, found=quoted(number)),))
    return Verdict("-".join(part for part in match.groups() if part))


def check_postcode(text: str) -> Verdict:
    """Six digits."""
    code = compact(text)
    return shape_verdict(code, _POSTCODE, Problem(ContactProblem.POSTCODE, found=quoted(code)))


def check_email(text: str) -> Verdict:
    """At most 254 characters, 64 of them before the @ (RFC 5321); the domain in lower case."""
    local, at, domain = half_width(text).rpartition("@")
    address = f"{local}{at}{domain.lower()}"
    too_long = _length_problems(local, address)
    if too_long:
        return Verdict(address, too_long)
    try:
        validate_email(address)
    except ValidationError:
        return Verdict(address, (Problem(ContactProblem.EMAIL, found=quoted(address)),))
    return Verdict(address)


def _landline_text(text: str) -> str:
    plain = _DASHES.sub("-", half_width(text))
    plain = re.sub(r"\s|\(0\)", "", _EXTENSION.sub("-", plain)).replace(")", "-").replace("(", "")
    if plain.startswith(("+86", "0086")):
        plain = "0" + re.sub(r"^(?:\+|00)86-?0?", "", plain)
    return re.sub(r"-+", "-", plain)


def _length_problems(local: str, address: str) -> tuple[Problem, ...]:
    sizes = (
        (ContactProblem.EMAIL_LENGTH, address, _MAX_EMAIL),
        (ContactProblem.EMAIL_LOCAL, local, _MAX_LOCAL),
    )
    return tuple(
        Problem(code, expected=str(most), found=str(len(part)))
        for code, part, most in sizes
        if len(part) > most
    )
