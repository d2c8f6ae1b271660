"""`winnow memory`: what a publisher's pages have taught, and its correction by hand."""

from __future__ import annotations

import re
from typing import Any

from cleaning import OTHER_PAGES, PLACE, goes_everywhere, text_hash, words
from console.out import as_json, note, say, table
from console.reports import OK
from console.work import NotThere
from storage import Learned, Store

_ID = re.compile(r"[0-9a-f]{16}")
_SHOWN = 70


def memory(store: Store, publisher: str, forget: str | None, keep: str | None, machine: bool) -> int:
    """Shows what is known of a publisher, or corrects one block of it, named by its id or its words.

    Raises NotThere for a block to forget of which nothing is known.
    """
    if forget:
        return _forget(store, publisher, forget, machine)
    if keep:
        return _keep(store, publisher, keep, machine)
    rows = store.learned(publisher)
    if not rows:
        note(f"nothing was learned of {publisher}; `winnow status` lists the publishers there are")
    if machine:
        as_json([_record(row) for row in rows])
    else:
        columns = ("id", "block", "pages", "since", "last seen", "acts")
        table(columns, [(_id(r.hash), r.text[:_SHOWN], _pages(r), r.since, r.last_seen, _acts(r)) for r in rows])
    return OK


def _forget(store: Store, publisher: str, block: str, machine: bool) -> int:
    number = _number(block)
    if not store.forget_block(publisher, number):
        raise NotThere(f"{publisher}: nothing is known of this block; `winnow memory {publisher}` lists what is")
    if machine:
        as_json({"id": _id(number), "corrected": "forgotten"})
    else:
        say("forgotten; it is learned anew if it goes on standing there")
    return OK


def _keep(store: Store, publisher: str, block: str, machine: bool) -> int:
    number = _number(block)
    text = next((row.text for row in store.learned(publisher) if row.hash == number), block)
    store.keep_block(publisher, number, text)
    if machine:
        as_json({"id": _id(number), "corrected": "kept"})
    else:
        say("kept from now on; `winnow reclean` brings it back where it was dropped")
    return OK


def _id(number: int) -> str:
    return f"{number % 2**64:016x}"


def _number(block: str) -> int:
    """The block that an id or its words name."""
    return int.from_bytes(bytes.fromhex(block), signed=True) if _ID.fullmatch(block) else text_hash(block)


def _pages(row: Learned) -> str:
    return f"{row.pages} of {row.of}"


def _acts(row: Learned) -> str:
    """What becomes of the block on the next page."""
    if row.kept:
        return "kept by hand"
    if row.pages < OTHER_PAGES:
        return "not yet"
    if row.text.startswith(PLACE):
        return "goes"
    return "goes" if goes_everywhere(words(row.text), row.pages) else "goes at the ends"


def _record(row: Learned) -> dict[str, Any]:
    return {
        "id": _id(row.hash),
        "block": row.text,
        "pages": row.pages,
        "of": row.of,
        "since": row.since,
        "last_seen": row.last_seen,
        "acts": _acts(row),
    }
