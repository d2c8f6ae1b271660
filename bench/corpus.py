"""Where the pages with known answers come from: a folder with one set of pages in each subfolder.

<set>/gold.jsonl        one JSON record a page: id, file, url, and what is known of gold_body (the article's text),
                        gold_title, gold_author (a list of names), gold_date (YYYY-MM-DD)
<set>/pages/<id>.html   the page's bytes, under the name that the record's `file` gives
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INDEPENDENT = ("scrapinghub", "wcxb-article", "waddle")
"""The sets whose answers people gave, or checked, without an extractor's help: macro means are taken over these."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A page and what is known about it; "" and () where nothing is known."""

    id: str
    set: str
    path: Path
    url: str
    body: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""

    def html(self) -> bytes:
        """The page's bytes."""
        return self.path.read_bytes()


def golds(corpus: Path, sets: Sequence[str] = (), every: int = 1) -> list[Gold]:
    """Every Nth page of each of these sets, or of all sets. Raises FileNotFoundError for a folder without any."""
    folders = [corpus / name for name in sets] or sorted(path.parent for path in corpus.glob("*/gold.jsonl"))
    if not folders:
        raise FileNotFoundError(f"no SET/gold.jsonl in {corpus}")
    return [gold for folder in folders for gold in list(_read(folder))[::every]]


def asked(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """The command line, with the options by which every script is told its pages."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--corpus", type=Path, required=True, help="folder of sets of pages with known answers")
    parser.add_argument("--sets", nargs="+", default=[], help="only these sets")
    parser.add_argument("--every", type=int, default=1, help="only every Nth page of each set")
    return parser.parse_args()


def _read(folder: Path) -> Iterator[Gold]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        yield from (_gold(folder, json.loads(line)) for line in lines)


def _gold(folder: Path, record: dict[str, Any]) -> Gold:
    return Gold(
        id=record["id"],
        set=folder.name,
        path=folder / record["file"],
        url=record.get("url") or "",
        body=record.get("gold_body") or "",
        title=record.get("gold_title") or "",
        authors=tuple(record.get("gold_author") or ()),
        date=record.get("gold_date") or "",
    )
