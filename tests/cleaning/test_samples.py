"""The user's own five documents come out wholly right. They lie beside the checkout and are not part of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cleaning import Article, Page, clean

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
GOLD = sorted(path.name for path in (SAMPLES / "gold").glob("*.json"))

pytestmark = pytest.mark.skipif(not GOLD, reason=f"the sample documents are not beside the checkout ({SAMPLES})")


@pytest.fixture(params=GOLD or ["none"])
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((SAMPLES / "gold" / request.param).read_text("utf-8"))
    return told


@pytest.fixture
def article(gold: dict[str, Any]) -> Article:
    body = (SAMPLES / gold["file"]).read_bytes()
    return clean(Page(url=f"file:///{gold['file']}", body=body, content_type="text/plain; charset=utf-8"))


def tidy(text: str) -> str:
    return " ".join(text.split())


def lines(article: Article) -> list[str]:
    return [tidy(line) for line in article.text.splitlines() if line.strip()]


def test_there_are_five_of_them() -> None:
    assert len(GOLD) == 5


def test_a_sample_is_an_article(article: Article) -> None:
    assert article.refusal is None


def test_its_body_stands_paragraph_by_paragraph_in_order(article: Article, gold: dict[str, Any]) -> None:
    """What the gold says may stand or go is left out of account."""
    either = {tidy(line["text"]) for line in gold["either"]} - set(map(tidy, gold["body"]))
    assert [line for line in lines(article) if line not in either] == list(map(tidy, gold["body"]))


def test_nothing_that_should_have_gone_is_left_as_a_line(article: Article, gold: dict[str, Any]) -> None:
    assert {tidy(line["text"]) for line in gold["removed"]} & set(lines(article)) == set()


def test_title_author_date_and_source_are_right(article: Article, gold: dict[str, Any]) -> None:
    assert article.title == (tidy(gold["title"]) if gold["title"] else None)
    assert article.authors == ((gold["author"],) if gold["author"] else ())
    assert article.published == gold["published"]
    assert article.source == gold["source"]
