"""Reports about unexpected exceptions."""

from datetime import datetime, timedelta
from pathlib import Path

from confui.faults import write_report

NOW = datetime(2031, 5, 17, 10, 30)


def fault(message: str = "an egg") -> Exception:
    secret = "my own note"
    try:
        raise RuntimeError(message)
    except RuntimeError as error:
        assert secret
        return error


def test_a_report_has_the_traceback_and_the_versions_and_no_values(tmp_path: Path) -> None:
    sentence = write_report(tmp_path / "reports", fault(), NOW)
    (path,) = (tmp_path / "reports").iterdir()
    assert str(path) in sentence
    report = path.read_text()
    assert report.startswith("confui ")
    assert "RuntimeError: an egg" in report
    assert "my own note" not in report
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_report_is_safe_to_print(tmp_path: Path) -> None:
    write_report(tmp_path, fault("\x1b]0;evil\x07"), NOW)
    (path,) = tmp_path.iterdir()
    assert "\x1b" not in path.read_text()


def test_the_newest_ten_reports_are_kept(tmp_path: Path) -> None:
    for minute in range(15):
        write_report(tmp_path, fault(), NOW + timedelta(minutes=minute))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 10
    assert names[0] == "fault-20310517-103500.txt"


def test_without_a_place_for_it_the_sentence_says_what_happened(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sentence = write_report(tmp_path / "file" / "reports", fault(), NOW)
    assert sentence.startswith("No report could be written")
    assert "an egg" in sentence
