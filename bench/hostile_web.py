"""Does a crawl survive a hostile web, at full size? Prints a table; exits with 1 if a promise is broken.

python -m bench.hostile_web [--only NAME...] [--megabytes 10240] [--elements 1000000]

Every row is one `winnow crawl` with the product's own limits, in a process of its own, of a site on loopback.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.hostile import heavy, news, sources
from bench.hostile.attacks import CUTS, ODDITIES, REDIRECTS, SLOW, Attack, large
from bench.hostile.beset import MEGABYTES, beset, complaints, lost
from bench.hostile.crawling import Crawled, crawl
from bench.hostile.traps import STORIES, Maze
from bench.hostile.wire import Site, serving
from bench.tables import markdown

MINUTE = 60.0


@dataclass(frozen=True)
class Trial:
    """One site to crawl, and what must hold of the crawl."""

    name: str
    site: Site
    wrong: Callable[[Crawled], list[str]]
    """What was lost, or ended where it may not."""
    seconds: float = 10 * MINUTE
    requests: int = 10_000
    nights: int = 1


def among_articles(name: str, attacks: Sequence[Attack], seconds: float = 10 * MINUTE) -> Trial:
    """Attacks among good articles."""
    site = beset(attacks)
    return Trial(name, site.site, lambda done: complaints(site, done), seconds)


def trials(megabytes: int, elements: int) -> Iterator[Trial]:
    """All of them, made one by one."""
    yield among_articles("cut transfers", CUTS)
    yield among_articles("odd answers", ODDITIES)
    yield among_articles("redirects", REDIRECTS)
    yield among_articles("answers without end", SLOW, 2 * MINUTE)
    yield among_articles(f"bombs of {megabytes} MB", large(megabytes))
    yield among_articles(f"pages of {elements} elements", heavy.pages(elements))
    site, good = sources.newspaper(60_000, megabytes)
    yield Trial("feeds and sitemaps", site, lambda done: lost(done, good))
    dead, those = heavy.list_of_dead_links(100_000)
    yield Trial("100,000 dead links", dead, lambda done: lost(done, those), requests=1_000)
    for kind in ("dead", "alive"):
        maze = Maze(dead=kind == "dead")
        yield Trial(f"a maze, {kind}", maze.site, _stories, requests=3_000, nights=2)


def run(trial: Trial, folder: Path) -> tuple[list[object], list[str]]:
    """A row of the table, and what was promised and not kept."""
    with serving(trial.site):
        allowed = trial.site.base.partition("://")[2]
        for _ in range(trial.nights):
            trial.site.asked.clear()
            done = crawl(folder / "hostile.db", trial.site.base + "/", WINNOW_ALLOW_PRIVATE=allowed)
    requests, outcomes = len(trial.site.asked), done.report
    broken = trial.wrong(done)
    broken += [f"{done.megabytes} MB"] if done.megabytes > MEGABYTES else []
    broken += [f"{done.seconds:.0f} s"] if done.seconds > trial.seconds else []
    broken += [f"{requests} requests"] if requests > trial.requests else []
    broken += [f"exit status {done.status}: {done.complaint[-300:]}"] if done.status not in (0, 1) else []
    numbers = [sum(outcomes.get(o, 0) for o in each) for each in (("new", "same"), ("refused",), ("failed", "gone"))]
    row = [trial.name, *numbers, requests, f"{done.seconds:.0f}", done.megabytes, "; ".join(broken) or "kept"]
    return row, [f"{trial.name}: {said}" for said in broken]


def _stories(done: Crawled) -> list[str]:
    texts = list(done.texts().values())
    times = [sum(not news.missing_words(number, text) for text in texts) for number in STORIES]
    return [] if times == [1] * len(STORIES) else [f"stories stored {times} times"]


def main() -> int:
    """Run the trials; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], help="parts of names of trials")
    parser.add_argument("--megabytes", type=int, default=10_240, help="size of a bomb, unpacked")
    parser.add_argument("--elements", type=int, default=1_000_000)
    chosen = parser.parse_args()
    rows, broken = [], []
    for trial in trials(chosen.megabytes, chosen.elements):
        if not chosen.only or any(word in trial.name for word in chosen.only):
            with TemporaryDirectory() as folder:
                row, said = run(trial, Path(folder))
            rows.append(row)
            broken += said
            print(" | ".join(map(str, row)), file=sys.stderr)
    print(markdown("A hostile web", ("site", "articles", "refused", "failed", "requests", "s", "MB", "promises"), rows))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
