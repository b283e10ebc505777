from datetime import datetime

import pytest

from confui.schedule.models import Session
from confui.schedule.offsets import find_wrong_offsets

NINE = Session(id="a", title="Snow", start=datetime(2031, 5, 17, 9))


@pytest.mark.parametrize(
    ("session", "is_wrong"),
    [
        (NINE._replace(utc_offset=120), False),
        (NINE._replace(utc_offset=60), True),
        (NINE, False),
        (NINE._replace(start=datetime(2031, 1, 17, 9), utc_offset=60), False),
        (NINE._replace(start=None, utc_offset=0), False),
    ],
)
def test_an_offset_is_wrong_if_the_zone_has_another_one_on_that_day(
    session: Session, is_wrong: bool
) -> None:
    assert find_wrong_offsets([session], "Europe/Oslo") == [session] * is_wrong


def test_without_a_time_zone_no_offset_is_wrong() -> None:
    assert find_wrong_offsets([NINE._replace(utc_offset=-300)], "") == []
