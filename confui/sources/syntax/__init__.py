"""YAML, JSON, XML and HTML as untrusted text, and the files that hold them."""

__all__ = [
    "document",
    "files",
    "html_to_markdown",
    "json_text",
    "raw_values",
    "toml_text",
    "xml_text",
    "yaml_text",
]
