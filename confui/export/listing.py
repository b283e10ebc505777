"""Sessions in the format that was asked for; what writes a format is imported only then."""

from collections.abc import Mapping, Sequence

from confui.schedule.models import Conference, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from confui.schedule.bookmark import Bookmark


def as_listing(
    format: str,
    conference: Conference,
    sessions: Sequence[Session],
    bookmarks: "Mapping[str, Bookmark]",
    width: int | None = None,
) -> str:
    """Return sessions as `json`, `tsv`, `markdown`, or else a table.

    Without sessions the JSON still tells of the conference and the TSV its columns; the others are
    empty. Only a table keeps to the `width`.
    """
    if format == "json":
        from confui.export.json import as_json

        return as_json(conference, sessions, bookmarks)
    if format == "tsv":
        from confui.export.tsv import as_tsv

        return as_tsv(sessions, bookmarks)
    if format == "markdown":
        from confui.export.markdown import as_markdown

        return as_markdown(conference.title, sessions, bookmarks)
    from confui.export.table import as_table

    return as_table(sessions, bookmarks, width)
