"""P18: big input stays usable: work grows with the input and no faster, and reading is bounded.

What is read at most: `tests/sources/test_broken_files.py` and `test_bombs.py`. Long bodies:
`tests/widgets/detail/test_markdown_bounds.py`; the palette and many problems are done a step at a
time: `tests/ui/test_palette.py` and `tests/ui/test_problems.py`; lists of all sizes:
`tests/ui/test_lists_of_all_sizes.py`.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.synthesis import write_schedule
from confui.export.sessions_json import as_json
from confui.export.sessions_table import as_fitted_table
from confui.export.sessions_tsv import as_tsv
from confui.schedule.layout import arrange, place_day
from confui.schedule.models import Conference
from confui.schedule.search import Corpus
from confui.schedule.session_names import short_names
from confui.sources import open_conference
from tests.ratios import ratio

TIMES_MORE = 8
BOUND = 3 * TIMES_MORE
"""What is linear is far below it, and what is quadratic is far above: 64 times."""


def written(folder: Path, sessions: int) -> Path:
    path = folder / f"{sessions}.json"
    write_schedule(path, sessions=sessions, rooms=sessions // 25, days=2)
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A schedule and one with eight times as many sessions and rooms."""
    folder = tmp_path_factory.mktemp("big")
    return written(folder, 250), written(folder, 250 * TIMES_MORE)


@pytest.fixture(scope="module")
def conferences(files: tuple[Path, Path]) -> tuple[Conference, Conference]:
    """The conferences in these files."""
    small, large = map(open_conference, files)
    return small, large


WORK: dict[str, Callable[[Conference], object]] = {
    "the table": lambda it: as_fitted_table(it.visible, {}, 100, short_names(it.visible)),
    "JSON": lambda it: as_json(it, it.visible, {}),
    "TSV": lambda it: as_tsv(it.visible, {}),
    "the grid": lambda it: [
        arrange(place_day([each for each in it.visible if each.day == day], it.rooms, 100))
        for day in it.days
    ],
    "the search index": lambda it: Corpus(it, it.visible),
}


def test_reading_eight_times_as_much_costs_about_eight_times(files: tuple[Path, Path]) -> None:
    small, large = files
    cost = ratio(lambda: open_conference(large), lambda: open_conference(small), enough=BOUND)
    assert cost < BOUND


@pytest.mark.parametrize("work", WORK)
def test_work_on_eight_times_as_much_costs_about_eight_times(
    work: str, conferences: tuple[Conference, Conference]
) -> None:
    small, large = conferences
    cost = ratio(lambda: WORK[work](large), lambda: WORK[work](small), enough=BOUND)
    assert cost < BOUND
