"""What saving a page does to article, revisions, dropped blocks and changes."""

from __future__ import annotations

from typing import Any

import pytest
from material import MONDAY, NIGHT, SITE, WORDS, a_page, a_refusal, an_article, ask, put, sizes

from cleaning import Block, Kind, Outcome, Precision, Refusal
from storage import Store


def test_a_first_page_is_a_new_article_with_its_words(store: Store) -> None:
    saved = put(store, a_page(), an_article(authors=("Ann Ode",), published="2026-03-01", tags=("pears", "sea")))
    stored = store.article(SITE + "/one")
    assert (saved.outcome, saved.revision, saved.url) == (Outcome.NEW, 1, SITE + "/one")
    assert stored is not None and stored.text == an_article().text
    assert (stored.title, stored.authors, stored.published) == ("Ferry leaves", ("Ann Ode",), "2026-03-01")
    assert (stored.first_seen, stored.tags, stored.duplicate_of) == (MONDAY, ("pears", "sea"), None)


def test_all_metadata_of_an_article_can_be_read_again(store: Store) -> None:
    told: dict[str, Any] = {
        "canonical_url": SITE + "/one",
        "published_precision": Precision.DAY,
        "language": "en",
        "image": SITE + "/pear.jpg",
        "section": "Sea",
        "source": "Quay Post",
        "source_url": "https://quay.example/1",
        "evidence": {"title": "og:title"},
    }
    put(store, a_page(), an_article(**told))
    stored = store.article(SITE + "/one")
    assert stored is not None
    assert {name: getattr(stored, name) for name in told} == told


def test_dropped_blocks_are_kept_with_their_rule_and_captions_among_them(store: Store, database: str) -> None:
    put(store, a_page(), an_article(captions=(Block("A pear, yesterday", Kind.CAPTION),)))
    rows = ask(database, "SELECT url, text, rule, evidence, kind FROM v1_dropped ORDER BY position")
    assert [tuple(row[1:]) for row in rows] == [
        ("A pear, yesterday", "caption", "", "caption"),
        ("More from the harbour", "more_from_list", "heading of 3 cards", "heading"),
        ("A pear is weighed", "more_from_list", "card 1 of 3", "item"),
    ]


def test_a_quiet_second_night_adds_no_row_at_all(store: Store, database: str) -> None:
    for number in range(5):
        put(store, a_page(f"/{number}"), an_article(f"/{number}"), store.start_run("crawl", "1", MONDAY))
    before = sizes(database)
    for number in range(5):
        tonight = a_page(f"/{number}", at=MONDAY + NIGHT)
        store.keep(tonight)
        assert store.look(tonight).unchanged
        assert store.save_unchanged(tonight, None).outcome is Outcome.SAME
    assert sizes(database) == before


def test_a_page_with_another_date_on_top_each_night_adds_no_row_either(store: Store, database: str) -> None:
    put(store, a_page(body="Monday! ferry"), an_article())
    before = sizes(database)
    for night in range(1, 4):
        page = a_page(body=f"night {night}! ferry", at=MONDAY + night * NIGHT)
        assert not store.look(page).unchanged
        assert put(store, page, an_article()).outcome is Outcome.SAME
    assert sizes(database) == before


def test_changed_words_make_exactly_one_revision(store: Store) -> None:
    put(store, a_page(), an_article())
    again = put(store, a_page(body="second", at=MONDAY + NIGHT), an_article(words=WORDS * 3 + "It sank."))
    assert (again.outcome, again.revision) == (Outcome.CHANGED, 2)
    assert [(r.revision, r.reason, "sank" in r.text) for r in store.history(SITE + "/one")] == [
        (1, "new", False),
        (2, "changed", True),
    ]
    stored = store.article(SITE + "/one")
    assert stored is not None and stored.last_changed == MONDAY + NIGHT and stored.first_seen == MONDAY


def test_a_changed_title_makes_a_revision_too(store: Store) -> None:
    put(store, a_page(), an_article())
    assert put(store, a_page(body="second"), an_article(title="Ferry returns")).outcome is Outcome.CHANGED


