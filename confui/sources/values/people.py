"""The speakers of a session, written as names, slugs or maps, with their links."""

import re
from collections.abc import Mapping

from confui.schedule.models import Link, Speaker
from confui.sources.problems import ProblemCollector, in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import Fields, clean_name, is_empty
from confui.sources.values.links import add_scheme, describe_bad_url, read_links
from confui.text import clean, fold, safe_url

PRESENTER_FOLDERS = frozenset({"presenters", "_presenters", "speakers", "_speakers"})
"""Names of folders with one file for each presenter."""

_SITES = {
    "website": ("Website", ""),
    "github": ("GitHub", "https://github.com/"),
    "twitter": ("Twitter", "https://twitter.com/"),
    "mastodon": ("Mastodon", ""),
    "bluesky": ("Bluesky", "https://bsky.app/profile/"),
    "instagram": ("Instagram", "https://www.instagram.com/"),
}
"""By key: the label of the link, and the URL before a handle; empty if handles are not accepted."""

_KEYS = {
    "public_name": "name",
    "full_public_name": "name",
    "fullName": "name",
    "full_name": "name",
    "fullname": "name",
    "display_name": "name",
    "displayName": "name",
    "speaker_name": "name",
    "biography": "bio",
    "tagLine": "role",
    "organization": "company",
    "organisation": "company",
    "affiliation": "company",
}
"""The canonical key for each key of a person that other programs write."""

_GIVEN = ("first_name", "firstName", "firstname", "given_name")
_FAMILY = ("last_name", "lastName", "lastname", "family_name", "surname")

_IDS = ("code", "guid", "id")

_PERSON_FILES = (".md", ".markdown", ".mdx", ".yml", ".yaml", ".json")
_HANDLE = re.compile(r"@?([\w.-]+)", re.ASCII)
_AND = re.compile(r" (?:and|&) |[;\n]")
_COMMA_OR_AND = re.compile(r", ?(?:(?:and|&) )?| (?:and|&) |[;\n]")
_BETWEEN_SLUGS = re.compile(r"[,;\n]")
_NAME = re.compile(r"(?!.*\b(?:at|for|of|the|from)\b)\S+(?: \S+){1,4}", re.IGNORECASE)
_NOT_IN_SLUGS = re.compile(r"[\W_]+")


def make_slug(text: str) -> str:
    """Return `text` in lower case, with its words joined by hyphens, for ids and keys."""
    return _NOT_IN_SLUGS.sub("-", fold(text)).strip("-")


def make_reference_slug(written: str) -> str:
    """Return the slug of a reference to a person: that of its name for the path of a file."""
    name = written.strip()
    if name.lower().endswith(_PERSON_FILES):
        name = name.rpartition("/")[2].rpartition(".")[0]
    return make_slug(name)


def read_speakers(fields: Fields, presenters: Mapping[str, Speaker]) -> tuple[Speaker, ...]:
    """Return the speakers of a session in a talk file, without repetitions.

    `presenters` are those that have a presenter file, by slug (see `make_slug`). A slug without a
    file becomes the name, with a warning unless the source has no presenter files at all.
    """
    speakers: dict[str, Speaker] = {}
    for name in ("presenters", "speakers", "presenter_slugs"):
        key, value = fields.take(name)
        items = value if isinstance(value, list) else _split_names(key, value) if value else ()
        for item in items:
            speaker = None if is_empty(item) else _read_speaker(key, item, fields, presenters)
            if speaker is not None:
                speakers.setdefault(speaker.id, speaker)
    return tuple(speakers.values())


def read_speaker(
    values: dict[str, RawValue], collector: ProblemCollector, *, line_key: str = "", id: str = ""
) -> Speaker:
    """Return the person in a map with canonical keys; the name is empty if the map has none.

    Args:
        values: The map.
        collector: Where problems are added.
        line_key: The key whose line problems have; empty for the line of each key itself.
        id: The id of the person; empty to make it from the name.
    """
    social = values.get("social")
    if isinstance(social, dict):
        values = {**social, **values}
        del values["social"]
    fields = Fields(values, collector, line_key=line_key)
    name = fields.text("name")
    sites = (
        _read_link(fields, key, label, prefix)
        for key, (label, prefix) in _SITES.items()
        if key in values
    )
    return Speaker(
        id=id or make_slug(name) or name,
        name=name,
        bio=fields.text("bio", multiline=True),
        company=fields.text("company"),
        role=fields.text("role"),
        links=tuple(link for link in sites if link is not None),
        extra=fields.extra,
    )


