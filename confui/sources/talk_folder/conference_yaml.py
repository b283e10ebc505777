"""The settings of a conference: `conference.yaml`, and title and URL of its site's generator."""

from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from confui.schedule.models import Building, Problem, Walk
from confui.sources.names import SETTINGS_FILE, SITE_FILES
from confui.sources.problems import BrokenFileError, ProblemCollector, in_quotes
from confui.sources.syntax.files import read_text
from confui.sources.syntax.raw_values import RawValue
from confui.sources.syntax.yaml_text import YamlMapping, read_yaml
from confui.sources.talk_folder.globs import is_safe
from confui.sources.values.conference_fields import (
    DEFAULT_DAY_CHANGE,
    read_buildings,
    read_day_change,
    read_timezone,
    read_url,
    read_walks,
)
from confui.sources.values.dates import DayOrder
from confui.sources.values.fields import Fields
from confui.sources.values.links import add_scheme
from confui.sources.values.synonyms import CANONICAL_NAMES, canonical_name
from confui.text import clean, safe_url

_PLACEHOLDERS = ("example.org", "example.com", "localhost", None)
_NO_FIELDS: Mapping[str, str] = MappingProxyType({})
_NO_LINES: Mapping[str, int] = MappingProxyType({})


class ConferenceSettings(NamedTuple):
    """The settings in `conference.yaml`, or the defaults of those that it does not have."""

    title: str = ""
    timezone: str = ""
    day_change: time = DEFAULT_DAY_CHANGE
    url: str = ""
    """Without a slash at its end."""
    rooms: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    """Globs of the talk files; empty if any file may be one."""
    speakers: tuple[str, ...] = ()
    """Globs of the presenter files; empty if they are recognised by their folder."""
    first_day: date | None = None
    """The first day of the conference, for talks on `Day 2`; None if that is not set."""
    dates: DayOrder | None = None
    """Which number of a date such as `02/03/2031` is the day; None if that is not set."""
    language: str = ""
    """In which language translated pages are shown, such as `fr`; empty for the most usual one."""
    buildings: tuple[Building, ...] = ()
    """Each with names of rooms, or patterns."""
    walks: tuple[Walk, ...] = ()
    fields: Mapping[str, str] = _NO_FIELDS
    """The canonical name (see `synonyms`) of each key that the site names differently."""
    lines: Mapping[str, int] = _NO_LINES
    """The line of each setting."""


def read_settings(folder: Path) -> tuple[ConferenceSettings, list[Problem]]:
    """Return the settings in a folder, and their problems.

    Without a title or URL in `conference.yaml`, those in the settings of a site generator are used.
    The time zone there is not: it is that of the machine that builds the site, not of the venue.
    """
    settings, problems = read_conference_yaml(folder)
    if not settings.title or not settings.url:
        title, url = _read_site(folder)
        settings = settings._replace(title=settings.title or title, url=settings.url or url)
    return settings, problems


def read_conference_yaml(folder: Path) -> tuple[ConferenceSettings, list[Problem]]:
    """Return the settings in the `conference.yaml` of a folder, and their problems.

    Without that file, or if it cannot be read, the settings are the defaults.
    """
    path = folder / SETTINGS_FILE
    if not path.exists():
        return ConferenceSettings(), []
    try:
        return _parse_settings(read_yaml(read_text(path), fix="Keep only the settings of confui."))
    except BrokenFileError as error:
        return ConferenceSettings(), [error.problem(SETTINGS_FILE)]


def _parse_settings(mapping: YamlMapping) -> tuple[ConferenceSettings, list[Problem]]:
    collector = ProblemCollector(SETTINGS_FILE, mapping.lines)
    collector.repeated(mapping.repeated)
    fields = Fields(mapping.values, collector)
    settings = ConferenceSettings(
        title=fields.text("title"),
        timezone=read_timezone(fields, "timezone"),
        day_change=read_day_change(fields) or DEFAULT_DAY_CHANGE,
        url=read_url(fields, "url"),
        rooms=fields.texts("rooms"),
        sessions=_read_globs(fields, "sessions"),
        speakers=_read_globs(fields, "speakers"),
        first_day=_read_first_day(fields),
        dates=_read_day_order(fields),
        language=fields.text("language"),
        buildings=read_buildings(fields),
        walks=read_walks(fields),
        fields=_read_canonical_names(fields, mapping),
        lines=mapping.lines,
    )
    for key in fields.unread_keys:
        collector.warning(
            "unknown-setting",
            key,
            f"confui does not know the setting {in_quotes(key)}",
            f"Use one of these: {', '.join(ConferenceSettings._fields[:-1])}.",
        )
    return settings, collector.problems


