"""The release that makes the content: the same Prompt and version make the same content digest."""

__version__ = "0.1.0"
