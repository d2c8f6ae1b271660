"""Why a page came out as it did: every block with the rule that kept or dropped it, as text or as a web page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from cleaning import Article, Block
from console.out import say

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c1b19;background:#faf9f6}
h1{font-size:1.5rem;margin:0 0 .5rem}table{border-collapse:collapse;margin:0 0 1.5rem;font-size:.9rem}td{padding:.1rem 1rem .1rem 0;vertical-align:top}
td:first-child,td:last-child{color:#76716a}.b{padding:.35rem .8rem;margin:.25rem 0;border-left:4px solid #2e7d4f;background:#eef6f0}
.b.d{border-color:#c9533d;background:#fbeeeb;color:#6a645e;font-size:.85rem}.b.c{border-color:#b98a1b;background:#fbf5e4}
.r{float:right;margin-left:1rem;font-size:.75rem;color:#a04331}.heading{font-weight:700}.item::before{content:"• "}.quote{font-style:italic}
.v{padding:.4rem .8rem;background:#c9533d;color:#fff}
@media(prefers-color-scheme:dark){body{background:#191816;color:#e8e4dc}.b{background:#16281c}.b.d{background:#2b1a16;color:#b5aca3}.b.c{background:#2c2411}}
"""


def lines(article: Article) -> Iterator[str]:
    """The article's fields with their evidence, its text, and every dropped block with its rule."""
    if article.refusal:
        yield f"NOT AN ARTICLE: {article.refusal} ({article.refusal_evidence})"
    for name, value, evidence in fields(article):
        yield f"{name:<12} {value}" + (f"   [{evidence}]" if evidence else "")
    yield ""
    yield from (f"  keep  {block.text}" for block in article.blocks)
    yield ""
    yield from (f"  drop  {_reason(block)}: {block.text}" for block in article.dropped)


def show(article: Article) -> None:
    """The explanation on the terminal, dropped blocks dimmed."""
    for line in lines(article):
        say(line, "dim" if line.startswith("  drop") else None)


def fields(article: Article) -> Iterator[tuple[str, str, str]]:
    """(name, value, evidence) of the fields that the page tells."""
    values: dict[str, Any] = {
        "title": article.title,
        "published": article.published,
        "authors": ", ".join(article.authors),
        "source": article.source,
        "source_url": article.source_url,
        "language": article.language,
        "section": article.section,
        "tags": ", ".join(article.tags),
        "image": article.image,
        "canonical_url": article.canonical_url,
        "next_page": article.next_page,
    }
    for name, value in values.items():
        if value:
            yield name, str(value), article.evidence.get(name, "")


def as_record(article: Article) -> dict[str, Any]:
    """The explanation for machines."""
    return {
        "url": article.url,
        "refusal": article.refusal,
        "refusal_evidence": article.refusal_evidence,
        "title": article.title,
        "author": "; ".join(article.authors) or None,
        "authors": list(article.authors),
        "published": article.published,
        "published_precision": article.published_precision,
        "language": article.language,
        "image": article.image,
        "section": article.section,
        "tags": list(article.tags),
        "source": article.source,
        "source_url": article.source_url,
        "canonical_url": article.canonical_url,
        "next_page": article.next_page,
        "evidence": dict(article.evidence),
        "text": article.text,
        "blocks": [{"kind": b.kind, "text": b.text} for b in article.blocks],
        "dropped": [{"text": b.text, "rule": b.dropped_by, "evidence": b.evidence, "place": b.place} for b in article.dropped],
    }


def as_html(article: Article) -> str:
    """A web page that shows kept text green, captions amber and dropped text red, each with its reason."""
    rows = "".join(f"<tr><td>{n}</td><td>{escape(v)}</td><td>{escape(e)}</td></tr>" for n, v, e in fields(article))
    refusal = f'<p class="v">Not an article: {escape(article.refusal)} ({escape(article.refusal_evidence)})</p>' if article.refusal else ""
    kept = "".join(_box(block) for block in article.blocks)
    dropped = "".join(_box(block) for block in article.dropped)
    title = escape(article.title or article.url)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>{refusal}<table>{rows}</table>"
        f"<h2>Kept: {len(article.blocks)} blocks</h2>{kept}<h2>Dropped: {len(article.dropped)} blocks</h2>{dropped}</body></html>\n"
    )


def _box(block: Block) -> str:
    style = " c" if block.dropped_by == "caption" else " d" if block.dropped_by else ""
    reason = f'<span class="r">{escape(_reason(block))}</span>' if block.dropped_by else ""
    return f'<div class="b{style} {block.kind}" title="{escape(block.place)}" dir="auto">{reason}{escape(block.text)}</div>'


def _reason(block: Block) -> str:
    return f"{block.dropped_by} ({block.evidence})" if block.evidence else block.dropped_by
