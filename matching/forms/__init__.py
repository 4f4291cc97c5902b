"""What is asked of people here, one module a subject."""

from matching.forms.interests import InterestForm

__all__ = ["InterestForm"]
