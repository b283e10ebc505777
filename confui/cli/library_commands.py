"""`confui add`, `conferences`, `refresh` and `remove`: the attendee's library."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import date

from confui.cli.arguments import PARSERS, UsageError
from confui.cli.lookup import open_bookmarks, open_library, print_notice
from confui.cli.output import OK, PROBLEMS, print_error, terminal_width
from confui.library import Library, LibraryEntry, NotKeptError, UpdateResult, running_or_next
from confui.schedule import wording
from confui.sources import SourceError

_UNKNOWN = "{}: not in your library; `confui conferences` lists it"
_COLUMNS = ("name", "title", "days", "checked", "source")


def add(options: Namespace) -> int:
    """Put a conference into the library, and say what it is."""
    if options.name and options.name in PARSERS:
        raise UsageError(f"{options.name}: a command is called so; choose another name")
    try:
        read = open_library().add(options.conference, options.name, options.zone)
    except SourceError as error:
        raise UsageError(str(error)) from None
    except NotKeptError as error:
        print_error(str(error))
        return PROBLEMS
    if read.before is not None:
        print(f"{read.name} is in your library already")
        return _tell_news(read)
    conference = read.after
    sessions = wording.count_of(len(conference.visible), "session")
    days = wording.date_range(conference.days[0], conference.days[-1]) if conference.days else ""
    print(f"added {conference.title}: {', '.join(filter(None, (sessions, days)))}")
    if conference.problems:
        problems = wording.count_of(len(conference.problems), "problem")
        print(f"{problems}; list them with: confui check {read.name}")
    print(f"open it with: confui {read.name}")
    return OK


def conferences(options: Namespace) -> int:
    """Print what the library has: what is running or comes next is marked."""
    library = open_library()
    entries, trouble = library.entries()
    for line in trouble:
        print_error(line)
    if options.format == "json":
        _print_json(entries)
    elif entries:
        _print_rows(library, entries, options)
    elif not trouble:
        print("your library is empty; add a conference with: confui add CONFERENCE")
    return PROBLEMS if trouble else OK


def refresh(options: Namespace) -> int:
    """Look what is new in some conferences, or in all of them; each is told apart."""
    library = open_library()
    entries, trouble = library.entries()
    for line in trouble:
        print_error(line)
    wanted = [_named(library, name) for name in options.names] or entries
    if not wanted and not trouble:
        print("your library is empty; add a conference with: confui add CONFERENCE")
    status = PROBLEMS if trouble else OK
    for entry in wanted:
        try:
            status |= _tell_news(library.refresh(entry))
        except (SourceError, NotKeptError) as error:
            print_error(f"{entry.name}: {error}")
            status = PROBLEMS
    return status


def remove(options: Namespace) -> int:
    """Take conferences out of the library."""
    library = open_library()
    unknown = [name for name in options.names if not library.find(name) and not library.has(name)]
    if unknown:
        raise UsageError(_UNKNOWN.format(unknown[0]))
    try:
        for name in options.names:
            _remove(library, name)
    except NotKeptError as error:
        print_error(str(error))
        return PROBLEMS
    return OK


def _remove(library: Library, name: str) -> None:
    entry = library.find(name)
    library.remove(entry.name if entry else name)
    print(f"removed {entry.title if entry else name}; your bookmarks of it are kept")
    if entry:
        print(f"to have it again: confui add {entry.source}")


def _named(library: Library, name: str) -> LibraryEntry:
    entry = library.find(name)
    if entry is None:
        raise UsageError(_UNKNOWN.format(name))
    return entry


def _tell_news(read: UpdateResult) -> int:
    """Print what changed in a conference since it was read before, one's own sessions first."""
    title = f"{read.after.title} ({read.name})"
    if read.before is None:
        print(f"{title}: read anew; there is nothing to compare it with")
        return OK
    from confui.schedule.versions import compare_versions, list_changes, summarize
    from confui.state import BookmarkHistory

    found = compare_versions(read.before, read.after)
    print(f"{title}: {summarize(found)}")
    with open_bookmarks() as bookmarks:
        history = BookmarkHistory(bookmarks, read.after)
        for line in list_changes(found, history.bookmarks):
            print(f"  {line}")
        if told := wording.unmatched_bookmarks(len(history.open_questions)):
            print(f"  {told}")
        return print_notice(bookmarks)


def _print_rows(library: Library, entries: Sequence[LibraryEntry], options: Namespace) -> None:
    from confui.export.text_columns import line, widths_of

    days = [wording.date_range(entry.first, entry.last) for entry in entries]
    if options.format == "tsv":
        print("\t".join(_COLUMNS))
        for entry in entries:
            checked = entry.checked_at.isoformat() if entry.checked_at else ""
            first, last = (day.isoformat() if day else "" for day in (entry.first, entry.last))
            print("\t".join((entry.name, entry.title, f"{first}/{last}", checked, entry.source)))
        return
    next_up = running_or_next(entries, options.now.date() if options.now else date.today())
    rows = [
        ("▶" if entry is next_up else "", entry.name, entry.title, day, library.age_of(entry))
        for entry, day in zip(entries, days, strict=True)
    ]
    widths = widths_of(rows, (2,), terminal_width())
    for row in rows:
        print(line(row, widths))


def _print_json(entries: Sequence[LibraryEntry]) -> None:
    import json

    document = [
        {
            "name": entry.name,
            "title": entry.title,
            "id": entry.conference,
            "source": entry.source,
            "first_day": entry.first.isoformat() if entry.first else None,
            "last_day": entry.last.isoformat() if entry.last else None,
            "fetched_at": entry.fetched_at.isoformat() if entry.fetched_at else None,
            "checked_at": entry.checked_at.isoformat() if entry.checked_at else None,
        }
        for entry in entries
    ]
    print(json.dumps(document, ensure_ascii=False, indent=2))
