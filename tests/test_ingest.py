"""The line from a page to rows, with a real database and a real worker."""

from __future__ import annotations

import os
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from press import MORE, STORIES, article, front_page

import ingest as line
from cleaning import NOTHING_KNOWN, Article, Layout, Memory, Outcome, Page, Refusal, clean, lessons
from ingest import Ingested, cleaned, foretell, goes_on, incomplete, ingest, reingest
from storage import Store
from workers import Workers, clean_to_store

MONDAY = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
SITE = "https://post.example"
PATH, (TITLE, LEAD) = next(iter(STORIES.items()))
ADDRESS = f"{SITE}{PATH}"
PLAIN = Layout()
WALL = "<title>Sign in</title><h1>Sign in</h1><p>Sign in before you go on.</p><form><input type=password></form>"


def a_page(body: str = "", url: str = ADDRESS, night: int = 0, **more: object) -> Page:
    at = MONDAY + timedelta(days=night)
    page = Page(url=url, body=(body or article(TITLE, LEAD)).encode(), fetched_at=at, publisher="post.example")
    return replace(page, **more)  # type: ignore[arg-type]  # the fields of a page, by name


def split(part: int, of: int, url: str = ADDRESS) -> Page:
    """Page `part` of a split article; it links to the next one."""
    more = tuple(f"{words} So it is told on page {part}." for words in MORE)
    address = url if part == 1 else f"{url}{part}/"
    link = f'<p class="pages"><a rel="next" href="{url}{part + 1}/">Next page</a></p>' if part < of else ""
    head = f'<link rel="next" href="{url}{part + 1}/">' if part < of else ""
    return a_page(article(TITLE, f"{LEAD} Page {part}.", more=more, head=head, tail=link), url=address)


def texts(store: Store, url: str = ADDRESS) -> list[str]:
    return [revision.text for revision in store.history(url)]


def bodies(store: Store) -> set[bytes]:
    return {page.body for page in store.stored_pages()}


def test_a_new_page_becomes_an_article(shelf: Store, workers: Workers) -> None:
    done = ingest(a_page(), PLAIN, shelf, workers)
    assert done == Ingested(Outcome.NEW, "", ADDRESS)
    row = shelf.article(ADDRESS)
    assert row is not None
    assert (row.title, row.authors, row.text) == (TITLE, ("Ada Lindqvist",), "\n\n".join((LEAD, *MORE)))


