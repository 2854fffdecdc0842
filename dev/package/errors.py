"""What keeps a package from being made."""


class NotPackaged(Exception):
    """The message says why, and what to do."""
