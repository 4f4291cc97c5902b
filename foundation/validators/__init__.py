"""Formats of codes, numbers and contacts by their Chinese standards; pure, they never raise."""

from foundation.validators.codes import (
    CodeProblem,
    Exchange,
    Registrant,
    check_stock_code,
    check_uscc,
    inner_check_character,
    uscc_check_character,
)
from foundation.validators.contacts import (
    ContactProblem,
    check_email,
    check_landline,
    check_mobile,
    check_postcode,
)
from foundation.validators.dates import DateProblem, Precision, check_date, check_year
from foundation.validators.ip import SHAPES, check_ip_number, same_right
from foundation.validators.money import OPEN, MoneyProblem, check_money
from foundation.validators.patents import IpKind, PatentProblem, patent_check_digit
from foundation.validators.verdict import Verdict

__all__ = [
    "OPEN",
    "SHAPES",
    "CodeProblem",
    "ContactProblem",
    "DateProblem",
    "Exchange",
    "IpKind",
    "MoneyProblem",
    "PatentProblem",
    "Precision",
    "Registrant",
    "Verdict",
    "check_date",
    "check_email",
    "check_ip_number",
    "check_landline",
    "check_mobile",
    "check_money",
    "check_postcode",
    "check_stock_code",
    "check_uscc",
    "check_year",
    "inner_check_character",
    "patent_check_digit",
    "same_right",
    "uscc_check_character",
]
