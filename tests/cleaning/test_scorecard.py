"""The scorecard: its tables fit the features, its verdicts can be read off, it speaks for text and against lists."""

from __future__ import annotations

from itertools import pairwise

import pytest

from cleaning import Layout, Page, clean, scorecard
from cleaning.blocks import read_blocks
from cleaning.draft import Draft
from cleaning.features import NAMES, Features
from cleaning.points import BIAS, POINTS
from cleaning.rules.region import main_region
from cleaning.scorecard import points_of, reasons, score
from cleaning.tree import parse_html

STORY = [
    "The bakers of the lower town have agreed to light their ovens an hour later, so that the quarter may sleep.",
    "Rolls will come at seven instead of six, which schoolchildren have already called the end of breakfast.",
    "The guild says that nobody will go without bread, and that the late shift at the yard has been asked first.",
]
ASIDE = ["Ferries", "Tides", "Today's wind", "Lost and found"]


def draft() -> Draft:
    story = "".join(f"<p>{text}</p>" for text in STORY)
    aside = "".join(f"<div><a href='/{number}'>{text}</a></div>" for number, text in enumerate(ASIDE))
    page = f"<body><div><h1>Bakers sleep in</h1>{story}</div><div>{aside}</div></body>"
    return Draft(read_blocks(parse_html(page)), "Bakers sleep in")


def test_every_feature_has_one_table_with_a_point_more_than_steps() -> None:
    assert set(POINTS) == set(NAMES)
    assert all(len(points) == len(steps) + 1 for steps, points in POINTS.values())
    assert all(a < b for steps, _ in POINTS.values() for a, b in pairwise(steps))


def test_a_value_on_a_step_counts_as_below_it(monkeypatch: pytest.MonkeyPatch) -> None:
    table = tuple(((0.5,), (-1.0, 2.0)) for _ in NAMES)
    monkeypatch.setattr(scorecard, "_TABLES", table)
    count = len(NAMES)
    assert score(points_of((0.5,) * count)) == pytest.approx(BIAS - count)
    assert score(points_of((0.6,) * count)) == pytest.approx(BIAS + 2 * count)


def test_reasons_name_what_speaks_most_against_a_block() -> None:
    against = {"links": -2.0, "words": -0.5}
    points = [against.get(name, 0.5) for name in NAMES]
    assert reasons((1.0,) * len(NAMES), points) == "links 1: -2.0, words 1: -0.5"


def test_features_tell_what_stands_around_a_block() -> None:
    page = draft()
    features = Features(page, main_region(page))
    first = dict(zip(NAMES, features.of(1), strict=True))
    link = dict(zip(NAMES, features.of(5), strict=True))
    assert (first["inside"], first["links"], first["sentence_end"]) == (1.0, 0.0, 1.0)
    assert first["prose_below"] == pytest.approx(page.gains[2] + page.gains[3])
    assert first["path_blocks"] == len(STORY)
    assert first["kin_share"] == pytest.approx(1.0)
    assert first["page_prose"] == pytest.approx(sum(page.gains))
    assert (link["inside"], link["links"], link["sentence_end"]) == (0.0, 1.0, 0.0)
    assert link["after"] == 5 - len(STORY) > first["after"] == 0
    assert first["summary_overlap"] == -1.0


def test_features_tell_how_much_a_block_says_of_headline_and_summary_whatever_the_endings() -> None:
    page = draft()
    page.summary = "Rolls come later, schoolchild dreams of breakfasts."
    features = Features(page, main_region(page))
    told = [dict(zip(NAMES, features.of(index), strict=True)) for index in (1, 2, 5)]
    assert [each["title_overlap"] for each in told] == [1.0, 0.0, 0.0]
    assert [each["summary_overlap"] for each in told] == [pytest.approx(1 / 6), pytest.approx(4 / 6), 0.0]


def test_paragraphs_score_above_the_links_beside_them() -> None:
    page = draft()
    features = Features(page, main_region(page))
    scores = [score(points_of(features.of(index))) for index in range(len(page.blocks))]
    assert min(scores[1:4]) > 0 > max(scores[4:])


def test_the_body_that_a_layout_names_is_not_scored() -> None:
    markup = "<div class='b'><p>Short.</p><div><p>Tide 4 m</p></div></div><p>" + STORY[0] + "</p>"
    page = Page(url="https://quay.example/a/1", body=f"<body><h1>Tides</h1>{markup}</body>".encode())
    assert clean(page, Layout(body="div.b")).text == "Short.\n\nTide 4 m"


def test_the_region_is_what_speaks_of_the_headline_though_a_notice_below_says_three_times_as_much() -> None:
    notice = "Readers, officials and firms give their own opinion here, which the agency neither shares nor examines. "
    links = "".join(f"<div class='k{number}'><a href='/{number}'>{ASIDE[number % 4]}</a></div>" for number in range(24))
    story = f"<div class='story'><h1>Bakers sleep in</h1><p>{STORY[0]}</p><p>{STORY[1]}</p></div>"
    page = f"<body>{story}{links}<div class='imprint'><p>{notice * 3}</p><p>{notice.upper() * 4}</p></div></body>"
    sheet = read_blocks(parse_html(page))
    assert main_region(Draft(sheet, "Bakers sleep in")).label == "story"
    assert main_region(Draft(sheet)).label == "imprint"


def test_boxes_named_alike_are_kin_wherever_they_stand_and_blocks_on_one_path_count_whatever_their_names() -> None:
    builder = "".join(
        f"<section id='s{number}'><div class='text'><p class='x'>{text}</p></div></section>"
        for number, text in enumerate(STORY)
    )
    page = Draft(
        read_blocks(parse_html(f"<body>{builder}<section><em><p>Elsewhere</p></em></section></body>")), "Bakers"
    )
    features = Features(page, main_region(page))
    told = [dict(zip(NAMES, features.of(index), strict=True)) for index in range(len(page.blocks))]
    assert [each["kin_share"] for each in told] == [pytest.approx(1.0)] * 3 + [0.0]
    assert [each["path_blocks"] for each in told] == [3.0] * 3 + [1.0]
