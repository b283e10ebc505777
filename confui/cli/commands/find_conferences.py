"""`confui find`: search the directory of conferences."""

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from confui.cli.lookup import open_library
from confui.cli.output import OK, PROBLEMS, print_error, terminal_width
from confui.export.text_columns import line, widths_of
from confui.library import Library, Listing, find_conferences, is_running
from confui.paths import config_file
from confui.schedule import wording
from confui.sources import DirectoryEntry
from confui.text import quote

_NO_DIRECTORY = "no directory to search; name one under `directories` in {}"
_TSV_COLUMNS = ("id", "title", "first_day", "last_day", "zone", "source", "name")


def find_in_directory(options: Namespace) -> int:
    """Print the conferences of the directory that match, what is on or comes next first."""
    library = open_library()
    today = options.now.date() if options.now else date.today()
    words = " ".join(options.words)
    listing = fetch_listing(library)
    matches = find_conferences(listing.entries, words, today)
    if options.format == "json":
        _print_json(library, matches)
    elif options.format == "tsv":
        _print_tsv(library, matches)
    elif matches:
        print_matches(library, matches, today)
        if terminal_width() is not None:
            print(f"add one with: confui add {matches[0].id}")
    if not library.directory.sources:
        print_error(_NO_DIRECTORY.format(config_file()))
    elif listing.entries and not matches:
        print_error(f"no conference in the directory matches {quote(words)}; try fewer words")
    return OK if matches else PROBLEMS


def fetch_listing(library: Library) -> Listing:
    """Return the newest lists of conferences; print what went wrong."""
    listing = library.directory.fetch()
    for notice in listing.notices:
        print_error(notice)
    return listing


def print_matches(library: Library, matches: Sequence[DirectoryEntry], today: date) -> None:
    """Print conferences as a table that fits the terminal; `▶` is what is on."""
    names = library.names_by_source()
    rows = [
        (
            "▶" if is_running(entry, today) else "",
            entry.title,
            wording.date_range(entry.first, entry.last),
            entry.zone,
            entry.id,
            names.get(entry.source, ""),
        )
        for entry in matches
    ]
    kept = [column for column in range(len(rows[0])) if any(row[column] for row in rows)]
    shown = [[row[column] for column in kept] for row in rows]
    shrinking = [kept.index(column) for column in (1, 3, 4) if column in kept]
    widths = widths_of(shown, shrinking, terminal_width())
    for row in shown:
        print(line(row, widths))


def _print_tsv(library: Library, matches: Sequence[DirectoryEntry]) -> None:
    names = library.names_by_source()
    print("\t".join(_TSV_COLUMNS))
    for entry in matches:
        first, last = (day.isoformat() if day else "" for day in (entry.first, entry.last))
        name = names.get(entry.source, "")
        print("\t".join((entry.id, entry.title, first, last, entry.zone, entry.source, name)))


def _print_json(library: Library, matches: Sequence[DirectoryEntry]) -> None:
    names = library.names_by_source()
    document = [
        {
            "id": entry.id,
            "title": entry.title,
            "first_day": entry.first.isoformat() if entry.first else None,
            "last_day": entry.last.isoformat() if entry.last else None,
            "zone": entry.zone,
            "source": entry.source,
            "links": [link._asdict() for link in entry.links],
            "name": names.get(entry.source),
        }
        for entry in matches
    ]
    print(json.dumps(document, ensure_ascii=False, indent=2))
