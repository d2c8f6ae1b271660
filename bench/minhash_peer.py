"""The peer of `bench.near_copies`, run in an environment of its own: datasketch's MinHash and LSH, in memory.

Reads one JSON text a line; writes the milliseconds of CPU that hashing, finding and inserting one text took.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from time import process_time


def main() -> None:
    """Three-word shingles, 128 permutations, threshold .5: as its manual does it."""
    peer = import_module("datasketch")
    index, spent, count = peer.MinHashLSH(threshold=0.5, num_perm=128), 0.0, 0
    for count, line in enumerate(sys.stdin, start=1):
        text = json.loads(line)
        start = process_time()
        words = text.lower().split()
        sketch = peer.MinHash(num_perm=128)
        sketch.update_batch({" ".join(run).encode() for run in zip(words, words[1:], words[2:], strict=False)})
        index.query(sketch)
        index.insert(str(count), sketch)
        spent += process_time() - start
    print(spent / max(1, count) * 1000)


if __name__ == "__main__":
    main()
