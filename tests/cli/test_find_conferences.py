"""`confui find` and `confui add NAME`, with a directory that the config names."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from confui.export.text_columns import cells
from confui.text import acts_on_terminal
from tests.cli.conftest import Run
from tests.menu import entry, links, menu
from tests.snow import schedule
from tests.sources.web.web_server import Server, answer
from tests.torture.payloads import write_hostile_directory

NOW = ("--now", "2031-05-01T12:00")
LINES = [
    "Snow 2031  17 – 18 May 2031  Europe/Oslo  snow_2031",
    "Ice Days   1 Jul 2031        Europe/Oslo  ice_days",
    "Snow 2030  17 May 2030       Europe/Oslo  snow_2030",
]

Configure = Callable[..., None]


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def configure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Configure:
    """Return a function that names the directories to search."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "config" / "confui" / "config.toml"
    path.parent.mkdir(parents=True)

    def written(*directories: str, more: str = "") -> None:
        path.write_text(f"directories = {json.dumps(directories)}\n{more}")

    return written


@pytest.fixture
def menu_url(server: Server, configure: Configure) -> str:
    """The URL of a directory with three conferences, of which the server has Snow 2031."""
    snow = server.tell("/snow.json", answer(schedule("Flakes", "Ice")))
    url = server.tell(
        "/menu.json",
        answer(
            menu(
                entry("Snow 2030", "2030-05-17"),
                entry("Ice Days", "2031-07-01"),
                entry(
                    "Snow 2031",
                    "2031-05-17",
                    "2031-05-18",
                    snow,
                    **links(Website="https://snow.example.org/"),
                ),
            ),
            ETag='"1"',
        ),
    )
    configure(url)
    return url


def test_find_lists_what_comes_next_first_and_then_what_is_over(run: Run, menu_url: str) -> None:
    done = run("find", *NOW)
    assert (done.lines, done.err, done.status) == (LINES, "", 0)
    assert run("find", "SNO", *NOW).lines == [LINES[0], LINES[2]]


def test_find_marks_what_is_on_and_what_is_kept(run: Run, menu_url: str) -> None:
    run("add", "snow", *NOW)
    done = run("find", "snow", "2031", "--now", "2031-05-18T10:00")
    assert done.lines == [f"▶  {LINES[0]}  snow-2031"]


def test_nothing_matches_is_said_in_one_line(run: Run, menu_url: str) -> None:
    done = run("find", "rain", "2031", *NOW)
    assert (done.status, done.out) == (1, "")
    assert done.refusal == "no conference in the directory matches “rain 2031”; try fewer words"


def test_other_programs_read_the_directory_as_json_and_tsv(
    run: Run, menu_url: str, server: Server
) -> None:
    run("add", "snow_2031", *NOW)
    (found,) = json.loads(run("find", "snow_2031", "--format", "json", *NOW).out)
    assert found == {
        "id": "snow_2031",
        "title": "Snow 2031",
        "first_day": "2031-05-17",
        "last_day": "2031-05-18",
        "zone": "Europe/Oslo",
        "source": f"{server.url}/snow.json",
        "links": [{"label": "Website", "url": "https://snow.example.org/"}],
        "name": "snow-2031",
    }
    head, row = run("find", "ice", "--format", "tsv", *NOW).lines
    assert dict(zip(head.split("\t"), row.split("\t"), strict=True))["first_day"] == "2031-07-01"
    assert json.loads(run("find", "rain", "--format", "json").out) == []


def test_add_takes_the_edition_that_is_next_with_zone_title_and_links(
    run: Run, menu_url: str
) -> None:
    done = run("add", "snow", *NOW)
    assert (done.status, done.err) == (0, "")
    assert done.lines == [
        "added Snow 2031: 2 sessions, 17 May 2031",
        "Website: https://snow.example.org/",
        "open it with: confui snow-2031",
    ]
    (kept,) = json.loads(run("conferences", "--format", "json").out)
    assert kept["zone"] == "Europe/Oslo"
    assert kept["links"] == [{"label": "Website", "url": "https://snow.example.org/"}]


def test_add_again_by_name_is_a_refresh(run: Run, menu_url: str, server: Server) -> None:
    run("add", "snow", *NOW)
    assert run("add", "snow", "2031", *NOW).lines[0] == "snow-2031 is already in your library"
    asked = len(server.requests)
    run("add", "snow-2031")
    assert server.paths[asked:] == ["/snow.json"], "a name of the library needs no directory"


