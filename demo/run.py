"""`make demo`: serves the sample publishers, crawls them as a user would, and shows what became of one page."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

from cleaning import Article, clean
from console import say, table
from demo.server import Served, serve
from storage import Store

FOLDER = Path(".demo")
DATABASE = FOLDER / "winnow.db"
SHOWN = "tidewatch"
"""The site whose page is shown: an aggregator with cards printed twice."""
_LINE = 100


def main() -> int:
    """Crawls, shows a page before and after, and says what to try next; the exit status is the crawl's."""
    night = argparse.ArgumentParser(prog="make demo", description=__doc__)
    night.add_argument("--night", type=int, default=1, choices=(1, 2), help="2: the sites a day later")
    FOLDER.mkdir(exist_ok=True)
    again = DATABASE.exists()
    with serve(night.parse_args().night) as served:
        say("Winnow demo: five made-up publishers, served on this machine\n", "bold")
        status = _winnow("crawl", *served.urls.values(), "--delay", "0.05", "--database", str(DATABASE))
        if again:
            say("\nThe database was there from an earlier run: what had not changed made no new row.", "bold")
        _show_one(served)
    _say_what_next()
    return status


def _winnow(*arguments: str) -> int:
    """Runs the command that a user would type, and shows it."""
    say("$ winnow " + shlex.join(arguments), "bold cyan")
    environment = {**os.environ, "WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}
    return subprocess.run([sys.executable, "-m", "cli", *arguments], env=environment, check=False).returncode


def _show_one(served: Served) -> None:
    """One page before and after, from the raw page in the database."""
    port = served.urls[SHOWN].rpartition(":")[2].rstrip("/")
    with Store(str(DATABASE)) as store:
        pages = (page for page in store.stored_pages() if f":{port}/" in page.url)
        articles = (clean(page) for page in pages)
        article = next((each for each in articles if each.refusal is None and len(each.dropped) > 20), None)
    if article:
        _show_before(article)
        _show_after(article)
        _show_rules(article)


def _show_before(article: Article) -> None:
    lines = [block.text for block in (*article.dropped, *article.blocks)]
    say(f"\nBEFORE  {article.url}", "bold")
    say(f"        {len(lines)} lines, {sum(map(len, lines))} characters of text on the page")


def _show_after(article: Article) -> None:
    say(f"\nAFTER   {article.title}", "bold green")
    say(
        f"        {article.published or 'no date'} | {', '.join(article.authors) or 'no author'} | "
        f"{article.source or 'no source'}"
    )
    for block in article.blocks:
        say("        " + _short(block.text))


def _show_rules(article: Article) -> None:
    """What was dropped, by rule, with an example of each."""
    say("\nDROPPED, and why", "bold red")
    counts = Counter(block.dropped_by for block in article.dropped)
    example = {block.dropped_by: block for block in reversed(article.dropped)}
    table(
        ("lines", "rule", "evidence", "for example"),
        [(n, rule, example[rule].evidence[:40], _short(example[rule].text, 50)) for rule, n in counts.most_common()],
    )


def _say_what_next() -> None:
    say("\nTry next", "bold")
    for command, what in (
        ("make demo", "again: the second night stores nothing new"),
        ("make demo NIGHT=2", "a day later: an article is withdrawn, its text stays"),
        (f"winnow status --database {DATABASE}", "what is stored"),
        (f"winnow reclean --dry-run --database {DATABASE}", "all stored pages through the cleaner again"),
        (f"sqlite3 {DATABASE} 'SELECT published, title, url FROM v1_article LIMIT 10'", "read it with SQL"),
        ("winnow crawl https://site.example/", "a real site"),
    ):
        say(f"  {command:<72} {what}")
    say("  (winnow is in .venv/bin)", "dim")


def _short(text: str, longest: int = _LINE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


if __name__ == "__main__":
    sys.exit(main())
