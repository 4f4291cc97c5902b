"""Contacts as they are shown to who may not see them (PIPL 25): 138****5678, a***@x.cn, 王*明."""

from foundation.validators import check_email, check_landline, check_mobile

_STARS = "***"
_LONG_NAME = 2


def mask_phone(text: str) -> str:
    """138****5678 for a mobile; a landline keeps its area code, 028-****0001; else only stars."""
    mobile, landline = check_mobile(text), check_landline(text)
    if mobile.ok:
        return f"{mobile.value[:3]}****{mobile.value[-4:]}"
    if landline.ok:
        return _masked_landline(landline.value)
    return _STARS if text.strip() else ""


def mask_email(text: str) -> str:
    """a***@x.cn; of a one-character name nothing is left; what is no address becomes stars."""
    if not text.strip():
        return ""
    email = check_email(text)
    local, _, domain = email.value.rpartition("@")
    if not email.ok:
        return _STARS
    return f"{local[0] if len(local) > 1 else ''}{_STARS}@{domain}"


def mask_name(text: str) -> str:
    """王*明, 王*, 欧**娜; names of several words keep the first letter of each: J*** S***."""
    words = text.split()
    if text.isascii():
        return " ".join(f"{word[0]}{_STARS}" for word in words)
    name = "".join(words)
    if len(name) > _LONG_NAME:
        return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"
    return name[:1] + "*" * (len(name) - 1)


def _masked_landline(number: str) -> str:
    parts = number.split("-")
    area = f"{parts[0]}-" if parts[0].startswith("0") else ""
    subscriber = parts[1] if area else parts[0]
    return f"{area}****{subscriber[-4:]}"
