"""The filter language: parses text into a query, and prints a query as text."""

from confui.doorway import TYPE_CHECKING, lazy_names

if TYPE_CHECKING:
    from confui.schedule.query.fields import (
        FIELDS,
        NAMES,
        SAVED,
        TEXT,
        TEXT_FIELDS,
        TITLE,
        TODAY,
        TOMORROW,
        WEEKDAYS,
        WORDS,
        nearest,
        short_weekday,
        weekday,
    )
    from confui.schedule.query.lexer import (
        MOST_CHARACTERS,
        Token,
        Value,
        read_tokens,
        read_value,
    )
    from confui.schedule.query.main_facet import (
        DIFFICULTY,
        LEVELS,
        count_values,
        next_value,
        parse_level,
        values_of,
    )
    from confui.schedule.query.parser import Mistake, Parsed, join_arguments, parse
    from confui.schedule.query.query import Query, Term, spell_term
    from confui.schedule.query.sought import Sought, read_sought
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "fields": (
                "FIELDS",
                "NAMES",
                "SAVED",
                "TEXT",
                "TEXT_FIELDS",
                "TITLE",
                "TODAY",
                "TOMORROW",
                "WEEKDAYS",
                "WORDS",
                "nearest",
                "short_weekday",
                "weekday",
            ),
            "lexer": ("MOST_CHARACTERS", "Token", "Value", "read_tokens", "read_value"),
            "main_facet": (
                "DIFFICULTY",
                "LEVELS",
                "count_values",
                "next_value",
                "parse_level",
                "values_of",
            ),
            "parser": ("Mistake", "Parsed", "join_arguments", "parse"),
            "query": ("Query", "Term", "spell_term"),
            "sought": ("Sought", "read_sought"),
        },
    )

__all__ = [
    "DIFFICULTY",
    "FIELDS",
    "LEVELS",
    "MOST_CHARACTERS",
    "NAMES",
    "SAVED",
    "TEXT",
    "TEXT_FIELDS",
    "TITLE",
    "TODAY",
    "TOMORROW",
    "WEEKDAYS",
    "WORDS",
    "Mistake",
    "Parsed",
    "Query",
    "Sought",
    "Term",
    "Token",
    "Value",
    "count_values",
    "join_arguments",
    "nearest",
    "next_value",
    "parse",
    "parse_level",
    "read_sought",
    "read_tokens",
    "read_value",
    "short_weekday",
    "spell_term",
    "values_of",
    "weekday",
]
