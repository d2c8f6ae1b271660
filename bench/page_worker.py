"""One extractor in a process of its own: a line of JSON in for each page, a line of JSON out for each answer.

Runs in the extractor's environment, on the standard library alone. In: {"path", "url"}. Out: {"ms", "error", "text",
"title", "author", "date"}, where ms is the CPU time of the call.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

Extract = Callable[[bytes, "str | None"], Any]
WARM = b"""<html><head><title>The harbour bridge opens</title></head><body><article><h1>The harbour bridge opens</h1>
<p>The bridge over the harbour opens to traffic on Monday, the mayor said after the last test of its cables.</p>
<p>It took nine years to build, two more than planned, because the ground under the northern pier was too soft.</p>
<p>Ferries go on running for a month, so that nobody has to change the way to work from one day to the next.</p>
</article></body></html>"""
"""A made-up page with which extractors are started: what they load at first use is loaded unmeasured."""
_NOTHING = {"text": "", "title": "", "author": "", "date": ""}


def main(name: str) -> None:
    """Answers lines until there are no more. `name`: a peer's name, or "" for our own cleaner."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    extract = extractor(name)
    with suppress(Exception):
        extract(WARM, None)
    for line in sys.stdin:
        answers.write(json.dumps(answered(extract, json.loads(line)), default=str) + "\n")
        answers.flush()


def extractor(name: str) -> Extract:
    """The function behind a name."""
    if not name:
        own: Extract = import_module("bench.extractor").extract
        return own
    peer: Extract = import_module("bench.peer_calls").call_of(name)
    return peer


def answered(extract: Extract, page: dict[str, str]) -> dict[str, Any]:
    """One answer; an extractor that raises has answered nothing, and that counts."""
    html, error = Path(page["path"]).read_bytes(), ""
    began = time.process_time()
    try:
        found = extract(html, page["url"] or None)
    except Exception as failure:
        found, error = _NOTHING, f"{type(failure).__name__}: {failure}"[:200]
    return {"ms": (time.process_time() - began) * 1e3, "error": error, **found}


if __name__ == "__main__":
    main(sys.argv[1])
