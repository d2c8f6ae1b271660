"""What pages teach, and what is never taken for furniture however often it stood."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from cleaning import (
    NOTHING_KNOWN,
    Article,
    Block,
    Memory,
    Page,
    Sighting,
    card_hash,
    clean,
    disproved,
    lessons,
    settled,
    text_hash,
)

TITLE = "Tram stops for a heron"
NEWS = "The number nine tram stood still for twenty minutes this morning because a heron had chosen the rails. " * 2
MOTTO = "Printed on both sides since the year of the great frost, for all who can read."
NOTE = "The tram company wishes it to be known that no watch is as good as a timetable, not even its own. " * 2


def page(*paragraphs: str, plain: bool = False) -> Page:
    if plain:
        body, kind = "\n".join((TITLE, *paragraphs)), "text/plain; charset=utf-8"
    else:
        told = "".join(f"<p>{text}</p>" for text in paragraphs)
        body, kind = f"<html lang=en><body><article><h1>{TITLE}</h1>{told}</article></body></html>", "text/html"
    return Page(url="https://tram.example/2026/03/02/heron/", body=body.encode(), content_type=kind)


def knowing(pages: int, *texts: str, own: int = 0, as_stored: bool = False) -> Memory:
    return Memory({text_hash(text): Sighting(pages, f"on {pages}") for text in texts}, own, as_stored)


def taken(article: Article) -> list[str]:
    return [block.text for block in article.dropped if block.dropped_by == "known_furniture"]


def test_a_known_line_goes_from_html_and_from_plain_text_with_its_evidence() -> None:
    for plain in (False, True):
        article = clean(page(MOTTO, NEWS.strip(), plain=plain), memory=knowing(2, MOTTO))
        assert taken(article) == [MOTTO]
        assert [block.evidence for block in article.dropped if block.text == MOTTO] == ["on 2"]
        assert article.text == NEWS.strip()


def test_without_memory_it_stays() -> None:
    assert MOTTO in clean(page(MOTTO, NEWS)).text
    assert clean(page(MOTTO, NEWS), memory=NOTHING_KNOWN) == clean(page(MOTTO, NEWS))


def test_a_page_cleaned_again_does_not_count_itself() -> None:
    assert taken(clean(page(MOTTO, NEWS), memory=knowing(2, MOTTO, own=1))) == []
    assert taken(clean(page(MOTTO, NEWS), memory=knowing(3, MOTTO, own=1))) == [MOTTO]


def test_a_long_note_between_new_paragraphs_needs_ten_pages() -> None:
    inside = page(NEWS, NOTE, NEWS.replace("heron", "swan"))
    assert taken(clean(inside, memory=knowing(9, NOTE))) == []
    assert taken(clean(inside, memory=knowing(10, NOTE))) == [NOTE.strip()]
    assert taken(clean(page(NEWS, NOTE), memory=knowing(2, NOTE))) == [NOTE.strip()]


def test_a_short_line_between_new_paragraphs_needs_three_pages() -> None:
    inside = page(NEWS, MOTTO, NEWS.replace("heron", "swan"))
    assert taken(clean(inside, memory=knowing(2, MOTTO))) == []
    assert taken(clean(inside, memory=knowing(3, MOTTO))) == [MOTTO]


def test_bare_numbers_stand_on_other_pages_because_those_count_too() -> None:
    inside = page(NEWS, "1.", "12 000", NEWS.replace("heron", "swan"))
    assert taken(clean(inside, memory=knowing(30, "1.", "12 000"))) == []
    article = Article(url="https://tram.example/1", blocks=(Block("1."), Block("2nd"), Block("三")))
    assert [lesson.text for lesson in lessons(article)] == ["2nd", "三"]


def test_the_title_stays_the_title() -> None:
    assert clean(page(NEWS), memory=knowing(50, TITLE)).title == TITLE


def test_a_reprint_is_no_furniture() -> None:
    whole = page(NEWS, NOTE)
    assert taken(clean(whole, memory=knowing(12, NEWS, NOTE))) == []


def test_what_is_settled_goes_without_more_questions_and_nothing_else_does() -> None:
    inside = page(MOTTO, NEWS, NOTE, NEWS.replace("heron", "swan"))
    assert taken(clean(inside, memory=knowing(2, NOTE, as_stored=True))) == [NOTE.strip()]


def test_a_page_teaches_what_it_kept_and_what_memory_took_but_not_its_title_nor_what_other_rules_knew() -> None:
    article = Article(
        url="https://tram.example/1",
        title=TITLE,
        blocks=(Block(TITLE), Block(NEWS), Block(NEWS.upper())),
        dropped=(Block(MOTTO, dropped_by="known_furniture"), Block("Share", dropped_by="share_bar"), Block("...")),
    )
    told = lessons(article)
    assert [(each.hash, each.words > 0) for each in told] == [(text_hash(NEWS), True), (text_hash(MOTTO), False)]


def test_a_memory_travels_between_processes() -> None:
    memory = replace(knowing(3, MOTTO), own=1)
    assert pickle.loads(pickle.dumps(memory)) == memory


@pytest.mark.parametrize(
    "below", ["<ul><li>{0}</li><li>{0} twice</li></ul>", "<blockquote><p>{0}</p></blockquote>", "<p>{0}</p>"]
)
def test_a_subhead_that_other_articles_have_too_stays_above_what_is_new(below: str) -> None:
    told = page(NEWS, "HERE", NEWS.replace("heron", "swan"))
    headed = f"<h2>What is known</h2>{below.format('Herons sleep on one leg.')}"
    told = replace(told, body=told.body.replace(b"<p>HERE</p>", headed.encode()))
    assert taken(clean(told, memory=knowing(30, "What is known"))) == []


def test_a_heading_over_nothing_new_goes() -> None:
    told = replace(page(NEWS), body=page(NEWS).body.replace(b"</article>", b"<h2>What is known</h2></article>"))
    assert taken(clean(told, memory=knowing(30, "What is known"))) == ["What is known"]


# lists whose texts change


STEPS = ("The heron came on Monday.", "It left again on Friday.", "Nobody knows what it wanted.")
PLACE = "body/article/div.more/p"


def listing(*cards: str, news: str = NEWS * 2) -> Page:
    told = f"<p>{news}</p><div class=more>{''.join(f'<p>{card}</p>' for card in cards)}</div><p>{news}</p>"
    return replace(page(), body=page().body.replace(b"</article>", f"{told}</article>".encode()))


def with_lists(pages: int, own: int = 0) -> Memory:
    return Memory({card_hash(PLACE): Sighting(pages, f"on {pages}")}, own)


def gone(article: Article) -> list[str]:
    return [block.text for block in article.dropped if block.dropped_by == "known_cards"]


def test_a_list_goes_from_where_two_other_pages_had_nothing_but_lists_whatever_it_says() -> None:
    article = clean(listing(*STEPS), memory=with_lists(2))
    assert gone(article) == list(STEPS)
    assert {block.evidence for block in article.dropped if block.text in STEPS} == {f"list at {PLACE}, on 2"}
    assert gone(clean(listing(*STEPS), memory=with_lists(1))) == []
    assert gone(clean(listing(*STEPS), memory=with_lists(2, own=1))) == []
    assert gone(clean(listing(*STEPS))) == []


def test_two_blocks_are_no_list_and_a_page_keeps_sixty_words() -> None:
    assert gone(clean(listing(*STEPS[:2]), memory=with_lists(30))) == []
    assert gone(clean(listing(*STEPS, news=NEWS[:90]), memory=with_lists(30))) == []


def test_where_a_list_went_from_a_stored_page_goes_what_stands_there_now() -> None:
    first = clean(listing(*STEPS), memory=with_lists(2))
    then = settled((block.dropped_by, block.text, block.evidence) for block in first.dropped)
    assert then.settled
    for cards in (STEPS, ("Another day.", "Other cards."), ("It is back.", *STEPS)):
        again = clean(listing(*cards), memory=then)
        assert (again.text, gone(again)) == (first.text, list(cards))
        assert settled((block.dropped_by, block.text, block.evidence) for block in again.dropped) == then


def test_places_are_told_of_lists_that_other_rules_dropped_and_of_the_text() -> None:
    article = clean(listing(*STEPS), memory=with_lists(2))
    assert article.lists == (PLACE,)
    assert "body/article/p" in article.places and PLACE not in article.places
    assert lessons(article)[-1] == (card_hash(PLACE), f"list at {PLACE}", 0.0)
    kept = clean(listing(*STEPS))
    assert kept.lists == () and card_hash(PLACE) in disproved(kept)
