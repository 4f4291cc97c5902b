"""The demo country: every unit staffed, every role held, achievements in every state, made through
the door and spread over the year behind us.

Repeating it finishes what is missing and changes nothing else; a kill in between costs nothing.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.country.achievements import bring_achievements
from portal.country.corrections import bring_corrections
from portal.country.people import PASSWORD, SHOWN, People, staff
from portal.country.plans import bring_plans
from portal.country.postings import bring_postings
from portal.country.review import bring_last_year
from portal.country.roadshows import bring_roadshows
from portal.country.sequels import bring_sequels

__all__ = ["PASSWORD", "make_country"]


def make_country() -> dict[str, Any]:
    """Accounts and achievements, as many as the files name.

    Returns the accounts to show and the number of achievements. Raises ImproperlyConfigured
    where demo accounts are not allowed (production).
    """
    if not settings.DEMO_ALLOWED:
        raise ImproperlyConfigured("demo accounts are refused here: DEMO_ALLOWED is off")
    people = People()
    staff(people)
    achievements = bring_achievements(people)
    bring_sequels(people)
    bring_corrections(people)
    bring_last_year(people)
    bring_roadshows(people)
    bring_plans(people)
    bring_postings(people)
    accounts = [{"email": people.email(name), "role": people.role(name)} for name in SHOWN]
    return {"accounts": accounts, "password": PASSWORD, "achievements": achievements}
