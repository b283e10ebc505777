"""Several conferences in one folder: confui asks which one to open."""

from pathlib import Path

from tests.terminal.conftest import Start


def years(folder: Path) -> Path:
    """Write a conference for each of two years, and return their folder."""
    for year in (2030, 2031):
        (folder / f"snow-{year}").mkdir(parents=True)
        head = f"---\ntitle: Ice of {year}\nroom: Cedar\ndate: {year}-05-17 10:00\n---\n"
        (folder / f"snow-{year}" / "ice.md").write_text(head)
    return folder


def test_the_latest_year_is_offered_first_and_another_is_opened_by_its_number(
    start: Start, tmp_path: Path
) -> None:
    terminal = start(str(years(tmp_path / "years")))
    terminal.wait_for("which conference? [1 to 2, Enter for 1]")
    shown = terminal.output.decode()
    assert shown.index("1  snow-2031") < shown.index("2  snow-2030")
    terminal.write(b"2\n")
    terminal.wait_for("Ice of 2030")
    terminal.settle()
    terminal.write(b"q")
    assert terminal.wait() == 0


def test_another_answer_is_refused(start: Start, tmp_path: Path) -> None:
    terminal = start(str(years(tmp_path / "years")))
    terminal.wait_for("which conference?")
    terminal.write(b"3\n")
    terminal.wait_for("“3” is none of them")
    assert terminal.wait() == 2
