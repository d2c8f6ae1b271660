"""Bytes become text as in a browser: marks, headers and declarations are believed as far as the bytes bear them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.decode import decode

GERMAN = "Die Fähre über den Fluß fährt für fünf Groschen."
RUSSIAN = "Паром через реку ходит каждый час, кроме воскресенья."
CHINESE = "渡口的老船工每天清晨把第一班船开往对岸，風雨無阻。"
KOREAN = "나루의 뱃사공은 매일 아침 첫 배를 띄운다."
JAPANESE = "渡し船は毎朝六時に最初の客を乗せて川を渡る。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "iso-8859-1"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN, "koi8-r"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc-kr"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_a_charset_is_read_from_the_header_or_the_page(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), f"text/html; charset={encoding}") == text
    page = f'<html><head><meta charset="{encoding}"></head><body>{text}</body></html>'
    assert decode(page.encode(encoding), "text/html") == page
    old = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}"><p>{text}</p>'
    assert decode(old.encode(encoding)) == old


def test_a_page_that_says_gb2312_means_gb18030() -> None:
    page = f'<meta charset="gb2312"><p>{CHINESE}镕喆</p>'
    assert decode(page.encode("gb18030")) == page


def test_a_page_that_says_latin_1_means_windows_1252() -> None:
    page = '<meta charset="iso-8859-1"><p>“Ferry” – 5 €</p>'
    assert decode(page.encode("windows-1252")) == page


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")]
)
def test_a_byte_order_mark_outweighs_what_header_and_page_say(mark: bytes, encoding: str) -> None:
    page = f'<meta charset="koi8-r"><p>{RUSSIAN}</p>'
    assert decode(mark + page.encode(encoding), "text/html; charset=iso-8859-1") == page


def test_a_header_that_the_bytes_contradict_is_not_believed() -> None:
    """Many servers send one charset for everything."""
    page = f'<meta charset="utf-8"><p>{RUSSIAN}</p>'
    assert decode(page.encode(), "text/html; charset=ascii") == page
    assert decode(f"<p>{KOREAN}</p>".encode(), "text/html; charset=euc-kr") == f"<p>{KOREAN}</p>"


def test_a_page_in_the_encoding_it_declares_survives_a_broken_byte() -> None:
    body = f'<meta charset="utf-8"><p>{RUSSIAN * 20}'.encode() + b"\xd0 </p>"
    assert RUSSIAN in decode(body)


def test_what_nobody_declares_is_guessed() -> None:
    assert decode((RUSSIAN * 20).encode("windows-1251")) == RUSSIAN * 20
    assert decode(RUSSIAN.encode()) == RUSSIAN


def test_an_unknown_charset_is_passed_over() -> None:
    assert decode(GERMAN.encode(), "text/html; charset=klingon-8") == GERMAN
    assert decode(f'<meta charset="x-none">{GERMAN}'.encode()) == f'<meta charset="x-none">{GERMAN}'


def test_utf_16_inside_a_page_that_could_be_read_as_ascii_means_utf_8() -> None:
    page = f'<meta charset="utf-16"><p>{GERMAN}</p>'
    assert decode(page.encode()) == page


@pytest.mark.parametrize("entity", ["&#0;", "&#27;", "&#x1b;", "&#X1B;", "&#008;", "&#x0;", "&#31;", "&#11"])
def test_control_characters_are_left_out_as_entities_too(entity: str) -> None:
    assert decode(f"<p>one{entity} two\x1b\x00</p>".encode()) == "<p>one two</p>"


@pytest.mark.parametrize(
    "entity", ["&#9;", "&#10;", "&#13;", "&#32;", "&#65;", "&#8204;", "&#x200c;", "&#2700;", "&#x1f600;"]
)
def test_other_entities_stay(entity: str) -> None:
    assert decode(f"<p>one{entity}two</p>".encode()) == f"<p>one{entity}two</p>"


def test_nothing_becomes_nothing() -> None:
    assert decode(b"") == ""
    assert decode(b"", "text/html; charset=utf-8") == ""


@given(
    st.binary(max_size=300),
    st.sampled_from(["", "text/html", "text/html; charset=utf-16", "charset=", "\x00;charset=big5"]),
)
def test_any_bytes_become_text_without_controls(body: bytes, content_type: str) -> None:
    text = decode(body, content_type)
    assert not any(ord(sign) < 32 and sign not in "\t\n\r" for sign in text)
    assert text.encode().decode() == text


GERMAN = (
    "<p>Die F\u00e4hre war sp\u00e4t, sagt die B\u00fcrgermeisterin von L\u00fcbbau \u00fcber das \u00c4rgernis.</p>"
)


@pytest.mark.parametrize(
    "charset", ["iso-8859-1", "windows-1251", "koi8-r", "utf-16", "utf-16le", "us-ascii", "banana"]
)
@pytest.mark.parametrize("end", [b"", b" "])
def test_utf8_is_read_as_utf8_whatever_is_declared(charset: str, end: bytes) -> None:
    assert decode(GERMAN.encode() + end, f"text/html; charset={charset}") == GERMAN + end.decode()
    meta = f"<meta charset={charset}>"
    assert decode(meta.encode() + GERMAN.encode() + end, "text/html") == meta + GERMAN + end.decode()


@pytest.mark.parametrize("charset", ["iso-8859-1", "utf-16-le", "utf-16-be", "utf-8"])
def test_what_is_declared_is_believed_where_it_fits(charset: str) -> None:
    assert decode(GERMAN.encode(charset), f"text/html; charset={charset.replace('-le', 'le')}") == GERMAN


@pytest.mark.parametrize("broken", [b"\xed\xa0\x80", b"\xc0\xaf", "\u00e4".encode("cp1252")])
def test_a_short_page_with_a_few_broken_bytes_is_still_what_it_declares(broken: bytes) -> None:
    text = decode(GERMAN.encode() + b"<p>" + broken + b"</p>", "text/html; charset=utf-8")
    assert text.startswith(GERMAN)
    assert "\ufffd" in text
