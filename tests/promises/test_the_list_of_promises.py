"""SECURITY.md lists each promise with its module and its torture, and none that is missing."""

import re
from pathlib import Path

from benchmarks.torture import TORTURES, Count, Round

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in PAGE.splitlines()
    if re.match(r"\| P\d", line)
]


def test_every_module_of_a_promise_is_listed_under_its_number() -> None:
    listed = {module.strip("`"): number for number, _, module, _ in ROWS}
    assert set(listed) == {path.name for path in HERE.glob("test_p[0-9]*.py")}
    for module, number in listed.items():
        assert module.startswith(f"test_p{int(number[1:]):02}_")
        docstring = (HERE / module).read_text(encoding="utf-8")
        assert docstring.startswith(f'"""{number}: '), "it says the promise first"


def test_every_promise_but_those_about_servers_is_listed() -> None:
    numbers = [int(number[1:]) for number, *_ in ROWS]
    assert numbers == [*range(1, 15), *range(17, 21)]


def test_every_torture_belongs_to_a_promise() -> None:
    named = {name for *_, names in ROWS for name in re.findall(r"`([\w-]+)`", names)}
    assert named == set(TORTURES)


def test_a_count_adds_up_and_keeps_the_first_details() -> None:
    count = Count()
    count.add(0, Round(10, 0))
    count.add(3, Round(5, 30, [f"{number}" for number in range(30)], "slow", 7))
    assert (count.done, count.tried, count.failed) == ([0, 3], 15, 30)
    assert (len(count.details), count.note, count.acknowledged) == (20, "slow", 7)
