"""How far a slow command is, on standard error."""

from io import StringIO

from confui.cli.progress_line import progress_line
from confui.sources import report_progress


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_quick_command_shows_nothing() -> None:
    output, clock = StringIO(), Clock()
    with progress_line(output, clock):
        report_progress("files", 1, 2)
        clock.seconds = 0.4
        report_progress("files", 2, 2)
    assert output.getvalue() == ""


def test_a_slow_command_rewrites_one_line_at_times_and_wipes_it() -> None:
    output, clock = StringIO(), Clock()
    with progress_line(output, clock):
        for number in range(2_000):
            clock.seconds += 0.001
            report_progress("files", number, 2_000)
    lines = output.getvalue().split("\r\x1b[K")
    assert lines[0] == lines[-1] == ""
    assert len(lines) - 2 == 15, "from half a second on, each tenth"
    assert lines[1] == "Reading the schedule: 499 of 2,000 files"
    assert "\n" not in output.getvalue()


def test_a_command_that_fails_leaves_no_line() -> None:
    output, clock = StringIO(), Clock()
    try:
        with progress_line(output, clock):
            clock.seconds = 1
            report_progress("bytes", 3 * 2**20)
            raise ValueError
    except ValueError:
        pass
    assert output.getvalue().endswith("Downloading the schedule: 3.0 MiB\r\x1b[K")
