"""The dialogs: questions, choices and lists that open above a screen, one module each."""

__all__ = [
    "conferences",
    "dialog",
    "file_dialog",
    "filter_name",
    "filter_panel",
    "find_conference",
    "help",
    "note_editor",
    "open_link",
    "palette",
    "problems",
    "which_session",
]
