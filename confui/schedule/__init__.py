"""The domain: conferences, sessions and bookmarks, without files, network or screen."""

__all__ = [
    "bookmark",
    "checks",
    "colours",
    "display_zone",
    "ends",
    "ical_text",
    "layout",
    "models",
    "now_next",
    "offsets",
    "plan",
    "query",
    "rooms",
    "search",
    "session_links",
    "session_names",
    "session_text",
    "variety",
    "versions",
    "wording",
]