def read_persons(fields: Fields, *keys: str) -> tuple[Speaker, ...]:
    """Return the speakers of a session in a schedule file, without repetitions.

    A person is a name, or a map with the keys of frab, pretalx, Sessionize or similar. The id is
    the code, guid or number, else made from the name.
    """
    key, value = fields.take(*keys)
    speakers: dict[tuple[str, str], Speaker] = {}
    if isinstance(value, dict) and all(isinstance(item, dict) for item in value.values()):
        value = [*value.values()]  # by their ids
    for item in value if isinstance(value, list) else _split_names(key, value) if value else ():
        if isinstance(item, str):
            name = clean(item)
            speaker = None if is_empty(item) else Speaker(make_slug(name) or name, name)
        else:
            speaker = _read_person(item, fields.collector, key) if item else None
        if speaker is not None:
            speakers.setdefault((speaker.id, speaker.name), speaker)
    return tuple(speakers.values())


def normalise_person_keys(values: dict[str, RawValue]) -> dict[str, RawValue]:
    """Return a person with canonical keys; a value that has its canonical key already counts."""
    if _KEYS.keys().isdisjoint(values):
        return values if "name" in values else _join_name(values)
    canonical = {name: value for name, value in values.items() if name not in _KEYS}
    renamed = {
        _KEYS[name]: value
        for name, value in values.items()
        if name in _KEYS and is_empty(canonical.get(_KEYS[name], ""))
    }
    return _join_name({**canonical, **renamed})


def _join_name(values: dict[str, RawValue]) -> dict[str, RawValue]:
    """Return a person with a `name` joined from given and family name, if there is none."""
    parts = [clean_name(values[key]) for keys in (_GIVEN, _FAMILY) for key in keys if key in values]
    if not any(parts) or not is_empty(values.get("name", "")):
        return values
    left = {key: value for key, value in values.items() if key not in (*_GIVEN, *_FAMILY)}
    return {**left, "name": " ".join(filter(None, parts))}


def _split_names(key: str, written: RawValue) -> list[RawValue]:
    """Return the names in one text: `Amina Berglund and Jonas Vik` are two full names.

    A comma divides names only if the key is in the plural: in the singular, a person's job may
    follow it. Slugs are divided at every comma.
    """
    if not isinstance(written, str):
        return [written]
    if "slug" in key.lower():
        return [*_BETWEEN_SLUGS.split(written)]
    plural = key.lower().endswith("s")
    names = [name.strip() for name in (_COMMA_OR_AND if plural else _AND).split(written)]
    names = [name for name in names if name]
    return [*names] if all(map(_NAME.fullmatch, names)) else [written]


def _read_person(item: RawValue, collector: ProblemCollector, key: str) -> Speaker | None:
    if not isinstance(item, dict):
        collector.warning("not-a-presenter", key, f"`{key}` holds a list", "List the names.")
        return None
    values = normalise_person_keys(
        {name: value for name, value in item.items() if not is_empty(value)}
    )
    written = Fields({name: values.pop(name, "") for name in ("links", *_IDS)}, collector)
    ids = [clean(id) for name in _IDS if isinstance(id := written.take(name)[1], str) and id]
    speaker = read_speaker(values, collector, line_key=key, id=ids[0] if ids else "")
    if not speaker.name:
        collector.warning("unnamed-presenter", key, "A person has no name", "Add a `name`.")
        return None
    found = read_links(written, "links")
    known = {link.url for link in speaker.links}
    # Only schedule files have HTML; talk files do not load its parser.
    from confui.sources.syntax.html_to_markdown import html_to_markdown_text

    return speaker._replace(
        bio=html_to_markdown_text(speaker.bio),
        links=(*speaker.links, *(link for link in found if link.url not in known)),
    )


def _read_speaker(
    key: str, item: RawValue, fields: Fields, presenters: Mapping[str, Speaker]
) -> Speaker | None:
    collector = fields.collector
    if isinstance(item, dict):
        speaker = read_speaker(normalise_person_keys(item), collector, line_key=key)
        if not speaker.name:
            collector.warning("unnamed-presenter", key, "A presenter has no name", "Add a `name`.")
        return speaker if speaker.name else None
    if isinstance(item, list):
        collector.warning(
            "not-a-presenter", key, f"`{key}` holds a list within the list", "List the names."
        )
        return None
    name = clean(item)
    id = make_reference_slug(name) or name
    if id in presenters:
        return presenters[id]
    if presenters and "slug" in key:
        collector.warning(
            "unknown-presenter",
            key,
            f"No presenter file for {in_quotes(name)}",
            "Add the file, or correct the slug.",
        )
    return Speaker(id, name)


def _read_link(fields: Fields, key: str, label: str, prefix: str) -> Link | None:
    written = fields.text(key)
    if not written:
        return None
    handle = _HANDLE.fullmatch(written) if prefix else None
    url = safe_url(prefix + handle[1] if handle else add_scheme(written))
    if url:
        return Link(label, url)
    fields.keep_with_warning(key, written, *describe_bad_url(key, written))
    return None
