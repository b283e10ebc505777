"""P13: a failed download keeps the old schedule, and says how old it is.

Each way to fail: `tests/sources/web/test_download.py` and `test_untrusted_server.py`. A refresh
that loses much asks first: `tests/library/test_losses.py`. The long forms, 1,000 bad downloads and
500 refreshes, are `python -m benchmarks.torture --only bad-downloads refreshes`.
"""

from pathlib import Path

import pytest

from tests.library.bad_downloads import bad_downloads
from tests.snow import schedule
from tests.sources.web.web_server import Server, answer
from tests.torture.refreshes import refreshes
from tests.torture.sinks import run


def test_bad_downloads_replace_nothing_and_none_crashes() -> None:
    assert bad_downloads(40, seed=130) == (40, 0, 0)


def test_only_a_small_loss_replaces_the_copy_unasked() -> None:
    tried, losing, wrong = refreshes(40, seed=13)
    assert (tried, wrong) == (40, 0)
    assert 5 < losing < 35, "there are both kinds"


@pytest.mark.parametrize(
    "response",
    [
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.1 500 Oh\r\nRetry-After: 9999\r\n\r\n",
        answer(schedule("Snow"), length=100_000),
        answer("<html>Please log in to the network</html>"),
        answer("{}"),
        b"HTTP/1.1 302 Found\r\nLocation: /schedule.json\r\n\r\n",
        b"",
    ],
    ids=["gone", "broken", "cut", "a login page", "another document", "a loop", "nothing"],
)
def test_after_a_failed_refresh_the_schedule_is_shown_with_its_age(
    attendee: Path, response: bytes
) -> None:
    with Server() as server:
        url = server.tell("/schedule.json", answer(schedule("Flakes", "Ice")))
        assert run("add", url, "--name", "snow")[0] == 0
        copies = {path: path.read_bytes() for path in attendee.rglob("schedule")}
        assert copies
        server.tell("/schedule.json", response)
        status, _, errors = run("refresh", "snow")
    assert status != 0
    assert "the copy stays, last checked" in errors
    assert {path: path.read_bytes() for path in attendee.rglob("schedule")} == copies
    assert "Flakes" in run("list", "-c", "snow")[1]
    assert "snow" in run("conferences")[1]
