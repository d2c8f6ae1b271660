"""Articles that come clean already: read as they are, refused with the reason when they cannot be."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cleaning import RECORD, Page, Precision, Refusal, clean, record_page, sketch

AT = datetime(2026, 3, 2, tzinfo=UTC)
FILE = "file:///papers/archive.jsonl"


def a_record(**more: Any) -> bytes:
    told = {"url": "https://quay.example/1", "title": "Ferry leaves", "text": "It left at dawn.\n\nNobody waved."}
    return json.dumps(told | more, ensure_ascii=False).encode()


def paged(line: bytes) -> Page:
    return record_page(line, FILE, 17, AT, "files")


def test_a_record_is_an_article_in_its_own_words() -> None:
    line = a_record(
        id="r7", publisher="quay_post", published="2026-03-01T10:00:00Z", language="en", authors=["Ann Ode"], tags=None
    )
    page = paged(line)
    article = clean(page)
    assert (page.url, page.publisher, page.content_type, page.body) == (
        "https://quay.example/1",
        "quay_post",
        RECORD,
        line,
    )
    assert (article.refusal, article.title, article.text) == (None, "Ferry leaves", "It left at dawn.\n\nNobody waved.")
    assert (article.published, article.published_precision) == ("2026-03-01T10:00:00+00:00", Precision.SECOND)
    assert (article.authors, article.language, article.tags) == (("Ann Ode",), "en", ())
    assert article.sketch == sketch(article.text)


def test_paragraphs_are_parted_by_empty_lines_and_single_breaks_stay() -> None:
    article = clean(paged(a_record(text="\n\nOne,\nand on.\r\n \r\nTwo.\n\n\n")))
    assert [block.text for block in article.blocks] == ["One,\nand on.", "Two."]


@pytest.mark.parametrize(
    ("more", "url", "publisher"),
    [
        ({"id": "a b"}, "https://quay.example/1", "quay.example"),
        ({"url": None, "id": "a b"}, f"{FILE}?id=a%20b", "files"),
        ({"url": "", "id": 12, "publisher": "quay"}, f"{FILE}?id=12", "quay"),
        ({"url": None}, f"{FILE}?line=17", "files"),
    ],
)
def test_a_record_has_its_own_address_else_one_in_its_file(more: dict[str, Any], url: str, publisher: str) -> None:
    page = paged(a_record(**more))
    assert (page.url, page.publisher) == (url, publisher)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"url": "https://quay.example/1", "te', "not JSON: "),
        (b"\xff\xfe", "not JSON: "),
        (b"[" * 100_000, "not JSON: "),
        (b'["text"]', "not a JSON object"),
        (a_record(text=" \n"), "no text"),
        (a_record(text=["It left."]), "text is not a text"),
        (a_record(title={"en": "Ferry"}), "title is not a text"),
        (a_record(authors=[{"name": "Ann"}]), "authors is not a list of texts"),
        (a_record(url="quay.example/1"), "no address with a scheme and host: quay.example/1"),
        (a_record(published="soon"), "published is no date: soon"),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_with_what_is_wrong(line: bytes, why: str) -> None:
    article = clean(paged(line))
    assert article.refusal is Refusal.BAD_RECORD
    assert article.refusal_evidence.startswith(why)


@given(some.binary() | some.dictionaries(some.text(), some.text() | some.integers()).map(json.dumps).map(str.encode))
def test_no_record_raises(line: bytes) -> None:
    assert clean(paged(line)).refusal in (None, Refusal.BAD_RECORD)
