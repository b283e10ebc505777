"""The screens, the areas that they are made of, and in a folder the dialogs above them."""

__all__ = ["conference_area", "dialogs", "keymap", "schedule", "session_page", "store_screen"]
