"""Every folder of cases/ is a page and what must become of it; every rule has one in which it drops something."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet

from cleaning import Article, Layout, Page, clean
from cleaning.rules import RULES, Rule

CASES = Path(__file__).parent / "cases"
DROPPED = "--- dropped"
KEYS = frozenset(
    "about url title authors published precision source source_url language image section tags next_page "
    "refusal".split()
)
"""What a header may say. `about` is for the reader, `url` is the page's address, the rest is compared."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case folder, read: its pages, its publisher's layout, and what is expected."""

    page: Page
    layout: Layout
    header: dict[str, str]
    text: str
    dropped: tuple[tuple[str, str], ...]
    """(rule, beginning of a text it must have dropped)."""


def read_case(folder: Path) -> Case:
    above, _, below = (folder / "expected.txt").read_text("utf-8").partition(DROPPED)
    head, _, text = above.partition("\n\n")
    header = dict(_pair(line) for line in head.splitlines())
    assert header.keys() <= KEYS, f"unknown header in {folder.name}: {header.keys() - KEYS}"
    dropped = tuple(_pair(line) for line in below.splitlines() if line.strip())
    return Case(_pages(folder, header), _layout(folder), header, text.strip("\n"), dropped)


def _pair(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    assert colon, f"no colon in {line!r}"
    return name, value.strip()


def _pages(folder: Path, header: dict[str, str]) -> Page:
    url = header.get("url") or f"https://news.example/story/71-{folder.name.replace('_', '-')}/"
    kind = "text/plain; charset=utf-8" if (folder / "page.txt").exists() else "text/html"
    bodies = [path.read_bytes() for path in sorted(folder.glob("page*"))]
    page = Page(url=url, body=bodies[0], content_type=kind)
    for number, body in enumerate(bodies[1:], start=2):
        page = page.with_next(Page(url=f"{url}{number}/", body=body, content_type=kind))
    return page


def _layout(folder: Path) -> Layout:
    path = folder / "layout.json"
    told: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    told["remove"] = tuple(told.get("remove", ()))
    return Layout(**told)


def _told(article: Article, key: str) -> str:
    """A field of an article as an expected header writes it."""
    value = getattr(article, "published_precision" if key == "precision" else key)
    return "; ".join(value) if isinstance(value, tuple) else value or ""


def rules_without_case(rules: Iterable[Rule], cases: Iterable[Case]) -> set[str]:
    """Names of the rules that no case expects to drop anything."""
    return {rule.__name__ for rule in rules} - {name for case in cases for name, _ in case.dropped}


FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())


BEYOND = {
    "body_outweighed_by_sidebar": "no name and no shape tells a column of prose from the article beside it",
}
"""Cases that the cleaner does not master yet, and why."""


def _parameter(folder: Path) -> ParameterSet:
    reason = BEYOND.get(folder.name)
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(folder, id=folder.name, marks=marks)


@pytest.mark.parametrize("folder", [_parameter(folder) for folder in FOLDERS])
def test_a_page_becomes_what_its_case_says(folder: Path) -> None:
    case = read_case(folder)
    article = clean(case.page, case.layout)
    lost = [(block.dropped_by, block.text) for block in article.dropped]
    assert article.refusal or article.text == case.text, f"dropped: {lost}"
    compared = (case.header.keys() | {"refusal"}) - {"about", "url"}
    assert {key: _told(article, key) for key in compared} == {key: case.header.get(key, "") for key in compared}
    for rule, start in case.dropped:
        assert any(name == rule and text.startswith(start) for name, text in lost), f"{rule}: {start}, in {lost}"


def test_every_case_says_what_it_is_about() -> None:
    assert [folder.name for folder in FOLDERS if not read_case(folder).header.get("about")] == []


def test_every_rule_drops_something_in_some_case() -> None:
    assert rules_without_case(RULES, map(read_case, FOLDERS)) == set()


def test_a_rule_without_a_case_does_not_pass_unseen() -> None:
    def made_up_rule(draft: object) -> object:
        raise NotImplementedError

    assert rules_without_case((*RULES, made_up_rule), map(read_case, FOLDERS)) == {"made_up_rule"}  # type: ignore[arg-type]
