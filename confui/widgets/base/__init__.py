"""What widgets share: drawing line by line, colours, key bindings, highlighting, truncation."""

__all__ = ["colours", "highlight", "keys", "lines", "session_view", "truncation"]
