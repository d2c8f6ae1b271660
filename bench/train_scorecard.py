"""Fits the cleaner's scorecard to pages with known text, and prints or writes cleaning/points.py.

python -m bench.train_scorecard --corpus DIR [--write] [--folds 5]      (needs lightgbm, which only this script uses)

A block counts as the article's if most of its runs of three words stand in the article's text; each page weighs about
as much as any other, a block as much as the words it says. First every site's pages are judged by a model that has seen
no page of that site (--folds parts of the sites in turn); then the model is fitted to all pages whose text is known.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lightgbm
import numpy

from bench import seams
from bench.corpus import Gold, asked, golds
from bench.measures import tokens
from cleaning.features import NAMES

_RUN = 3
_SHORT = 6
_ARTICLE = 0.5
_EVEN = 0.02
"""What a block weighs beside its share of the page's words, so that short ones count too."""
_WEIGHTS = {"scrapinghub": 3.0, "wcxb-article": 1.5}
"""Weights of sets that are small beside their worth; others weigh 1 a page."""
_MODEL = {
    "objective": "binary",
    "num_leaves": 2,
    "learning_rate": 0.15,
    "min_child_samples": 60,
    "max_bin": 31,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "feature_fraction": 0.6,
    "seed": 1,
    "deterministic": True,
    "num_threads": 2,
    "verbose": -1,
}
_ROUNDS = 500
_POINTS = Path(__file__).parent.parent / "cleaning" / "points.py"


@dataclass(frozen=True, slots=True)
class Example:
    """One block: its features, whether it is the article's, what it weighs, and the site it comes from."""

    features: tuple[float, ...]
    good: bool
    weight: float
    site: str


@dataclass(frozen=True, slots=True)
class Card:
    """A fitted scorecard: the bias, and for each feature its steps and the points between them."""

    bias: float
    tables: dict[str, tuple[tuple[float, ...], tuple[float, ...]]]

    def source(self) -> str:
        """The Python source of cleaning/points.py."""
        tables = "".join(
            f'    "{name}": (\n        {steps},\n        {points},\n    ),\n'
            for name, (steps, points) in self.tables.items()
        )
        return (
            '"""Tables of the scorecard, by bench/train_scorecard.py: where points change, and the points."""\n\n'
            "from __future__ import annotations\n\n"
            f"BIAS = {self.bias}\n"
            f"POINTS: dict[str, tuple[tuple[float, ...], tuple[float, ...]]] = {{\n{tables}}}\n"
        )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write cleaning/points.py instead of printing it")
    parser.add_argument("--folds", type=int, default=5, help="parts of the sites that are kept apart in turn; 0: none")
    told = asked(parser)
    examples = list(read(golds(told.corpus, told.sets, told.every)))
    if told.folds:
        print(f"log loss on unseen sites: {unseen_loss(examples, told.folds):.4f}")
    source = fit(examples).source()
    if told.write:
        _POINTS.write_text(source, encoding="utf-8")
    else:
        print(source)


def read(pages: Sequence[Gold]) -> Iterator[Example]:
    """The examples of all pages whose text is known."""
    with multiprocessing.get_context("spawn").Pool(os.cpu_count() or 1) as pool:
        for found in pool.imap(examples_of, [gold for gold in pages if gold.body], chunksize=8):
            yield from found


def examples_of(gold: Gold) -> list[Example]:
    """The blocks of one page on which the scorecard will have to say something."""
    blocks = seams.scored_blocks(gold.html(), gold.url)
    truth = list(_likeness(gold.body, [text for text, _ in blocks]))
    whole = sum(features[0] for _, features in blocks) or 1.0
    site = urlsplit(gold.url).hostname or gold.id
    return [
        Example(features, alike >= _ARTICLE, _WEIGHTS.get(gold.set, 1.0) * (_EVEN + features[0] / whole), site)
        for (_, features), alike in zip(blocks, truth, strict=True)
    ]


def _likeness(body: str, texts: Iterable[str]) -> Iterator[float]:
    """For each text the share of its runs of words that stand in the body; a short one must be a line of it."""
    said = tokens(body)
    runs = {tuple(said[i : i + _RUN]) for i in range(len(said) - _RUN + 1)}
    lines = {tuple(tokens(line)) for line in body.splitlines()}
    for text in texts:
        found = tokens(text)
        own = [tuple(found[i : i + _RUN]) for i in range(len(found) - _RUN + 1)]
        yield float(tuple(found) in lines) if len(found) < _SHORT else sum(run in runs for run in own) / len(own)


def unseen_loss(examples: Sequence[Example], folds: int) -> float:
    """Mean log loss of blocks judged by models that have seen nothing of their sites."""
    sites = sorted({example.site for example in examples})
    random.Random(1).shuffle(sites)
    fold = {site: number % folds for number, site in enumerate(sites)}
    lost = weighed = 0.0
    for number in range(folds):
        booster = _boosted([each for each in examples if fold[each.site] != number])
        held = [each for each in examples if fold[each.site] == number]
        for each, odds in zip(held, booster.predict(numpy.array([each.features for each in held])), strict=True):
            lost -= each.weight * math.log(max(1e-6, odds if each.good else 1 - odds))
            weighed += each.weight
    return lost / weighed


def fit(examples: Sequence[Example]) -> Card:
    """The scorecard of these examples."""
    steps: dict[str, Counter[float]] = {name: Counter() for name in NAMES}
    bias = 0.0
    for tree in _boosted(examples).dump_model()["tree_info"]:
        root = tree["tree_structure"]
        if "threshold" not in root:
            bias += root["leaf_value"]
            continue
        low, high = root["left_child"]["leaf_value"], root["right_child"]["leaf_value"]
        bias += low
        steps[NAMES[root["split_feature"]]][_rounded(root["threshold"])] += high - low
    return _centred(bias, steps)


def _rounded(threshold: float) -> float:
    """A step in three digits; lightgbm writes 1e-35 for "more than nothing"."""
    return 0.0 if 0 < threshold < 1e-9 else float(f"{threshold:.3g}")


def _boosted(examples: Sequence[Example]) -> Any:
    data = lightgbm.Dataset(
        numpy.array([each.features for each in examples]),
        label=numpy.array([each.good for each in examples]),
        weight=numpy.array([each.weight for each in examples]),
    )
    return lightgbm.train(_MODEL, data, _ROUNDS)


def _centred(bias: float, steps: dict[str, Counter[float]]) -> Card:
    """Steps added up to points, each table's shifted so that its middle point is 0."""
    tables = {}
    for name, jumps in steps.items():
        places = sorted(jumps)
        points = [sum(jumps[place] for place in places[:count]) for count in range(len(places) + 1)]
        middle = (min(points) + max(points)) / 2
        bias += middle
        tables[name] = (tuple(places), tuple(round(point - middle, 2) for point in points))
    return Card(round(bias, 2), tables)


if __name__ == "__main__":
    main()
