"""The order of steps from a page to rows: keep raw, clean, judge, store. Every door's pages come this way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaning import NOTHING_KNOWN, Article, Layout, Memory, Outcome, Page, Refusal
from storage import MISHAPS, RECLEANED, RELEASED, Preview, Saved, Store
from workers import CleaningFailed, Workers, clean_to_store, is_part


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a page. `next_page` is set when the article goes on there: fetch it, and ingest both."""

    outcome: Outcome
    reason: str = ""
    article_url: str = ""
    next_page: str | None = None
    withdrawn: tuple[Outcome, ...] = ()
    """How pages of this run were counted that are held now because of this one."""

    @property
    def mishap(self) -> bool:
        """Whether the cleaner did not come to an end with the page."""
        return self.outcome is Outcome.REFUSED and self.reason in MISHAPS


def ingest(page: Page, layout: Layout, store: Store, workers: Workers, run_id: int | None = None) -> Ingested:
    """Takes one page, with its further pages if it has any, into the database.

    1. A page whose bytes are those of the last time is the same article.
    2. The raw bytes are kept before anything can go wrong with them.
    3. The page is cleaned in a worker, with what its publisher's pages taught; one that breaks the worker's limits is
       refused, with the limit as the reason. What another version of the cleaner made of an earlier one is made anew
       first: the publisher did not edit it.
    4. An article that goes on elsewhere is not stored by halves: the caller is told where.
    5. Article or refusal is stored, in one transaction.
    """
    have = store.look(page, layout)
    if have.unchanged:
        return _told(store.save_unchanged(page, run_id, layout=layout))
    store.keep(page)
    memory = have.memory
    if have.outdated and (before := store.resume.page(have.outdated)):
        reingest(before, layout, store, workers, memory=memory)
        memory = store.memory(page, layout)
    article = _remembered(page, layout, store, workers, memory)
    if article.next_page and article.refusal is None and _unread(article.next_page, page):
        return Ingested(Outcome.PART, "continues", article.canonical_url or article.url, article.next_page)
    return _told(store.save(page, article, run_id, layout=layout))


def reingest(
    page: Page,
    layout: Layout,
    store: Store,
    workers: Workers,
    run_id: int | None = None,
    *,
    memory: Memory = NOTHING_KNOWN,
) -> Ingested:
    """Takes a stored page through today's cleaner: steps 3 and 5. What is changed is marked as our doing.

    `memory`: `store.memory(page)` for what was known when it was stored, `store.memory_now(page)` for what is now.
    """
    article = article_again(page, layout, workers, memory)
    return _told(store.save(page, article, run_id, layout=layout, reason=RECLEANED))


def release(page: Page, layout: Layout, store: Store, workers: Workers, run_id: int | None = None) -> Ingested:
    """Takes a page that somebody has looked at out of quarantine: steps 3 and 5, past every doubt about it."""
    article = article_again(page, layout, workers, store.memory(page, layout))
    return _told(store.save(page, article, run_id, layout=layout, reason=RELEASED))


def foretell(page: Page, layout: Layout, store: Store, workers: Workers, *, memory: Memory = NOTHING_KNOWN) -> Preview:
    """What `reingest` would do, without writing."""
    return store.preview(page, article_again(page, layout, workers, memory), layout=layout)


def incomplete(
    page: Page, missing: str, layout: Layout, store: Store, workers: Workers, run_id: int | None = None
) -> Ingested:
    """Takes a page whose further page could not be had: kept raw, refused, and asked for again another night."""
    store.keep(page)
    article = cleaned(page, layout, workers, store.memory(page, layout))
    article = replace(article, refusal=Refusal.INCOMPLETE, refusal_evidence=missing)
    return _told(store.save(page, article, run_id, layout=layout))


def goes_on(page: Page, part: Page, layout: Layout, workers: Workers) -> bool:
    """Whether what was fetched as a further page of an article is one: a wall in its place is none."""
    try:
        return workers.run(is_part, page, part, layout)
    except CleaningFailed:
        return False


def cleaned(page: Page, layout: Layout, workers: Workers, memory: Memory) -> Article:
    """The page's article, or its refusal; never raises for what a page does to its worker."""
    try:
        return workers.run(clean_to_store, page, layout, memory)
    except CleaningFailed as failure:
        return _broken(page, failure.refusal, failure.evidence)


def article_again(page: Page, layout: Layout, workers: Workers, memory: Memory = NOTHING_KNOWN) -> Article:
    """As `cleaned`; but a fault of the cleaner costs this page alone, because all others wait behind it."""
    try:
        return cleaned(page, layout, workers, memory)
    except Exception as fault:
        return _broken(page, Refusal.CRASH, f"{type(fault).__name__}: {fault}")


def _remembered(page: Page, layout: Layout, store: Store, workers: Workers, memory: Memory) -> Article:
    """The page's article, cleaned with `memory`, what its publisher's pages taught.

    What was known when an article was stored is found by its address. Where only the page's canonical link tells that
    it is stored, under another address, the page is cleaned once more: memory that grew is no edit.
    """
    article, home = cleaned(page, layout, workers, memory), ""
    if memory.blocks and not memory.settled and article.canonical_url != article.url:
        home = article.canonical_url
    stored = store.article(home, layout) if home else None
    if stored is None or stored.text == article.text:
        return article
    known_then = store.memory(replace(page, url=home, final_url=home), layout)
    again = cleaned(page, layout, workers, known_then)
    return again if again.text == stored.text else article


def _broken(page: Page, refusal: Refusal, evidence: str) -> Article:
    return Article(url=page.final_url, publisher=page.publisher, refusal=refusal, refusal_evidence=evidence)


def _unread(address: str, page: Page) -> bool:
    return address not in {part.final_url for part in (page, *page.continued)}


def _told(saved: Saved) -> Ingested:
    return Ingested(saved.outcome, saved.reason, saved.url, withdrawn=saved.withdrawn)
