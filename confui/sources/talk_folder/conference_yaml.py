"""What the folder says of the conference itself: `conference.yaml`, else a site's `_config.yml`."""

from collections.abc import Mapping
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from confui.schedule.models import Problem
from confui.sources.names import SETTINGS_FILE, SITE_FILE
from confui.sources.problems import BrokenFileError, ProblemCollector, in_quotes
from confui.sources.syntax.files import read_text
from confui.sources.syntax.yaml_text import YamlMapping, read_yaml
from confui.sources.talk_folder.globs import is_safe
from confui.sources.values.conference_fields import (
    DEFAULT_DAY_CHANGE,
    read_day_change,
    read_timezone,
    read_url,
)
from confui.sources.values.fields import Fields
from confui.sources.values.synonyms import CANONICAL_NAMES, canonical_name

_NO_NAMES: Mapping[str, str] = MappingProxyType({})
_NO_LINES: Mapping[str, int] = MappingProxyType({})


class ConferenceSettings(NamedTuple):
    """What `conference.yaml` declares, and what holds where it declares nothing."""

    title: str = ""
    timezone: str = ""
    day_change: time = DEFAULT_DAY_CHANGE
    url: str = ""
    """Without a slash at its end."""
    rooms: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    """Globs of the talk files; all files may be some where there are none."""
    speakers: tuple[str, ...] = ()
    """Globs of the presenters' files."""
    fields: Mapping[str, str] = _NO_NAMES
    """The site's words for the keys of a session, with ours."""
    lines: Mapping[str, int] = _NO_LINES
    """Where each setting stands."""


def read_settings(folder: Path) -> tuple[ConferenceSettings, list[Problem]]:
    """Return what a folder declares of its conference, and what is odd about it.

    A title in the `_config.yml` of a site generator counts where `conference.yaml` has none. Its
    time zone does not: it is the zone of the machine that builds the site, not of the venue.
    """
    settings, problems = read_conference_yaml(folder)
    if not settings.title:
        settings = settings._replace(title=_site_title(folder / SITE_FILE))
    return settings, problems


def read_conference_yaml(folder: Path) -> tuple[ConferenceSettings, list[Problem]]:
    """Return what the `conference.yaml` of a folder declares, and what is odd about it."""
    path = folder / SETTINGS_FILE
    if not path.exists():
        return ConferenceSettings(), []
    try:
        return _declared(read_yaml(read_text(path)))
    except BrokenFileError as error:
        return ConferenceSettings(), [error.problem(SETTINGS_FILE)]


def _declared(mapping: YamlMapping) -> tuple[ConferenceSettings, list[Problem]]:
    collector = ProblemCollector(SETTINGS_FILE, mapping.lines)
    collector.repeated(mapping.repeated)
    fields = Fields(mapping.values, collector)
    settings = ConferenceSettings(
        title=fields.text("title"),
        timezone=read_timezone(fields, "timezone"),
        day_change=read_day_change(fields) or DEFAULT_DAY_CHANGE,
        url=read_url(fields, "url"),
        rooms=fields.texts("rooms"),
        sessions=_globs(fields, "sessions"),
        speakers=_globs(fields, "speakers"),
        fields=_names(fields, mapping),
        lines=mapping.lines,
    )
    for key in fields.left:
        collector.warning(
            "unknown-setting",
            key,
            f"confui does not know the setting {in_quotes(key)}",
            f"Known are: {', '.join(ConferenceSettings._fields[:-1])}.",
        )
    return settings, collector.problems


def _globs(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the globs under a key that lead nowhere but below the folder."""
    globs = fields.texts(key)
    safe = tuple(glob for glob in globs if is_safe(glob))
    for glob in globs:
        if glob not in safe:
            fields.collector.warning(
                "bad-glob",
                key,
                f"`{key}` is {in_quotes(glob)}, which leads out of this folder",
                "Write it from this folder on, without .. in it, like talks/**/*.md.",
            )
    return safe


def _names(fields: Fields, mapping: YamlMapping) -> dict[str, str]:
    """Return the site's words with ours for each; a word that is none of ours is a warning."""
    key, value = fields.take("fields")
    if key and not isinstance(value, dict):
        message = "`fields` does not say whose name is ours"
        fields.keep_with_warning(
            key, value, "bad-fields", message, "Write one `their name: ours` a line."
        )
    if not isinstance(value, dict):
        return {}
    names: dict[str, str] = {}
    lines = mapping.inner.get(id(value), {})
    for theirs, ours in value.items():
        name = canonical_name(ours) if isinstance(ours, str) else ""
        if name:
            names[theirs] = name
            continue
        fields.collector.warning(
            "unknown-field",
            "fields",
            f"confui does not know the field {in_quotes(ours)} that {in_quotes(theirs)} is to be",
            f"Known are: {', '.join(CANONICAL_NAMES)}.",
            line=lines.get(theirs, 0),
        )
    return names


def _site_title(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        mapping = read_yaml(read_text(path))
    except BrokenFileError:
        return ""  # a site generator's file may use what confui refuses; the folder has a name too
    return Fields(mapping.values, ProblemCollector(path.name, {})).text("title")
