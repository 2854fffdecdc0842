"""What ends a measurement."""


class NotMeasured(Exception):
    """Something did not answer as it must; the message says what."""
