"""What widgets share: drawing line by line, key bindings, highlighting, truncation."""

__all__ = ["highlight", "keys", "lines", "session_view", "truncation"]
