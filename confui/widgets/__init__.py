"""One module a thing on the screen, named after it."""
