"""What can go wrong that the user can mend: each text is one line, and says what and where."""

from __future__ import annotations


class MipconfError(Exception):
    """The root of all errors that the suite raises on purpose."""


class ConfigError(MipconfError, ValueError):
    """A configuration or profile that cannot be used; the text names file and key."""
