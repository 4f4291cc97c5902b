"""Prepares the portal before it serves: tables, taxonomies, static files, the demo country.

One process for all, because starting Django is most of the time. It migrates as `ztc_owner` and
then takes the serving role, so that what it makes is made with the rights the portal has.
Facts go to standard output as one JSON object a line.
"""

import json
import os
import sys

os.environ["ZTC_DATABASE_ROLE"] = "owner"

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("set role ztc_app")
    call_command("collectstatic", verbosity=0, interactive=False)
    _load()


def _load() -> None:
    from accounts.people import adopt_old_accounts  # noqa: PLC0415 -- models need django.setup()
    from accounts.terms import load_taxonomies  # noqa: PLC0415 -- as above
    from portal.country import make_country  # noqa: PLC0415 -- as above
    from records.adopting import adopt_reshaped  # noqa: PLC0415 -- as above

    load_taxonomies()
    adopt_old_accounts()
    adopt_reshaped()
    if settings.DEMO_ALLOWED:
        country = make_country()
        for account in country["accounts"]:
            _say({"account": account["email"], "role": account["role"]})
        _say({"password": country["password"]})


def _say(fact: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(fact, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
