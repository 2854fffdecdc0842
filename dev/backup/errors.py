"""Why a back-up cannot go on."""


class BackupError(Exception):
    """The message says what is wrong and what to do."""
