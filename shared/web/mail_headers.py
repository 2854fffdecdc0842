"""The headers that e-mails carry beside those of their parties."""

# A line of a message may have so many octets (RFC 5322, 2.1.1); a link cannot be folded.
_LONGEST_LINK = 998 - len("List-Unsubscribe: <>")


def headers(language: str, one_click: str = "") -> tuple[tuple[str, str], ...]:
    """Return the headers of an automatic e-mail (RFC 3834); with `one_click`, of RFC 8058 too."""
    automatic = (
        ("Auto-Submitted", "auto-generated"),
        # Not All, which suppresses non-delivery reports as well ([MS-OXCMAIL], 2.1.3.2.20).
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("Content-Language", language),
    )
    if not one_click or len(one_click) > _LONGEST_LINK:
        return automatic
    return (
        ("List-Unsubscribe", f"<{one_click}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        *automatic,
    )
