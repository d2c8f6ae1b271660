"""A line that is nothing but a date is told from a sentence with a date in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.dateline import is_date_line


@pytest.mark.parametrize(
    "line",
    [
        "October 24, 2025",
        "October 24, 2025Oct 24, 2025",
        "Published: October 24, 2025",
        "Updated 24 Oct 2023, 14:39 GMT",
        "Posted on Monday, October 24, 2025 at 10:05 am",
        "Submitted by Jane Roe, John Doe on Mon, 11/10/2025 - 08:00",
        "24.10.2023 | 14:39 Uhr | Lesezeit: 3 Minuten",
        "Veröffentlicht am 24. Oktober 2023",
        "Publié le 24 octobre 2023 à 14h30, mis à jour le 25 octobre 2023",
        "Опубликовано: 12 декабря 2023, 10:15",
        "发布时间：2023-12-11 10:00",
        "입력 2025. 11. 3. 오후 3:15",
        "تاریخ انتشار: ۱۹ آبان ۱۴۰۴ - ۰۸:۰۰",
        "14:39",
        "3 hours ago",
        "5 min read",
    ],
)
def test_a_date_with_its_labels_is_a_date_line(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "The talks began on October 24, 2025",
        "By 2025, 14 towns had joined",
        "1994",
        "Chapter 12",
        "More From the Ministry",
        "Submitted by the committee on October 24, 2025",
        "On March 9 he left",
        "October",
    ],
)
def test_a_sentence_is_no_date_line(line: str) -> None:
    assert not is_date_line(line)


@given(st.text(max_size=210))
def test_judging_a_line_never_raises(line: str) -> None:
    is_date_line(line)


@pytest.mark.parametrize(
    "line", ["Paramita (Guha) Ghosh Published: January 3, 2024", "Ann Ode, Bo Li — updated 5 May 2025, 3:51 pm"]
)
def test_a_name_before_a_labelled_date_is_a_date_line(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize("line", ["The Senate posted: 12 March 2024", "Prices updated since 3 May 2024 fell again"])
def test_a_sentence_before_a_labelled_date_is_none(line: str) -> None:
    assert not is_date_line(line)
