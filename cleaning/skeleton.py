"""The skeleton of a page: in which boxes its text stands, whatever is written in them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from typing import Final

from cleaning.block import Block

_STEPS: Final = 3
"""The innermost boxes tell one template from another; those around them differ from section to section."""
_NUMBERED = re.compile(r"\d")


def skeleton(blocks: Iterable[Block]) -> int:
    """The boxes in which most of the text stands, as a number of 64 bits with a sign; 0 where there are none.

    Of each box its tag and its first name count. Names with digits belong to one page ("post-4711").
    """
    weights: defaultdict[str, int] = defaultdict(int)
    for block in blocks:
        weights[block.place.rpartition("/")[0]] += len(block.text)
    weights.pop("", None)
    if not weights:
        return 0
    steps = [step for step in max(weights, key=lambda place: weights[place]).split("/") if not _is_page(step)]
    told = "/".join(map(_named, steps[-_STEPS:]))
    return int.from_bytes(blake2b(told.encode("utf-8", "replace"), digest_size=8).digest(), signed=True) or 1


def _is_page(step: str) -> bool:
    return step.partition(".")[0] in ("html", "body")


def _named(step: str) -> str:
    tag, *names = step.split(".")
    return ".".join([tag, *[name for name in names if name and not _NUMBERED.search(name)][:1]])
