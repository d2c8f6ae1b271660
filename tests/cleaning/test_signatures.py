"""Who and when, read from pages as publishing systems print them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cleaning import Article, Page, clean
from cleaning.authors import authors_of
from cleaning.bylines import dateline_names
from cleaning.head import Head

TEXT = (
    "<p>The old stone bridge over the Wend will stay closed to lorries until the autumn, the council decided.</p>"
    "<p>Engineers had found cracks in two of its five arches when the water stood low, and repairs will cost four"
    " million, of which the region pays half.</p>"
    "<p>Until then buses take the longer way past the mill, and a ferry for those on foot runs every hour.</p>"
)


def article(top: str, tail: str = "", head: str = "<title>Stone bridge stays closed</title>") -> Article:
    page = f"<html lang='en'><head>{head}</head><body>{top}{TEXT}{tail}</body></html>"
    return clean(Page(url="https://quay.example/news/stone-bridge-stays-closed", body=page.encode()))


H1 = "<h1>Stone bridge stays closed</h1>"


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Roe | Published March 11, 2025 | Updated March 12, 2025",
        "Written by Jane Roe | Edited by John Doe | Fact-checked by Ann Poe | March 11, 2025",
        "Par Jane Roe | Publié le 11 mars 2025 à 21h15 | Mis à jour le 12/03/2025 à 08h02",
        "Δημοσιεύθηκε: 11.03.2025, 21:40 Συντάκτης: Jane Roe",
        "Added: 11 March 2025 Source: Ferry Post Reporter: Jane Roe",
        "Jane Roe toimittaja 11 March 2025",
        "Jane Roe · Quay News · Posted: Mar 11, 2025 9:27 AM ET | Last Updated: 24 minutes ago",
    ],
)
def test_a_line_that_says_who_and_when_is_no_text_and_is_read(line: str) -> None:
    found = article(f"{H1}<p>{line}</p>")
    assert "Jane" not in found.text
    assert (found.authors, str(found.published)[:10]) == (("Jane Roe",), "2025-03-11")


def test_a_name_that_is_an_element_of_its_own_ends_where_the_element_ends() -> None:
    line = "<div><a>Jane Roe</a><a>Follow</a><span>3 min read</span><span>·</span><span>Mar 11, 2025</span></div>"
    assert article(H1 + line).authors == ("Jane Roe",)


def test_what_runs_on_behind_a_name_in_a_box_for_authors_is_no_part_of_it() -> None:
    box = '<div data-testid="byline-box"><span>Jane Roe</span><div><span>Roads correspondent</span></div></div>'
    assert article(H1 + box).authors == ("Jane Roe",)


def test_several_names_on_a_line_beside_the_date_are_authors() -> None:
    found = article(f"{H1}<div>Jane Roe, John Doe</div><div>11 March 2025</div>")
    assert found.authors == ("Jane Roe", "John Doe")


def test_labels_of_dates_are_no_name() -> None:
    assert article(f"{H1}<div>Publicerad 11 mar 2025 Uppdaterad 12 mar 2025</div>").authors == ()
    assert article(f"{H1}<div>Printer Friendly Format</div><div>11 March 2025</div>").authors == ()


def test_the_markup_at_the_headline_comes_before_a_byline_after_the_text() -> None:
    top = f'{H1}<div class="author-name">Jane Roe</div><div>11 March 2025</div>'
    assert article(top, "<div><h3>Ferry to run late</h3><span>By John Doe</span></div>").authors == ("Jane Roe",)


@pytest.mark.parametrize("name", ["autor", "yazar", "auteur", "szerzo", "contributors"])
def test_classes_call_an_author_so_in_other_languages(name: str) -> None:
    assert article(f'{H1}<div class="{name}">Jane Roe</div><div>x</div>').authors == ("Jane Roe",)


def test_microdata_may_name_the_author_in_a_tag_without_text() -> None:
    box = '<span itemprop="author" itemscope><meta itemprop="name" content="Jane Roe"></span>'
    other = '<span itemprop="publisher" itemscope><meta itemprop="name" content="Quay House"></span>'
    assert article(H1 + box + other).authors == ("Jane Roe",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("新河社温德3月11日电（记者李明、王芳）温德河上的老石桥将继续封闭。", ("李明", "王芳")),
        ("本报讯 (记者 李明 通讯员 王芳) 温德河上的老石桥将继续封闭。", ("李明",)),
        ("(웬드=강뉴스) 나루터 기자 = 웬드강 돌다리가 계속 닫힌다.", ("나루터",)),
        ("〔記者方渡／溫德報導〕老石橋將繼續禁止通行。", ("方渡",)),
        ("温德河上的老石桥将继续封闭。记者（李明）说。", ()),
        ("The bridge (reporter Jane Roe) is closed.", ()),
    ],
)
def test_a_dateline_names_its_reporters(text: str, names: tuple[str, ...]) -> None:
    assert dateline_names(text) == names
    assert authors_of(Head(), lead=text)[0] == names


def test_a_top_heading_that_leads_to_the_front_page_is_the_site() -> None:
    head = "<title>Mill Post: Bridge shut</title>"
    found = article('<h1><a href="https://www.quay.example/">Mill Post</a></h1><h3>Bridge shut</h3>', head=head)
    assert found.title == "Bridge shut"


def test_the_site_is_called_what_its_link_home_says() -> None:
    head = "<title>Bridge shut to all lorries - Mill Post</title>"
    logo = '<a href="/"><img src="logo.png" alt="Mill Post"></a>'
    assert article(logo, head=head).title == "Bridge shut to all lorries"
    assert article("", head=head).title == "Bridge shut to all lorries"
    sections = "<title>Mill Post - Roads - Bridge shut to all lorries</title>"
    assert article('<a href="/">Roads</a><h1>Bridge shut to all lorries</h1>', head=sections).title == (
        "Bridge shut to all lorries"
    )


def test_a_topic_marked_in_the_heading_is_no_part_of_the_headline() -> None:
    found = article('<h1><span class="overline">Roads</span> Stone bridge stays closed</h1>')
    assert (found.title, "Stone bridge" in found.text) == ("Stone bridge stays closed", False)
    head = '<meta property="og:title" content="Roads Stone bridge stays closed"><title>Quay</title>'
    whole = article('<h1><span class="overline">Roads</span> Stone bridge stays closed</h1>', head=head)
    assert whole.title == "Roads Stone bridge stays closed"


def test_a_headline_may_be_a_picture_that_the_head_confirms() -> None:
    head = "<title>Quay Quarterly — A Bridge Too Low</title>"
    assert article('<h1><img src="t.svg" alt="A Bridge Too Low"></h1>', head=head).title == "A Bridge Too Low"
    assert article('<h1><img src="t.svg" alt="Ornament"></h1>', head=head).title != "Ornament"


@pytest.mark.parametrize(
    "line",
    [
        "<span>Jane Roe</span><span>redacteur Binnenland</span>",
        "<span>Author</span><span>Jane Roe</span><span>Editor</span><span>John Doe</span>",
        "<span>Jane Roe</span><span>, </span><span>11 March 2025</span>",
    ],
)
def test_a_line_whose_elements_are_names_roles_and_labels_is_no_text(line: str) -> None:
    found = article(f"{H1}<div>{line}</div>")
    assert ("Roe" in found.text, found.authors) == (False, ("Jane Roe",))


def test_a_line_whose_elements_are_words_in_capitals_stays() -> None:
    assert "Stone Works" in article(f"{H1}<p><b>Stone Works</b> <i>$500 a month</i></p>").text


def test_a_photographer_beside_the_author_is_none() -> None:
    assert article(f"{H1}<div><b>Jane Roe</b><i>Journalist</i><b>John Doe</b><i>Fotograf</i></div>").authors == (
        "Jane Roe",
    )


def test_a_byline_names_the_first_author_and_the_links_beside_it_all() -> None:
    people = '<li><a href="/profiles/j">Jane Roe</a></li><li><a href="/profiles/d">John Doe</a></li>'
    assert article(f"{H1}<h2>Authors</h2><ol>{people}</ol>").authors == ("Jane Roe", "John Doe")


def test_a_list_heading_in_a_box_for_authors_is_no_part_of_a_name() -> None:
    box = '<div class="authors"><span>Leute</span> <a href="/x">Jane Roe</a> <a href="/t">Themen</a></div>'
    assert article(H1 + box).authors == ("Jane Roe",)


def test_a_name_above_a_date_that_could_be_two_days_is_an_author() -> None:
    assert article(f"{H1}<div>Jane Roe</div><div>Published 11/03/2025</div>").authors == ("Jane Roe",)


def test_a_day_without_a_year_at_the_headline_is_the_latest_before_the_fetch() -> None:
    page = f"<html lang='ja'><body>{H1}<div>3月11日 21時25分</div>{TEXT}</body></html>".encode()
    fetched = Page(url="https://quay.example/k10014", body=page, fetched_at=datetime(2025, 4, 2, tzinfo=UTC))
    found = clean(fetched)
    assert (found.published, found.evidence["published"]) == ("2025-03-11T21:25", "day without a year near the title")
    assert clean(Page(url="https://quay.example/k10014", body=page)).published is None


def test_a_linked_name_above_what_she_does_is_an_author() -> None:
    box = '<div>March 11, 2025</div><div><a href="/x">Jane Roe</a></div><div>Engineer at Millsoft</div>'
    assert article(H1 + box).authors == ("Jane Roe",)


def test_a_line_of_signs_parts_no_name_from_its_date() -> None:
    assert article(f"{H1}<div>Jane Roe</div><div>•</div><div>March 11, 2025</div>").authors == ("Jane Roe",)
