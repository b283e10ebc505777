"""The domain: what a conference is and what can be said of it, without a screen."""

__all__ = [
    "bookmark",
    "checks",
    "ends",
    "ical_text",
    "layout",
    "models",
    "now_next",
    "plan",
    "query",
    "search",
    "session_text",
    "versions",
    "wording",
]
