"""The commands: each does one thing with an open store, shows it, and returns the exit status."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cleaning import Article, Page, clean
from console import explain as explaining
from console import reclean as recleaning
from console.diff import paragraph_diff
from console.files import pages_in
from console.out import as_json, complain, say, table
from console.reports import FAILED, OK, as_record, exit_status, show_reports
from console.work import layout_of, ledger, run_crawl, worker_count
from crawlers import ArticleSpider, Options, Target, refetch_targets, target
from crawlers import publishers as known_publishers
from ingest import Ingested, ingest
from storage import ArticleRow, Store
from workers import Workers

NOTHING = "no article"


def chosen(what: Sequence[str], rules: str | None, at: str | None) -> list[Target]:
    """The targets that a command line names. Raises UnknownPublisher."""
    targets = [target(name) for name in what]
    if rules and at:
        targets.append(target(rules, at))
    return targets or [target(name) for name in known_publishers()]


def crawl(store: Store, targets: list[Target], options: Options, machine: bool, slot: str = "") -> int:
    """Crawls, and shows a line a publisher. Work for a named slot is done once."""
    job = "crawl " + " ".join(sorted(each.publisher for each in targets))
    done = run_crawl(store, targets, options, job, slot, quiet=machine)
    if machine:
        as_json({"run": done.run, "reports": [as_record(report) for report in done.reports]})
    else:
        show_reports(done.reports)
    return exit_status(done.reports, done.stored_before)


def refetch(store: Store, urls: list[str], options: Options, machine: bool) -> int:
    """Fetches addresses again, and shows what changed in each. One that brings no article is a failure."""
    before = {url: store.article(url) for url in urls}
    known = {url: row.publisher for url, row in before.items() if row}
    done = run_crawl(store, refetch_targets(urls, known), options, "refetch " + " ".join(urls)[:200], quiet=machine)
    told = [_told(url, before[url], store.article(url)) for url in urls]
    if machine:
        as_json({"run": done.run, "articles": told, "reports": [as_record(report) for report in done.reports]})
    else:
        for each in told:
            say(f"{each['what']}: {each['url']}", "bold")
            for line in each["diff"]:
                say("  " + line, "green" if line.startswith("+") else "red")
        show_reports(done.reports)
    missing = any(each["what"] == NOTHING for each in told)
    return FAILED if missing else exit_status(done.reports, {})


def _told(url: str, before: ArticleRow | None, after: ArticleRow | None) -> dict[str, Any]:
    """What a refetch did to one article."""
    if after is None:
        return {"url": url, "what": NOTHING, "revision": 0, "diff": []}
    if before is None:
        return {"url": url, "what": "new", "revision": after.revision, "diff": [f"+ {after.title or ''}"]}
    diff = [f"- title: {before.title}", f"+ title: {after.title}"] if before.title != after.title else []
    diff += paragraph_diff(before.text, after.text)
    what = "gone" if after.gone_at else "changed" if after.revision > before.revision else "same"
    return {"url": url, "what": what, "revision": after.revision, "diff": diff}


def load(store: Store, paths: Sequence[Path], machine: bool) -> int:
    """Imports files, and shows what became of each page."""
    told: list[tuple[Page, Ingested]] = []
    with Workers(worker_count()) as workers, ledger(store, "load") as run:
        for path in paths:
            for page in pages_in(path):
                told.append((page, ingest(page, layout_of(page.publisher), store, workers, run)))
    if machine:
        as_json(
            [
                {"url": page.url, "outcome": done.outcome, "reason": done.reason, "article": done.article_url}
                for page, done in told
            ]
        )
    else:
        table(("file", "outcome", "reason"), [(page.url, done.outcome, done.reason) for page, done in told])
    return OK if told else FAILED


def reclean(store: Store, publisher: str | None, dry_run: bool, machine: bool) -> int:
    """Cleans all stored pages again, and shows the counts."""
    counts = recleaning.reclean(store, publisher, dry_run, quiet=machine)
    if machine:
        as_json({"dry_run": dry_run, **counts})
    else:
        table(("outcome", "pages"), list(counts.items()), "would become" if dry_run else "")
    return OK


def explain(store: Store, what: str, html: Path | None, machine: bool) -> int:
    """Shows why a stored page or a file came out as it did."""
    article = _explained(store, what)
    if article is None:
        complain(f"{what}: no such page is stored, and no such file; `winnow refetch {what}` would fetch it")
        return FAILED
    if html:
        html.write_text(explaining.as_html(article), encoding="utf-8")
        say(f"wrote {html}")
    elif machine:
        as_json(explaining.as_record(article))
    else:
        explaining.show(article)
    return OK


def _explained(store: Store, what: str) -> Article | None:
    if "://" not in what:
        page = next(pages_in(Path(what)), None) if Path(what).exists() else None
    else:
        page = next(store.stored_pages(urls=[what]), None)
    return clean(page, layout_of(page.publisher)) if page else None


def status(store: Store, machine: bool) -> int:
    """Shows what is stored."""
    rows, runs = store.status(), store.runs(5)
    if machine:
        as_json({"publishers": [asdict(row) for row in rows], "runs": [asdict(row) for row in runs]})
        return OK
    columns = ("publisher", "articles", "duplicates", "gone", "waiting", "refused", "failing", "last_new", "last_fetch")
    table([c.replace("_", " ") for c in columns], [[getattr(row, c) for c in columns] for row in rows])
    say("")
    table(
        ("run", "job", "state", "started", "finished", "reason"),
        [(r.run, r.job, r.state, r.started_at, r.finished_at, r.reason) for r in runs],
    )
    return OK


def _about(spider: type[ArticleSpider]) -> str:
    """What a publisher's file says of it."""
    return (sys.modules[spider.__module__].__doc__ or "").partition("\n")[0]


def publishers(machine: bool) -> int:
    """Lists the publishers that have a file."""
    rows = [(name, spider.home(), _about(spider)) for name, spider in known_publishers().items()]
    if machine:
        as_json([{"name": name, "home": home, "about": about} for name, home, about in rows])
    else:
        table(("publisher", "home", "about"), rows)
    return OK
