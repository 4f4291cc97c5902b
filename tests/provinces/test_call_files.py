"""What hangs on the announcement: put there by the centre's lead, read by anybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from provinces.models import CallFile
from tests.factories import make_staff
from tests.foundation import files
from tests.logins import FreshClient
from tests.provinces.making import publish

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_file_is_attached_read_by_anybody_and_taken_away():
    cycle, client = publish(), FreshClient()
    client.force_login(make_staff("centre_lead").user)
    address = f"/center/cycles/{cycle.year}/files/"

    client.post(address, {"file": SimpleUploadedFile("工作方案模板.pdf", files.PDF)})
    file = CallFile.objects.get()
    page, bytes_ = (
        FreshClient().get(f"/notices/call-{cycle.year}/{rest}")
        for rest in ("", f"files/{file.ref.lower()}/")
    )
    client.post(f"/center/call-files/{file.ref}/remove/")
    after = FreshClient().get(f"/notices/call-{cycle.year}/files/{file.ref}/")

    assert "工作方案模板.pdf" in page.content.decode()
    assert b"".join(bytes_.streaming_content) == files.PDF
    assert after.status_code == 404


def test_hostile_file_is_refused_in_words():
    cycle, client = publish(), FreshClient()
    client.force_login(make_staff("centre_lead").user)

    answer = client.post(
        f"/center/cycles/{cycle.year}/files/",
        {"file": SimpleUploadedFile("a.pdf", files.PROGRAM)},
    )

    assert answer.status_code == 422
    assert "不是真正的 pdf 文件" in str(answer.context["attaching"].errors["file"])
    assert CallFile.objects.count() == 0
