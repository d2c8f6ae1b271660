"""A test case as a folder: a page (page.html, page2.html...), its layout, and in expected.txt what it must become.

memory.json, if there, says what is known of the publisher, or what memory took when the page was stored. expected.txt
has lines "name: value" on the article and on how its page came; after an empty line its text; and, after a line
"--- dropped", the beginnings of blocks that a rule must have dropped, as "rule: beginning".
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cleaning import (
    KNOWN_CARDS,
    KNOWN_FURNITURE,
    PLACE,
    Article,
    Layout,
    Memory,
    Page,
    Sighting,
    card_hash,
    settled,
    text_hash,
)

FROZEN: Final = Path("frozen")
"""Where cases made of stored pages are put, and looked for."""
DROPPED: Final = "--- dropped"
TOLD: Final = tuple(
    "title authors published precision source source_url language image section tags next_page refusal".split()
)
"""What a case may say of the article; what it does not say is not compared, but for the refusal."""
CAME: Final = ("url", "content_type", "last_modified", "fetched_at")
"""What a case may say of its page."""
_FROM_MEMORY: Final = (KNOWN_FURNITURE, KNOWN_CARDS)
"""Rules that drop what the publisher's other pages taught."""
_ABOUT, _PARTS = "about", "parts"
_SUFFIXES: Final = {"text/plain": ".txt"}


class BadCase(ValueError):
    """The folder is no case; the message says why."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case folder, read: its pages, its publisher's layout, and what is expected."""

    name: str
    page: Page
    layout: Layout
    memory: Memory
    header: Mapping[str, str]
    text: str
    dropped: tuple[tuple[str, str], ...] = ()
    """(rule, beginning of a text it must have dropped)."""


def cases_in(folder: Path) -> Iterator[Case]:
    """The cases of a folder, in order of name. Raises BadCase."""
    return (read_case(each.parent) for each in sorted(folder.glob("*/expected.txt")))


def read_case(folder: Path) -> Case:
    """The case in this folder. Raises BadCase."""
    above, _, below = (folder / "expected.txt").read_text("utf-8").partition(f"{DROPPED}\n")
    head, _, text = above.partition("\n\n")
    header = dict(_pair(line, folder) for line in head.splitlines())
    if unknown := header.keys() - {_ABOUT, _PARTS, *TOLD, *CAME}:
        raise BadCase(f"{folder}: expected.txt names {', '.join(sorted(unknown))}")
    dropped = tuple(_pair(line, folder) for line in below.splitlines() if line.strip())
    return Case(folder.name, _page(folder, header), _layout(folder), _memory(folder), header, text.strip("\n"), dropped)


def write_case(folder: Path, page: Page, layout: Layout, article: Article, about: str) -> None:
    """Makes the folder, or nothing. Raises FileExistsError when there is one of this name, OSError."""
    folder.mkdir(parents=True)
    try:
        _write(folder, page, layout, article, about)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _write(folder: Path, page: Page, layout: Layout, article: Article, about: str) -> None:
    """expected.txt comes last: without it the folder is no case."""
    pages = (page, *page.continued)
    suffix = _SUFFIXES.get(page.content_type.partition(";")[0].strip(), ".html")
    for number, each in enumerate(pages, start=1):
        (folder / f"page{_number(number, len(pages))}{suffix}").write_bytes(each.body)
    _write_json(folder / "layout.json", {name: value for name, value in asdict(layout).items() if value})
    known: dict[str, dict[str, str]] = {}
    for block in article.dropped:
        if block.dropped_by in _FROM_MEMORY:
            known.setdefault(block.dropped_by, {})[block.text] = block.evidence
    if known:
        _write_json(folder / "memory.json", known)
    expected = "\n".join(f"{name}: {value}".rstrip() for name, value in _header(page, article, about))
    text = "" if article.refusal else article.text
    (folder / "expected.txt").write_text(f"{expected}\n\n{text}\n", "utf-8")


