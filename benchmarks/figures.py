"""Figures: what was measured, beside its goal; and the few statistics that they are made of."""

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    measured: str
    goal: str = ""
    met: bool | None = None
    """`None` where the figure is printed for its own sake."""
    note: str = ""
    must: str = ""
    """What must not be exceeded, where that is another value than the goal."""
    must_met: bool | None = None


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of `values` that at least `share` (0 to 1) of them do not exceed."""
    return sorted(values)[max(0, math.ceil(len(values) * share) - 1)]


def paired_ratio(values: Sequence[float], floor: Sequence[float]) -> float:
    """Return the median of the ratios of what was measured in the same round.

    A busy minute slows both of a pair, so this holds still where two medians drift apart. Pairs for
    whose floor a coarse clock shows no time are left out.
    """
    pairs = zip(values, floor, strict=True)
    return statistics.median(value / least for value, least in pairs if least > 0)


def interleaved(rounds: int, *actions: Callable[[], Result]) -> list[list[Result]]:
    """Run every action once a round, taking turns in going first; return the results by action.

    One round more runs before the first and does not count: it fills caches and writes bytecode.
    """
    results: list[list[Result]] = [[] for _ in actions]
    numbered = list(enumerate(actions))
    for turn in range(rounds + 1):
        shift = turn % len(numbered)
        for index, action in numbered[shift:] + numbered[:shift]:
            result = action()
            if turn:
                results[index].append(result)
    return results


def timed(action: Callable[[], object]) -> Callable[[], float]:
    """Return `action` as a function that returns how many seconds it took."""

    def run() -> float:
        begun = time.perf_counter()
        action()
        return time.perf_counter() - begun

    return run


def milliseconds(seconds: float) -> str:
    """Return `seconds` as milliseconds, with as many digits as mean anything."""
    return f"{_rounded(seconds)} ms"


def in_milliseconds(seconds: Sequence[float]) -> str:
    """Return median and 95th percentile, such as ``4.7 / 13 ms``."""
    return f"{_rounded(statistics.median(seconds))} / {milliseconds(percentile(seconds, 0.95))}"


def _rounded(seconds: float) -> str:
    value = seconds * 1000
    return f"{value:.{2 if value < 1 else 1 if value < 20 else 0}f}"
