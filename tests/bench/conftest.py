"""A corpus of made-up pages, in the format that the benchmarks read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

TEXT = (
    "The old swing bridge at Tallow Quay will open again in spring, the harbour office said on Thursday.",
    "Divers found the bearings in better shape than feared, so that only two of the nine have to be cast anew.",
    "Until then carts go round by the lock, which adds a quarter of an hour to the way to the fish market.",
)
PAGE = """<html lang="en"><head><title>Swing bridge opens in spring {number} | Quay Courier</title>
<meta name="author" content="Orla Fennick"><meta property="article:published_time" content="2024-03-07"></head>
<body><nav><a href="/">Home</a> <a href="/harbour">Harbour</a> <a href="/tides">Tides</a></nav>
<article><h1>Swing bridge opens in spring {number}</h1>{paragraphs}</article>
<footer>All tides without warranty</footer></body></html>"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two sets of four pages each."""
    for name in ("scrapinghub", "waddle"):
        pages = tmp_path / "corpus" / name / "pages"
        pages.mkdir(parents=True)
        records = [_page(pages, name, number) for number in range(4)]
        (pages.parent / "gold.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return tmp_path / "corpus"


def _page(pages: Path, name: str, number: int) -> dict[str, object]:
    paragraphs = "".join(f"<p>{line}</p>" for line in TEXT)
    (pages / f"{number}.html").write_text(PAGE.format(number=number, paragraphs=paragraphs), "utf-8")
    return {
        "id": f"{name}/{number}",
        "file": f"pages/{number}.html",
        "url": f"https://courier.example/harbour/{number}",
        "gold_body": "\n\n".join(TEXT),
        "gold_title": f"Swing bridge opens in spring {number}",
        "gold_author": ["Orla Fennick"],
        "gold_date": "2024-03-07",
    }
