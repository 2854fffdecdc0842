"""Which encoding a text is in that does not say so."""

import codecs
import re

from shared.domain.sheets.sheet import unreadable

# What spreadsheets of the offered languages write where they do not write Unicode.
CODECS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp932",
    "gb18030",
    "cp949",
    "big5",
)
NOT_IN_ENCODING = (
    "The file is not text in the encoding %(name)s: byte %(byte)s is wrong. Save it as CSV UTF-8, "
    "or say in which encoding it is (charset)."
)
NO_ENCODING = (
    "The encoding of the file cannot be found. Save it as CSV UTF-8, or say in which encoding it "
    "is (charset)."
)
UNKNOWN_ENCODING = "The encoding %(name)s is not known."
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TWINS = ("cp1252", "cp1250")
# à å ç, which in cp1250 are letters that hardly any word has, or foreign there.
_WESTERN = b"\xe0\xe5\xe7\xc0\xc5\xc7"
# ł ą ż ź ť ľ ş, which in cp1252 are signs that stand in no word.
_CENTRAL = b"\xb3\xb9\xbf\x9f\x9d\xbe\xba\xa3\xa5"
_SAMPLE = 16 * 1024  # bytes of lines with other letters than ASCII's
_MOSTLY = 0.3
LONGEST_CHARSET = 40  # characters of an encoding's name
_OTHER = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")


def decode(data: bytes, charset: str = "") -> tuple[str, str]:
    """Return the text and its encoding; `charset` is what the sender says it is.

    Raises MalformedRequest where the bytes are no text in that, or in any known encoding.
    """
    name = _named(charset) if charset else _found(data)
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        raise unreadable(NOT_IN_ENCODING, name=name, byte=error.start + 1) from error
    return text, name.removesuffix("-sig")


def _named(charset: str) -> str:
    try:
        info = codecs.lookup(charset)
        "".encode(info.name)
    except (LookupError, ValueError) as error:
        raise unreadable(UNKNOWN_ENCODING, name=repr(charset[:LONGEST_CHARSET])) from error
    return "utf-8-sig" if info.name == "utf-8" else info.name


def _found(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    if guess := _utf_16(data):
        return guess
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data)
    return "utf-8"


def _utf_16(data: bytes) -> str:
    """Return which UTF-16 it is: headings in ASCII have a zero in every second byte."""
    head = data[:400]
    half = len(head) // 2 or 1
    if head[1::2].count(0) / half > _MOSTLY:
        return "utf-16-le"
    return "utf-16-be" if head[::2].count(0) / half > _MOSTLY else ""


def _legacy(data: bytes) -> str:
    """Return the encoding in which the lines with other letters than ASCII's read best."""
    from charset_normalizer import from_bytes

    sample = bytearray()
    for line in _OTHER.finditer(data):
        sample += line[0]
        if len(sample) >= _SAMPLE:
            break
    possible = [name for name in CODECS if _reads(data, name)]
    best = from_bytes(bytes(sample), cp_isolation=possible, threshold=1.0).best()
    if best is None:
        raise unreadable(NO_ENCODING)
    if best.encoding in _TWINS and all(name in possible for name in _TWINS):
        return _western_or_central(data) or best.encoding
    return best.encoding


def _western_or_central(data: bytes) -> str:
    """Return which of Windows' two it is, if letters that only one of them writes say so."""
    western = sum(data.count(bytes([letter])) for letter in _WESTERN)
    central = sum(data.count(bytes([letter])) for letter in _CENTRAL)
    if western == central:
        return ""
    return _TWINS[0] if western > central else _TWINS[1]


def _reads(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True
