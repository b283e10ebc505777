"""How much a session asks of its audience, wherever its source says so."""

import re
from collections.abc import Iterable

from confui.schedule.models import Level
from confui.sources.problems import UNKNOWN_LEVEL, ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.fields import Fields, clean_name
from confui.sources.values.kinds import find_level
from confui.text import clean, fold

_ABOUT = re.compile(
    r"\b(?:levels?|difficulty|difficulte|niveaux?|nivel|livello|schwierigkeit\w*|skill)\b"
)
_AROUND = re.compile(r"^(?:level|difficulty|niveau|nivel)\s*[:=-]?\s*|\s+level$")
_UNMISTAKABLE = frozenset(
    (
        *("beginner", "beginners", "novice", "introductory", "intermediate", "advanced", "expert"),
        *("anfanger", "einsteiger", "debutant", "principiante", "iniciante", "intermediaire"),
        *("intermediario", "intermedio", "fortgeschritten", "avance", "avancado", "avanzado"),
    )
)
"""Words that are a level even where they stand alone among topics; `all` or `basic` is none."""

_LONGEST = 40
"""How many characters a label has; an answer that has more tells something else."""


def read_level(fields: Fields) -> tuple[Level | None, str]:
    """Return the level that a session states of itself, and its label as written."""
    key, label = fields.key_and_text("difficulty", "level")
    level = parse_level(label)
    if label and level is None:
        warn_unknown_level(label, key, fields.collector)
    return level, label


def read_audience_level(fields: Fields) -> tuple[Level | None, str]:
    """Return the level in what a session says of its audience, which may be anything else."""
    key, value = fields.take("audience")
    label = clean(value) if isinstance(value, str) else ""
    level = parse_level(label)
    if key and level is None:
        fields.keep(key, value)
    return (level, label) if level else (None, "")


def parse_level(label: str) -> Level | None:
    """Return the level that a label names, beside the word level or alone."""
    return find_level(label) or find_level(_AROUND.sub("", fold(label))) if label else None


def find_level_among(labels: Iterable[str]) -> tuple[Level | None, str]:
    """Return the first level among tags and tracks, and its label; None where there is none."""
    for label in labels:
        folded = fold(label).strip()
        bare = _AROUND.sub("", folded)
        if bare in _UNMISTAKABLE or bare != folded:
            level = find_level(bare)
            if level is not None:
                return level, label
    return None, ""


def find_level_in_answers(answers: RawValue) -> tuple[Level | None, str]:
    """Return the level among the answers that presenters gave, and its label.

    Answers are meant for the organisers: nothing else of them is looked at or kept. A short answer
    to the question for the level counts as a label even if it names no level that confui knows.
    """
    labels = []
    for answer in answers if isinstance(answers, list) else [answers]:
        if isinstance(answer, dict) and is_about_level(plain_value(answer.get("question", ""))):
            label = clean_name(plain_value(answer.get("answer", "")))
            level = parse_level(label)
            if level is not None:
                return level, label
            labels.append(label)
    return None, next((label for label in labels if 0 < len(label) <= _LONGEST), "")


def warn_unknown_level(label: str, key: str, collector: ProblemCollector) -> None:
    """Add the warning that a label under `key` names no level that confui knows."""
    collector.warning(
        UNKNOWN_LEVEL,
        key,
        f"`{key}` is {in_quotes(label)}",
        "Write All, Beginner, Intermediate or Advanced.",
    )


def is_about_level(question: RawValue) -> bool:
    """Whether a question, or the title of a category, asks for the level."""
    return isinstance(question, str) and _ABOUT.search(fold(question)) is not None
