"""Colours, as far as reading on them goes (WCAG 2.2, relative luminance and contrast ratio)."""

READABLE = 4.5  # the least contrast of text (WCAG 2.2, 1.4.3)


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of `#rrggbb` with white, from 1 to 21."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
