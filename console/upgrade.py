"""Whether a page becomes what it became: stored pages as test cases, and a replay of both with what is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cleaning import VERSION, Page, Wording, changes, clean, publisher_name
from console.cases import Case, cases_in, differences, write_case
from console.diff import colour, diff_lines
from console.out import as_json, complain, say, table
from console.reports import FAILED, OK
from console.together import together
from console.work import Misunderstood, layout_of
from ingest import article_again, foretell
from storage import Store
from workers import Workers

READERS: Final = tuple(
    "lxml lxml_html_clean trafilatura htmldate courlan justext beautifulsoup4 charset-normalizer cssselect idna "
    "py3langid tldextract w3lib tzdata".split()
)
"""Libraries that have a say in what a page becomes."""
_NOT_IN_NAMES: Final = re.compile(r"[^\w]+")
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Difference:
    """A page that comes out otherwise than it did."""

    what: str
    """The case's name, or the address."""
    fields: tuple[str, ...]
    diff: tuple[str, ...]

    @property
    def of_text(self) -> bool:
        """Whether words differ, and not only what is known about them."""
        return not {"text", "title", "refusal"}.isdisjoint(self.fields)


def installed() -> Iterator[tuple[str, str]]:
    """(name, version) of each library that has a say in what a page becomes."""
    for name in READERS:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def freeze(store: Store, urls: Sequence[str], into: Path, name: str, machine: bool) -> int:
    """Makes a case of each stored page as today's cleaner reads it, and says where. One not stored is a failure.

    Raises Misunderstood when there is a case of this name.
    """
    made = {url: _frozen(store, url, into, name) for url in urls}
    if machine:
        as_json([{"url": url, "folder": str(folder) if folder else None} for url, folder in made.items()])
    for url, folder in made.items():
        if folder is None:
            would = f"; `winnow refetch {url}` would fetch it" if "://" in url else ""
            complain(f"{url}: no such page is stored{would}")
        elif not machine:
            say(f"wrote {folder}: correct expected.txt where the cleaner is wrong")
    return OK if all(made.values()) else FAILED


def check_upgrade(store: Store, cases: Path, sample: int, publisher: str | None, machine: bool) -> int:
    """Replays the cases of a folder and a sample of the stored pages; a failure if any text differs.

    Raises Misunderstood for a folder that is no case.
    """
    try:
        frozen = list(cases_in(cases))
    except ValueError as error:
        raise Misunderstood(str(error)) from error
    by_page = {id(case.page): case for case in frozen}

    def replay(page: Page, workers: Workers) -> Difference | None:
        case = by_page.get(id(page))
        return _of_case(case, workers) if case else _of_stored(page, store, workers)

    told = together(_pages(frozen, store, sample, publisher), replay, "replaying", machine, len(frozen) + sample)
    found = [each for each in told if each is not None]
    _show(found, len(frozen), len(told) - len(frozen), machine)
    return FAILED if any(each.of_text for each in found) else OK


def _frozen(store: Store, url: str, into: Path, name: str) -> Path | None:
    page = next(store.stored_pages(urls=[url]), None)
    if page is None:
        return None
    layout, folder = layout_of(page.publisher), into / (name or _name(page.final_url))
    try:
        article = clean(page, layout, store.memory(page, layout))
        write_case(folder, page, layout, article, f"frozen from {url}")
    except FileExistsError as error:
        raise Misunderstood(f"{folder} is there already; --name gives the case another name") from error
    return folder


def _name(url: str) -> str:
    """A folder's name from host and path."""
    parts = urlsplit(url)
    words = _NOT_IN_NAMES.sub("_", f"{publisher_name(url)} {parts.path} {parts.query}").strip("_").lower()
    return words[:_LONGEST_NAME].strip("_") or "page"


def _pages(frozen: Sequence[Case], store: Store, sample: int, publisher: str | None) -> Iterator[Page]:
    yield from (case.page for case in frozen)
    if sample:
        yield from store.sampled_pages(sample, publisher)


def _of_case(case: Case, workers: Workers) -> Difference | None:
    found = differences(case, article_again(case.page, case.layout, workers, case.memory))
    if not found:
        return None
    before, after = (found.get("text", ("", ""))[side] for side in (0, 1))
    lines = [f"{sign} {name}: {told[side]}" for name, told in found.items() if name != "text" for side, sign in _SIDES]
    return Difference(case.name, tuple(found), (*lines, *_diff(Wording(None, before), Wording(None, after))))


_SIDES: Final = ((0, "-"), (1, "+"))


def _of_stored(page: Page, store: Store, workers: Workers) -> Difference | None:
    layout = layout_of(page.publisher)
    preview = foretell(page, layout, store, workers, memory=store.memory(page, layout))
    if not preview.differs:
        return None
    if preview.before is None or preview.after is None:
        return Difference(page.url, ("refusal",), (f"+ refusal: {preview.saved.reason}",))
    return Difference(page.url, tuple(_changed(preview.before, preview.after)), _diff(preview.before, preview.after))


def _changed(before: Wording, after: Wording) -> Iterator[str]:
    if before.title != after.title:
        yield "title"
    if before.text != after.text:
        yield "text"


def _diff(before: Wording, after: Wording) -> tuple[str, ...]:
    return tuple(diff_lines(changes(before, after)))


def _show(found: Sequence[Difference], cases: int, stored: int, machine: bool) -> None:
    libraries = dict(installed())
    if machine:
        told: dict[str, Any] = {"cleaner_version": VERSION, "libraries": libraries, "frozen": cases, "stored": stored}
        as_json({**told, "differences": [_record(each) for each in found]})
        return
    table(("library", "version"), [("cleaner", VERSION), *libraries.items()])
    for each in found:
        say(f"{each.what}: another {', '.join(each.fields)}", "bold")
        for line in each.diff:
            say("  " + line, colour(line))
    say(f"{cases} frozen and {stored} stored pages replayed, {len(found)} come out otherwise")


def _record(each: Difference) -> dict[str, Any]:
    return {"what": each.what, "fields": list(each.fields), "diff": list(each.diff)}
