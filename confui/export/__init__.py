"""What goes out: sessions and plans as text, Markdown, JSON, TSV and calendars."""

__all__ = [
    "digest",
    "ics",
    "now_next_table",
    "plan_markdown",
    "plan_table",
    "problem_report",
    "session_formats",
    "session_page_text",
    "sessions_table",
    "text_columns",
]
