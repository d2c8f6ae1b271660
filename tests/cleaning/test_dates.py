"""Dates are read as shown, in many languages, calendars and orders, and never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.article import Precision
from cleaning.calendars import from_jalali, plain
from cleaning.dates import numeric_orders, read_dates
from cleaning.yearless import read_yearless

FETCHED = datetime(2025, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("October 24, 2025", "2025-10-24"),
        ("Sept. 3rd, 2021", "2021-09-03"),
        ("1st of June, 2021", "2021-06-01"),
        ("24 October 2023, 14:39", "2023-10-24T14:39"),
        ("Oct 24, 2023 - 14:39", "2023-10-24T14:39"),
        ("10:15 AM EST, Mon December 11, 2023", "2023-12-11T10:15-05:00"),
        ("Dec. 11, 2023 at 3:15 p.m. ET", "2023-12-11T15:15-05:00"),
        ("July 11, 2023 at 3:15 p.m. ET", "2023-07-11T15:15-04:00"),
        ("Tue, 21 Nov 2023 10:11:12 +0000", "2023-11-21T10:11:12+00:00"),
        ("11-Dec-23", "2023-12-11"),
        ("11. Dezember 2023 um 14:30 Uhr", "2023-12-11T14:30"),
        ("24.10.23", "2023-10-24"),
        ("le 11 décembre 2023 à 14h30", "2023-12-11T14:30"),
        ("lunes, 11 de diciembre del 2023", "2023-12-11"),
        ("11 dicembre 2023 alle ore 9.05", "2023-12-11T09:05"),
        ("11 de março de 2023 às 10:00", "2023-03-11T10:00"),
        ("11 maart 2023 om 10:00", "2023-03-11T10:00"),
        ("11 grudnia 2023, godz.", "2023-12-11"),
        ("11. prosince 2023", "2023-12-11"),
        ("den 11 december 2023 kl. 10.15", "2023-12-11T10:15"),
        ("11. joulukuuta 2023 klo 10.15", "2023-12-11T10:15"),
        ("2023. december 11.", "2023-12-11"),
        ("11 decembrie 2023", "2023-12-11"),
        ("12 декабря 2023, 10:15 (мск)", "2023-12-12T10:15+03:00"),
        ("11 грудня 2023 р., 10:05", "2023-12-11T10:05"),
        ("11 Aralık 2023, 10:05", "2023-12-11T10:05"),
        ("11 Δεκεμβρίου 2023", "2023-12-11"),
        ("11 בנובמבר 2023", "2023-11-11"),
        ("11 كانون الأول 2023", "2023-12-11"),
        ("١١ نوفمبر، ٢٠٢٣", "2023-11-11"),
        ("11 दिसंबर 2023", "2023-12-11"),
        ("11 Desember 2023 pukul 10:05 WIB", "2023-12-11T10:05+07:00"),
        ("11 tháng 12, 2023 lúc 14:30", "2023-12-11T14:30"),
        ("11 ธันวาคม 2566 เวลา 14:30 น.", "2023-12-11T14:30"),
        ("2023年12月11日14:30", "2023-12-11T14:30"),
        ("2023年12月11日(月) 午後3時15分", "2023-12-11T15:15"),
        ("令和7年1月3日", "2025-01-03"),
        ("民國114年11月10日", "2025-11-10"),
        ("2025. 11. 3. 오후 3:15", "2025-11-03T15:15"),
        ("주체114(2025)년 11월 10일", "2025-11-10"),
        ("November 10, Juche 114 (2025)", "2025-11-10"),
        ("دوشنبه ۱۹ آبان ۱۴۰۴، ساعت ۰۸:۰۰", "2025-11-10T08:00"),
        ("۱۴۰۴/۰۸/۱۹", "2025-11-10"),
        ("2023-12-11T10:00:00.000Z", "2023-12-11T10:00:00+00:00"),
        ("2023/12/11 10:00 KST", "2023-12-11T10:00+09:00"),
        ("ថ្ងៃអង្គារ ទី១១ ខែមីនា ឆ្នាំ២០២៥", "2025-03-11"),
        ("၁၁ မတ် ၂၀၂၅", "2025-03-11"),
        ("၂၀၂၅ ခုနှစ် မတ်လ ၁၁ ရက်", "2025-03-11"),
        ("Jumanne, Machi 11, 2025", "2025-03-11"),
        ("e martë, 11 qershor 2024", "2024-06-11"),
        ("الثلاثاء 11 رمضان 1446هـ - 11 مارس 2025م", "2025-03-11"),
        ("نشر في: 11 مارس ,2025: 09:40 م", "2025-03-11T21:40"),
        ("March 11, 20256:00 PM UTC", "2025-03-11T18:00+00:00"),
        ("發布日期：25/03/2025", "2025-03-25"),
    ],
)
def test_a_date_is_read_as_shown(line: str, iso: str) -> None:
    assert [stamp.iso for stamp in read_dates(line)] == [iso]


def test_what_only_looks_like_a_date_swallows_none_of_the_date_behind_it() -> None:
    line = "Publié le 11 mars 2025 à 21h25, modifié le 12 mars 2025 à 08h00"
    assert [stamp.iso for stamp in read_dates(line)] == ["2025-03-11T21:25", "2025-03-12T08:00"]


def test_years_of_the_republic_are_read_on_chinese_pages_only() -> None:
    assert [stamp.iso for stamp in read_dates("發布日期：114-03-11", language="zh-Hant-TW")] == ["2025-03-11"]
    assert read_dates("Route 114-03-11", language="en") == ()


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Publié hier à 21h25", "2025-11-20"),
        ("22 दिन पहले", "2025-10-30"),
        ("acum 3 zile", "2025-11-18"),
        ("преди 2 часа", "2025-11-21"),
        ("Опубликовано вчера в 21:10", "2025-11-20"),
        ("Veröffentlicht heute, 9:30 Uhr", "2025-11-21"),
        ("Kemarin, 21.25 WIB", "2025-11-20"),
    ],
)
def test_a_day_told_from_now_may_follow_a_label_if_a_time_follows_it(line: str, iso: str) -> None:
    assert [stamp.iso for stamp in read_dates(line, fetched_at=FETCHED)] == [iso]


def test_a_day_in_a_headline_tells_no_date() -> None:
    assert read_dates("What matters today in town", fetched_at=FETCHED) == ()


def test_a_date_keeps_the_offset_the_page_gives() -> None:
    assert read_dates("2023-12-11T10:00:00+09:00")[0].iso == "2023-12-11T10:00:00+09:00"


def test_a_time_without_offset_takes_that_of_the_publishers_zone() -> None:
    assert read_dates("24 October 2023, 14:39", zone="Asia/Seoul")[0].iso == "2023-10-24T14:39+09:00"
    assert read_dates("24 October 2023, 14:39", zone="No/Such")[0].iso == "2023-10-24T14:39"


def test_two_dates_run_together_are_two() -> None:
    assert [stamp.iso for stamp in read_dates("October 24, 2025Oct 25, 2025")] == ["2025-10-24", "2025-10-25"]


def test_a_stamp_tells_its_place_and_precision() -> None:
    (stamp,) = read_dates("Posted 24 October 2023, 14:39 by staff")
    assert (stamp.start, stamp.end, stamp.precision) == (7, 29, Precision.MINUTE)
    assert stamp.day == date(2023, 10, 24)


@pytest.mark.parametrize(
    ("line", "clues", "iso"),
    [
        ("30/11/2023", {}, "2023-11-30"),
        ("11/30/2023", {}, "2023-11-30"),
        ("05/11/2023", {"order": "DMY"}, "2023-11-05"),
        ("05/11/2023", {"order": "MDY"}, "2023-05-11"),
        ("Mon, 11/10/2025 - 08:00", {}, "2025-11-10T08:00"),
        ("05/11/2023", {"near": date(2023, 11, 6)}, "2023-11-05"),
        ("05/12/2025", {"fetched_at": FETCHED}, "2025-05-12"),
        ("05/11/2023", {"language": "en-US"}, "2023-05-11"),
        ("05/11/2023", {"language": "en-GB"}, "2023-11-05"),
        ("05/11/2023", {"language": "fr"}, "2023-11-05"),
        ("05.11.2023", {}, "2023-11-05"),
        ("05.11.2023", {"language": "en-US"}, "2023-11-05"),
        ("11/11/2023", {}, "2023-11-11"),
    ],
)
def test_the_order_of_day_and_month_follows_the_evidence(line: str, clues: dict[str, object], iso: str) -> None:
    assert [stamp.iso for stamp in read_dates(line, **clues)] == [iso]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["", "en"])
def test_a_date_that_can_be_read_two_ways_is_no_date(language: str) -> None:
    assert read_dates("05/11/2023", language=language) == ()


def test_dates_of_one_reading_tell_the_order() -> None:
    assert list(numeric_orders("30/11/2023")) == ["DMY"]
    assert list(numeric_orders("Thu, 11/06/2025")) == ["MDY"]
    assert list(numeric_orders("Fri, 11/07/2025")) == []


@pytest.mark.parametrize(
    "line", ["", "version 1.2.10", "14, 532 people", "31/31/2023", "call 0800 123 4567", "page 3 of 12"]
)
def test_what_is_no_date_is_not_read_as_one(line: str) -> None:
    assert read_dates(line) == ()


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("3 hours ago", "2025-11-21"),
        ("vor 2 Tagen", "2025-11-19"),
        ("il y a 2 jours", "2025-11-19"),
        ("2 дня назад", "2025-11-19"),
        ("3小时前", "2025-11-21"),
        ("yesterday", "2025-11-20"),
        ("вчера, 10:15", "2025-11-20"),
        ("2 months ago", "2025-09"),
        ("a year ago", "2024"),
    ],
)
def test_a_distance_is_counted_from_the_fetch(line: str, iso: str) -> None:
    assert [stamp.iso for stamp in read_dates(line, fetched_at=FETCHED)] == [iso]
    assert read_dates(line) == ()


def test_persian_years_are_exact_over_leap_days() -> None:
    assert from_jalali(1399, 12, 30) == date(2021, 3, 20)
    assert from_jalali(1400, 1, 1) == date(2021, 3, 21)
    assert from_jalali(1403, 12, 30) == date(2025, 3, 20)
    assert from_jalali(1404, 13, 1) is None


@given(st.text(max_size=80))
def test_reading_dates_never_raises(line: str) -> None:
    for stamp in read_dates(line, fetched_at=FETCHED, language="en-US", zone="Europe/Berlin"):
        assert 0 <= stamp.start < stamp.end <= len(line)
        assert stamp.day


@given(st.text(alphabet="0123456789/.-: TZ年月日ap٠١۲de", max_size=40))
def test_reading_date_like_text_never_raises(line: str) -> None:
    read_dates(line, fetched_at=FETCHED)


@given(st.text(max_size=60))
def test_plain_signs_keep_their_places(line: str) -> None:
    assert len(plain(line)) == len(line)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for form in ("%Y-%m-%d", "%B %d, %Y", "%d %b %Y", "%Y年%m月%d日", "%d.%m.%Y"):
        assert [stamp.day for stamp in read_dates(day.strftime(form))] == [day]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("3月11日 21時25分", date(2025, 3, 11)),
        ("12月24日 21時25分", date(2024, 12, 24)),
        ("dinsdag 11 november, 21:25", date(2025, 11, 11)),
        ("11 мар, 21:25", date(2025, 3, 11)),
        ("Nov 21, 9:25 pm", date(2025, 11, 21)),
        ("Tuesday, March 11", date(2025, 3, 11)),
        ("11 de marzo, 9:25 p. m.", date(2025, 3, 11)),
    ],
)
def test_a_day_without_a_year_is_the_latest_before_the_fetch(line: str, day: date) -> None:
    found = read_yearless(line, FETCHED)
    assert found and found[0] == day


@pytest.mark.parametrize(
    "line",
    [
        "March 11",
        "Wednesday, March 11",
        "11 March 2019, 21:25",
        "Mar 11, 2019",
        "3 bridges, 21:25",
        "He was born on 11 March in a house by the river, at 21:25 or so, they say",
    ],
)
def test_a_day_without_a_year_is_read_only_beside_its_weekday_or_a_time(line: str) -> None:
    assert read_yearless(line, FETCHED) is None
