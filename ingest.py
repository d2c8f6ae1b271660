"""The order of steps from a page to rows: keep raw, clean, judge, store. Every door's pages come this way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cleaning import Article, Layout, Outcome, Page, Refusal
from storage import RECLEANED, Saved, Store
from workers import CleaningFailed, Workers, clean_to_store


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of a page. `next_page` is set when the article goes on there: fetch it, and ingest both."""

    outcome: Outcome
    reason: str = ""
    article_url: str = ""
    next_page: str | None = None


def ingest(page: Page, layout: Layout, store: Store, workers: Workers, run_id: int | None = None) -> Ingested:
    """Takes one page, with its further pages if it has any, into the database.

    1. A page whose bytes are those of the last time is the same article.
    2. The raw bytes are kept before anything can go wrong with them.
    3. The page is cleaned in a worker; a page that breaks its limits is refused, with the limit as the reason.
    4. An article that goes on elsewhere is not stored by halves: the caller is told where.
    5. Article or refusal is stored, in one transaction.
    """
    if store.unchanged(page):
        return _told(store.save_unchanged(page, run_id, layout=layout))
    store.keep(page)
    article = cleaned(page, layout, workers)
    if article.next_page and article.refusal is None and _unread(article.next_page, page):
        return Ingested(Outcome.PART, "continues", article.canonical_url or article.url, article.next_page)
    return _told(store.save(page, article, run_id, layout=layout))


def reingest(page: Page, layout: Layout, store: Store, workers: Workers, run_id: int | None) -> Ingested:
    """Takes a stored page through today's cleaner: steps 3 and 5. Without a run nothing is written, only foretold."""
    article = cleaned(page, layout, workers)
    if run_id is None:
        return _told(store.preview(page, article, layout=layout))
    return _told(store.save(page, article, run_id, layout=layout, reason=RECLEANED))


def incomplete(
    page: Page, missing: str, layout: Layout, store: Store, workers: Workers, run_id: int | None = None
) -> Ingested:
    """Takes a page whose further page could not be had: kept raw, refused, and asked for again another night."""
    store.keep(page)
    article = replace(cleaned(page, layout, workers), refusal=Refusal.INCOMPLETE, refusal_evidence=missing)
    return _told(store.save(page, article, run_id, layout=layout))


def cleaned(page: Page, layout: Layout, workers: Workers) -> Article:
    """The page's article, or its refusal; never raises for what a page does to its worker."""
    try:
        return workers.run(clean_to_store, page, layout)
    except CleaningFailed as failure:
        return Article(
            url=page.final_url, publisher=page.publisher, refusal=failure.refusal, refusal_evidence=failure.evidence
        )


def _unread(address: str, page: Page) -> bool:
    return address not in {part.final_url for part in (page, *page.continued)}


def _told(saved: Saved) -> Ingested:
    return Ingested(saved.outcome, saved.reason, saved.url)
