"""The commands that need no network: each does one thing with an open store, shows it, and returns the exit status."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from cleaning import Article, Outcome, Page, Refusal, clean
from console import explain as explaining
from console.files import UnknownFile, files_in, is_archive, pages_in
from console.out import as_json, complain, say, table
from console.reports import FAILED, OK
from console.together import together
from console.work import NotThere, layout_of, ledger
from ingest import Ingested, ingest
from storage import Store
from workers import Workers


def load(store: Store, paths: Sequence[Path], machine: bool) -> int:
    """Imports files, and shows what became of each page."""
    files = list(chain.from_iterable(map(files_in, paths)))
    total = None if any(map(is_archive, files)) else len(files)
    with ledger(store, "load") as run:

        def one(page: Page, workers: Workers) -> tuple[str, str, str, str]:
            done = ingest(page, layout_of(page.publisher), store, workers, run.id)
            return page.url, done.outcome, _reason(page, done), done.article_url

        unread: list[tuple[Path, str]] = []
        told = together(_pages(files, unread), one, "load", quiet=machine, total=total)
    told += [(path.resolve().as_uri(), Outcome.FAILED, why, "") for path, why in unread]
    if machine:
        as_json([dict(zip(("url", "outcome", "reason", "article"), each, strict=True)) for each in told])
    else:
        table(("file", "outcome", "reason"), [each[:3] for each in told])
    if not told:
        complain("no page was found in what was named: files may be .txt, .html, .jsonl or .warc")
    bad = [each for each in told if each[1] == Outcome.FAILED or each[2].startswith(Refusal.BAD_RECORD)]
    for url, _, reason, _ in bad:
        complain(f"{url}: {reason}")
    return OK if told and not bad else FAILED


def _pages(files: Sequence[Path], unread: list[tuple[Path, str]]) -> Iterator[Page]:
    """The pages of all files. One that cannot be read costs itself, and is noted with the reason."""
    for path in files:
        try:
            yield from pages_in(path)
        except UnknownFile as error:
            unread.append((path, str(error)))
        except OSError as error:
            unread.append((path, error.strerror or str(error)))


def _reason(page: Page, done: Ingested) -> str:
    """Why, and of a record that cannot be read also what is wrong with it: whoever wrote it has to mend it."""
    bad = done.reason == Refusal.BAD_RECORD
    return f"{done.reason}: {clean(page).refusal_evidence}" if bad else done.reason


def explain(store: Store, what: str, html: Path | None, machine: bool) -> int:
    """Shows why a stored page or a file came out as it did. Raises NotThere."""
    article = _explained(store, what)
    if article is None:
        raise NotThere(f"{what}: {_missing(what)}")
    if html:
        html.write_text(explaining.as_html(article), encoding="utf-8")
    if machine:
        as_json(explaining.as_record(article))
    elif html:
        say(f"wrote {html}")
    else:
        explaining.show(article)
    return OK


def _missing(what: str) -> str:
    if "://" in what:
        return f"no such page is stored; `winnow refetch {what}` would fetch it"
    return "no page is in it" if Path(what).exists() else "no such file; an address begins with https:// or http://"


def _explained(store: Store, what: str) -> Article | None:
    if "://" not in what:
        pages = chain.from_iterable(map(pages_in, files_in(Path(what)) if Path(what).exists() else ()))
        page = next(pages, None)
    else:
        page = next(store.stored_pages(urls=[what]), None)
    if page is None:
        return None
    layout = layout_of(page.publisher)
    return clean(page, layout, store.memory(page, layout))
