"""The raw archive: what was fetched can be read again, and nothing is kept for nothing."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
import zstandard
from material import MONDAY, NIGHT, SITE, WORDS, a_page, a_refusal, an_article, ask, put, sizes

from cleaning import Page, Refusal
from storage import Store
from storage.packing import lesson, pack, unpack

SHELL = b"".join(b"<div class='shelf-%d'>pears and plums no %d</div>" % (n, n * 7919) for n in range(2_000))


def a_big_page(path: str, seed: int) -> Page:
    words = " ".join(random.Random(seed).choices(WORDS.split(), k=200))
    return Page(url=SITE + path, body=SHELL + words.encode(), fetched_at=MONDAY, publisher="harbour")


def test_what_was_said_of_bytes_that_were_refused_is_forgotten_once_they_come_as_an_article(store: Store) -> None:
    put(store, a_page(content_type="application/pdf", status=202), a_refusal(why=Refusal.NOT_TEXT))
    put(store, a_page(at=MONDAY + NIGHT), an_article())
    (kept,) = store.stored_pages()
    assert (kept.content_type, kept.status, kept.fetched_at) == ("text/html", 200, MONDAY + NIGHT)


def test_a_page_comes_back_with_every_byte_and_header(store: Store) -> None:
    page = a_page(
        status=203, content_type="text/html; charset=gb2312", etag='"1"', last_modified="Mon", final_url=SITE + "/1"
    )
    odd = Page(**{name: getattr(page, name) for name in Page.__dataclass_fields__} | {"body": bytes(range(256)) * 40})
    put(store, odd, an_article())
    assert list(store.stored_pages()) == [odd]


@pytest.mark.parametrize("body", [b"", b"x", b"x" * 3_000_000])
def test_bodies_of_any_size_come_back(store: Store, body: bytes) -> None:
    page = Page(url=SITE + "/one", body=body, fetched_at=MONDAY, publisher="harbour")
    put(store, page, an_article())
    assert [each.body for each in store.stored_pages()] == [body]


def test_later_pages_of_a_host_cost_only_what_is_new_in_them(store: Store, database: str) -> None:
    for number in range(5):
        put(store, a_big_page(f"/{number}", number), an_article(f"/{number}"))
    stored = ask(database, "SELECT size, length(data) FROM raw", raw=True)
    assert all(length < size / 50 for size, length in stored)
    assert len(ask(database, "SELECT 1 FROM raw_dictionary", raw=True)) == 1
    assert [page.body for page in store.stored_pages()] == [a_big_page(f"/{n}", n).body for n in range(5)]


def test_the_dictionary_outlives_the_page_it_was_made_of(database: str) -> None:
    with Store(database, version="1") as store:
        put(store, a_big_page("/0", 0), a_refusal("/0"))
        put(store, a_big_page("/1", 1), an_article("/1"))
        put(store, a_page("/0", "now a stub"), a_refusal("/0"))
    with Store(database, version="1") as store:
        bodies = [page.body for page in store.stored_pages()]
    assert a_big_page("/1", 1).body in bodies and a_big_page("/0", 0).body not in bodies


def test_equal_bytes_under_two_addresses_are_stored_once(store: Store, database: str) -> None:
    put(store, a_page("/one"), an_article("/one"))
    put(store, a_page("/two"), an_article("/two"))
    assert len(ask(database, "SELECT 1 FROM raw", raw=True)) == 1
    assert len(list(store.stored_pages())) == 2


def test_the_raw_page_of_every_revision_is_kept(store: Store, database: str) -> None:
    for number in range(3):
        put(store, a_page(body=f"print {number}"), an_article(words=f"{WORDS * 3} {number}"))
    kept = {row.capture for row in ask(database, "SELECT capture FROM revision")}
    archived = {row.id for row in ask(database, "SELECT id FROM capture", raw=True)}
    assert kept == archived and len(kept) == 3


def test_a_refused_page_is_kept_for_a_better_cleaner_but_only_the_last_one(store: Store) -> None:
    put(store, a_page(body="good"), an_article())
    for number in range(3):
        put(store, a_page(body=f"who are you, {number}?", at=MONDAY + timedelta(days=number)), a_refusal())
    assert [page.body for page in store.stored_pages()] == [b"<p>good</p>", b"<p>who are you, 2?</p>"]
    put(store, a_page(body="good again"), an_article())
    assert [page.body for page in store.stored_pages()] == [b"<p>good</p>"]


def test_a_page_kept_but_never_saved_harms_nothing(store: Store) -> None:
    store.keep(a_page(body="the power went out here"))
    assert not store.look(a_page(body="the power went out here")).unchanged
    assert list(store.stored_pages()) == []


def test_a_damaged_body_is_an_error_and_never_wrong_bytes() -> None:
    packed = bytearray(pack(SHELL))
    packed[-2] ^= 0xFF
    with pytest.raises(zstandard.ZstdError):
        unpack(bytes(packed), len(SHELL))
    other, ours = lesson(SHELL), lesson(SHELL[::-1])
    with pytest.raises(zstandard.ZstdError):
        unpack(pack(SHELL + b"end", other), len(SHELL) + 3, ours)


def test_stored_pages_can_be_chosen_by_publisher_and_address(store: Store) -> None:
    put(store, a_page("/one", final_url=SITE + "/new"), an_article("/new"))
    put(store, a_page("/two"), an_article("/two"))
    assert [page.url for page in store.stored_pages(urls=[SITE + "/new"])] == [SITE + "/one"]
    assert [page.url for page in store.stored_pages(urls=[SITE + "/one"])] == [SITE + "/one"]
    assert len(list(store.stored_pages("harbour"))) == 2
    assert list(store.stored_pages("elsewhere")) == list(store.stored_pages(urls=[])) == []


def test_a_page_that_is_as_it_was_before_a_refusal_needs_the_refused_one_no_more(store: Store, database: str) -> None:
    put(store, a_page(body="good"), an_article())
    before = sizes(database)
    put(store, a_page(body="who are you?"), a_refusal())
    store.save_unchanged(a_page(body="good"), None)
    assert [page.body for page in store.stored_pages()] == [b"<p>good</p>"]
    assert sizes(database) == before
