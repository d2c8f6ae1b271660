"""Does cleaning take more than its share of time when something on a page grows without end?

python -m bench.growth

Pages of one thing repeated are cleaned at two sizes, and pages on which runs of what a pattern might stumble over stand
in every place that is read (titles, metadata, JSON-LD, addresses, bylines, dates, text, class names). Prints the
slowest, and exits with 1 if a page takes more than SLOW seconds, or ten times the input more than 25 times as long.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from html import escape
from typing import Final

from cleaning import Page, clean

RUNS: Final = (
    " ", "a", "A", "1", "-", ".", ",", ":", "/", "|", "(", "<", "&#", "&#x", "\u0436", "\u8239", "a ", "A ", "1 ", ". ",
    "By ", "by a ", "a-", "a.", "1.", "1/", "Mr. ", "a, ", "and ", "a@", "12:", "May ", "1 May ", '"', '"a":"', "\\",
    '"headline":"', "</", "<p", "\n", "\t \n", "a_", "www.", "http://", "%20", "?a=", "&a=b", "./", "\u2013 ", "\u00bb",
)  # fmt: skip
RUN, SLOW, GROWTH, NOISE = 100_000, 2.0, 25.0, 0.3
SENTENCE = "The ferry was late again on Monday, and nobody on the pier was surprised by it, not even the gulls."
PAGES: Final = {
    "boxes": "<div>a</div>",
    "nested boxes": "<div>",
    "nested inline": "<b>",
    "paragraphs": f"<p>{SENTENCE}</p>",
    "short paragraphs": "<p>a</p>",
    "headings": "<h2>A heading</h2>",
    "list entries": "<li>a word",
    "cells": "<tr><td>a<td>b",
    "nested tables": "<table><tr><td>",
    "nested lists": "<ul><li>",
    "links": "<a href='/a/b-c-d-1'>A linked title of six words</a> ",
    "cards": "<section><h2><a href='/a-1'>A linked title</a></h2><p>An excerpt.</p></section>",
    "breaks": "a<br>",
    "times": "<time datetime='2026-03-01'>1 March</time>",
    "dates": "<p>1 March 2026</p>",
    "bylines": "<p>By Ann Roe</p>",
    "figures": "<figure><img><figcaption>A caption</figcaption></figure>",
    "forms": "<form><input name=captcha></form>",
    "metas": "<meta name=keywords content='a,b'>",
    "scripts": "<script src='/a.js'></script>",
    "words": "word ",
    "authors": "<span class=author>Ann Roe</span>",
    "misnested": "<font><p>x</font>",
    "comments": "<!-- a -->",
    "data": '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A"}</script>',
    "entities": "&amp;",
    "attributes": "<p a=1 b=2 c=3>a",
    "quotes": "<blockquote>",
    "codes": "<pre>a\n",
    "headlines": "<h1>Ferry late again</h1>",
    "breaks alone": "<br>",
    "cells of one row": "<td>1</td>",
    "nested links": "<a href=x>a",
    "pictures": "<img src=x>",
    "choices": "<select><option>a</select>",
    "drawings": "<svg><path d=a /></svg>",
    "sources": "<p>Source: a: b: c</p>",
    "labels": "<p>Comments</p>",
    "hidden boxes": "<div hidden>a</div>",
    "spaces": "&nbsp;",
    "open signs": "<",
    "letters": "a",
    "chinese": "<p>\u6e21\u8239\u5728</p>",
    "russian": "<p>\u041f\u0430\u0440\u043e\u043c \u0432\u044b\u0448\u0435\u043b</p>",
}
BEFORE: Final = {"cells of one row": "<table><tr>"}
"""What must stand before a thing, once, where it has no meaning by itself."""
DEEP: Final = '<div class="a-box-in-a-box">' * 2000


def main() -> None:
    """The command line."""
    _seconds("warm")
    repeated = sorted(_repeated(), reverse=True)
    runs = sorted(((_seconds(everywhere((run * RUN)[:RUN])), run) for run in RUNS), reverse=True)
    print(f"{len(repeated)} kinds of pages of 100 KB and 1 MB; the slowest:")
    for seconds, growth, name in repeated[:6]:
        print(f"  {name}: {seconds:.2f} s, {growth:.0f} times the smaller one")
    print(f"{len(RUNS)} runs of {RUN} characters in all places of a page; the slowest:")
    for seconds, run in runs[:3]:
        print(f"  {run!r}: {seconds:.2f} s")
    steep = [name for seconds, growth, name in repeated if growth > GROWTH and seconds > NOISE]
    print(f"grow too fast: {', '.join(steep) or 'none'}")
    sys.exit(bool(steep) or max(repeated[0][0], runs[0][0]) > SLOW)


def _repeated() -> Iterator[tuple[float, float, str]]:
    for name, piece in PAGES.items():
        yield _grown(name, BEFORE.get(name, ""), piece)
    yield _grown("paragraphs in 2,000 boxes", DEEP, "<p>ab</p>")
    yield _grown("paragraphs of their own in 100 boxes", DEEP[: len(DEEP) // 20], "", '<p class="c{}">a</p>')


def _grown(name: str, before: str, piece: str, numbered: str = "") -> tuple[float, float, str]:
    """Seconds for a megabyte of something, how many times those for a tenth, its name; `numbered` gets its place."""
    small, large = (_seconds(before + _filled(piece, numbered, size)) for size in (100_000, 1_000_000))
    return large, large / max(small, 1e-3), name


def _filled(piece: str, numbered: str, size: int) -> str:
    count = size // len((piece or numbered).encode())
    return "".join(map(numbered.format, range(count))) if numbered else piece * count


def everywhere(run: str) -> str:
    """A page's body in which a run of something stands in every place that the cleaner reads."""
    said = escape(run)
    told = {"@type": "NewsArticle", **dict.fromkeys(("headline", "author", "datePublished", "keywords", "url"), run)}
    script = json.dumps(told).replace("</", "<\\/")
    return (
        f'<title>{said}</title><meta name="author" content="{said}"><meta property="og:url" content="{said}">'
        f'<meta property="article:published_time" content="{said}"><meta http-equiv="refresh" content="{said}">'
        f'<link rel="canonical" href="{said}"><script type="application/ld+json">{script}</script>'
        f'<h1>{said}</h1><p class="byline">{said}</p><p>By {said}</p><p>{said}</p><pre>{said}</pre>'
        f'<time datetime="{said}">{said}</time><span class="author">{said}</span><ul><li>{said}</ul>'
        f'<a rel="author" href="/by/{said}">{said}</a><a href="{said}">{said}</a><a href="?{said}">x</a>'
        f'<div class="{said}" style="{said}">{SENTENCE}</div><p>Submitted by {said} on {said}</p>'
        f"<p>Date: {said} | Source: {said}</p>"
    )


def _seconds(body: str) -> float:
    html = f"<html><body><h1>Ferry late again</h1><p>{SENTENCE}</p>{body}</body></html>"
    began = time.process_time()
    clean(Page(url="https://harbour.example/2026/03/ferry-late-again/", body=html.encode()))
    return time.process_time() - began


if __name__ == "__main__":
    main()
