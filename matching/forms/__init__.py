"""What is asked of people here, one module a subject."""

from matching.forms.postings import (
    CloseForm,
    FindForm,
    InterestForm,
    ReasonForm,
    RemarkForm,
    RenewForm,
)

__all__ = ["CloseForm", "FindForm", "InterestForm", "ReasonForm", "RemarkForm", "RenewForm"]
