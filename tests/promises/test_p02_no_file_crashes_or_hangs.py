"""P2: no file can crash or hang confui, or take much memory.

Here: mutated files for every reader, each in a process of its own with an alarm. Hostile files and
their cost: `tests/sources/test_bombs.py`; random structures: `tests/sources/**/test_untrusted*.py`;
strangers' text on the event loop: `tests/schedule/search/test_name_match.py` and
`tests/export/test_markdown_escape.py`. The long form, 50,000 files and 10,000 sources that change
while they are read, is `python -m benchmarks.torture --only mutations changes`; `tests/fuzz/` has
targets for atheris.
"""

import pytest

from confui.sources.cache import Snapshot
from tests.examples import short_or_long
from tests.torture import mutations
from tests.torture.changes import SOURCES, changes
from tests.torture.mutations import mutated_file
from tests.torture.readers import READERS


@pytest.mark.parametrize("reader", READERS)
def test_the_good_file_of_each_reader_is_read(reader: str) -> None:
    READERS[reader].read(READERS[reader].seed)


@pytest.mark.parametrize("reader", READERS)
def test_a_mutated_file_is_the_same_every_time_and_another_than_the_good_one(reader: str) -> None:
    files = [mutated_file(reader, 1, number) for number in range(40)]
    assert files == [mutated_file(reader, 1, number) for number in range(40)]
    assert sum(file != READERS[reader].seed for file in files) > 30
    assert len(set(files)) > 30


def test_mutated_files_are_read_or_refused() -> None:
    files = short_or_long(78, 234)
    tried, crashed, crashes = mutations.mutations(files, seed=1)
    assert (tried, crashed, crashes) == (files, 0, [])


def test_a_crash_of_a_reader_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: bytes) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(READERS, "snapshot", READERS["snapshot"]._replace(read=crash))
    crashes = mutations.read_mutated("snapshot", range(3), seed=1)
    assert len(crashes) == 3
    assert "ZeroDivisionError" in crashes[0]


def test_a_source_that_changes_while_it_is_read_is_a_version_of_each_file_or_refused() -> None:
    count = short_or_long(60, 300)
    assert changes(count, seed=2) == (count, [])


def test_a_cache_that_is_not_the_newest_state_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Snapshot, "_is_current", lambda *_: True)
    _, faults = changes(4 * len(SOURCES), seed=1)
    assert any("not the newest state" in fault for fault in faults)