def test_add_lists_several_and_does_nothing(run: Run, server: Server, configure: Configure) -> None:
    two = menu(entry("Ice Days", "2031-07-01"), entry("Ice Nights", "2031-06-01"))
    configure(server.tell("/menu.json", answer(two)))
    done = run("add", "ice", *NOW)
    assert done.status == 2
    assert [line.split("  ")[0] for line in done.lines] == ["Ice Nights", "Ice Days"]
    asks = "2 conferences match; name one by its id, as in: confui add ice_nights"
    assert done.err == f"confui: {asks}\n"
    assert server.paths == ["/menu.json"]


def test_add_refuses_what_is_neither_here_nor_in_the_directory(
    run: Run, menu_url: str, configure: Configure
) -> None:
    done = run("add", "rain")
    assert done.status == 2
    assert done.refusal == (
        "rain: no such folder or file, the directory lists no such conference; give a URL"
    )
    configure()
    assert run("add", "rain").refusal.endswith(
        "no such folder or file, nor a directory; give a URL"
    )


@pytest.mark.parametrize("source", ["./rain", "rain/snow.json", "rain.xml", "~/rain", "RAIN.ICS"])
def test_a_path_is_never_looked_up_in_the_directory(
    run: Run, menu_url: str, server: Server, source: str
) -> None:
    assert "no such folder or file" in run("add", source).refusal
    assert server.requests == []


def test_a_file_comes_before_a_conference_of_that_name(
    run: Run, menu_url: str, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "snow").write_text(schedule("Rain"))
    monkeypatch.chdir(tmp_path)
    assert run("add", "snow").lines[0].startswith("added Snow 2031: 1 session")
    assert server.requests == []


def test_offline_the_copy_serves_and_says_its_age(run: Run, configure: Configure) -> None:
    with Server() as server:
        url = server.tell("/menu.json", answer(menu(entry("Snow 2031"))))
        configure(url)
        assert run("find").status == 0
    done = run("find", "snow")
    assert done.status == 0
    assert len(done.lines) == 1
    assert "no connection" in done.err
    assert done.err.endswith("; the list is from just now\n")


def test_without_any_directory_find_says_where_to_name_one(
    run: Run, configure: Configure, tmp_path: Path
) -> None:
    configure()
    done = run("find")
    assert done.status == 1
    place = tmp_path / "config" / "confui" / "config.toml"
    assert done.refusal == f"no directory to search; name one under `directories` in {place}"


def test_a_mistake_in_the_config_is_a_warning(
    run: Run, configure: Configure, tmp_path: Path
) -> None:
    (tmp_path / "menu.json").write_text(menu(entry("Snow 2031")))
    configure("../../menu.json", more="\ncolour = 1\n")
    done = run("find")
    assert (done.status, len(done.lines)) == (0, 1)
    assert "config.toml, line 3: unknown setting “colour”" in done.err


def test_a_table_fits_the_terminal_and_leaves_out_what_no_row_has(
    run: Run, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("confui.cli.commands.find_conferences.terminal_width", lambda: 60)
    path = tmp_path / "menu.json"
    long = entry("Snow " * 20, url="https://snow.example.org/", id="snow")
    path.write_text(menu(long, entry("雪" * 30, id="yuki", url="yuki.xml", timezone="")))
    configure(str(path))
    *rows, hint = run("find", *NOW).lines
    assert all(50 < cells(row) <= 60 for row in rows)
    assert hint == "add one with: confui add snow"
    path.write_text(menu(entry("Snow", timezone="", start="", end="")))
    assert run("find").lines[0] == "Snow  snow"


def test_no_directory_can_make_confui_print_what_acts_on_the_terminal(
    run: Run, configure: Configure, tmp_path: Path
) -> None:
    configure(str(write_hostile_directory(tmp_path)))
    for format in ("table", "json", "tsv"):
        done = run("find", "--format", format)
        assert done.status == 0
        text = done.out.replace("\t", " ") if format == "tsv" else done.out
        assert not acts_on_terminal(text.replace("\n", ""))
        assert "evidence" in done.out
        assert not acts_on_terminal(done.err.replace("\n", ""))
