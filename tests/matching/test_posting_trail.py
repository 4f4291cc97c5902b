"""What the auditor reads of a version: of an anonymous one, nothing that names its house."""

import pytest

from records.models import Entry
from records.verifying import verify_trail
from tests.factories import make_staff
from tests.matching.filing import handed_in

pytestmark = pytest.mark.django_db

HOUSE = "海岳精密股份有限公司"


@pytest.mark.parametrize(
    ("said", "is_named"),
    [({}, True), ({"reach": "anonymous", "alias": "某零部件企业", "stock_code": "600001"}, False)],
)
def test_auditor_reads_whose_it_is_unless_it_is_anonymous(client, said, is_named):
    version = handed_in(**said)
    entry = Entry.objects.get(table="matching.postingversion", object_id=version.pk)
    client.force_login(make_staff("auditor").user)

    page = client.get(f"/audit/entries/{entry.pk}/").content.decode()

    assert version.content["title"] in page
    assert (HOUSE in page, version.content["organisation"]["code"] in page) == (is_named,) * 2
    assert "600001" not in page
    assert list(verify_trail()) == []
