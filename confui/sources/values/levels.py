"""The level of a session: the words for each level, and where sources state it."""

import re
from collections.abc import Iterable

from confui.schedule.models import Level
from confui.sources.problems import UNKNOWN_LEVEL, ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import Fields, clean_name
from confui.text import clean, fold

_WORDS = {
    Level.ALL: (
        *("all", "all levels", "any", "any level", "everybody", "everyone", "general"),
        *("alle", "todos", "tous"),
    ),
    Level.BEGINNER: (
        *("beginner", "beginners", "novice", "intro", "introduction", "introductory", "basic"),
        *("easy", "100", "101", "anfanger", "debutant", "einsteiger", "iniciante", "principiante"),
    ),
    Level.INTERMEDIATE: (
        *("intermediate", "medium", "200"),
        *("intermediaire", "intermediario", "intermedio", "mittel"),
    ),
    Level.ADVANCED: (
        *("advanced", "expert", "hard", "300", "400"),
        *("avance", "avancado", "avanzado", "confirme", "experte", "fortgeschritten"),
    ),
}
"""The spellings of each level, English first; folded, so without capitals and accents."""

_LEVELS = {word: level for level, words in _WORDS.items() for word in words}

_AMBIGUOUS = frozenset(
    (
        *_WORDS[Level.ALL],
        *("intro", "introduction", "basic", "easy", "medium", "mittel", "hard", "confirme"),
        *("experte", "100", "101", "200", "300", "400"),
    )
)
"""Words that mean something else as a tag or track: Visual Basic, hard drives, a room's number."""

_ASKS_FOR_LEVEL = re.compile(
    r"\b(?:levels?|difficulty|difficulte|niveaux?|nivel|livello|schwierigkeit\w*|skill)\b"
)
_WORD_LEVEL = re.compile(r"^(?:level|difficulty|niveau|nivel)\s*[:=-]?\s*|\s+level$")

_LONGEST_LABEL = 40
"""Longer answers, in characters, are not taken for labels: they may say something private."""


def find_level(word: str) -> Level | None:
    """Return the level that a word or phrase means, in any case, or None."""
    return _LEVELS.get(" ".join(fold(word).split()))


def parse_level(label: str) -> Level | None:
    """Return the level that a label names: `Advanced`, `Level: advanced`, `advanced level`."""
    if not label:
        return None
    return find_level(label) or find_level(_WORD_LEVEL.sub("", fold(label)))


def read_level(fields: Fields) -> tuple[Level | None, str]:
    """Return the level under `difficulty` or `level`, and its label as written.

    A label that names no known level is a warning, and its level is None.
    """
    key, label = fields.key_and_text("difficulty", "level")
    level = parse_level(label)
    if label and level is None:
        warn_unknown_level(label, key, fields.collector)
    return level, label


def read_audience_level(fields: Fields) -> tuple[Level | None, str]:
    """Return the level under `audience`, and its label; None and "" for any other text there."""
    key, value = fields.take("audience")
    label = clean(value) if isinstance(value, str) else ""
    level = parse_level(label)
    if key and level is None:
        fields.keep(key, value)
    return (level, label) if level else (None, "")


def find_level_among(labels: Iterable[str]) -> tuple[Level | None, str]:
    """Return the first level among tags or tracks, and its label; None and "" without one."""
    for label in labels:
        folded = fold(label).strip()
        bare = _WORD_LEVEL.sub("", folded)
        level = find_level(bare)
        is_ambiguous = bare == folded and " ".join(bare.split()) in _AMBIGUOUS
        if level is not None and not is_ambiguous:
            return level, label
    return None, ""


def find_level_in_answers(answers: RawValue) -> tuple[Level | None, str]:
    """Return the level among the answers that speakers gave to the organisers, and its label.

    Other answers are private and are not read. A short answer to the question for the level is
    returned as a label even if it names no known level.
    """
    labels = []
    for answer in answers if isinstance(answers, list) else [answers]:
        if isinstance(answer, dict) and is_about_level(plain_value(answer.get("question", ""))):
            label = clean_name(plain_value(answer.get("answer", "")))
            level = parse_level(label)
            if level is not None:
                return level, label
            labels.append(label)
    return None, next((label for label in labels if 0 < len(label) <= _LONGEST_LABEL), "")


def is_about_level(question: RawValue) -> bool:
    """Whether a question, or the title of a category, asks for the level."""
    return isinstance(question, str) and _ASKS_FOR_LEVEL.search(fold(question)) is not None


def warn_unknown_level(label: str, key: str, collector: ProblemCollector) -> None:
    """Add the warning that a label under `key` names no known level."""
    collector.warning(
        UNKNOWN_LEVEL,
        key,
        f"`{key}` is {in_quotes(label)}",
        "Write All, Beginner, Intermediate or Advanced.",
    )
