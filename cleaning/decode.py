"""Bytes to text, as the WHATWG rules say, and as forgiving as a browser."""

from __future__ import annotations

import re

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
"""Characters that no text holds: controls that are no white space, and halves of surrogate pairs."""
_C0 = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F))
_C1 = re.compile(rb"\xc2[\x80-\x9f]")
"""The same controls in the bytes of UTF-8, where they are looked for in a third of the time."""
_CONTROL_ENTITY = re.compile(
    r"&#(?:0*(?:[0-8]|1[1-24-9]|2\d|3[01])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]));?", re.I
)
_SAMPLE = 16_384
_ASCII = bytes(range(0x80))
_ONE_BYTE = frozenset(
    (
        "koi8-r",
        "koi8-u",
        "cp1252",
        "iso8859-1",
        "latin-1",
        "ascii",
        *(f"iso8859-{n}" for n in range(1, 17)),
        *(f"cp125{n}" for n in range(9)),
    )
)
_FEW_BYTES, _MANY_BYTES = 4, 60
"""Bytes beyond ASCII that tell UTF-8 from an encoding of one byte a character, and from others."""


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a page's bytes, without control characters and surrogates (white space stays).

    Asked in order: byte-order mark, the charset of the Content-Type header, the one the page declares, UTF-8, then
    a guess from the bytes. A declared encoding is believed only if the bytes fit it, because many servers send one
    charset for everything. Never raises.
    """
    text, encoding = _decoded(body, content_type)
    if encoding != "utf-8" or _C1.search(body) or len(body.translate(None, _C0)) < len(body):
        text = CONTROLS.sub("", text)
    return _CONTROL_ENTITY.sub("", text) if "&#" in text else text


def _decoded(body: bytes, content_type: str) -> tuple[str, str]:
    """The text, and the encoding it was in."""
    bom, mark = read_bom(body)
    if bom and mark:
        return body[len(mark) :].decode(bom, "replace"), bom
    declared = _declared(body, content_type)
    if declared and declared[0] != "utf-8" and _is_utf8(body, declared[0]):
        declared.insert(0, "utf-8")
    for encoding in (*declared, "utf-8"):
        try:
            return body.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    likeliest = _likeliest(body, declared)
    return body.decode(likeliest, "replace"), likeliest


def _is_utf8(body: bytes, declared: str) -> bool:
    """Whether a page is in UTF-8 although it declares something else: no other text would fit it by chance.

    Of encodings with several bytes a character a few might, and bytes with zeros between them are UTF-16 indeed.
    """
    several = len(body.translate(None, _ASCII))
    if several < (_FEW_BYTES if declared in _ONE_BYTE else _MANY_BYTES) and not declared.startswith("utf-16"):
        return False
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return b"\0" not in body[:_SAMPLE]


def _declared(body: bytes, content_type: str) -> list[str]:
    """Encodings that the header and the page name, resolved as browsers do (gb2312 means gb18030)."""
    in_page = html_body_declared_encoding(body)
    names = [http_content_type_encoding(content_type), "utf-8" if in_page and in_page.startswith("utf-16") else in_page]
    return [name for name in names if name and (resolve_encoding(name) or None)]


def _likeliest(body: bytes, declared: list[str]) -> str:
    """The encoding that makes the fewest faults: a page with a few broken bytes is still in what it declares."""
    for encoding in (*declared, "utf-8"):
        text = body.decode(encoding, "replace")
        faults = text.count("\ufffd")
        if faults * 200 < len(body) or 2 * faults <= len(text) - len(text.encode("ascii", "ignore")):
            return encoding
    from charset_normalizer import from_bytes  # here: few pages need it

    best = from_bytes(body[:_SAMPLE]).best()
    return best.encoding if best else "cp1252"
