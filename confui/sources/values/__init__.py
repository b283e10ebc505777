"""Values that all readers share, parsed tolerantly: dates, levels, kinds, people, links."""

__all__ = [
    "conference_fields",
    "dates",
    "fields",
    "identity",
    "kinds",
    "levels",
    "links",
    "people",
    "session_times",
    "source_dates",
    "synonyms",
    "titles",
    "tracks",
    "visibility",
]
