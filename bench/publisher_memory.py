"""What publisher memory is worth on pages that come many to a host, each cleaned with what the earlier ones taught.

python -m bench.publisher_memory --corpus DIR [--sets NAME...] [--every N] [--least N]
"""

from __future__ import annotations

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import Gold, asked, golds
from bench.measures import in_order, tokens
from bench.tables import markdown, mean, number
from cleaning import OTHER_PAGES, Article, Memory, Page, clean, publisher_name, text_hash
from storage import Store

_RUN = 3
_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """A block that the cleaner alone keeps: what it is, and what memory made of it."""

    words: int
    article: bool
    known: bool
    """Whether it stood on two earlier pages."""
    gone: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """One page without memory and with it."""

    before: float
    after: float
    """Token F1."""
    blocks: tuple[Taken, ...]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--least", type=int, default=5, help="only hosts with so many pages")
    told = asked(parser)
    hosts = defaultdict(list)
    for gold in golds(told.corpus, told.sets, told.every):
        if gold.body:
            hosts[publisher_name(gold.url)].append(gold)
    pages = [page for name, many in hosts.items() if len(many) >= told.least for page in compared(name, many)]
    print(report(pages))


def compared(host: str, pages: Sequence[Gold]) -> Iterator[Compared]:
    """The pages of one host, in their order, through a database of their own."""
    with tempfile.TemporaryDirectory() as folder, Store(str(Path(folder) / "winnow.db")) as store:
        for gold in pages:
            address = f"https://{host}/story/{gold.id}"  # some sets give all pages of a host one address
            page = Page(url=address, body=gold.html(), publisher=host)
            memory = store.memory(page)
            before, after = clean(page), clean(page, memory=memory)
            store.keep(page)
            store.save(page, after, None)
            yield _compare(gold, before, after, memory)


def report(pages: Sequence[Compared]) -> str:
    """The table."""
    blocks = [block for page in pages for block in page.blocks]
    gone = [block for block in blocks if block.gone and block.known]
    leaks = [block for block in blocks if block.known and not block.article]
    lost = sum(block.words for block in blocks if block.gone and block.article)
    lines = [
        ("pages", str(len(pages))),
        ("F1 without memory", number(mean(page.before for page in pages), 4)),
        ("F1 with memory", number(mean(page.after for page in pages), 4)),
        ("precision: furniture among the blocks taken", number(mean(float(not b.article) for b in gone))),
        ("recall: taken among known blocks that leaked", number(mean(float(b.gone) for b in leaks))),
        ("article words lost, %", number(100 * lost / (sum(b.words for b in blocks if b.article) or 1))),
    ]
    return markdown("publisher memory", ("measure", "value"), lines)


def _compare(gold: Gold, before: Article, after: Article, memory: Memory) -> Compared:
    truth, kept = tokens(gold.body), {block.text for block in after.blocks}
    runs = set(_runs(truth))
    whole, blocks = f" {' '.join(truth)} ", []
    for block in before.blocks:
        said, seen = tokens(block.text), memory.blocks.get(text_hash(block.text))
        of_article = (
            mean(float(run in runs) for run in _runs(said)) or 0.0
        ) >= _SHARE or f" {' '.join(said)} " in whole
        known = seen is not None and seen.pages >= OTHER_PAGES
        blocks.append(Taken(len(said), of_article, known, block.text not in kept))
    return Compared(_f1(truth, before.text), _f1(truth, after.text), tuple(blocks))


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The runs of three words; a shorter text is one run."""
    return [tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))]


def _f1(truth: Sequence[str], text: str) -> float:
    said = tokens(text)
    return 2 * in_order(truth, said) / (len(truth) + len(said)) if truth or said else 1.0


if __name__ == "__main__":
    main()