def told(article: Article, name: str) -> str:
    """A field of an article as a header writes it: on one line, lists with semicolons."""
    value = getattr(article, "published_precision" if name == "precision" else name)
    return " ".join(("; ".join(value) if isinstance(value, tuple) else value or "").split())


def differences(case: Case, article: Article) -> dict[str, tuple[str, str]]:
    """Field -> (expected, found), where the article is not what its case says; the text under "text"."""
    names = [name for name in TOLD if name in case.header or name == "refusal"]
    wanted = {name: case.header.get(name, "") for name in names}
    found = {name: told(article, name) for name in names}
    if not article.refusal:
        wanted["text"], found["text"] = case.text, article.text.strip("\n")
    return {name: (wanted[name], found[name]) for name in wanted if wanted[name] != found[name]}


def _header(page: Page, article: Article, about: str) -> Iterator[tuple[str, str]]:
    yield _ABOUT, about
    yield "url", page.final_url
    yield "content_type", page.content_type
    if page.last_modified:
        yield "last_modified", page.last_modified
    yield "fetched_at", page.fetched_at.isoformat()
    if page.continued:
        yield _PARTS, " ".join(part.final_url for part in page.continued)
    found = {name: told(article, name) for name in TOLD}
    yield from ((name, found[name]) for name in TOLD if found[name] or not (article.refusal or name == "refusal"))


def _number(number: int, of: int) -> str:
    """Of a further page; of many in a form that sorts."""
    return "" if number == 1 else str(number).zfill(len(str(of)))


def _pair(line: str, folder: Path) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon:
        raise BadCase(f"{folder}: no colon in {line!r}")
    return name, value.strip()


def _page(folder: Path, header: Mapping[str, str]) -> Page:
    files = sorted(folder.glob("page*"))
    if not files:
        raise BadCase(f"{folder}: no page")
    url = header.get("url") or f"https://news.example/story/71-{folder.name.replace('_', '-')}/"
    usual = "text/plain; charset=utf-8" if files[0].suffix == ".txt" else "text/html"
    page = Page(url=url, body=files[0].read_bytes(), content_type=header.get("content_type", usual))
    page = replace(page, last_modified=header.get("last_modified", ""))
    if "fetched_at" in header:
        page = replace(page, fetched_at=datetime.fromisoformat(header["fetched_at"]))
    addresses = header.get(_PARTS, "").split() or [f"{url}{number}/" for number in range(2, len(files) + 1)]
    for address, file in zip(addresses, files[1:], strict=True):
        part = replace(page, url=address, final_url=address, body=file.read_bytes(), continued=())
        page = page.with_next(part)
    return page


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _facts(path: Path) -> dict[str, Any]:
    """What the file names; nothing if there is none. Raises BadCase."""
    try:
        told = json.loads(path.read_text("utf-8")) if path.exists() else {}
    except ValueError as error:
        raise BadCase(f"{path}: {error}") from error
    if not isinstance(told, dict):
        raise BadCase(f"{path}: no names with values")
    return told


def _layout(folder: Path) -> Layout:
    special = _facts(folder / "layout.json")
    if unknown := special.keys() - Layout.__dataclass_fields__.keys():
        raise BadCase(f"{folder}: layout.json names {', '.join(sorted(unknown))}")
    special["remove"] = tuple(special.get("remove", ()))
    return Layout(**special)


def _memory(folder: Path) -> Memory:
    """What memory.json says: a text, or "list at " and a place -> on how many pages; or a rule -> what it took."""
    known = _facts(folder / "memory.json")
    if known.keys() & set(_FROM_MEMORY):
        return settled((rule, text, told) for rule, taken in known.items() for text, told in taken.items())
    return Memory({_known_as(text): Sighting(pages, f"on {pages} pages") for text, pages in known.items()})


def _known_as(text: str) -> int:
    return card_hash(text.removeprefix(PLACE)) if text.startswith(PLACE) else text_hash(text)
