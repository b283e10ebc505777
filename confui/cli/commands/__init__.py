"""What each command does, a module for one command or a few that belong together."""

from confui.startup import without_url_parser

with without_url_parser():
    import pathlib  # noqa: F401  # here, before any command imports it with the parser

__all__ = [
    "backup_commands",
    "check_schedule",
    "config_command",
    "find_conferences",
    "import_bookmarks",
    "library_commands",
    "list_sessions",
    "open_app",
    "print_completion",
    "print_manual",
    "print_now_next",
    "print_plan",
    "session_commands",
]
