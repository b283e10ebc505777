"""P1: nothing in a schedule, a file name, an argument or an answer can act on the terminal.

Here: every payload in every field of every format, through every command and export, and through
every screen. A real terminal gets the bytes in `tests/terminal/test_untrusted_schedule.py`, typed
and pasted text in `tests/terminal/test_typing.py`, and markup in
`tests/ui/test_untrusted_titles.py`. The long form, every format on every size of screen and in a
terminal, is `python -m benchmarks.torture --only payloads`.
"""

from pathlib import Path

import pytest

from confui.library import Library
from confui.library.storage import LibraryError
from confui.paths import SHIPPED_CONFERENCE
from confui.schedule.models import Conference
from confui.sources import SourceError, open_conference
from confui.text import acts_on_terminal, is_clean
from tests.sources.conftest import texts
from tests.sources.web.web_server import Server, answer
from tests.torture.payloads import FIELDS, MARK, PAYLOADS, write_hostile
from tests.torture.sinks import mention_all, print_all, show_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "hostile"
    path.mkdir()
    return path


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_payload_would_act_or_hide(payload: str) -> None:
    assert not is_clean(PAYLOADS[payload])


@pytest.mark.parametrize("format", FIELDS)
@pytest.mark.usefixtures("attendee")
def test_no_command_prints_a_payload_from_any_field_of_any_format(
    format: str, folder: Path
) -> None:
    source = write_hostile(format, folder)
    conference = open_conference(source)
    assert len(conference.sessions) >= len(PAYLOADS), "each of them is a session"
    assert all(map(is_clean, texts(conference)))
    found = sum(MARK in text for text in texts(conference))
    assert found > len(PAYLOADS) * FIELDS[format] / 2, "what is not shown proves nothing"

    ids = [session.id for session in conference.sessions][::8]
    tried = list(print_all(source, ids))
    assert [each for each in tried if each.leaked] == []
    assert sum(MARK in each.output for each in tried) > len(tried) / 2


@pytest.mark.usefixtures("attendee")
def test_no_error_quotes_an_argument_so_that_it_acts() -> None:
    tried = list(mention_all())
    assert len(tried) > 20 * len(PAYLOADS)
    assert [each for each in tried if each.leaked] == []


@pytest.mark.parametrize(("format", "size"), [("talk files", (120, 36)), ("frab JSON", (70, 30))])
def test_no_screen_or_dialog_shows_a_payload(
    format: str, size: tuple[int, int], folder: Path
) -> None:
    """The last check before the terminal, which would stop it, has nothing to stop."""
    tried = show_all(write_hostile(format, folder, payloads=5), size)
    assert [each for each in tried if each.leaked] == []
    screens = {each.sink.partition(" ")[0] for each in tried}
    assert {"ScheduleScreen", "Help", "Problems", "FilterPanel", "Palette", "ExportPlan"} <= screens
    assert "Conferences" in screens


def test_the_check_of_screens_finds_what_was_not_cleaned(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poisoned(source: Path) -> Conference:
        conference = open_conference(source)
        (first, *others) = conference.sessions
        return conference._replace(sessions=(first._replace(title="\x1b[2J"), *others))

    source = write_hostile("JSON events", folder, payloads=2)
    monkeypatch.setattr("tests.torture.sinks.open_conference", poisoned)
    assert [each for each in show_all(source, (120, 36), keys=()) if each.leaked]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_answer_of_a_server_is_quoted_so_that_it_acts(payload: str, tmp_path: Path) -> None:
    text = PAYLOADS[payload]
    raw = text.encode("utf-8", "surrogatepass").replace(b"\r", b"").replace(b"\n", b"")
    library = Library(tmp_path, SHIPPED_CONFERENCE)
    with Server() as server:
        for path, response in {
            "/reason": b"HTTP/1.1 404 " + raw + b"\r\n\r\n",
            "/redirect": b"HTTP/1.1 302 x\r\nLocation: https://" + raw + b".invalid/\r\n\r\n",
            "/type": b"HTTP/1.1 200 x\r\nContent-Type: " + raw + b"\r\n\r\n" + raw,
            "/encoding": b"HTTP/1.1 200 x\r\nContent-Encoding: " + raw + b"\r\n\r\nx",
            "/version": raw + b" 200 x\r\n\r\n",
            "/page": answer(f"<title>{text}</title><a href='{text}'>{text}</a>"),
            "/json": answer(f'{{"{text}": "{text}"}}'),
            "/xml": answer(f"<schedule {text}='{text}'>{text}"),
        }.items():
            with pytest.raises((SourceError, LibraryError)) as refused:
                library.add(server.tell(path, response))
            assert not acts_on_terminal(str(refused.value)), path
