"""The measures say what their names say."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.corpus import Gold, golds
from bench.extractor import Extracted
from bench.measures import in_order, score, tokens


def gold(**known: str) -> Gold:
    return Gold(id="a", set="s", path=Path("a.html"), url="", **known)  # type: ignore[arg-type]  # texts only


def said(text: str = "", title: str = "", author: str = "", date: str = "") -> Extracted:
    return {"text": text, "title": title, "author": author, "date": date}


def test_the_same_text_scores_one_whatever_its_case_and_punctuation() -> None:
    found = score(gold(body="Boats, nets and tar."), said("boats nets AND tar"))
    assert (found.f1, found.leak, found.loss) == (1.0, 0.0, 0.0)


def test_a_line_too_many_is_leak_and_a_line_too_few_is_loss() -> None:
    more = score(gold(body="one two three"), said("one two three four"))
    less = score(gold(body="one two three four"), said("one two three"))
    assert (more.leak, more.loss) == (0.25, 0.0)
    assert (less.leak, less.loss) == (0.0, 0.25)
    assert more.f1 == less.f1 == pytest.approx(6 / 7)


def test_words_out_of_order_cost_though_none_is_missing() -> None:
    found = score(gold(body="one two three four"), said("three four one two"))
    assert (found.f1, found.leak, found.loss) == (0.5, 0.0, 0.0)


def test_no_answer_loses_everything_and_leaks_nothing() -> None:
    found = score(gold(body="one two"), said())
    assert (found.f1, found.leak, found.loss) == (0.0, None, 1.0)


def test_each_letter_is_a_word_where_no_spaces_are_set() -> None:
    assert tokens("平壌 Harbour2 _a") == ["平", "壌", "harbour2", "_a"]


@pytest.mark.parametrize(
    ("a", "b", "length"),
    [("", "abc", 0), ("abc", "abc", 3), ("abcbdab", "bdcaba", 4), ("aaaa", "aa", 2), ("xaybzc", "abc", 3)],
)
def test_the_longest_common_subsequence_is_found(a: str, b: str, length: int) -> None:
    assert in_order(a, b) == in_order(b, a) == length


def test_what_is_not_known_of_a_page_is_not_scored() -> None:
    found = score(gold(), said("text", "title", "author", "2024-01-01"))
    assert (found.f1, found.title, found.date, found.author) == (None, None, None, None)


def test_titles_names_and_days_are_compared_as_the_reader_would() -> None:
    page = Gold("a", "s", Path("a"), "", title="The tide, again", authors=("Orla Fennick",), date="2024-03-07")
    good = score(page, said(title="the tide again", author="By Orla Fennick", date="2024-03-07T10:00"))
    bad = score(page, said(title="The tide, again | Quay Courier", author="Orla", date="2024-07-03"))
    assert (good.title, good.title_close, good.author, good.date) == (1.0, 1.0, 1.0, 1.0)
    assert (bad.title, bad.title_close, bad.author, bad.date) == (0.0, 0.0, 0.0, 0.0)


def test_a_sample_takes_every_nth_page_of_each_set(corpus: Path) -> None:
    assert [gold.id for gold in golds(corpus, every=2)] == [
        "scrapinghub/0", "scrapinghub/2", "waddle/0", "waddle/2",
    ]  # fmt: skip
    assert [gold.id for gold in golds(corpus, ["waddle"], 4)] == ["waddle/0"]


def test_a_folder_without_pages_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"gold\.jsonl"):
        golds(tmp_path)
