"""`confui add`, `conferences`, `refresh` and `remove`: the attendee's library."""

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from confui.cli.arguments import PARSERS, UsageError
from confui.cli.lookup import open_bookmarks, open_library, print_notice
from confui.cli.output import OK, PROBLEMS, print_error, terminal_width
from confui.export.text_columns import line, widths_of
from confui.library import (
    Library,
    LibraryEntry,
    LibraryError,
    LosesSessionsError,
    SeveralConferencesError,
    UpdateResult,
    choose_conference,
    running_or_next,
)
from confui.schedule import wording
from confui.schedule.versions import compare_versions, list_changes, summarize
from confui.sources import DirectoryEntry, SourceError, is_path_or_url
from confui.state import BookmarkHistory
from confui.text import clean

_EMPTY = "your library is empty; add a conference with: confui add CONFERENCE"
_ASK = "{1}: {0}; to take it anyway, repeat the command with --yes"
_UNKNOWN = "{}: not in your library; `confui conferences` lists what is"
_TSV_COLUMNS = ("name", "title", "days", "checked", "source")


def add_conference(options: Namespace) -> int:
    """Add a conference to the library, and print what it contains."""
    if options.name and options.name in PARSERS:
        raise UsageError(f"'{options.name}' is a command; choose another name")
    library = open_library()
    source = " ".join(options.conference)
    today = options.now.date() if options.now else date.today()
    try:
        if not is_path_or_url(source) and library.find(source) is None:
            listed = _choose(library, source, today)
            update = library.fetch_listed(listed, options.name, options.zone, options.title)
        else:
            update = library.fetch(
                source, options.name, options.zone, options.title, options.language
            )
        added = library.save(update, accept_losses=options.yes)
    except SourceError as error:
        raise UsageError(str(error)) from None
    except LosesSessionsError as error:
        print_error(_ASK.format(error, error.update.entry.name))
        return PROBLEMS
    except LibraryError as error:
        print_error(str(error))
        return PROBLEMS
    if added.before is not None:
        print(f"{added.name} is already in your library")
        return _print_changes(added)
    conference = added.after
    sessions = wording.count_of(len(conference.visible), "session")
    days = wording.date_range(conference.days[0], conference.days[-1]) if conference.days else ""
    print(f"added {conference.title}: {', '.join(filter(None, (sessions, days)))}")
    if conference.problems:
        problems = wording.count_of(len(conference.problems), "problem")
        print(f"{problems}; list them with: confui check {added.name}")
    for link in conference.links:
        print(f"{link.label}: {link.url}" if link.label != link.url else link.url)
    print(f"open it with: confui {added.name}")
    return OK


def _choose(library: Library, words: str, today: date) -> DirectoryEntry:
    """Return the conference of the directory that is meant.

    Raises UsageError if there is none or if it is not clear; then those that match are printed.
    """
    from confui.cli.commands.find_conferences import (  # loads what downloads
        fetch_listing,
        print_matches,
    )

    listing = fetch_listing(library)
    try:
        chosen = choose_conference(listing.entries, words, today)
    except SeveralConferencesError as error:
        print_matches(library, error.matches, today)
        raise UsageError(f"{error}, as in: confui add {error.matches[0].id}") from None
    if chosen is None:
        found = "the directory lists no such conference" if listing.entries else "nor a directory"
        raise UsageError(f"{clean(words)}: no such folder or file, {found}; give a URL")
    return chosen


def list_conferences(options: Namespace) -> int:
    """Print the library, and mark the conference that is on or comes next."""
    library = open_library()
    entries, damages = library.entries()
    for message in damages:
        print_error(message)
    if options.format == "json":
        _print_json(entries)
    elif options.format == "tsv" and entries:
        _print_tsv(entries)
    elif entries:
        _print_table(library, entries, options.now.date() if options.now else date.today())
    elif not damages:
        print(_EMPTY)
    return PROBLEMS if damages else OK


