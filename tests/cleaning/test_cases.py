"""Every folder of cases/ is a page and what must become of it; every rule has one in which it drops something."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from cleaning import clean
from cleaning.rules import RULES, Rule
from console.cases import Case, differences, read_case

CASES = Path(__file__).parent / "cases"


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
    article = clean(case.page, case.layout, case.memory)
    lost = [(block.dropped_by, block.text) for block in article.dropped]
    assert article.refusal or article.text == case.text, f"dropped: {lost}"
    assert differences(case, article) == {}
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
