"""What the folder says of the conference itself: `conference.yaml`, else a site's `_config.yml`."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Problem
from confui.sources.fields import Fields
from confui.sources.files import read_text
from confui.sources.findings import BrokenFileError, Findings, quoted
from confui.sources.home import SETTINGS_FILE, SITE_FILE
from confui.sources.yamltext import YamlMapping, read_yaml
from confui.text import safe_url

_DAY_CHANGE = re.compile(r"(\d\d?):(\d\d)")
_DEFAULT_DAY_CHANGE = time(4)


class Settings(NamedTuple):
    """What `conference.yaml` declares, and what holds where it declares nothing."""

    title: str = ""
    timezone: str = ""
    day_change: time = _DEFAULT_DAY_CHANGE
    url: str = ""
    """Without a slash at its end."""
    rooms: tuple[str, ...] = ()

    def day_of(self, start: datetime) -> date:
        """Return the conference day of a wall time: before `day_change` it is still yesterday."""
        return start.date() - timedelta(days=start.time() < self.day_change)


def read_settings(folder: Path) -> tuple[Settings, list[Problem]]:
    """Return what a folder declares of its conference, and what is odd about it.

    A title in the `_config.yml` of a site generator counts where `conference.yaml` has none. Its
    time zone does not: it is the zone of the machine that builds the site, not of the venue.
    """
    path = folder / SETTINGS_FILE
    settings = Settings()
    problems: list[Problem] = []
    if path.exists():
        try:
            settings, problems = _declared(read_yaml(read_text(path)))
        except BrokenFileError as error:
            problems = [error.problem(SETTINGS_FILE)]
    if not settings.title:
        settings = settings._replace(title=_site_title(folder / SITE_FILE))
    return settings, problems


def _declared(mapping: YamlMapping) -> tuple[Settings, list[Problem]]:
    findings = Findings(SETTINGS_FILE, mapping.lines)
    findings.repeated(mapping.repeated)
    fields = Fields(mapping.values, findings)
    settings = Settings(
        title=fields.text("title"),
        timezone=_timezone(fields),
        day_change=_day_change(fields),
        url=_url(fields),
        rooms=fields.texts("rooms"),
    )
    for key in fields.left:
        findings.warning(
            "unknown-setting",
            key,
            f"confui does not know the setting {quoted(key)}",
            f"Known are: {', '.join(Settings._fields)}.",
        )
    return settings, findings.problems


def _timezone(fields: Fields) -> str:
    name = fields.text("timezone")
    if not name:
        return ""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError):  # absolute or odd paths, bad data, no such zone
        fields.findings.error(
            "unknown-timezone",
            "timezone",
            f"There is no time zone {quoted(name)}",
            "Write a name like Europe/Berlin.",
        )
        return ""


def _day_change(fields: Fields) -> time:
    written = fields.text("day_change")
    if not written:
        return _DEFAULT_DAY_CHANGE
    found = _DAY_CHANGE.fullmatch(written)
    try:
        if found is None:
            raise ValueError("not written as HH:MM")
        return time(int(found[1]), int(found[2]))
    except ValueError as error:
        fields.findings.error(
            "bad-day-change",
            "day_change",
            f"`day_change` is {quoted(written)}: {error}",
            "Write it like 04:00.",
        )
        return _DEFAULT_DAY_CHANGE


def _url(fields: Fields) -> str:
    written = fields.text("url")
    url = safe_url(written)
    if written and not url:
        fields.findings.warning(
            "bad-link",
            "url",
            f"`url` is {quoted(written)}, no web address that confui would open",
            "Write the whole address, beginning with https://.",
        )
    return url.rstrip("/")


def _site_title(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        mapping = read_yaml(read_text(path))
    except BrokenFileError:
        return ""  # a site generator's file may use what confui refuses; the folder has a name too
    return Fields(mapping.values, Findings(path.name, {})).text("title")
