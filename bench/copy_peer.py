"""A peer of `bench.near_copies`, run in an environment of its own: MinHash and its index, in memory.

python copy_peer.py datasketch|rensa: reads texts, a JSON list a line; answers each with the seconds of CPU that
hashing, finding and inserting them took, and the megabytes that the process has held at most. A number instead of a
list: so many made-up sketches are to stand in the index first.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from importlib import import_module
from itertools import count
from time import process_time
from typing import Any, NamedTuple

PERMUTATIONS, THRESHOLD = 128, 0.5


class Index(NamedTuple):
    """What a peer does with a text's shingles."""

    drawn: Callable[[list[str]], Any]
    find: Callable[[Any], Any]
    insert: Callable[[Any], None]


def datasketch() -> Index:
    """As its manual does it: sets of three-word shingles."""
    peer = import_module("datasketch")
    index, numbers = peer.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS), count()

    def drawn(shingles: list[str]) -> Any:
        sketch = peer.MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch({run.encode() for run in shingles})
        return sketch

    return Index(drawn, index.query, lambda sketch: index.insert(str(next(numbers)), sketch))


def rensa() -> Index:
    """The same shingles and permutations (32 bands of 4; datasketch takes 25 of 5 for this threshold)."""
    peer = import_module("rensa")
    index, numbers = peer.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32), count()

    def drawn(shingles: list[str]) -> Any:
        sketch = peer.RMinHash(num_perm=PERMUTATIONS, seed=42)
        sketch.update(shingles)
        return sketch

    return Index(drawn, index.query, lambda sketch: index.insert(next(numbers), sketch))


PEERS = {"datasketch": datasketch, "rensa": rensa}


def shingles(text: str) -> list[str]:
    """Runs of three words in lower case."""
    words = text.lower().split()
    return [" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)]


def main() -> None:
    """Answers until its input ends."""
    index = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        told = json.loads(line)
        start = process_time()
        if isinstance(told, int):
            for number in range(told):
                index.insert(index.drawn([f"made up {number}"]))
        else:
            for text in told:
                sketch = index.drawn(shingles(text))
                index.find(sketch)
                index.insert(sketch)
        print(process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, flush=True)


if __name__ == "__main__":
    main()
