"""Writing sessions and plans as text, Markdown, JSON, TSV and iCalendar."""

__all__ = [
    "ics",
    "now_next_table",
    "plan_markdown",
    "plan_table",
    "problem_report",
    "recap_markdown",
    "session_plain_text",
    "sessions_json",
    "sessions_markdown",
    "sessions_table",
    "sessions_tsv",
    "text_columns",
]