def refresh_conferences(options: Namespace) -> int:
    """Check the named conferences, or all, for updates; one that fails does not stop the rest."""
    if options.undo and not options.names:
        raise UsageError("name the conference: confui refresh --undo NAME")
    library = open_library()
    entries, damages = library.entries()
    for message in damages:
        print_error(message)
    chosen = [_find_entry(library, name) for name in options.names] or entries
    if not chosen and not damages:
        print(_EMPTY)
    status = PROBLEMS if damages else OK
    for entry in chosen:
        try:
            if options.undo:
                update = library.undo(entry)
            else:
                update = library.refresh(entry, accept_losses=options.yes)
            status |= _print_changes(update)
        except LosesSessionsError as error:
            print_error(_ASK.format(error, entry.name))
            status = PROBLEMS
        except (SourceError, LibraryError) as error:
            print_error(f"{entry.name}: {error}")
            status = PROBLEMS
    return status


def remove_conferences(options: Namespace) -> int:
    """Remove conferences from the library; with an unknown name, remove none."""
    library = open_library()
    unknown = [
        name for name in options.names if not library.find(name) and not library.is_taken(name)
    ]
    if unknown:
        raise UsageError(_UNKNOWN.format(unknown[0]))
    try:
        for name in options.names:
            _remove(library, name)
    except LibraryError as error:
        print_error(str(error))
        return PROBLEMS
    return OK


def _remove(library: Library, name: str) -> None:
    entry = library.find(name)
    library.remove(entry.name if entry else name)
    print(f"removed {entry.title if entry else name}; its bookmarks are kept")
    if entry:
        print(f"add it again with: confui add {entry.source}")


def _find_entry(library: Library, name: str) -> LibraryEntry:
    entry = library.find(name)
    if entry is None:
        if damage := library.damage(name):
            raise UsageError(damage)
        raise UsageError(_UNKNOWN.format(name))
    return entry


def _print_changes(update: UpdateResult) -> int:
    """Print what an update changed, the attendee's sessions first; return the exit status."""
    title = f"{update.after.title} ({update.name})"
    if update.before is None:
        print(f"{title}: updated; there is no earlier version to compare it with")
        return OK
    changes = compare_versions(update.before, update.after)
    print(f"{title}: {summarize(changes)}")
    with open_bookmarks() as bookmarks:
        history = BookmarkHistory(bookmarks, update.after)
        for change in list_changes(changes, history.bookmarks):
            print(f"  {change}")
        if notice := wording.unmatched_bookmarks(len(history.open_questions)):
            print(f"  {notice}")
        return print_notice(bookmarks)


def _print_table(library: Library, entries: Sequence[LibraryEntry], today: date) -> None:
    current = running_or_next(entries, today)
    rows = [
        (
            "▶" if entry is current else "",
            entry.name,
            entry.title,
            wording.date_range(entry.first, entry.last),
            library.describe_copy(entry),
        )
        for entry in entries
    ]
    widths = widths_of(rows, (2,), terminal_width())
    for row in rows:
        print(line(row, widths))


def _print_tsv(entries: Sequence[LibraryEntry]) -> None:
    print("\t".join(_TSV_COLUMNS))
    for entry in entries:
        checked = entry.checked_at.isoformat() if entry.checked_at else ""
        first, last = (day.isoformat() if day else "" for day in (entry.first, entry.last))
        print("\t".join((entry.name, entry.title, f"{first}/{last}", checked, entry.source)))


def _print_json(entries: Sequence[LibraryEntry]) -> None:
    document = [
        {
            "name": entry.name,
            "title": entry.title,
            "id": entry.conference,
            "source": entry.source,
            "zone": entry.zone,
            "links": [link._asdict() for link in entry.links],
            "first_day": entry.first.isoformat() if entry.first else None,
            "last_day": entry.last.isoformat() if entry.last else None,
            "fetched_at": entry.fetched_at.isoformat() if entry.fetched_at else None,
            "checked_at": entry.checked_at.isoformat() if entry.checked_at else None,
        }
        for entry in entries
    ]
    print(json.dumps(document, ensure_ascii=False, indent=2))
