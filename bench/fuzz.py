"""A coverage-guided search for pages on which the cleaner breaks its word. Needs `pip install atheris`.

python -m bench.fuzz [--seconds N] [--seeds FOLDER]

What holds for whatever bytes come: an Article comes out and nothing is raised; its blocks are words of the page in
their order; no field holds control characters; its own text, given to the cleaner again, raises nothing; the address
that the page calls its own is canonical once and for all. The first that does not hold ends the search with a trace.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris
from lxml import etree

with atheris.instrument_imports(include=["cleaning"]):
    from cleaning import Article, Page, canonicalize, clean, url_key
    from cleaning.blocks import SKIPPED
    from cleaning.dates import read_dates
    from cleaning.decode import CONTROLS, decode
    from cleaning.elements import swallowed_page
    from cleaning.tree import parse_html

KINDS = ("text/html", "text/html; charset=utf-8", "text/html; charset=gb18030", "text/plain; charset=utf-8", "")
SEEDS = (
    "<html><head><title>Ferry late</title><meta property=og:title content='Ferry late'></head><body><h1>Ferry late</h1>"
    "<p>By Ann Roe</p><time datetime='2026-03-01'>1 March</time><p>The ferry was late again on Monday.</p></body>",
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"A","datePublished":"2026-03-01"}</script>',
    "<form><input type=password></form><div class='consent'>We ask.</div><meta http-equiv=refresh content='5;url=/'>",
    "<table><tr><td>1<td>2</table><ul><li><a href='/a?utm_source=b&id=1#c'>More</a></ul><pre>a\n</pre>&#0;&amp;amp;",
    "Date: 01/03/2026 | Source: Harbour Board (EN) | Read original\n\nThe ferry was late again.",
)  # fmt: skip


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--seeds", type=Path, help="folder of pages to begin with")
    asked = parser.parse_args()
    with TemporaryDirectory() as folder:
        for number, seed in enumerate(SEEDS):
            (Path(folder) / str(number)).write_bytes(b"\0" + seed.encode())
        corpora = [folder, *([str(asked.seeds)] if asked.seeds else [])]
        limits = [f"-max_total_time={asked.seconds}", "-max_len=4096", "-timeout=20", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *limits, *corpora], check)
        atheris.Fuzz()


def check(data: bytes) -> None:
    """Cleans a page of these bytes; the first tells under which Content-Type. AssertionError where a promise breaks."""
    kind, body = KINDS[data[0] % len(KINDS)] if data else "", data[1:]
    page = Page(url="https://harbour.example/2026/03/ferry-late/", body=body, content_type=kind)
    article = clean(page)
    assert isinstance(article, Article)
    assert not CONTROLS.search("".join((article.title or "", article.text, *article.authors, *article.tags)))
    _in_order(article, page)
    clean(Page(url=page.url, body=article.text.encode(), content_type="text/plain; charset=utf-8"))
    address = article.canonical_url
    assert canonicalize(canonicalize(address)) == canonicalize(address)
    assert url_key(url_key(address)) == url_key(address)
    read_dates(article.text[:200])


def _in_order(article: Article, page: Page) -> None:
    text = decode(page.body, page.content_type)
    whole = _letters(text if page.content_type.startswith("text/plain") else "".join(_said(text)))
    place = 0
    for block in sorted(article.blocks, key=lambda block: block.position):
        found = whole.find(_letters(block.text), place)
        assert found >= 0, block.text
        place = found + len(_letters(block.text))


def _said(text: str) -> Iterator[str]:
    """What a page says, scripts and other things that hold no text left out."""
    for event, element in (steps := etree.iterwalk(parse_html(text), events=("start", "end"))):
        if event == "end":
            yield element.tail or ""
        elif element.tag in SKIPPED and not swallowed_page(element.tag, element):
            steps.skip_subtree()
        else:
            yield element.text or ""


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


if __name__ == "__main__":
    main()
