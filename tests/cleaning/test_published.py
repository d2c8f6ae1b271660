"""The publication date is taken from the best evidence, and no date is better than a guess."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.addressdays import address_day
from cleaning.article import Precision
from cleaning.head import Head, Said
from cleaning.jsonld import LdArticle
from cleaning.page import Layout
from cleaning.published import published_of

FETCHED = datetime(2025, 11, 10, 9, tzinfo=UTC)
URL = "https://example.org/news/story"


def told(published: str = "", *, dated: str = "", article: LdArticle | None = None, language: str = "en") -> Head:
    said = (Said("article:published_time", published),) if published else ()
    return Head(
        url=URL, published=said, dated=(Said("date", dated),) if dated else (), article=article, language=language
    )


def iso_of(
    head: Head, near: Sequence[str] = (), url: str = URL, times: Sequence[tuple[str, str, str]] = ()
) -> str | None:
    return published_of(head, url, near, times, fetched_at=FETCHED)[0]


def test_the_head_is_believed_first() -> None:
    assert iso_of(told("2023-12-11T10:00:05+09:00"), ["March 1, 2021"]) == "2023-12-11T10:00:05+09:00"


def test_an_article_in_json_ld_is_believed_before_meta_tags() -> None:
    article = LdArticle(kind="newsarticle", published="2023-12-10T08:00:00+01:00")
    found = published_of(told("2023-12-11", article=article), URL, [], fetched_at=FETCHED)
    assert found == ("2023-12-10T08:00:00+01:00", Precision.SECOND, "JSON-LD datePublished")


@pytest.mark.parametrize(
    "zero", ["1970-01-01T00:00:00Z", "0001-01-01", "0000-00-00", "1900-01-01", "null", "2026-05-01"]
)
def test_zero_dates_and_dates_after_the_fetch_are_passed_over(zero: str) -> None:
    assert iso_of(told(zero), ["24 October 2023"]) == "2023-10-24"


def test_midnight_is_a_day_without_a_time() -> None:
    assert published_of(told("2023-10-24T00:00:00Z"), URL, [])[:2] == ("2023-10-24", Precision.DAY)


def test_a_visible_time_makes_a_day_finer() -> None:
    found = published_of(told("2023-10-24"), URL, ["Oct 24, 2023 - 14:39"])
    assert found[:2] == ("2023-10-24T14:39", Precision.MINUTE)


def test_a_moment_in_utc_is_given_as_the_page_shows_it() -> None:
    head = told("2025-10-19T03:05:00Z")
    assert iso_of(head, times=[("2025-10-18T19:05:00-08:00", "October 18, 2025", "")]) == "2025-10-18T19:05:00-08:00"
    assert iso_of(head, ["October 18, 2025, 7:05 pm"]) == "2025-10-18T19:05-08:00"
    assert iso_of(head, ["October 18, 2025"]) == "2025-10-18"


def test_a_moment_that_the_head_tells_twice_is_given_with_its_offset() -> None:
    article = LdArticle(kind="newsarticle", published="2025-02-24T01:18:13Z")
    assert iso_of(told("2025-02-23T17:18:13-08:00", article=article)) == "2025-02-23T17:18:13-08:00"


def test_the_day_after_a_moment_in_utc_is_local_time_where_clocks_are_ahead() -> None:
    moment = "2025-10-18T22:30:00Z"
    assert iso_of(told(moment, language="ja"), ["2025年10月19日"]) == "2025-10-19"
    assert iso_of(told(moment, language="en-US"), ["October 19, 2025"]) == "2025-10-18T22:30:00+00:00"


def test_a_local_midnight_told_in_utc_is_the_day_it_begins() -> None:
    assert iso_of(told("2022-11-06T23:00:00.000Z", language="de")) == "2022-11-07"
    assert iso_of(told("2022-06-06T22:00:00Z", language="nl_NL")) == "2022-06-07"
    assert iso_of(told("2022-11-06T23:00:00Z", language="en")) == "2022-11-06T23:00:00+00:00"
    assert iso_of(told("2022-11-06T23:10:00Z", language="de")) == "2022-11-06T23:10:00+00:00"


def test_the_text_of_a_time_element_shows_the_local_day_of_its_moment() -> None:
    assert iso_of(told(), ["February 23, 2025"], times=[("2025-02-24T04:13:00Z", "", "")]) == "2025-02-23"


def test_a_date_that_address_and_page_contradict_is_not_believed() -> None:
    url = "https://example.org/2023/12/11/story"
    assert iso_of(told("2025-06-01"), ["December 11, 2023"], url) == "2023-12-11"


def test_day_and_month_swapped_by_a_tag_are_put_right_by_the_page() -> None:
    assert iso_of(told("11/01/2023 12:43:42", language="de"), ["01.11.2023"]) == "2023-11-01"


def test_an_address_gives_the_day() -> None:
    assert iso_of(told(), url="https://example.org/2023/12/11/story/") == "2023-12-11"
    assert iso_of(told(), url="https://example.org/newstream/1701334800-123/story/") == "2023-11-30"


def test_the_address_settles_the_order_of_day_and_month() -> None:
    url = "https://example.org/newstream/1699200000-7/story/"
    assert iso_of(told(language="en-US"), ["Date: 05/11/2023 | Source: A Ministry"], url) == "2023-11-05"


def test_other_dates_of_the_page_settle_the_order_of_day_and_month() -> None:
    found = published_of(
        told(), URL, ["Fri, 11/07/2025 - 21:30"], fetched_at=FETCHED, others=["Thu, 11/06/2025 - 10:00"]
    )
    assert found[0] == "2025-11-07T21:30"


def test_an_order_that_stays_open_gives_no_date() -> None:
    assert iso_of(told(), ["Fri, 11/07/2025 - 21:30"]) is None


def test_the_publishers_layout_has_the_last_word_on_order_and_zone() -> None:
    layout = Layout(date_order="DMY", timezone="Asia/Seoul")
    assert published_of(told(language="en-US"), URL, ["05/11/2023 10:00"], layout=layout)[0] == "2023-11-05T10:00+09:00"


def test_a_line_of_publication_and_update_gives_the_publication() -> None:
    assert iso_of(told(), ["Updated March 3, 2024 | Published March 1, 2024"]) == "2024-03-01"
    assert iso_of(told(), ["Updated March 3, 2024", "March 1, 2024"]) == "2024-03-01"


def test_an_update_is_better_than_nothing() -> None:
    assert published_of(told(), URL, ["Last updated on March 3, 2024"])[::2] == (
        "2024-03-03",
        "update shown near the title",
    )


def test_time_elements_of_updates_are_not_publications() -> None:
    times = [
        ("2024-03-03T10:00:00+01:00", "", "dateModified"),
        ("2024-03-01T10:00:00+01:00", "", "entry-date published"),
    ]
    assert iso_of(told(), times=times) == "2024-03-01T10:00:00+01:00"


def test_todays_date_on_top_of_the_page_is_not_the_articles() -> None:
    assert iso_of(told(), ["November 10, 2025", "October 3, 2023"]) == "2023-10-03"


def test_a_date_that_says_not_of_what_comes_after_the_visible_one() -> None:
    assert iso_of(told(dated="2021-10-15"), ["13.10.2021"]) == "2021-10-13"
    assert iso_of(told(dated="2021-10-15")) == "2021-10-15"


def test_a_month_in_the_head_gives_way_to_a_visible_day() -> None:
    assert iso_of(told("2021-10"), ["13 October 2021"]) == "2021-10-13"
    assert published_of(told("2021-10"), URL, [])[:2] == ("2021-10", Precision.MONTH)


def test_the_only_date_of_a_page_is_believed_and_several_are_not() -> None:
    assert published_of(told(), URL, [], elsewhere=["13.10.2021", "13 October 2021"])[0] == "2021-10-13"
    assert published_of(told(), URL, [], elsewhere=["13.10.2021", "14.10.2021"])[0] is None


def test_a_shown_time_that_no_clock_on_earth_could_show_is_another_moment() -> None:
    head = told("2025-02-11T23:55:00Z")
    assert iso_of(head, ["12.2.2025 7:25"]) == "2025-02-11T23:55:00+00:00"
    assert iso_of(head, ["12.2.2025 5:25"]) == "2025-02-12T05:25+05:30"


def test_a_line_anywhere_is_believed_if_it_says_published() -> None:
    lines = ["Seminar on 3 June 2023", "Erschienen am: 01.11.2022"]
    assert published_of(told(), URL, [], lines=lines)[::2] == ("2022-11-01", "line that says published")
    assert published_of(told(), URL, [], lines=lines[:1])[0] is None


def test_a_line_anywhere_is_believed_if_it_says_by_whom() -> None:
    lines = ["Seminar on 3 June 2023", "August 12, 2025 By The Meadow Team"]
    assert published_of(told(), URL, [], lines=lines)[::2] == ("2025-08-12", "line that says by whom")


def test_a_long_line_that_names_a_day_in_passing_comes_after_the_date_lines_of_the_page() -> None:
    caption = "Volunteers carry the last planks of the old pier to the saw mill by the river, 24 April 2023"
    assert published_of(told(), URL, [caption], elsewhere=["28 April 2023"])[0] == "2023-04-28"
    assert published_of(told(), URL, [caption])[0] == "2023-04-24"


def test_day_and_month_swapped_by_a_tag_are_put_right_by_a_date_line_after_the_text() -> None:
    head = told(dated="11/01/2023 12:43:42", language="de")
    assert published_of(head, URL, [], after_text=["Erstellt am: 01.11.2023"])[0] == "2023-11-01"


def test_a_sentence_on_when_the_entry_was_posted_is_believed() -> None:
    entry = "This entry was posted on Wednesday, May 19th, 2010 at 11:03 pm and is filed under Boats"
    assert published_of(told(), URL, [], lines=[entry])[0] == "2010-05-19T23:03"


def test_a_page_without_dates_has_none() -> None:
    assert published_of(Head(), "", [], [("", "", "")], fetched_at=FETCHED) == (None, None, "")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2023/12/11/story/", date(2023, 12, 11)),
        ("https://example.org/2023/1/5/story/", date(2023, 1, 5)),
        ("https://example.org/news/2023-12-11-story.html", date(2023, 12, 11)),
        ("https://example.org/n1/2023/1211/c1-123.html", date(2023, 12, 11)),
        ("https://example.org/20231211/story", date(2023, 12, 11)),
        ("https://example.org/2023/dec/11/story", date(2023, 12, 11)),
        ("https://example.org/1700000000-5/story", date(2023, 11, 14)),
        ("https://example.org/2020-02/19/c_1125597921.htm", date(2020, 2, 19)),
        ("https://example.org/local/c_1125597921.htm", None),
        ("https://example.org/2023/12/story", None),
        ("https://example.org/2025/12/story-19", None),
        ("https://example.org/story-20239999", None),
        ("https://example.org/2025/the-crossing-of-2008-2-2aqj", None),
        ("https://example.org/2023-12-11T20-15-story", date(2023, 12, 11)),
        ("https://example.org/news/29-10-2021", date(2021, 10, 29)),
        ("https://example.org/news/09-10-2021", None),
        ("https://example.org/read/A2024012914320005196", date(2024, 1, 29)),
        ("https://archive.example.org/web/20130307194448/story", None),
        ("https://example.org/read/20249914320005196", None),
        ("http://[bad", None),
    ],
)
def test_the_day_of_an_address(url: str, day: date | None) -> None:
    assert address_day(url) == day


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4), st.text(max_size=30), st.text(max_size=30))
def test_judging_dates_never_raises(value: str, near: list[str], attribute: str, url: str) -> None:
    iso, precision, _ = published_of(told(value, dated=value), url, near, [(attribute, value, "")], fetched_at=FETCHED)
    assert (iso is None) == (precision is None)
