"""What goes out: text and data."""
