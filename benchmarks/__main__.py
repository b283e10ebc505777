"""``python -m benchmarks [NAME…]``: measure, and print one table. Run it where the repository lies.

Falling short of a goal is a result, not a failure: the exit code is 0 unless a benchmark broke.
"""

import argparse
import os
import platform
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version

from benchmarks import (
    bookmarks,
    calls,
    discovery,
    durability,
    growth,
    keys,
    largest,
    library,
    loading,
    opening,
    pane,
    plan_keys,
    reading,
    search_keys,
    searching,
    signals,
    startup,
    structure,
    titles,
    views,
    wide,
    widgets,
)
from benchmarks.figures import Figure

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "calls": calls.measure,
    "structure": structure.measure,
    "startup": startup.measure,
    "growth": growth.measure,
    "signals": signals.measure,
    "keys": keys.measure,
    "widgets": widgets.measure,
    "wide": wide.measure,
    "titles": titles.measure,
    "pane": pane.measure,
    "reading": reading.measure,
    "loading": loading.measure,
    "largest": largest.measure,
    "opening": opening.measure,
    "bookmarks": bookmarks.measure,
    "durability": durability.measure,
    "library": library.measure,
    "discovery": discovery.measure,
    "searching": searching.measure,
    "search_keys": search_keys.measure,
    "plan_keys": plan_keys.measure,
    "views": views.measure,
}
PARTS = {f"growth:{size}": partial(growth.measure, (size,)) for size in growth.SIZES}
"""Parts of benchmarks, to be named one by one."""
_ROW = "{:<42} {:<34} {:<22} {:<12} {:<7} {}"


def main() -> None:
    """Run the benchmarks that the command line names, all of them where it names none."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join([*BENCHMARKS, *PARTS]))
    names = parser.parse_args().names or list(BENCHMARKS)
    benchmarks = BENCHMARKS | PARTS
    if unknown := set(names) - set(benchmarks):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    print(
        f"Python {platform.python_version()}, Textual {version('textual')}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; CPU and ratios: medians\n"
    )
    print(_ROW.format("what", "measured", "goal", "must", "", "").rstrip())
    for name in names:
        for figure in benchmarks[name]():
            columns = (figure.what, figure.measured, figure.goal, figure.must, _verdict(figure))
            print(_ROW.format(*columns, figure.note).rstrip(), flush=True)


def _verdict(figure: Figure) -> str:
    if figure.met is None:
        return ""
    return "ok" if figure.met else "must ok" if figure.must_met else "short"


if __name__ == "__main__":
    main()
