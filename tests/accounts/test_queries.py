import pytest

from accounts.models import Place, Unit
from accounts.queries import agencies_of, organisations_called, place_in, units_for
from tests.factories import make_agent, make_application, make_organisation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "units"),
    [
        ("510100", ["四川"]),
        ("110000", ["北京"]),
        ("210200", ["大连"]),
        ("210100", ["辽宁"]),
        ("330200", ["宁波"]),
        ("330100", ["浙江"]),
        ("350200", ["厦门"]),
        ("370200", ["青岛"]),
        ("440300", ["深圳"]),
        ("440100", ["广东"]),
        ("650100", ["新疆", "兵团"]),
        ("652300", ["新疆", "兵团"]),
    ],
)
def test_unit_follows_from_the_place(place, units):
    assert [unit.name for unit in units_for(Place.objects.get(code=place))] == units


def test_every_place_has_its_unit():
    found = {unit for place in Place.objects.all() for unit in units_for(place)}

    assert found == set(Unit.objects.all())


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("91510100MA61RU9B1F", "510100"),
        ("91510107MA61RU9B1F", "510100"),
        ("91110108MA01RU9B1F", "110000"),
        ("91440300MA5AKP8U4D", "440300"),
        ("12100000400014349C", None),
    ],
)
def test_place_is_read_from_the_code(code, place):
    found = place_in(code)

    assert (found.code if found else None) == place


def test_agencies_of_a_unit_are_those_whose_people_it_has_approved():
    make_agent()
    make_application("agency", "GD")

    assert [one.name for one in agencies_of("SC")] == ["蜀道技术转移中心"]
    assert list(agencies_of("GD")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("蜀道", 1), ("91510100ma61ru9b1f", 1), ("91510100", 0), ("没有这家", 0)],
)
def test_organisations_are_found_by_part_of_the_name_or_the_whole_code(text, found):
    make_organisation()

    assert organisations_called(text).count() == found
