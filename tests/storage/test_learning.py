"""Publisher memory: counted once a page, exact with two processes, forgotten in time, corrected by hand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from material import MONDAY, NIGHT, a_page, a_story, an_article, ask, put

from cleaning import Article, Block, card_hash, text_hash
from storage import Learned, Store
from storage.recall import READ_FOR

MOTTO = "Printed on both sides since the year of the great frost, for all who can read."
MARK = text_hash(MOTTO)


def story(number: int, *furniture: str) -> Article:
    """An article of its own words, with lines that stand on other pages, too."""
    article = an_article(f"/{number}", a_story(number))
    return Article(
        url=article.url,
        publisher="harbour",
        title=f"Story {number}",
        blocks=(*article.blocks[:1], *(Block(text) for text in furniture)),
    )


def tell(store: Store, number: int, *furniture: str, at: datetime = MONDAY) -> None:
    put(store, a_page(f"/{number}", f"print of {number}", at), story(number, *furniture))


def learned(store: Store) -> dict[str, Learned]:
    return {row.text: row for row in store.learned("harbour")}


def test_a_block_of_two_pages_is_known_with_how_often_and_since_when(store: Store) -> None:
    tell(store, 1)
    tell(store, 2, MOTTO)
    assert learned(store) == {}
    tell(store, 3, MOTTO, at=MONDAY + NIGHT)
    assert learned(store) == {MOTTO: Learned(MARK, 2, 2, MONDAY, MONDAY + NIGHT, MOTTO, False)}
    known = store.memory(a_page("/4"))
    assert known.blocks[MARK].evidence == "on 2 of 2 pages since 2026-03-02"
    assert (known.own, known.settled) == (0, False)


def test_a_page_counts_once_however_often_it_comes_and_changes(store: Store) -> None:
    tell(store, 1, MOTTO)
    for night in range(1, 6):
        put(store, a_page("/1", f"edition {night}", MONDAY + night * NIGHT), story(1, MOTTO, a_story(90 + night)))
    assert learned(store) == {}


def test_copies_and_pages_without_news_teach_nothing(store: Store) -> None:
    tell(store, 1, MOTTO)
    put(store, a_page("/copy", "copy"), story(1, MOTTO))
    put(store, a_page("/longer", "longer"), story(1, MOTTO, a_story(77, 30)))
    put(store, a_page("/short", "short"), an_article("/short", MOTTO))
    assert learned(store) == {}


def test_publishers_learn_apart(store: Store) -> None:
    tell(store, 1, MOTTO)
    tell(store, 2, MOTTO)
    assert store.learned("lamp") == []
    assert store.memory_of("lamp").blocks == {}


def test_a_stored_page_is_cleaned_with_what_was_known_when_it_was_stored(store: Store) -> None:
    for number in (1, 2, 3):
        tell(store, number, MOTTO)
    assert MARK in store.memory(a_page("/new")).blocks
    assert store.memory(a_page("/1")).blocks == {}
    dropped = Block(MOTTO, dropped_by="known_furniture", evidence="on 3 of 3 pages")
    later = Article(url=a_page("/4").url, publisher="harbour", title="Four", blocks=story(4).blocks, dropped=(dropped,))
    put(store, a_page("/4", "four"), later)
    kept = store.memory(a_page("/4"))
    assert kept.settled
    assert {number: seen.evidence for number, seen in kept.blocks.items()} == {MARK: "on 3 of 3 pages"}
    assert learned(store)[MOTTO].pages == 4


def test_a_place_of_lists_is_known_until_an_article_stands_there(store: Store) -> None:
    def shaped(number: int, **places: tuple[str, ...]) -> None:
        put(store, a_page(f"/{number}", f"print of {number}"), replace(story(number), **places))  # type: ignore[arg-type]

    place = "body/div.more/p"
    for number in (1, 2, 3):
        shaped(number, lists=(place,), places=("body/p",))
    assert {text: row.pages for text, row in learned(store).items()} == {f"list at {place}": 3}
    assert store.memory(a_page("/new")).blocks[card_hash(place)].pages == 3
    shaped(4, places=(place,))
    assert learned(store) == {}
    shaped(5, lists=(place,))
    shaped(6, lists=(place,))
    assert learned(store)[f"list at {place}"].pages == 2
    assert store.forget_block("harbour", card_hash(place))


def test_cards_that_went_are_remembered_with_the_stored_page(store: Store) -> None:
    card = Block("A heron was seen", dropped_by="known_cards", evidence="list at body/div.more/p, on 3 of 3 pages")
    put(store, a_page("/1"), replace(story(1), dropped=(card,)))
    kept = store.memory(a_page("/1"))
    assert kept.settled and kept.blocks[card_hash("body/div.more/p")].evidence == card.evidence


def test_what_is_not_met_any_more_is_forgotten_and_sooner_if_it_was_seen_once(store: Store, database: str) -> None:
    tell(store, 1, MOTTO)
    tell(store, 2, MOTTO)
    rows = ask(database, "SELECT count(*) FROM publisher_block")[0][0]
    tell(store, 3, at=MONDAY + timedelta(days=31))
    assert MOTTO in learned(store)
    assert ask(database, "SELECT count(*) FROM publisher_block")[0][0] == rows - 2 + 1  # both stories went, one came
    tell(store, 4, at=MONDAY + timedelta(days=61))
    assert learned(store) == {}


def test_a_redesign_begins_a_new_epoch_and_takes_over_what_was_corrected(store: Store, database: str) -> None:
    store.keep_block("harbour", text_hash("So it was."), "So it was.")
    for number in range(12):
        tell(store, number, MOTTO, "So it was.")
    for number in range(20, 30):
        assert MOTTO in learned(store)
        tell(store, number)
    assert [(row.text, row.kept) for row in store.learned("harbour")] == [("So it was.", True)]
    assert [tuple(row) for row in ask(database, "SELECT epoch, pages FROM publisher_memory ORDER BY epoch")] == [
        (1, 21),
        (2, 1),
    ]


def test_pages_that_meet_something_steady_now_and_then_begin_none(store: Store, database: str) -> None:
    for number in range(12):
        tell(store, number, MOTTO)
    for number in range(20, 40):
        tell(store, number, *([MOTTO] if number % 3 == 0 else []))
    assert [row.epoch for row in ask(database, "SELECT epoch FROM publisher_memory")] == [1]


def test_a_kept_block_is_not_handed_to_the_cleaner_and_a_forgotten_one_is_learned_anew(store: Store) -> None:
    for number in (1, 2, 3):
        tell(store, number, MOTTO)
    store.keep_block("harbour", MARK, MOTTO)
    assert learned(store)[MOTTO].kept
    assert MARK not in store.memory_of("harbour").blocks
    assert store.forget_block("harbour", MARK)
    assert not store.forget_block("harbour", MARK)
    assert learned(store) == {}
    tell(store, 4, MOTTO)
    tell(store, 5, MOTTO)
    assert (learned(store)[MOTTO].pages, learned(store)[MOTTO].of) == (2, 2)


def test_two_crawlers_at_once_count_each_page_once(database: str) -> None:
    with Store(database, version="1") as one, Store(database, version="1") as other, ThreadPoolExecutor(4) as pool:
        assert other.memory_of("harbour").blocks == {}
        list(pool.map(lambda number: tell((one, other)[number % 2], number, MOTTO), range(24)))
        assert learned(one)[MOTTO].pages == learned(other)[MOTTO].pages == 24


def test_what_another_process_learned_is_read_in_time(database: str) -> None:
    with Store(database, version="1") as one, Store(database, version="1") as other:
        assert other.memory_of("harbour").blocks == {}
        tell(one, 1, MOTTO)
        tell(one, 2, MOTTO)
        assert other.memory_of("harbour").blocks == {}
        for _ in range(READ_FOR):
            known = other.memory_of("harbour")
    assert known.blocks[MARK].pages == 2
