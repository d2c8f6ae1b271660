"""From address to stored article, end to end: pages a second and CPU a page, of us and of what one would use instead.

python -m bench.throughput --corpus DIR [--pages 2000] [--rounds N] [--fundus DIR] [--server-core N]

A process of its own serves pages of the corpus as some made-up newspapers on loopback addresses (several, because
trafilatura's command asks each host for one page at a time). Everyone gets the same pages, the same two cores, in
one run; medians over the rounds. Compare ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench import tables
from bench.environment import environment, installed
from bench.rivals import CLI, CRAWL, FETCH, FILES, FUNDUS, PLAIN, RECLEAN, RECLEAN_ONE, SAME, SAME_BYTES, Race, Rival
from bench.running import Ran, served, timed
from bench.static_site import chosen, sites

_FUNDUS = ("fundus", "curl_cffi<0.16")
"""It does not start with newer versions of the second."""


@dataclass(frozen=True, slots=True)
class Lap:
    """One rival's run over all pages."""

    name: str
    ran: Ran
    got: int
    """Pages that it has an answer for."""


def main() -> None:
    """The command line."""
    race = _race(_options())
    laps: list[Lap] = []
    for number in range(race.rounds):
        with TemporaryDirectory() as folder:
            for lap in lapped(race, Path(folder)):
                print(
                    f"round {number + 1}: {lap.name}: {lap.ran.seconds:.1f} s, {lap.got}", file=sys.stderr, flush=True
                )
                laps.append(lap)
    print(report(laps, len(race.pages)))


def lapped(race: Race, folder: Path) -> Iterator[Lap]:
    """Everyone's turn, in order. A rival that fails is told, and left out."""
    race.prepare(folder)
    for validators in (True, False):
        with served(race.server(validators), race.server_cores):
            yield from _laps([rival for rival in race.rivals(folder) if rival.validators is validators], race)


def report(laps: Sequence[Lap], pages: int) -> str:
    """The table, and the ratios that matter."""
    names = list(dict.fromkeys(lap.name for lap in laps))
    seconds = {name: _median(laps, name, lambda ran: ran.seconds) for name in names}
    cpu = {name: _median(laps, name, lambda ran: ran.cpu) for name in names}
    got = {lap.name: lap.got for lap in laps}
    base = seconds.get(CLI)
    lines = [
        [
            name,
            f"{pages / seconds[name]:.1f}",
            f"{cpu[name] / pages * 1e3:.1f}",
            *_share(base, seconds[name]),
            str(got[name]),
        ]
        for name in names
    ]
    columns = ("", "pages/s", "CPU ms a page", f"speed / {CLI}", "pages answered")
    ratios = [[f"{one} / {other}", *_share(seconds.get(other), seconds.get(one)), goal] for one, other, goal in _GOALS]
    title = f"{pages} pages, {len(laps) // max(1, len(names))} rounds"
    return (
        tables.markdown(title, columns, lines) + "\n" + tables.markdown("ratios", ("speeds", "ratio", "goal"), ratios)
    )


_GOALS = (
    (CRAWL, CLI, "4"),
    (CRAWL, FUNDUS, "1.5"),
    (CRAWL, PLAIN, "–"),
    (CRAWL, FETCH, "–"),
    (SAME, CRAWL, "10"),
    (SAME_BYTES, CRAWL, "–"),
    (RECLEAN, RECLEAN_ONE, "1.8"),
    (RECLEAN, FILES, "4"),
)


def _laps(rivals: Sequence[Rival], race: Race) -> Iterator[Lap]:
    for rival in rivals:
        try:
            yield _lap(rival, race)
        except RuntimeError as failure:
            print(f"{rival.name}: {failure}", flush=True)


def _lap(rival: Rival, race: Race) -> Lap:
    ran = timed(rival.command, rival.cores or race.cores, rival.env)
    try:
        return Lap(rival.name, ran, rival.got(ran.said))
    except ValueError:
        raise RuntimeError(f"no answer: {ran.aside}") from None


def _median(laps: Sequence[Lap], name: str, figure: Callable[[Ran], float]) -> float:
    return median(figure(lap.ran) for lap in laps if lap.name == name)


def _share(base: float | None, seconds: float | None) -> list[str]:
    return [f"{base / seconds:.2f}" if base and seconds else "–"]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of sets of pages")
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--hosts", type=int, default=8, help="newspapers among which the pages are dealt out")
    parser.add_argument("--port", type=int, default=18_080)
    parser.add_argument("--cores", type=int, nargs="+", default=sorted(os.sched_getaffinity(0))[:2])
    parser.add_argument("--server-core", type=int, help="pin the server to this core (default: any of theirs)")
    parser.add_argument(
        "--fundus", type=Path, help="folder of an environment for Fundus; without it Fundus is left out"
    )
    parser.add_argument("--only", nargs="+", default=[], help="only rivals whose name holds one of these words")
    return parser.parse_args()


def _race(told: argparse.Namespace) -> Race:
    return Race(
        corpus=told.corpus,
        pages=tuple(chosen(told.corpus, told.pages)),
        sites=tuple(sites(chosen(told.corpus, told.pages), told.hosts, told.port)),
        cores=tuple(told.cores),
        server_cores=tuple(told.cores) if told.server_core is None else (told.server_core,),
        fundus=_fundus(told.fundus),
        trafilatura=shutil.which("trafilatura", path=str(Path(sys.executable).parent)) or "trafilatura",
        rounds=told.rounds,
        only=tuple(told.only),
    )


def _fundus(folder: Path | None) -> Path | None:
    if folder is None:
        return None
    python = environment(folder)
    try:
        print(f"fundus {installed(python, _FUNDUS)}", flush=True)
    except LookupError as failure:
        print(f"Fundus cannot be installed: {failure}", flush=True)
        return None
    return python


if __name__ == "__main__":
    main()
