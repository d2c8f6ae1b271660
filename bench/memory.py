"""Whether a cleaning process grows: its resident memory over many pages, the corpus again and again.

python -m bench.memory --corpus DIR [--pages 10000] [--sets NAME...] [--every N]

The process is never replaced here, as the product's workers are. Exit status 1 if it grew by more than a tenth
between the second quarter of the pages and the last.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import fmean

from bench.corpus import Gold, asked, golds
from bench.extractor import extract
from bench.tables import markdown

_STEPS = 40
_ALLOWED = 1.1
_MEGABYTE = 1024 * 1024


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, help="pages to clean (default: %(default)s)")
    told = asked(parser)
    sizes = list(resident(golds(told.corpus, told.sets, told.every), told.pages))
    print(report(sizes))
    sys.exit(0 if growth(sizes) <= _ALLOWED else 1)


def resident(pages: Sequence[Gold], count: int) -> Iterator[tuple[int, float]]:
    """(pages cleaned, resident megabytes), measured some forty times."""
    step = max(1, count // _STEPS)
    for number, gold in enumerate(islice(cycle(pages), count), start=1):
        extract(gold.html(), gold.url)
        if number % step == 0:
            yield number, _resident()


def growth(sizes: Sequence[tuple[int, float]]) -> float:
    """Mean of the last quarter over mean of the second; the first is still loading things."""
    quarter = max(1, len(sizes) // 4)
    middle = sizes[quarter : 2 * quarter] or sizes
    return fmean(size for _, size in sizes[-quarter:]) / fmean(size for _, size in middle)


def report(sizes: Sequence[tuple[int, float]]) -> str:
    """The sizes, and whether they grew."""
    grown = growth(sizes)
    title = f"resident memory of a cleaning process: {'flat' if grown <= _ALLOWED else 'it grows'}, × {grown:.3f}"
    return markdown(title, ("pages", "MB"), [(str(number), f"{size:.0f}") for number, size in sizes])


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE


if __name__ == "__main__":
    main()
