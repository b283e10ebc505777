"""Where a session can be watched, from whole addresses and from what sites for videos call one."""

import re

from confui.sources.addresses import addresses
from confui.sources.fields import Fields

_SITES = {
    "youtube": (re.compile(r"[\w-]{6,20}", re.ASCII), "https://www.youtube.com/watch?v="),
    "vimeo": (re.compile(r"\d{5,12}", re.ASCII), "https://vimeo.com/"),
}
"""How each site names a video, and what makes an address of the name."""


def recordings(fields: Fields, site: str) -> tuple[str, ...]:
    """Return the addresses of a session's recordings, each once; what is none is a warning.

    A name without an address counts only where the key tells the site. A path is completed by the
    address of the conference's own `site`.
    """
    found = addresses(fields, ("video_url", "additional_video_url"), site)
    for key, (name, prefix) in _SITES.items():
        written_key, value = fields.take(key)
        if isinstance(value, str) and name.fullmatch(value.strip()):
            found = (*found, prefix + value.strip())
        elif written_key:
            fields.restore(written_key, value)
            found = (*found, *addresses(fields, (written_key,), site))
    return tuple(dict.fromkeys(found))
