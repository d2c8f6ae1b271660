"""What each rule and each stage of the cleaner gives, in F1, and what it costs, in CPU time.

python -m bench.ablation --corpus DIR [--sets NAME...] [--every N] [--jobs N]

Every page is cleaned once by the whole cleaner, under a clock, and once more without each part that did anything
on it. "F1" is the score with the part minus the score without it, as a mean over all pages; "spoke" counts the pages
on which it dropped anything that still stood, "mattered" those whose text is another one without it. Without --sets
the independent sets are taken.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bench import seams
from bench.corpus import INDEPENDENT, Gold, asked, golds
from bench.extractor import extract
from bench.measures import score
from bench.quality import warm
from bench.tables import markdown, mean
from cleaning.rules import RULES

_STAGE_OF = {"second opinion": "reconsider", "headline told to the rules": "title_of"}
"""Variant -> the stage whose time it costs, where that is one."""
_ASKS = ("second opinion", "reconsider")


@dataclass(frozen=True, slots=True)
class Trial:
    """One page: its F1, what it is more with each part than without, and what was seen of the parts."""

    set: str
    f1: float
    gains: dict[str, float]
    """Part -> gain, for those without which the text is another one."""
    ms: Counter[str]
    spoke: Counter[str]


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: all cores)")
    told = asked(parser)
    sets = told.sets or [name for name in INDEPENDENT if (told.corpus / name).is_dir()]
    pages = [gold for gold in golds(told.corpus, sets, told.every) if gold.body]
    print(report(trials(pages, told.jobs)))


def trials(pages: Sequence[Gold], jobs: int) -> list[Trial]:
    """Every page tried."""
    with multiprocessing.get_context("spawn").Pool(jobs, initializer=warm) as pool:
        return pool.map(trial, pages, chunksize=4)


def trial(gold: Gold) -> Trial:
    """One page tried with every part, and without each that might matter."""
    html = gold.html()
    with seams.watched() as watch:
        text = extract(html, gold.url)["text"]
    f1 = _f1(gold, text)
    gains = {}
    for variant in _variants(watch):
        with variant():
            other = extract(html, gold.url)["text"]
        if other != text:
            gains[variant.name] = f1 - _f1(gold, other)
    return Trial(gold.set, f1, gains, watch.ms, watch.calls)


def report(tried: Sequence[Trial]) -> str:
    """A table of rules, one of other parts, and one of where the time goes."""
    sets = list(dict.fromkeys(trial.set for trial in tried))
    columns = ("part", "F1 macro", *(f"F1 {name}" for name in sets), "spoke", "mattered", "better", "worse", "CPU ms")
    whole = mean(mean(trial.f1 for trial in tried if trial.set == name) for name in sets) or 0.0
    rules = [_line(rule.__name__, rule.__name__, tried, sets) for rule in RULES]
    parts = [_line(each.name, _STAGE_OF.get(each.name, ""), tried, sets) for each in seams.VARIANTS]
    title = f"what each rule gives and costs: {len(tried)} pages, macro F1 {whole:.4f} with all"
    return "\n".join((markdown(title, columns, rules), markdown("other parts", columns, parts), _times(tried)))


def _f1(gold: Gold, text: str) -> float:
    return score(gold, {"text": text, "title": "", "author": "", "date": ""}).f1 or 0.0


def _variants(watch: seams.Watch) -> Iterable[seams.Variant]:
    """Those that can matter on this page: rules that spoke, the second opinion where it was asked, all others."""
    name, stage = _ASKS
    yield from (seams.without(rule.__name__) for rule in RULES if watch.calls[rule.__name__])
    yield from (each for each in seams.VARIANTS if each.name != name or watch.calls[stage])


def _line(name: str, stage: str, tried: Sequence[Trial], sets: Sequence[str]) -> list[str]:
    gains = [trial.gains.get(name, 0.0) for trial in tried]
    each = [mean(t.gains.get(name, 0.0) for t in tried if t.set == one) or 0.0 for one in sets]
    spoke = str(sum(trial.spoke[stage] > 0 for trial in tried)) if stage else "–"
    counts = [_count(tried, name, lambda gain: True), _count(tried, name, lambda gain: gain > 0)]
    cost = f"{sum(t.ms[stage] for t in tried) / len(gains):.3f}" if stage else "–"
    worse = _count(tried, name, lambda gain: gain < 0)
    return [name, *(f"{gain:+.4f}" for gain in (sum(each) / len(each), *each)), spoke, *map(str, counts), worse, cost]


def _count(tried: Sequence[Trial], name: str, good: Callable[[float], bool]) -> str:
    return str(sum(name in trial.gains and good(trial.gains[name]) for trial in tried))


def _times(tried: Sequence[Trial]) -> str:
    """The time of each stage; rules are inside apply_rules."""
    total = {name: sum(trial.ms[name] for trial in tried) / len(tried) for name in seams.STAGES}
    whole = sum(total.values())
    lines = [[name, f"{ms:.2f}", f"{ms / whole:.0%}"] for name, ms in total.items()]
    return markdown(f"where the time goes: {whole:.1f} ms a page", ("stage", "CPU ms", "share"), lines)


if __name__ == "__main__":
    main()
