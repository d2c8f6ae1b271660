"""The headline is what the page shows, without the site's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning import Page, clean
from cleaning.head import Head, Said
from cleaning.jsonld import LdArticle
from cleaning.titles import site_names, title_of, without_site

URL = "https://www.metro-wire.com/news/river-talks-resume-after-storm"


def head(
    tag: str = "", og: str = "", headline: str = "", sites: tuple[str, ...] = ("Metro Wire",), url: str = URL
) -> Head:
    return Head(
        url=url,
        title_tag=tag,
        titles=(Said("og:title", og),) if og else (),
        sites=sites,
        article=LdArticle(kind="newsarticle", headline=headline) if headline else None,
    )


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("River talks resume | Metro Wire", "River talks resume"),
        ("River talks resume - Metro Wire", "River talks resume"),
        ("Metro Wire: River talks resume", "River talks resume"),
        ("River talks resume – News – Metro Wire", "River talks resume"),
        ("River talks resume | metro-wire.com", "River talks resume"),
        ("River talks resume | Metro Wire Online", "River talks resume"),
        ("River: talks resume - at last", "River: talks resume - at last"),
        ("Talks | What now?", "Talks | What now?"),
        ("Metro wires snap in storm", "Metro wires snap in storm"),
        ("Metro Wire", "Metro Wire"),
    ],
)
def test_the_sites_name_is_no_part_of_the_title(title: str, bare: str) -> None:
    assert without_site(title, site_names(head())) == bare


def test_the_h1_is_believed_before_tags_made_for_search_engines() -> None:
    page = head(tag="River talks: 5 things to know | Metro Wire", og="River talks resume after the storm")
    assert title_of(page, ["River talks resume after storm"]) == ("River talks resume after storm", "h1")


def test_of_several_h1s_the_one_that_the_head_confirms_is_taken() -> None:
    page = head(tag="River talks resume after storm | Metro Wire")
    assert (
        title_of(page, ["Metro Wire", "Menu", "River talks resume after storm", "Most read"])[0]
        == "River talks resume after storm"
    )


def test_an_h1_with_the_blogs_name_is_not_the_title() -> None:
    page = head(tag="Notes of a Walker: Small bridges", og="Small bridges", sites=())
    assert title_of(page, ["Notes of a Walker"])[0] == "Small bridges"


def test_the_part_that_the_address_names_is_the_title() -> None:
    page = head(tag="Four Rivers » Archive » River talks resume after storm", sites=())
    assert title_of(page, ["Four Rivers"])[0] == "River talks resume after storm"


def test_a_topic_line_before_the_headline_is_left_out() -> None:
    page = head(og="River talks resume after storm")
    assert title_of(page, ["Local News | River talks resume after storm"])[0] == "River talks resume after storm"


def test_a_title_with_signs_in_it_stays_whole() -> None:
    title = "Talks: river - bridge | storm"
    assert title_of(head(tag=f"{title} | Metro Wire", og=title), [title])[0] == title


def test_a_lone_h1_that_nothing_confirms_is_the_title() -> None:
    assert (
        title_of(head(tag="Metro Wire"), ["Bridges open again after the long night"])[0]
        == "Bridges open again after the long night"
    )


def test_a_heading_that_says_what_the_head_tells_comes_before_a_slogan() -> None:
    page = head(tag="Kind Harbour » Notes » How bridges are painted", sites=(), url="https://example.org/3")
    lines = ["How bridges are painted"]
    assert title_of(page, ["Guides for careful people"], lines)[0] == "How bridges are painted"


def test_the_only_h1_comes_before_another_wording_in_the_head() -> None:
    page = head(og="Buying Guide 2025", tag="Buying Guide 2025 | Metro Wire")
    assert title_of(page, ["Find a kettle that suits you"])[0] == "Find a kettle that suits you"


def test_an_og_title_that_is_the_sites_name_hides_no_headline() -> None:
    page = head(
        og="Metro Wire", tag="Which kettle suits which cook? | Metro Wire", sites=(), url="https://metrowire.org/1"
    )
    assert title_of(page, ["Which kettle suits which cook?"])[0] == "Which kettle suits which cook?"


def test_one_word_more_in_the_h1_belongs_to_the_headline() -> None:
    page = head(og="Common kettle faults and what helps")
    assert title_of(page, ["Most common kettle faults and what helps"])[0] == "Most common kettle faults and what helps"
    assert title_of(page, ["Kitchen: Common kettle faults and what helps"])[0] == "Common kettle faults and what helps"


def test_a_line_of_the_page_tells_where_the_title_ends_in_the_tag() -> None:
    page = head(tag="多运动｜即时新闻｜某某电子报", sites=(), url="https://example.org/1")
    assert title_of(page, [], ["首页", "多运动", "正文"])[0] == "多运动"


def test_the_headline_may_stand_between_the_site_and_its_section() -> None:
    page = head(tag="THE MILL - Small bridges, big worries - bridges + roads", sites=(), url="https://example.org/1")
    assert title_of(page, [], ["Search", "Small bridges, big worries"])[0] == "Small bridges, big worries"


def test_a_part_of_the_headline_with_a_word_of_the_section_stays() -> None:
    title = "Ferry kept out of port: safety reasons not politics"
    page = head(tag=f"Politics - {title}", og=title, sites=())
    assert title_of(page, [])[0] == title


def test_of_two_h1s_that_both_stand_in_the_title_tag_the_longer_is_the_headline() -> None:
    page = head(
        tag="Four Rivers Daily--Money--Kettle prices rise as copper runs short", sites=(), url="https://e.org/1"
    )
    headline = "Kettle prices rise as copper runs short"
    assert title_of(page, ["Four Rivers Daily", headline])[0] == headline


def test_an_h1_that_is_the_sites_name_with_a_sign_in_it_is_not_the_title() -> None:
    page = head(tag="Giving advice | Notes - Spring course", og="Giving advice", sites=("Notes - Spring course",))
    assert title_of(page, ["Notes – Spring course"])[0] == "Giving advice"


def test_a_headline_that_structured_data_has_for_a_site_stays_whole() -> None:
    title = 'Learning machines in school - Children get "faster and better at many things"'
    page = head(tag=title, headline=title, sites=("Four Rivers", title))
    assert title_of(page, [title])[0] == title


def test_markup_in_a_meta_tag_is_no_part_of_the_title() -> None:
    assert title_of(head(og="<b>Virus </b><br>Ferry stays in port"), [])[0] == "Virus Ferry stays in port"


def test_words_stay_as_written() -> None:
    assert title_of(head(og="Ban on 14, 532 “ghost” boats―again"), [])[0] == "Ban on 14, 532 “ghost” boats―again"


def test_a_page_whose_title_is_the_sites_name_keeps_it() -> None:
    assert title_of(head(tag="Metro Wire"), [])[0] == "Metro Wire"


def test_a_page_without_title_has_none() -> None:
    assert title_of(Head(), []) == (None, "")


@given(st.text(max_size=80), st.text(max_size=80), st.lists(st.text(max_size=60), max_size=3))
def test_finding_a_title_never_raises(tag: str, og: str, h1s: list[str]) -> None:
    title, evidence = title_of(head(tag, og, headline=og), h1s, h1s)
    assert (title is None) == (not evidence)


@pytest.mark.parametrize(
    "page_title, told",
    [("Courier: Talks Begin on the Ferry | Courier Watch", "Courier: Talks Begin on the Ferry"),
     ("Talks Begin on the Ferry | Courier", "Talks Begin on the Ferry")],
)  # fmt: skip
def test_what_stands_before_a_colon_is_the_headlines_though_a_link_home_says_it(page_title: str, told: str) -> None:
    text = "<p>The harbour board met on Monday to speak about the ferry, its crew and the price of a crossing.</p>" * 3
    top = f'<a href="/">Courier Watch</a><div><a href="/">Courier</a></div><h1>{page_title.partition(" | ")[0]}</h1>'
    body = f"<html><head><title>{page_title}</title></head><body>{top}{text}</body></html>".encode()
    assert clean(Page(url="https://watch.example/2025/03/04/talks-begin/", body=body)).title == told
