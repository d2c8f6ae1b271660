"""How much the cleaner leans on what pages call things: the same pages as they are, and in disguise.

python -m bench.disguised --corpus DIR [--sets NAME...] [--every N] [--jobs N]

A site that nobody has seen names its boxes as it likes, in its own language or in codes that a program made up, and
may have neither semantic elements nor metadata. So names are made unreadable, elements that say what they are become
plain boxes, and what the head tells is left out; trafilatura gets the same pages. Without --sets the independent sets
are taken.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import re
from collections.abc import Callable, Sequence
from hashlib import blake2b

from bench.corpus import INDEPENDENT, Gold, asked, golds
from bench.extractor import Extracted, extract
from bench.measures import score
from bench.peer_calls import call_of
from bench.quality import warm
from bench.tables import QUALITY, Row, macro, markdown, number, sets_of
from cleaning.decode import decode

Disguise = Callable[[str], str]
_PEER = "trafilatura"
_NAMED = re.compile(r"""\b(class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_TELLING = re.compile(r"<(/?)(?:article|main|section|aside|nav|footer|header|figure)\b", re.I)
_TOLD = re.compile(r"<meta\b[^>]*>|<script\b[^>]*ld\+json.*?</script>", re.I | re.S)


def without_names(page: str) -> str:
    """The page with another word for each word of a class or id; the same for the same."""
    return _NAMED.sub(lambda found: f'{found[1]}="{" ".join(map(_coded, (found[2] or found[3] or "").split()))}"', page)


def without_tags(page: str) -> str:
    """The page with plain boxes for elements that say what they are."""
    return _TELLING.sub(r"<\1div", page)


def without_head(page: str) -> str:
    """The page without what it tells of itself to machines; its title tag stays."""
    return _TOLD.sub("", page)


DISGUISES: dict[str, Sequence[Disguise]] = {
    "as they are": (),
    "names unreadable": (without_names,),
    "no semantic elements": (without_tags,),
    "no metadata": (without_head,),
    "all three": (without_names, without_tags, without_head),
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: all cores)")
    told = asked(parser)
    sets = told.sets or [name for name in INDEPENDENT if (told.corpus / name).is_dir()]
    print(report(trials(golds(told.corpus, sets, told.every), told.jobs)))


def trials(pages: Sequence[Gold], jobs: int) -> list[dict[str, Row]]:
    """Every page in every disguise: how it is dressed and who answered -> the answer's score."""
    with multiprocessing.get_context("spawn").Pool(jobs, initializer=warm) as pool:
        return pool.map(trial, pages, chunksize=4)


def trial(gold: Gold) -> dict[str, Row]:
    """One page in every disguise."""
    rows, undisguised = {}, decode(gold.html())
    for name, disguises in DISGUISES.items():
        page = undisguised
        for disguise in disguises:
            page = disguise(page)
        for who, ask in (("winnow", extract), (_PEER, _peer)):
            rows[f"{name}: {who}"] = Row(gold.set, gold.id, score(gold, ask(page.encode(), gold.url)), 0.0)
    return rows


def report(tried: Sequence[dict[str, Row]]) -> str:
    """A line for each disguise and extractor, means over the sets."""
    lines = []
    for name in tried[0]:
        rows = [each[name] for each in tried]
        lines.append([name, *(number(value) for value in macro(rows, sets_of(rows)))])
    return markdown(f"the same {len(tried)} pages in disguise, macro means", ("", *QUALITY), lines)


def _peer(html: bytes, url: str | None) -> Extracted:
    said = call_of(_PEER)(html, url)
    return {"text": said["text"], "title": said["title"], "author": said["author"], "date": said["date"]}


def _coded(word: str) -> str:
    return f"c{blake2b(word.encode(), digest_size=4).hexdigest()}"


if __name__ == "__main__":
    main()
