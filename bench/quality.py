"""What the cleaner's answers are worth and what they cost, per set of pages and as a mean over sets.

python -m bench.quality --corpus DIR [--sets NAME...] [--every N] [--jobs N] [--worst N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Sequence

from bench import seams
from bench.corpus import INDEPENDENT, Gold, asked, golds
from bench.extractor import extract
from bench.measures import score
from bench.page_worker import WARM
from bench.tables import QUALITY, SPEED, Row, macro, markdown, mean, number, quality, sets_of, speed


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1, help="processes; with one the CPU times are the truest")
    parser.add_argument("--worst", type=int, default=0, help="also list so many pages with the lowest F1")
    told = asked(parser)
    rows = answers(golds(told.corpus, told.sets, told.every), told.jobs)
    print(report(rows))
    if told.worst:
        print(worst(rows, told.worst))


def answers(pages: Sequence[Gold], jobs: int = 1) -> list[Row]:
    """Every page cleaned and scored."""
    with multiprocessing.get_context("spawn").Pool(jobs, initializer=warm) as pool:
        return pool.map(answer, pages, chunksize=8)


def warm() -> None:
    """What is loaded at first use is loaded before anything is measured."""
    extract(WARM, None)


def answer(gold: Gold) -> Row:
    """One page cleaned and scored."""
    html = gold.html()
    with seams.asked() as calls:
        began = time.process_time()
        found = extract(html, gold.url)
        ms = (time.process_time() - began) * 1e3
    return Row(gold.set, gold.id, score(gold, found), ms, asked=bool(calls["reconsider"]))


def report(rows: Sequence[Row]) -> str:
    """A line for each set, and the means over the independent ones."""
    lines = [_line(name, [row for row in rows if row.set == name]) for name in sets_of(rows)]
    means = [name for name in INDEPENDENT if name in sets_of(rows)]
    if means:
        inside = [row for row in rows if row.set in means]
        lines.append([f"macro: {', '.join(means)}", *_line("", inside)[1:]])
        lines[-1][2 : 2 + len(QUALITY)] = [number(value) for value in macro(rows, means)]
    return markdown("quality of the cleaner", ("set", "pages", *QUALITY, *SPEED, "asked"), lines)


def worst(rows: Sequence[Row], count: int) -> str:
    """The pages with the lowest F1."""
    told = sorted((row for row in rows if row.score.f1 is not None), key=lambda row: row.score.f1 or 0.0)
    lines = [[row.id, *(number(v) for v in (row.score.f1, row.score.leak, row.score.loss))] for row in told[:count]]
    return markdown("worst pages", ("page", "F1", "leak", "loss"), lines)


def _line(name: str, rows: Sequence[Row]) -> list[str]:
    share = mean(float(row.asked) for row in rows)
    times = [number(value, 1) for value in speed(rows)]
    return [name, str(len(rows)), *(number(value) for value in quality(rows)), *times, number(share)]


if __name__ == "__main__":
    main()
