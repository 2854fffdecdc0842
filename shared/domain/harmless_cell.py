"""Cells that a spreadsheet shows and does not work out (formula injection, CWE-1236)."""

# OWASP, CSV Injection; full-width forms are taken for the same by East Asian versions of Excel.
_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def harmless(text: str) -> str:
    """Return the text; where it would be taken for a formula, an apostrophe stands before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_BEGINNINGS) else text