def test_changed_metadata_is_amended_in_place_and_told(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    saved = put(store, a_page(body="second"), an_article(language="en"))
    assert (saved.outcome, saved.reason, saved.revision) == (Outcome.SAME, "metadata", 1)
    assert [row.kind for row in ask(database, "SELECT kind FROM v1_change ORDER BY cursor")] == ["new", "metadata"]


def test_a_text_under_another_address_is_kept_as_a_duplicate(store: Store) -> None:
    put(store, a_page("/one"), an_article("/one", WORDS * 3))
    saved = put(store, a_page("/two"), an_article("/two", WORDS * 3, title="Ferry leaves again"))
    copy = store.article(SITE + "/two")
    assert saved.outcome is Outcome.DUPLICATE
    assert copy is not None and copy.duplicate_of == SITE + "/one"
    original = store.article(SITE + "/one")
    assert original is not None and original.cluster == copy.cluster


def test_a_short_text_is_no_duplicate_of_another_titles_short_text(store: Store) -> None:
    put(store, a_page("/one"), an_article("/one", "Watch the video.", title="Ferry"))
    assert put(store, a_page("/two"), an_article("/two", "Watch the video.", title="Pears")).outcome is Outcome.NEW


def test_when_the_original_changes_its_eldest_copy_stands_for_itself(store: Store) -> None:
    for path in ("/one", "/two", "/three"):
        put(store, a_page(path), an_article(path, WORDS * 3))
    put(store, a_page("/one", "second"), an_article("/one", WORDS * 3 + "It sank."))
    two, three = store.article(SITE + "/two"), store.article(SITE + "/three")
    assert two is not None and two.duplicate_of is None
    assert three is not None and three.duplicate_of == SITE + "/two"


def test_a_refused_page_leaves_the_article_untouched(store: Store, database: str) -> None:
    put(store, a_page(), an_article())
    saved = put(store, a_page(body="who are you?"), a_refusal())
    assert (saved.outcome, saved.reason, saved.revision) == (Outcome.REFUSED, "block page", 1)
    assert len(store.history(SITE + "/one")) == 1
    (row,) = ask(database, "SELECT outcome, reason, evidence FROM v1_fetch")
    assert tuple(row) == ("refused", "block page", "it asks who you are")


def test_a_refused_first_page_makes_no_article(store: Store, database: str) -> None:
    assert put(store, a_page(), a_refusal()).article_id is None
    assert store.article(SITE + "/one") is None
    assert sizes(database)["article"] == 0


def test_a_long_text_that_collapses_is_refused(store: Store) -> None:
    put(store, a_page(), an_article(words=WORDS * 40))
    saved = put(store, a_page(body="second"), an_article(words="Subscribe to read on."))
    assert (saved.outcome, saved.reason) == (Outcome.REFUSED, Refusal.COLLAPSED.value)


def test_words_no_database_takes_are_made_storable_everywhere(store: Store, database: str) -> None:
    odd = "a\0b\ud800c"
    layered = an_article(
        words=odd * 100,
        title=odd,
        authors=(odd,),
        section=odd,
        evidence={odd: odd},
        dropped=(Block(odd, dropped_by=odd),),
    )
    assert put(store, a_page(), layered).outcome is Outcome.NEW
    assert put(store, a_page(body="second"), layered).outcome is Outcome.SAME
    stored = store.article(SITE + "/one")
    assert stored is not None
    assert (stored.title, stored.authors, stored.section) == ("ab\ufffdc", ("ab\ufffdc",), "ab\ufffdc")
    assert ask(database, "SELECT rule FROM v1_dropped")[0][0] == "ab\ufffdc"


def test_text_is_kept_as_written(store: Store) -> None:
    words = "٢٠٢٦ می‌رود 14, 532 \u2015 80 th \U0001f600 " * 9 + "\x1b[1m \u202e"
    put(store, a_page(), an_article(words=words))
    stored = store.article(SITE + "/one")
    assert stored is not None and stored.text.startswith(words)


def test_an_address_longer_than_any_index_is_stored_and_found(store: Store) -> None:
    path = "/" + "pear-" * 2_000
    assert put(store, a_page(path), an_article(path)).outcome is Outcome.NEW
    assert put(store, a_page(path, "second"), an_article(path)).outcome is Outcome.SAME
    assert store.article(SITE + path) is not None


@pytest.mark.parametrize("scheme", ["http://www.harbour.example.com", "https://harbour.example.com"])
def test_an_article_is_found_by_any_spelling_of_its_address(store: Store, scheme: str) -> None:
    put(store, a_page(), an_article())
    assert store.article(f"{scheme}/one?utm_source=quay") is not None
