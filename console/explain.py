"""Why a page came out as it did: every block with the rule that kept or dropped it, as text or as a web page."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from cleaning import Article, Block
from console.out import say

_PAGE = Template((Path(__file__).parent / "explain.html").read_text(encoding="utf-8"))


def lines(article: Article) -> Iterator[str]:
    """The article's fields with their evidence, its text, and every dropped block with its rule."""
    if article.refusal:
        yield f"NOT AN ARTICLE: {article.refusal} ({article.refusal_evidence})"
    for name, value, evidence in fields(article):
        yield f"{name:<12} {value}" + (f"   [{evidence}]" if evidence else "")
    yield ""
    for block in in_page_order(article):
        yield f"  drop  {_reason(block)}: {block.text}" if block.dropped_by else f"  KEEP  {block.text}"


def in_page_order(article: Article) -> list[Block]:
    """All blocks of the page, kept and dropped, as they stood."""
    return sorted((*article.blocks, *article.dropped), key=lambda block: block.position)


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
        "dropped": [
            {"text": b.text, "rule": b.dropped_by, "evidence": b.evidence, "place": b.place} for b in article.dropped
        ],
    }


def as_html(article: Article) -> str:
    """A web page that shows kept text green, captions amber and dropped text red, each with its reason."""
    refusal = f"{article.refusal} ({article.refusal_evidence})" if article.refusal else ""
    return _PAGE.substitute(
        title=escape(article.title or article.url),
        refusal=f'<p class="v">Not an article: {escape(refusal)}</p>' if refusal else "",
        fields="".join(f"<tr><td>{n}</td><td>{escape(v)}</td><td>{escape(e)}</td></tr>" for n, v, e in fields(article)),
        kept=len(article.blocks),
        dropped=len(article.dropped),
        blocks="".join(map(_box, in_page_order(article))),
    )


def _box(block: Block) -> str:
    style = " c" if block.dropped_by == "caption" else " d" if block.dropped_by else ""
    reason = f'<span class="r">{escape(_reason(block))}</span>' if block.dropped_by else ""
    head = f'<div class="b{style} {block.kind}" title="{escape(block.place)}" dir="auto">'
    return f"{head}{reason}{escape(block.text)}</div>"


def _reason(block: Block) -> str:
    return f"{block.dropped_by} ({block.evidence})" if block.evidence else block.dropped_by
