"""What the folder says of the conference itself: `conference.yaml`, else a site's `_config.yml`."""

from datetime import date, datetime, time
from pathlib import Path
from typing import NamedTuple

from confui.schedule.models import Problem
from confui.sources.declared import (
    DEFAULT_DAY_CHANGE,
    conference_day,
    day_change_of,
    timezone_of,
    url_of,
)
from confui.sources.fields import Fields
from confui.sources.files import read_text
from confui.sources.findings import BrokenFileError, Findings, quoted
from confui.sources.home import SETTINGS_FILE, SITE_FILE
from confui.sources.yamltext import YamlMapping, read_yaml


class Settings(NamedTuple):
    """What `conference.yaml` declares, and what holds where it declares nothing."""

    title: str = ""
    timezone: str = ""
    day_change: time = DEFAULT_DAY_CHANGE
    url: str = ""
    """Without a slash at its end."""
    rooms: tuple[str, ...] = ()

    def day_of(self, start: datetime) -> date:
        """Return the conference day of a wall time: before `day_change` it is still yesterday."""
        return conference_day(start, self.day_change)


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
        timezone=timezone_of(fields, "timezone"),
        day_change=day_change_of(fields) or DEFAULT_DAY_CHANGE,
        url=url_of(fields, "url"),
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


def _site_title(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        mapping = read_yaml(read_text(path))
    except BrokenFileError:
        return ""  # a site generator's file may use what confui refuses; the folder has a name too
    return Fields(mapping.values, Findings(path.name, {})).text("title")
