"""Translations of one page: `x.md` and `x.fr.md`, or `en/talks/x.md` and `fr/talks/x.md`."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_LIST = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_CODES = frozenset(_LIST.split())
"""The languages of ISO 639-1."""

_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_](?:[a-z]{2}|[a-z]{4}|\d{3}))?", re.IGNORECASE)
"""A language, perhaps with a region or script (BCP 47), such as `pt-BR`."""


class Translations(NamedTuple):
    """Which files stand for a page that exists in several languages."""

    languages: Mapping[str, tuple[str, ...]]
    """For each file that is kept and has translations, the languages of its page, sorted."""
    left_out: frozenset[str]
    """The files of the other languages."""


def find_translations(files: Iterable[str], wanted: str = "") -> Translations:
    """Return which files are translations of one another, and which one of each page is kept.

    That is the one in the wanted language; without it, the one in the language that most
    translated pages have. A file without a language in its path is the original.

    Args:
        files: Paths within the source, with `/` between their parts.
        wanted: A language such as `fr`; empty if none is preferred.
    """
    pages: dict[str, dict[str, list[str]]] = {}
    for file in files:
        page, language = _split(file)
        pages.setdefault(page, {}).setdefault(language, []).append(file)
    translated = [versions for versions in pages.values() if len(versions) > 1]
    frequency = Counter(language for versions in translated for language in versions)
    languages: dict[str, tuple[str, ...]] = {}
    left_out: set[str] = set()
    for versions in translated:
        best = min(
            versions, key=lambda each: (each != wanted.lower(), -frequency[each], each != "", each)
        )
        known = tuple(sorted(filter(None, versions)))
        languages.update(dict.fromkeys(versions.pop(best), known))
        left_out.update(file for others in versions.values() for file in others)
    return Translations(languages, frozenset(left_out))


def _split(file: str) -> tuple[str, str]:
    """Return a path without its language, and the language; empty if the path has none."""
    *folders, name = file.split("/")
    stem, dot, suffix = name.rpartition(".")
    base, _, last = stem.rpartition(".")
    if base and (language := _language(last)):
        return "/".join((*folders, f"{base}{dot}{suffix}")), language
    for number, folder in enumerate(folders):
        if language := _language(folder):
            return "/".join((*folders[:number], *folders[number + 1 :], name)), language
    return file, ""


def _language(word: str) -> str:
    """Return a language in lower case, such as `pt-br`; empty if the word is none."""
    match = _LANGUAGE.fullmatch(word)
    return word.lower().replace("_", "-") if match and match[1].lower() in _CODES else ""