def _read_globs(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the globs under a key; one that leads out of the folder is left out with a warning."""
    globs = fields.texts(key)
    safe = tuple(glob for glob in globs if is_safe(glob))
    for glob in globs:
        if glob not in safe:
            fields.collector.warning(
                "bad-glob",
                key,
                f"`{key}` is {in_quotes(glob)}, which leads out of this folder",
                "Write a path relative to this folder, without .., like talks/**/*.md.",
            )
    return safe


def _read_first_day(fields: Fields) -> date | None:
    """Return the `first_day` setting, or None; what is no date is an error."""
    written = fields.text("first_day")
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        message = f"`first_day` is {in_quotes(written)}"
        fields.collector.error("bad-dates", "first_day", message, "Write it like 2031-05-17.")
        return None


def _read_day_order(fields: Fields) -> DayOrder | None:
    """Return the `dates` setting, or None; an unknown one is an error."""
    written = fields.text("dates")
    orders = {order.value: order for order in DayOrder}
    if written and written.lower() not in orders:
        fields.collector.error(
            "bad-dates",
            "dates",
            f"`dates` is {in_quotes(written)}",
            f"Write {' or '.join(orders)}.",
        )
    return orders.get(written.lower())


def _read_canonical_names(fields: Fields, mapping: YamlMapping) -> dict[str, str]:
    """Return the canonical name of each of the site's keys; an unknown name is a warning."""
    key, value = fields.take("fields")
    if key and not isinstance(value, dict):
        message = "`fields` is not a map"
        fields.keep_with_warning(
            key, value, "bad-fields", message, "Write a line `your key: our key` for each."
        )
    if not isinstance(value, dict):
        return {}
    names: dict[str, str] = {}
    lines = mapping.inner.get(id(value), {})
    for site_key, written in value.items():
        name = canonical_name(written) if isinstance(written, str) else ""
        if name:
            names[site_key] = name
            continue
        fields.collector.warning(
            "unknown-field",
            "fields",
            f"confui has no field {in_quotes(written)}, to which {in_quotes(site_key)} is mapped",
            f"Use one of these: {', '.join(CANONICAL_NAMES)}.",
            line=lines.get(site_key, 0),
        )
    return names


def _read_site(folder: Path) -> tuple[str, str]:
    """Return title and URL in the first file of a site generator; empty if it does not say them.

    The URL has no slash at its end. One of an example host is what the generator comes with.
    """
    path = next((path for name in SITE_FILES if (path := folder / name).is_file()), None)
    if path is None:
        return "", ""
    values = _read_site_values(path)
    texts = {key: clean(text).strip() for key, text in values.items() if isinstance(text, str)}
    title = next((texts[key] for key in ("title", "name") if texts.get(key)), "")
    url = next(
        (texts[key] for key in ("url", "baseURL", "baseUrl", "base_url") if texts.get(key)), ""
    )
    path_below = texts.get("baseurl", "").strip("/")  # of Jekyll
    url = safe_url(f"{add_scheme(url).rstrip('/')}/{path_below}")
    return title, "" if urlsplit(url).hostname in _PLACEHOLDERS else url.rstrip("/")


def _read_site_values(path: Path) -> Mapping[str, RawValue]:
    """Return the values of a file; none if confui refuses it: the folder has a name too."""
    try:
        text = read_text(path)
        if path.suffix == ".toml":
            from confui.sources.syntax.toml_text import read_toml  # most folders have no TOML

            return read_toml(text, 1).values
        if path.suffix == ".json":
            from confui.sources.syntax.json_text import read_json  # nor JSON

            values = read_json(text.encode()).values
            return values if isinstance(values, dict) else {}
        return read_yaml(text).values
    except BrokenFileError:
        return {}
