"""The screens and dialogs, one module each."""

__all__ = ["conference_area", "note_editor", "palette", "schedule", "which_session"]
