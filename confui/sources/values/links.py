"""URLs in a source: links of a session, slides and recordings."""

import re
from collections.abc import Iterable

from confui.schedule.models import Link
from confui.sources.problems import in_quotes
from confui.sources.syntax.raw_values import RawValue
from confui.sources.values.fields import Fields, is_empty
from confui.text import clean, safe_url

_VIDEO_SUFFIXES = (".mp4", ".webm", ".mkv", ".ogv", ".mov", ".m4v", ".avi")
_ALSO_AUDIO = (".ogg", ".ogx")
"""Suffixes of files that are a recording only if their label does not say audio."""
_NO_VIDEO_SUFFIXES = (".vtt", ".srt", ".pdf", ".txt", ".jpg", ".png", ".zip")
"""Suffixes of files about a recording, such as its subtitles."""
_VIDEO_LABEL = re.compile(
    r"(?:.*\b(?:recording|youtube|vimeo|peertube|media\.ccc\.de|aufzeichnung|mitschnitt"
    r"|enregistrement|grabaci[oó]n|grava[cç][aã]o|registrazione)\b.*"
    r"|(?:watch|see)\b.*|(?:.*\s)?vid[eé]os?|vid[eé]o\b.*)",
    re.IGNORECASE,
)
_PLAIN_VIDEO_LABEL = re.compile(
    r"(?:the |session |talk )?(?:vid[eé]o|recording|vid[eé]o recording)s?(?:\W.*)?", re.IGNORECASE
)
"""Labels that are enough to make any link a recording."""
_LONGEST_LABEL = 200
_VIDEO_HOSTS = frozenset(
    ("youtube.com", "youtu.be", "youtube-nocookie.com", "vimeo.com", "media.ccc.de", "pyvideo.org")
)
_HOST_AND_PATH = re.compile(r"https?://([^/?#:]*)[^/?#]*([^?#]*)", re.IGNORECASE)
"""The host and the path of a URL that `safe_url` has returned."""
_HOST_AFTER_SLASHES = re.compile(r"//[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?#]|$)")
_PLACEHOLDERS = frozenset({"/attachments/original/missing.png"})
"""What frab writes in place of a missing upload."""

_VIDEO_SITES = {
    "youtube": (re.compile(r"[\w-]{6,20}", re.ASCII), "https://www.youtube.com/watch?v="),
    "vimeo": (re.compile(r"\d{5,12}", re.ASCII), "https://vimeo.com/"),
}
"""By key: the form of a video id on that site, and the beginning of its URL."""
_YOUTUBE_ID = re.compile(r"(?=.*[a-zA-Z])[\w-]{11}", re.ASCII)
_INNER_CAPITAL = re.compile(r"[a-z][A-Z]")


def add_scheme(url: str) -> str:
    """Return a URL, with `https:` before `//host/path` and `https://` before `www.host`."""
    if _HOST_AFTER_SLASHES.match(url):
        return f"https:{url}"
    return f"https://{url}" if url.startswith("www.") else url


def read_urls(fields: Fields, keys: Iterable[str], site: str) -> tuple[str, ...]:
    """Return the URLs under these keys without repetitions; what is not a URL is a warning.

    A path is added to `site`, the URL of the conference's site, if that is not empty.
    """
    found: dict[str, None] = {}
    for key in keys:
        for written in fields.texts(key, commas=False):
            url = safe_url(site + written if site and is_path(written) else add_scheme(written))
            if url:
                found[url] = None
            else:
                fields.keep_with_warning(key, written, *_describe_bad_link(key, written))
    return tuple(found)


def read_links(fields: Fields, key: str) -> tuple[Link, ...]:
    """Return the links in a list of URLs or of maps, without repetitions.

    Without a label, the URL is the label. What is not a URL is a warning and stays in `extra`.
    """
    key, value = fields.take(key)
    found: dict[str, Link] = {}
    refused: list[RawValue] = []
    for item in value if isinstance(value, list) else [value]:
        written, label = _split_link(item)
        url = safe_url(add_scheme(written))
        if url:
            found.setdefault(url, Link(label or url, url))
        elif written not in _PLACEHOLDERS and not is_empty(item):
            refused.append(item)
    if refused:
        first = _split_link(refused[0])[0] or refused[0]
        shown = first if isinstance(first, str) else str(first)
        fields.keep_with_warning(key, refused, *_describe_bad_link(key, shown))
    return tuple(found.values())


def read_page_link(fields: Fields, key: str, label: str = "Page") -> tuple[Link, ...]:
    """Return the link to a session's page, or nothing."""
    return tuple(Link(label, url) for url in read_urls(fields, (key,), ""))


