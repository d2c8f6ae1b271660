"""One crawl in a process of its own, because an event loop of Scrapy's runs once: arguments and report are JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from crawlers import ArticleSpider, Feed, Listing, Options, Sitemap, Target, crawl, refetch_targets, target
from storage import RunState, Store
from workers import Workers

P = ParamSpec("P")
R = TypeVar("R")


class Inline(Workers):
    """Runs functions in the calling thread: starting processes would take most of a test's time."""

    def __init__(self) -> None:
        """No processes."""

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    def close(self) -> None:
        """Nothing to end."""


KINDS = {"feed": Feed, "sitemap": Sitemap, "listing": Listing}


def made_target(given: dict[str, Any]) -> list[Target]:
    """A target as a test states it: a site without rules, a spider of its own, or addresses."""
    if "urls" in given:
        return refetch_targets(given["urls"])
    if "listings" not in given:
        return [target(given["base_url"])]
    listings = tuple(KINDS[kind](*arguments) for kind, *arguments in given["listings"])
    body = {
        "name": "made_up_" + given["base_url"].rpartition(":")[2].strip("/"),
        "base_url": given["base_url"],
        "listings": listings,
        "article_urls": given["article_urls"],
    }
    return [Target(type("MadeUp", (ArticleSpider,), body))]


def main() -> None:
    given = json.loads(sys.argv[1])
    with Store(given["database"]) as store, Inline() as workers:
        now = datetime.now(UTC)
        run_id = store.start_run("test", now.isoformat(), now)
        targets = [found for each in given["targets"] for found in made_target(each)]
        options = Options(**{"allow_private": "127.0.0.0/8", "contact": "https://operator.example", **given["options"]})
        reports = crawl(targets, store, workers, options, run_id=run_id)
        assert run_id is not None
        store.finish_run(run_id, RunState.DONE, "", datetime.now(UTC))
        print(json.dumps([asdict(report) for report in reports]))


if __name__ == "__main__":
    main()
