"""The cleaner and its peers side by side: same pages, same measures, CPU time on one core in one run.

python -m bench.peers --corpus DIR --venv DIR [--python PATH] [--peers NAME...] [--sets NAME...] [--every N]

The peers are installed into an environment of their own (--python names the interpreter for a new one; some peers
want 3.12), those that cannot be are named. All take turns on the same core, a few pages each, so that whatever else
the machine does falls on all alike; compare ratios, not milliseconds.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.contestant import Contestant
from bench.corpus import INDEPENDENT, Gold, asked, golds
from bench.environment import environment, installed
from bench.extractor import Extracted
from bench.measures import score
from bench.peer_calls import PEERS
from bench.tables import QUALITY, SPEED, Row, macro, markdown, number, quality, sets_of, speed

OURS = "winnow"
BASE = "trafilatura"
"""The peer whose CPU time the others' are compared with."""
ORACLE = "the best answer to each page"
_TURN = 20
_WARM_UP = 3

Runs = Mapping[str, Sequence[Row]]
"""Extractor -> its rows, in the order of the pages."""


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--venv", type=Path, required=True, help="folder of the peers' environment")
    parser.add_argument("--python", default=sys.executable, help="interpreter for a new environment")
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS), help="only these")
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="the core they run on")
    told = asked(parser)
    python = environment(told.venv, told.python)
    rivals = [Contestant(name, python, told.core) for name in told.peers if _is_there(python, name)]
    runs = race([Contestant("", Path(sys.executable), told.core), *rivals], golds(told.corpus, told.sets, told.every))
    print(report(runs))


def race(contestants: Sequence[Contestant], pages: Sequence[Gold]) -> Runs:
    """Every page answered by everyone, and scored."""
    runs: dict[str, list[Row]] = {each.name or OURS: [] for each in contestants}
    with multiprocessing.get_context("spawn").Pool(1) as judge:
        for start in range(0, len(pages), _TURN):
            turn = pages[start : start + _TURN]
            for each in contestants:
                runs[each.name or OURS] += judge.starmap(_row, _answers(each, turn))
            print(f"{min(start + _TURN, len(pages))} of {len(pages)} pages", file=sys.stderr, flush=True)
    for each in contestants:
        each.stop()
    return runs


def report(runs: Runs) -> str:
    """Tables of quality, a set each and the means over the independent ones, and a table of speed."""
    sets = sets_of(next(iter(runs.values())))
    tables = [_by_f1(name, {run: [r for r in rows if r.set == name] for run, rows in runs.items()}) for name in sets]
    means = [name for name in INDEPENDENT if name in sets]
    if means:
        tables.append(_by_f1(f"mean of {', '.join(means)}", runs, means))
    return "\n".join((*tables, _speeds(runs)))


def _is_there(python: Path, name: str) -> bool:
    try:
        version = installed(python, PEERS[name].packages)
    except LookupError as failure:
        print(f"{name} cannot be installed: {failure}")
        return False
    print(f"{name}: {PEERS[name].packages[0]} {version}", flush=True)
    return True


def _answers(contestant: Contestant, pages: Sequence[Gold]) -> list[tuple[Gold, Extracted, float, str]]:
    if contestant.process is None:
        for gold in pages[:_WARM_UP]:  # what is loaded at first use is loaded unmeasured
            contestant.ask(gold)
    found = [(gold, contestant.ask(gold)) for gold in pages]
    return [(gold, _extracted(answer), answer["ms"], answer["error"]) for gold, answer in found]


def _extracted(answer: Mapping[str, str]) -> Extracted:
    return {"text": answer["text"], "title": answer["title"], "author": answer["author"], "date": answer["date"]}


def _row(gold: Gold, answer: Extracted, ms: float, error: str) -> Row:
    return Row(gold.set, gold.id, score(gold, answer), ms, error=error)


def _by_f1(title: str, runs: Runs, sets: Sequence[str] = ()) -> str:
    """A line an extractor, the best first; with `sets`, the means over them."""
    everyone = {**runs, ORACLE: _best(runs)}
    values = {name: macro(rows, sets) if sets else quality(rows) for name, rows in everyone.items()}
    ranked = sorted(values.items(), key=lambda item: _rank(item[1]), reverse=True)
    lines = [[name, *map(number, cells[:4]), *map(number, _not_oracle(name, cells[4:]))] for name, cells in ranked]
    count = sum(not sets or row.set in sets for row in runs[OURS])
    return markdown(f"{title}: {count} pages", ("extractor", *QUALITY), lines)


def _rank(cells: Sequence[float | None]) -> tuple[float, float]:
    """By F1; where texts are not known, by titles."""
    return cells[0] or 0.0, cells[4] or 0.0


def _best(runs: Runs) -> list[Row]:
    """For each page the row with the best F1: what a perfect choice among all would get."""
    return [max(rows, key=lambda row: row.score.f1 or 0.0) for rows in zip(*runs.values(), strict=True)]


def _not_oracle(name: str, cells: Sequence[float | None]) -> list[float | None]:
    """The cells, but none for the oracle, which chooses by the text alone."""
    return [None if name == ORACLE else cell for cell in cells]


def _speeds(runs: Runs) -> str:
    """CPU time of all extractors, the quickest first, and how often each failed."""
    base = speed(runs[BASE]) if BASE in runs else None
    lines = []
    for name, rows in sorted(runs.items(), key=lambda item: speed(item[1])[0]):
        times = speed(rows)
        ratios = [f"{times[cell] / base[cell]:.2f}" if base else "–" for cell in (0, 2)]
        failed = sum(bool(row.error) for row in rows)
        lines.append([name, *(number(value, 1) for value in times), *ratios, str(failed)])
    columns = ("extractor", *SPEED, f"mean / {BASE}", f"p95 / {BASE}", "failed")
    return markdown(f"CPU time, one core, one run: {len(runs[OURS])} pages", columns, lines)


if __name__ == "__main__":
    main()