def find_recordings(links: Iterable[Link]) -> tuple[str, ...]:
    """Return the URLs of a session's links that lead to its recording.

    These are files of videos, and what is labelled as a recording. Without any, these are the links
    to YouTube and the like: beside a recording they may be any video that the abstract mentions.
    """
    all_links = [*links]
    found = [link for link in all_links if _is_labelled_recording(link)]
    return tuple(dict.fromkeys(link.url for link in found or filter(_is_on_video_host, all_links)))


def _is_on_video_host(link: Link) -> bool:
    match = _HOST_AND_PATH.match(link.url)
    host = match[1].lower() if match is not None else ""
    return host.removeprefix("www.").removeprefix("m.") in _VIDEO_HOSTS


def _is_labelled_recording(link: Link) -> bool:
    match = _HOST_AND_PATH.match(link.url)
    path = match[2].lower() if match is not None else ""
    label = "" if link.label == link.url else link.label[:_LONGEST_LABEL].strip()
    if path.endswith(_VIDEO_SUFFIXES):
        return True
    if path.endswith(_ALSO_AUDIO):
        return "audio" not in label.lower()
    if path.endswith(_NO_VIDEO_SUFFIXES):
        return False
    if _is_on_video_host(link):
        return not label or _VIDEO_LABEL.fullmatch(label) is not None
    return _PLAIN_VIDEO_LABEL.fullmatch(label) is not None


def is_path(written: str) -> bool:
    """Whether a link is a path within its site."""
    return written.startswith("/") and not written.startswith("//")


def _split_link(item: RawValue) -> tuple[str, str]:
    """Return the URL and the label of an item in a list of links; either may be empty."""
    if not isinstance(item, dict):
        return (item.strip() if isinstance(item, str) else "", "")
    texts = {key: value for key, value in item.items() if isinstance(value, str) and value.strip()}
    url = next((texts[key] for key in ("href", "url", "link") if key in texts), "")
    names = ("title", "label", "name", "linkType", "text")
    return url.strip(), clean(next((texts[key] for key in names if key in texts), ""))


def describe_bad_url(key: str, value: RawValue) -> tuple[str, str, str]:
    """Return the code, message and fix of a problem with a value that is not a safe URL."""
    return (
        "bad-link",
        f"`{key}` is {in_quotes(value)}, which is not a URL that confui opens",
        "Write the whole URL, starting with https://.",
    )


def _describe_bad_link(key: str, written: str) -> tuple[str, str, str]:
    if not is_path(written):
        return describe_bad_url(key, written)
    return (
        "relative-link",
        f"`{key}` is {in_quotes(written)}, a path within a site that is not known",
        "Write the whole URL, or the `url` of the site in conference.yaml.",
    )


def read_video_urls(fields: Fields, keys: Iterable[str], site: str) -> tuple[str, ...]:
    """Return URLs as `read_urls` does; the id of a video on YouTube becomes its URL."""
    keys = tuple(keys)
    for name in keys:
        key, value = fields.take(name)
        if key:
            items = value if isinstance(value, list) else [value]
            urls = [_expand_video_id(item) if isinstance(item, str) else item for item in items]
            fields.restore(key, urls if isinstance(value, list) else urls[0])
    return read_urls(fields, keys, site)


def _expand_video_id(written: str) -> str:
    """Return the URL of a video for its id on YouTube; other texts as they are.

    An id has 11 characters, but so has `coming-soon`. So it needs a digit, or capitals inside.
    """
    id = written.strip()
    if not _YOUTUBE_ID.fullmatch(id):
        return written
    is_id = any(character.isdigit() for character in id) or len(_INNER_CAPITAL.findall(id)) > 1
    return _VIDEO_SITES["youtube"][1] + id if is_id else written


def read_recordings(fields: Fields, site: str) -> tuple[str, ...]:
    """Return the URLs of a session's recordings without repetitions; others are a warning.

    A video id is accepted under the keys `youtube` and `vimeo`. A path is added to `site`, the URL
    of the conference's site, if that is not empty.
    """
    urls = read_video_urls(fields, ("video_url", "additional_video_url"), site)
    for key, (video_id, prefix) in _VIDEO_SITES.items():
        written_key, value = fields.take(key)
        if isinstance(value, str) and video_id.fullmatch(value.strip()):
            urls = (*urls, prefix + value.strip())
        elif written_key:
            fields.restore(written_key, value)
            urls = (*urls, *read_urls(fields, (written_key,), site))
    return tuple(dict.fromkeys(urls))
