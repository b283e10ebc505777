"""Searching sessions: matches of a query, counts for the filters, completion."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.search.attendee import Attendee
    from confui.schedule.search.completion import Completion, complete
    from confui.schedule.search.corpus import Corpus, Found
    from confui.schedule.search.facets import FACETS, Facet, count_facets, find_relaxations
    from confui.schedule.search.field_index import INDEXED_FIELDS, FieldIndexes
    from confui.schedule.search.folding import fold_line
    from confui.schedule.search.labels import FacetLabels, field_label
    from confui.schedule.search.matched_text import Snippet, find_snippet, find_words
    from confui.schedule.search.name_match import LONGEST_NAME, NameQuery, fold_name
    from confui.schedule.search.people import People, Person
    from confui.schedule.search.session_set import NO_SESSIONS, SessionOrder, SessionSet
    from confui.schedule.search.word_index import StoredIndexes
    from confui.schedule.search.word_match import is_word_edge
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "attendee": ("Attendee",),
            "completion": ("Completion", "complete"),
            "corpus": ("Corpus", "Found"),
            "facets": ("FACETS", "Facet", "count_facets", "find_relaxations"),
            "field_index": ("INDEXED_FIELDS", "FieldIndexes"),
            "folding": ("fold_line",),
            "labels": ("FacetLabels", "field_label"),
            "matched_text": ("Snippet", "find_snippet", "find_words"),
            "name_match": ("LONGEST_NAME", "NameQuery", "fold_name"),
            "people": ("People", "Person"),
            "session_set": ("NO_SESSIONS", "SessionOrder", "SessionSet"),
            "word_index": ("StoredIndexes",),
            "word_match": ("is_word_edge",),
        },
    )

__all__ = [
    "FACETS",
    "INDEXED_FIELDS",
    "LONGEST_NAME",
    "NO_SESSIONS",
    "Attendee",
    "Completion",
    "Corpus",
    "Facet",
    "FacetLabels",
    "FieldIndexes",
    "Found",
    "NameQuery",
    "People",
    "Person",
    "SessionOrder",
    "SessionSet",
    "Snippet",
    "StoredIndexes",
    "complete",
    "count_facets",
    "field_label",
    "find_relaxations",
    "find_snippet",
    "find_words",
    "fold_line",
    "fold_name",
    "is_word_edge",
]
