"""The language agrees with the script of the text; the source line of aggregators names the outlet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.head import Head
from cleaning.language import language_of
from cleaning.source import SourceLine, read_source_line

ENGLISH = "The river talks resumed after the long night of the storm, and everyone went home at last."


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en-US", ENGLISH, "en"),
        ("", ENGLISH, "en"),
        ("en", "Переговоры о реке возобновились после долгой ночи, и все наконец разошлись по домам.", "ru"),
        ("en", "川の話し合いは嵐の夜のあとに再開された。", "ja"),
        ("", "河流会谈在暴风雨之后恢复", "zh"),
        ("en-GB", "강에 관한 회담이 다시 시작되었다", "ko"),
        ("fa", "گفت‌وگوهای رودخانه از سر گرفته شد", "fa"),
        ("ar", "استؤنفت محادثات النهر", "ar"),
        ("sr", "Razgovori o reci su nastavljeni", "sr"),
        ("zh-Hant-TW", "河流會談恢復", "zh"),
        ("iw", "שיחות הנהר התחדשו", "he"),
        ("de", "", "de"),
    ],
)
def test_the_declared_language_must_fit_the_script(declared: str, text: str, language: str) -> None:
    assert language_of(Head(language=declared), text)[0] == language


def test_a_text_without_words_has_no_language() -> None:
    assert language_of(Head(), "12 345 …") == (None, "")


def test_a_source_line_names_outlet_date_and_original() -> None:
    line = "Date: 30/11/2023 | Source: Ministry of Rivers (EN) | Read original version at source"
    links = [("Read original version at source", "https://rivers.example/1")]
    assert read_source_line(line, links) == SourceLine(
        "Ministry of Rivers (EN)", "30/11/2023", "https://rivers.example/1"
    )


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Quelle: Amt für Flüsse", "Amt für Flüsse"),
        ("来源：河流部", "河流部"),
        ("Источник: Министерство рек | Дата: 30.11.2023", "Министерство рек"),
        ("Fuente: Agencia del Río · Fecha: 30/11/2023", "Agencia del Río"),
    ],
)
def test_labels_of_many_languages_are_known(line: str, source: str) -> None:
    found = read_source_line(line)
    assert found is not None and found.source == source


@pytest.mark.parametrize(
    "line", ["A sentence: with a colon", "Sources say talks resumed", "Date: 30/11/2023", "x" * 500, ""]
)
def test_other_lines_name_no_source(line: str) -> None:
    assert read_source_line(line) is None


@given(st.text(max_size=100), st.text(max_size=12))
def test_reading_lines_and_languages_never_raises(text: str, declared: str) -> None:
    read_source_line(text, [(text, text)])
    language_of(Head(language=declared), text)