def test_the_same_bytes_are_not_cleaned_again(shelf: Store, workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    monkeypatch.setattr(line, "cleaned", None)
    monkeypatch.setattr(Store, "keep", None)
    assert ingest(a_page(night=1), PLAIN, shelf, workers).outcome is Outcome.SAME
    assert len(texts(shelf)) == 1


def test_the_same_text_in_another_dress_makes_no_revision(shelf: Store, workers: Workers) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    dressed = article(TITLE, LEAD).replace("Mill Lane 4", "Mill Lane 4, printed on Tuesday")
    assert ingest(a_page(dressed, night=1), PLAIN, shelf, workers).outcome is Outcome.SAME
    assert len(texts(shelf)) == 1


def test_a_changed_text_makes_one_revision_and_the_old_one_stays(shelf: Store, workers: Workers) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    changed = a_page(article(TITLE, LEAD.replace("two of its bolts", "three of its bolts")), night=1)
    assert ingest(changed, PLAIN, shelf, workers).outcome is Outcome.CHANGED
    old, new = texts(shelf)
    assert "two of its bolts" in old
    assert "three of its bolts" in new


def test_the_same_text_at_another_address_is_a_duplicate(shelf: Store, workers: Workers) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    other = f"{SITE}/2026/03/02/bridge-closed-again/"
    assert ingest(a_page(url=other), PLAIN, shelf, workers).outcome is Outcome.DUPLICATE
    row = shelf.article(other)
    assert row is not None
    assert row.duplicate_of == ADDRESS


def test_a_page_that_is_no_article_is_refused_with_its_reason_and_kept(shelf: Store, workers: Workers) -> None:
    page = a_page("<html><body><p>Please wait.</p></body></html>")
    done = ingest(page, PLAIN, shelf, workers)
    assert (done.outcome, done.reason) == (Outcome.REFUSED, Refusal.STUMP)
    assert shelf.article(ADDRESS) is None
    assert bodies(shelf) == {page.body}


def test_a_refused_page_leaves_the_article_that_was_there(shelf: Store, workers: Workers) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    done = ingest(a_page("<html><body><p>Please wait.</p></body></html>", night=1), PLAIN, shelf, workers)
    assert done.outcome is Outcome.REFUSED
    assert [LEAD in text for text in texts(shelf)] == [True]


# Articles in parts


def test_a_split_article_says_where_it_goes_on_and_is_stored_whole_in_order(shelf: Store, workers: Workers) -> None:
    page = split(1, of=3)
    for number in (2, 3):
        done = ingest(page, PLAIN, shelf, workers)
        assert (done.outcome, done.next_page) == (Outcome.PART, f"{ADDRESS}{number}/")
        assert shelf.article(ADDRESS) is None
        page = page.with_next(split(number, of=3))
    done = ingest(page, PLAIN, shelf, workers)
    assert (done.outcome, done.article_url, done.next_page) == (Outcome.NEW, ADDRESS, None)
    (text,) = texts(shelf)
    places = [text.index(f"Page {number}.") for number in (1, 2, 3)]
    assert places == sorted(places)
    assert text.count("So it is told on page") == 3 * len(MORE)


def test_a_split_article_is_the_same_the_next_night(shelf: Store, workers: Workers) -> None:
    ingest(split(1, of=2).with_next(split(2, of=2)), PLAIN, shelf, workers)
    again = replace(split(1, of=2).with_next(split(2, of=2)), fetched_at=MONDAY + timedelta(days=1))
    assert ingest(again, PLAIN, shelf, workers).outcome is Outcome.SAME
    assert len(texts(shelf)) == 1


def test_pages_that_name_each_other_in_a_circle_come_to_an_end(shelf: Store, workers: Workers) -> None:
    second = split(2, of=3)
    circle = replace(second, body=second.body.replace(f"{PATH}3/".encode(), f"{PATH}2/".encode()))
    done = ingest(split(1, of=3).with_next(circle), PLAIN, shelf, workers)
    assert (done.outcome, done.next_page) == (Outcome.NEW, None)


def test_an_article_with_a_missing_part_is_refused_and_kept(shelf: Store, workers: Workers) -> None:
    page = split(1, of=2)
    assert ingest(page, PLAIN, shelf, workers).outcome is Outcome.PART
    done = incomplete(page, f"{ADDRESS}2/", PLAIN, shelf, workers)
    assert (done.outcome, done.reason) == (Outcome.REFUSED, Refusal.INCOMPLETE)
    assert shelf.article(ADDRESS) is None
    assert bodies(shelf) == {page.body}


def test_an_article_whose_part_went_missing_keeps_its_whole_text(shelf: Store, workers: Workers) -> None:
    ingest(split(1, of=2).with_next(split(2, of=2)), PLAIN, shelf, workers)
    done = incomplete(
        replace(split(1, of=2), fetched_at=MONDAY + timedelta(days=1)), f"{ADDRESS}2/", PLAIN, shelf, workers
    )
    assert done.outcome is Outcome.REFUSED
    assert ["Page 2." in text for text in texts(shelf)] == [True]


CHECK = (
    "<html><head><title>One moment</title></head><body><h1>Checking your browser</h1><p>Please switch on scripts and"
    " cookies to go on. You will be led to the page that you asked for within a few seconds.</p></body></html>"
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (CHECK, "text/html"),
        (WALL, "text/html"),
        (front_page(), "text/html"),
        ("%PDF-1.7 and much more", "application/pdf"),
        ("", "text/html"),
    ],
)
def test_what_stands_in_the_place_of_a_further_page_is_no_part_of_the_article(
    workers: Workers, body: str, kind: str
) -> None:
    part = Page(url=f"{ADDRESS}2/", body=body.encode(), content_type=kind)
    assert not goes_on(split(1, of=2), part, PLAIN, workers)


def test_a_short_last_page_is_a_part_though_it_is_no_article_by_itself(workers: Workers) -> None:
    last = '<main><article><div class="text"><p>And that was all of it.</p></div></article></main>'
    part = Page(url=f"{ADDRESS}2/", body=f"<html><body>{last}</body></html>".encode())
    assert cleaned(part, PLAIN, workers, NOTHING_KNOWN).refusal
    assert goes_on(split(1, of=2), part, PLAIN, workers)


# Pages that break the cleaner


def hang(page: Page, layout: Layout, memory: Memory) -> Article:
    while True:
        pass


