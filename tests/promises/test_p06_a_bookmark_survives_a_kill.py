"""P6: a bookmark that was acknowledged survives `kill -9`.

Two processes at once, and files that are created at once: `tests/userdata/test_durability.py`. A
star that was seen on the screen: `tests/terminal/test_lifecycle.py`. The long form, 100 kills, is
`python -m benchmarks.torture --only kills`; `python -m benchmarks durability` has 10,000 changes.
"""

from tests.torture.kills import kills


def test_no_acknowledged_change_is_lost_when_the_process_is_killed_again_and_again() -> None:
    toll = kills(6, seed=6)
    assert toll.ends == 6
    assert toll.acknowledged > 20
    assert toll.lost == 0
