"""The widgets that screens are made of, one folder for each area of the screen."""

__all__ = ["bars", "base", "detail", "filters", "grid", "lists"]