def crash(page: Page, layout: Layout, memory: Memory) -> Article:
    os._exit(11)


def eat(page: Page, layout: Layout, memory: Memory) -> Article:
    return Article(url=str(len(bytearray(2**40))))


@pytest.mark.parametrize(
    ("cleaner", "reason", "seconds"),
    [(hang, Refusal.TIMEOUT, 0.5), (crash, Refusal.CRASH, 60), (eat, Refusal.MEMORY, 60)],
    ids=["hang", "crash", "eat"],
)
def test_a_page_whose_cleaning_fails_is_kept_and_recorded_with_its_reason(
    shelf: Store, monkeypatch: pytest.MonkeyPatch, cleaner: object, reason: Refusal, seconds: float
) -> None:
    monkeypatch.setattr(line, "clean_to_store", cleaner)
    with Workers(count=1, seconds=seconds) as hasty:
        done = ingest(a_page(), PLAIN, shelf, hasty)
    assert (done.outcome, done.reason) == (Outcome.REFUSED, reason)
    assert bodies(shelf) == {a_page().body}
    (status,) = shelf.status()
    assert (status.refused, status.articles) == (1, 0)


def test_a_page_whose_cleaning_failed_is_taken_back_by_the_next_cleaning(
    shelf: Store, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(line, "clean_to_store", crash)
        ingest(a_page(), PLAIN, shelf, workers)
    run = shelf.start_run("reclean", "1", MONDAY)
    assert [reingest(page, PLAIN, shelf, workers, run).outcome for page in shelf.stored_pages()] == [Outcome.NEW]
    assert [LEAD in text for text in texts(shelf)] == [True]


# Publisher memory


def test_what_pages_teach_is_dropped_from_new_ones_and_from_no_stored_one(shelf: Store, workers: Workers) -> None:
    note = "Printed by hand in a shed that leans to the left, and read by all who lean to the right."
    for number, (path, (title, lead)) in enumerate(STORIES.items()):
        own = " ".join(f"{word.lower()}{number}" for word in MORE[0].split())
        page = a_page(article(title, lead, more=(own, note)), url=f"{SITE}{path}")
        assert ingest(page, PLAIN, shelf, workers).outcome is Outcome.NEW
    stored = [note in texts(shelf, f"{SITE}{path}")[0] for path in STORIES]
    assert stored == [True, True, False]
    (row,) = (row for row in shelf.learned("post.example") if row.text == note)
    assert row.pages == 3
    for path in STORIES:
        (page,) = shelf.stored_pages(urls=[f"{SITE}{path}"])
        dressed = replace(page, body=page.body + b"<!-- another night -->", fetched_at=MONDAY + timedelta(days=1))
        assert ingest(dressed, PLAIN, shelf, workers).outcome is Outcome.SAME
    run = shelf.start_run("reclean", "1", MONDAY)
    pages = list(shelf.stored_pages())
    told = [reingest(page, PLAIN, shelf, workers, run, memory=shelf.memory_now(page)).outcome for page in pages]
    assert told == [Outcome.CHANGED, Outcome.CHANGED, Outcome.SAME]


def test_a_stored_article_that_answers_at_another_address_too_is_cleaned_as_it_was_then(
    shelf: Store, workers: Workers
) -> None:
    """Only the canonical link tells that it is stored, and memory has grown since."""
    note = "Printed by hand in a shed that leans to the left, and read by all who lean to the right."
    pages = []
    for number, (path, (title, lead)) in enumerate(STORIES.items()):
        own = " ".join(f"{word.lower()}{number}" for word in MORE[0].split())
        link = f'<link rel="canonical" href="{SITE}{path}">'
        pages.append(a_page(article(title, lead, more=(own, note), head=link), url=f"{SITE}{path}"))
        ingest(pages[-1], PLAIN, shelf, workers)
    alias = f"{SITE}/shared/1/"
    done = ingest(replace(pages[0], url=alias, final_url=alias), PLAIN, shelf, workers)
    assert (done.outcome, len(texts(shelf, pages[0].url))) == (Outcome.MOVED, 1)
    edited = pages[0].body.replace(note.encode(), b"The shed fell down on Sunday, to the left as was foreseen.")
    done = ingest(replace(pages[0], url=alias, final_url=alias, body=edited), PLAIN, shelf, workers)
    assert (done.outcome, len(texts(shelf, pages[0].url))) == (Outcome.CHANGED, 2)


# What travels


def test_the_article_that_comes_back_from_a_worker_lacks_only_where_its_blocks_stood_and_brings_lessons() -> None:
    whole, sent = clean(a_page(), PLAIN), clean_to_store(a_page(), PLAIN, NOTHING_KNOWN)
    assert any(block.place for block in (*whole.blocks, *whole.dropped))
    names = ("blocks", "captions", "dropped")
    bare = {name: tuple(b._replace(place="") for b in getattr(whole, name)) for name in names}
    assert sent == replace(whole, lessons=lessons(whole), **bare)  # type: ignore[arg-type]  # the fields of an article, by name


def test_blocks_and_pages_survive_the_way_to_another_process() -> None:
    page, article = a_page(), clean(a_page(), PLAIN)
    assert pickle.loads(pickle.dumps(article)) == article
    assert pickle.loads(pickle.dumps(page)) == page
    assert pickle.loads(pickle.dumps(page)).digest == page.digest != replace(page, body=b"other").digest


# Cleaning again


def test_a_dry_cleaning_foretells_and_writes_nothing(shelf: Store, workers: Workers, tmp_path: Path) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    layout = Layout(remove=(".text p:nth-of-type(2)",))
    assert foretell(a_page(), layout, shelf, workers).saved.outcome is Outcome.CHANGED
    assert foretell(a_page(), PLAIN, shelf, workers).saved.outcome is Outcome.SAME
    assert len(texts(shelf)) == 1


def test_a_cleaning_that_comes_to_another_text_makes_a_revision_that_says_so(shelf: Store, workers: Workers) -> None:
    ingest(a_page(), PLAIN, shelf, workers)
    layout = Layout(remove=(".text p:nth-of-type(2)",))
    run = shelf.start_run("reclean", "1", MONDAY)
    assert reingest(a_page(), layout, shelf, workers, run).outcome is Outcome.CHANGED
    assert [(row.reason, MORE[0] in row.text) for row in shelf.history(ADDRESS)] == [
        ("new", True),
        ("recleaned", False),
    ]


def test_what_another_cleaner_reads_otherwise_is_no_edit_of_the_publishers(tmp_path: Path, workers: Workers) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    with Store(database, version="1") as store:
        ingest(a_page(), PLAIN, store, workers)
    better = Layout(remove=(".text p:nth-of-type(2)",))
    dressed = article(TITLE, LEAD).replace("Mill Lane 4", "Mill Lane 4, printed on Tuesday")
    edited = article(TITLE, LEAD.replace("two of its bolts", "three of its bolts"))
    with Store(database, version="2") as store:
        run = store.start_run("crawl", "2", MONDAY)
        assert ingest(a_page(dressed, night=1), better, store, workers, run).outcome is Outcome.SAME
        assert ingest(a_page(edited, night=2), better, store, workers, run).outcome is Outcome.CHANGED
        assert [(row.reason, row.edits) for row in store.history(ADDRESS)] == [
            ("new", ()),
            ("recleaned", ("recleaned",)),
            ("changed", ("correction",)),
        ]


def test_a_refused_page_that_comes_again_after_another_cleaner_is_kept(tmp_path: Path, workers: Workers) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    with Store(database, version="1") as store:
        ingest(a_page(), PLAIN, store, workers)
        assert ingest(a_page(WALL, night=1), PLAIN, store, workers).outcome is Outcome.REFUSED
    with Store(database, version="2") as store:
        assert ingest(a_page(WALL, night=2), PLAIN, store, workers).outcome is Outcome.REFUSED
        assert WALL.encode() in bodies(store)
        assert store.violations(deep=True) == []


def test_every_page_is_counted_in_its_run(shelf: Store, workers: Workers) -> None:
    run = shelf.start_run("crawl", "1", MONDAY)
    ingest(a_page(), PLAIN, shelf, workers, run)
    ingest(a_page(url=f"{SITE}/2026/03/02/bridge-closed-again/"), PLAIN, shelf, workers, run)
    ingest(a_page("<p>Please wait.</p>", url=f"{SITE}/2026/03/05/stairs-mended/"), PLAIN, shelf, workers, run)
    assert run is not None
    (counts,) = shelf.run_counts(run)
    assert (counts.found, counts.new, counts.duplicate, sum(counts.refused.values())) == (3, 1, 1, 1)
