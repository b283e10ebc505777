"""The screens and dialogs, one module each."""

__all__ = ["library_screen", "note_editor", "palette", "schedule", "which_session"]
