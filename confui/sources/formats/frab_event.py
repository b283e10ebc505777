"""Converts an event of frab, pretalx or wafer to a session, from XML and JSON alike."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import NamedTuple

from confui.schedule.models import Level, Link, Session
from confui.sources.formats.builder import ConferenceInfo
from confui.sources.problems import ProblemCollector
from confui.sources.syntax.html_to_markdown import html_to_markdown_text
from confui.sources.syntax.raw_values import RawValue, plain_value
from confui.sources.values.conference_fields import (
    DEFAULT_DAY_CHANGE,
    read_day_change,
    read_timezone,
)
from confui.sources.values.dates import DayOrder, parse_date_time, parse_iso_date_time
from confui.sources.values.fields import Fields, is_empty
from confui.sources.values.identity import read_identity_keys
from confui.sources.values.kinds import infer_kind
from confui.sources.values.levels import (
    find_level_among,
    find_level_in_answers,
    read_level,
    warn_unknown_level,
)
from confui.sources.values.links import (
    add_scheme,
    find_recordings,
    read_links,
    read_page_link,
    read_urls,
    read_video_urls,
)
from confui.sources.values.people import make_slug, read_persons
from confui.sources.values.session_times import SessionTimes, read_event_times
from confui.sources.values.source_dates import DayNames
from confui.sources.values.synonyms import find_event_synonyms
from confui.sources.values.titles import read_title
from confui.sources.values.visibility import add_do_not_record, is_cancelled_state, is_visible
from confui.text import clean, safe_url, with_emoji

_PLAIN = frozenset(
    (
        *("title", "subtitle", "room", "track", "type", "language", "tags"),
        *("abstract", "description"),
    )
)
"""Keys whose value may be an object with a name or with translations, instead of a string."""

_LATEST_DAY_CHANGE = time(9)
"""A later start of a day is the opening of the doors, not the change of the conference day."""


class EventContext(NamedTuple):
    """What the events of one list in a schedule have in common."""

    info: ConferenceInfo
    day: date | None = None
    """The conference day that they are listed under."""
    room: str = ""
    """The room that they are listed under."""
    track: str = ""
    """The block that they are listed under."""
    column: str = ""
    """The track that they are listed under, or a room that is called so."""
    lists: tuple[str, ...] = ()
    """The name of their list if it tells their kind, such as `workshops`."""
    order: DayOrder | None = None
    """Which number of a date such as `02/03/2031` is the day; None if that is not known."""
    duration_with_days: bool = False
    """Whether a duration of three parts begins with days, as pretalx writes it."""
    names: DayNames = DayNames(())
    """Tells the date of a day that is listed by its name."""

    def find_day(self, text: str) -> date | None:
        """Return the day that is written or named in a text; None if it is neither."""
        return parse_day(text) or self.names.find_day(text)


def read_conference_info(
    values: dict[str, RawValue], day_starts: Iterable[str], collector: ProblemCollector
) -> ConferenceInfo:
    """Return the values of a schedule for the conference as a whole.

    Args:
        values: The object or element about the conference.
        day_starts: When the days start, as written: the earliest is the day change if it is at
            night and `values` has none.
        collector: Gets the problems.
    """
    fields = Fields(values, collector)
    return ConferenceInfo(
        title=fields.text("title"),
        acronym=fields.text("acronym"),
        timezone=read_timezone(fields, "time_zone_name", "timezone"),
        day_change=read_day_change(fields) or _day_change(day_starts),
        url=_url(fields),
    )


def read_event(
    values: Mapping[str, RawValue], collector: ProblemCollector, context: EventContext
) -> Session:
    """Return the session that an event describes.

    Its id is the guid, code or id of the event. Its end is set only if the event gives one.

    Args:
        values: The event.
        collector: Gets the problems.
        context: What the event has in common with others.
    """
    info = context.info
    synonyms = find_event_synonyms(values)
    plain = _PLAIN.union(*(keys for name, keys in synonyms.items() if name in _PLAIN))
    fields = Fields(
        {
            key: plain_value(value) if key in plain else value
            for key, value in values.items()
            if key != "answers" and not is_empty(value)
        },
        collector,
        synonyms=synonyms,
    )
    title = read_title(fields, "title")
    times = read_event_times(
        fields,
        info.day_change,
        listed_day=context.day,
        zone=info.timezone,
        order=context.order,
        duration_with_days=context.duration_with_days,
    )
    speakers = read_persons(fields, "persons", "speakers")
    track, tags = fields.text("track") or context.track, fields.texts("tags")
    level, label = _level(fields, values.get("answers", ""), (*tags, track))
    category = fields.text("type")
    related, attached = read_links(fields, "links"), read_links(fields, "attachments")
    video = dict.fromkeys(
        [
            *read_video_urls(fields, ("video_url", "recording_url", "video_download_url"), ""),
            *find_recordings(related),
        ]
    )
    return Session(
        id=_id(fields, title, times),
        title=with_emoji(title),
        subtitle=fields.text("subtitle"),
        kind=infer_kind(category, context.lists, title, has_speakers=bool(speakers)),
        kind_label=category,
        start=times.start,
        end=times.end,
        end_source=times.end_source,
        utc_offset=times.utc_offset,
        day=times.day,
        rooms=fields.texts("room", commas=False) or ((context.room,) if context.room else ()),
        track=track,
        level=level,
        level_label=label,
        language=fields.texts("language"),
        tags=tags,
        speakers=speakers,
        abstract=html_to_markdown_text(fields.text("abstract", multiline=True)),
        body=html_to_markdown_text(fields.text("description", multiline=True)),
        video=tuple(video),
        slides=read_urls(fields, ("slides_url",), ""),
        links=_unique_links((*related, *attached, *read_page_link(fields, "url"))),
        keys=read_identity_keys(values, code="code" if values.get("code") else "id", page="url"),
        visible=is_visible(fields) and not is_cancelled_state(fields.text("state", "status")),
        extra=add_do_not_record(fields.extra),
    )


def _level(fields: Fields, answers: RawValue, topics: Iterable[str]) -> tuple[Level | None, str]:
    """Return the level and its label: from the level key, an answer to a question, or a topic."""
    stated = read_level(fields)
    if stated[1]:
        return stated
    level, answer = find_level_in_answers(answers)
    if level is not None:
        return level, answer
    level, topic = find_level_among(topics)
    if answer and level is None:
        warn_unknown_level(answer, "answers", fields.collector)
        return None, answer
    return level, topic


def _id(fields: Fields, title: str, times: SessionTimes) -> str:
    """Return the guid, code or id of an event; without one, an id made of start and title."""
    for key in ("guid", "code", "id", "slug"):
        value = fields.text(key)
        if value:
            return value
    moment = f"{times.start:%Y-%m-%d-%H-%M}-" if times.start else ""
    return moment + (make_slug(title) or "session")


def _unique_links(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({link.url: link for link in reversed([*links])}.values())[::-1]


def _url(fields: Fields) -> str:
    _, value = fields.take("url", "base_url")
    return safe_url(add_scheme(value.strip())).rstrip("/") if isinstance(value, str) else ""


def _day_change(day_starts: Iterable[str]) -> time:
    changes = []
    for text in day_starts:
        try:
            start = parse_iso_date_time(text).clock
        except ValueError:
            continue
        if start is not None and start <= _LATEST_DAY_CHANGE:
            changes.append(start.replace(second=0))
    return min(changes, default=DEFAULT_DAY_CHANGE)


def parse_day(text: str) -> date | None:
    """Return the day that a schedule lists events under; None if the text is not a date."""
    written = clean(text)
    try:
        return parse_iso_date_time(f"{written[:10]} 00:00").day
    except ValueError:
        pass  # it may be written in another way
    try:
        return parse_date_time(written).day
    except ValueError:
        return None
