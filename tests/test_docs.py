"""What the papers say is so: commands, options, files, rules, settings and reasons exist, and examples work."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from textwrap import dedent
from types import ModuleType
from typing import Any, cast

import pytest
from scrapy.utils.spider import iter_spider_classes

from cleaning import Layout, Outcome, Refusal
from cleaning.blocks import read_blocks
from cleaning.draft import Draft
from cleaning.rules import FREE, RULES
from cleaning.tree import parse_html
from cli import winnow
from crawlers import ArticleSpider, settings
from crawlers.job import Job
from crawlers.sources import Link

ROOT = Path(__file__).parent.parent
PAPERS = tuple(sorted((ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md"))))
IDS = [paper.relative_to(ROOT).as_posix() for paper in PAPERS]
ROOMS = ("cleaning", "console", "crawlers", "demo", "nights", "storage")
ROOMS += ("cli.py", "forkserver.py", "heap.py", "ingest.py", "scheduler.py", "shared_model.py", "workers.py")
JUDGES = (
    "cleaning/verdict.py",
    "cleaning/walls.py",
    "storage/comparing.py",
    "storage/walls.py",
    "cleaning/clean.py",
    "cleaning/records.py",
    "storage/case.py",
    "storage/judge.py",
    "ingest.py",
    "workers.py",
)
"""Where pages are refused."""
_FENCE = re.compile(r"^( *)```(\w*)[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_NAME = re.compile(r"(?<![\w$])[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+(?!\w)")
_FILE = re.compile(r"[\w/.-]*\w\.py|[\w-]+(?:/[\w-]+)*/")


@cache
def said(paper: Path) -> str:
    return paper.read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of a text in one language."""
    return [dedent(found[3]) for found in _FENCE.finditer(text) if found[2] == language]


def spans(text: str) -> list[str]:
    """What stands in `...` in the running text."""
    return [" ".join(span.split()) for span in _CODE.findall(_FENCE.sub("", text))]


def rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table whose first column has this heading."""
    table = re.search(rf"^( *)\| {re.escape(heading)} \|.*\n *\|[-|]+\|\n((?: *\|.*\n)+)", text, re.MULTILINE)
    assert table, f"no table headed {heading!r}"
    lines = (re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in table[2].splitlines())
    return [[cell.strip() for cell in line] for line in lines]


@cache
def product() -> str:
    """The source of the whole product."""
    files = (found for room in ROOMS for found in sorted([ROOT / room] if room.endswith(".py") else files_of(room)))
    return "\n".join(found.read_text("utf-8") for found in files)


def files_of(room: str) -> Iterator[Path]:
    return (ROOT / room).rglob("*.py")


# The checks: text in, complaints out.


def commands_in(text: str) -> Iterator[list[str]]:
    """The words of every `winnow ...` that a text tells its reader to type."""
    for line in (*"\n".join(blocks(text, "sh")).splitlines(), *spans(text)):
        words = shlex.split(line.partition(" #")[0]) if "winnow " in line else []
        while words and re.fullmatch(r"\w+=.*", words[0]):
            words = words[1:]
        if words[:1] == ["winnow"] and len(words) > 1:
            yield words[1:]


def wrong_commands(text: str) -> Iterator[str]:
    for name, *words in commands_in(text):
        command = winnow.commands.get(name)
        if command is None:
            yield f"winnow {name}" if not name.startswith("-") else ""
            continue
        known = {option for parameter in command.params for option in parameter.opts}
        yield from (f"winnow {name} {word}" for word in words if word.startswith("--") and word not in known)


def wrong_options(text: str) -> Iterator[str]:
    """Options that stand alone in the running text and that no command has."""
    known = {option for command in winnow.commands.values() for each in command.params for option in each.opts}
    for span in spans(text):
        option = span.split(" ")[0]
        if re.match(r"--\w", option) and option not in known:
            yield option


def wrong_targets(text: str) -> Iterator[str]:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    lines = (*"\n".join(blocks(text, "sh")).splitlines(), *spans(text))
    told = (found[1] for line in lines if (found := re.match(r"make (\w+)", line)))
    return (f"make {name}" for name in told if name not in targets)


def wrong_links(text: str, folder: Path) -> Iterator[str]:
    for link in _LINK.findall(_FENCE.sub("", text)):
        name, _, place = link.partition("#")
        if "://" not in link and not leads_somewhere(folder / name if name else None, place, text):
            yield link


def leads_somewhere(target: Path | None, place: str, text: str) -> bool:
    """Whether a file is there, and the heading in it; no target is the text itself."""
    if target is not None and not target.exists():
        return False
    return not place or place in anchors(target.read_text("utf-8") if target else text)


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def wrong_files(text: str) -> Iterator[str]:
    """Python files and folders named in the running text that are nowhere in the product."""
    there = [found.relative_to(ROOT).as_posix() for room in (*ROOMS, "tests", "bench", "docs") for found in walk(room)]
    for span in spans(text):
        if _FILE.fullmatch(span) and not any(f"/{path}".endswith(f"/{span.rstrip('/')}") for path in there):
            yield span


def walk(room: str) -> list[Path]:
    return [ROOT / room, *(ROOT / room).rglob("*")]


def wrong_names(text: str) -> Iterator[str]:
    """Settings, variables and constants that the product does not know."""
    code = (*spans(text), *blocks(text, "sh"))
    named = dict.fromkeys(name for span in code for name in _NAME.findall(span))
    return (name for name in named if not re.search(rf"\b{name}\b", product()))


def wrong_rules(text: str) -> Iterator[str]:
    """Where the table of rules differs from the rules, in names or order."""
    told, real = [row[0].strip("`") for row in rows(text, "rule")], [rule.__name__ for rule in RULES]
    yield from (f"no rule {name}" for name in told if name not in real)
    yield from (f"{name} is not told" for name in real if name not in told)
    if sorted(told) == sorted(real) and told != real:
        yield "another order"


@pytest.mark.parametrize("paper", PAPERS, ids=IDS)
def test_what_the_papers_name_exists(paper: Path) -> None:
    text = said(paper)
    assert [each for each in wrong_commands(text) if each] == []
    assert list(wrong_options(text)) == []
    assert list(wrong_targets(text)) == []
    assert list(wrong_files(text)) == []
    assert list(wrong_names(text)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=IDS)
def test_every_file_that_a_paper_links_exists(paper: Path) -> None:
    assert list(wrong_links(said(paper), paper.parent)) == []


def test_decisions_are_numbered_one_by_one_as_their_headings_say() -> None:
    papers = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    told = [(int(paper.name[:4]), int(paper.read_text("utf-8").removeprefix("# ").split(".")[0])) for paper in papers]
    assert told == [(number, number) for number in range(1, len(papers) + 1)]


def test_every_command_is_in_the_readme() -> None:
    told = {name for name, *_ in commands_in(said(ROOT / "README.md"))}
    assert winnow.commands.keys() - told == set()


def test_the_table_of_rules_is_the_tuple_of_rules() -> None:
    assert list(wrong_rules(said(ROOT / "docs" / "cleaning.md"))) == []


def test_the_rules_without_a_limit_are_told() -> None:
    told = re.search(r"Exempt are\s+(.+?),\s+whose evidence", said(ROOT / "docs" / "cleaning.md"), re.DOTALL)
    assert told and set(re.findall(r"`(\w+)`", told[1])) == FREE


def test_every_reason_for_a_refusal_is_told_and_no_other() -> None:
    told = {row[0] for row in rows(said(ROOT / "docs" / "cleaning.md"), "reason")}
    made = {name for file in JUDGES for name in re.findall(r"Refusal\.([A-Z_]+)", (ROOT / file).read_text("utf-8"))}
    assert told == {Refusal[name].value for name in made}


def test_every_outcome_is_in_the_readme() -> None:
    told = ", ".join(row[0] for row in rows(said(ROOT / "README.md"), "column")).split(", ")
    assert sorted(told) == sorted(outcome.value for outcome in Outcome if outcome is not Outcome.PART)


def test_every_setting_has_the_value_that_is_told() -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in rows(said(ROOT / "docs" / "crawling.md"), "setting")}
    assert {name: ast.literal_eval(value) for name, value in told.items()} == {
        name: getattr(settings, name) for name in told
    }


def test_a_publishers_attributes_are_those_that_are_told() -> None:
    text = said(ROOT / "docs" / "crawling.md")
    stated = {row[0].strip("`") for row in rows(text, "attribute")}
    assert stated == {name for name in ArticleSpider.__annotations__ if name != "job"} | {"name"}
    assert {row[0].strip("`") for row in rows(text, "field of `Layout`")} == {each.name for each in fields(Layout)}


# The examples in Python.


def module_of(source: str) -> ModuleType:
    module = ModuleType("example")
    exec(compile(source, "example", "exec"), module.__dict__)
    return module


@pytest.mark.parametrize("paper", PAPERS, ids=IDS)
def test_every_example_in_python_compiles(paper: Path) -> None:
    for source in blocks(said(paper), "python"):
        compile(source, paper.name, "exec")


@pytest.mark.parametrize(
    ("paper", "path"), [("README.md", "/2026/03/02/ferry-sails/"), ("docs/crawling.md", "/news/4711-ferry-sails")]
)
def test_the_example_of_a_publisher_is_a_spider_that_knows_its_articles(paper: str, path: str) -> None:
    source = next(each for each in blocks(said(ROOT / paper), "python") if "example_courier" in each)
    (courier,) = iter_spider_classes(module_of(source))
    assert issubclass(courier, ArticleSpider) and courier.name == "example_courier"
    spider = courier(job=Job(line=cast(Any, None), paces=cast(Any, None)))
    assert spider.is_article(link(f"https://www.courier.example{path}"))
    assert not spider.is_article(link("https://www.courier.example/about/"))
    assert not spider.is_article(link(f"https://elsewhere.example{path}"))
    assert all(spider.absolute(each.url).startswith("https://www.courier.example/") for each in spider.listings)


def link(url: str) -> Link:
    return Link(url=url, key=url)


def test_the_example_of_a_family_is_as_it_stands_in_the_code() -> None:
    (family,) = (each for each in blocks(said(ROOT / "docs" / "crawling.md"), "python") if "name =" not in each)
    assert family in (ROOT / "crawlers" / "families.py").read_text("utf-8")


def test_the_example_of_a_rule_drops_what_it_says() -> None:
    (source,) = blocks(said(ROOT / "docs" / "cleaning.md"), "python")
    draft = Draft(read_blocks(parse_html("<p>4 min read</p><p>It took 4 min to read the name of the ferry.</p>")))
    assert [index for index, _ in module_of(source).reading_time(draft)] == [0]


# Each check can fail.


@pytest.mark.parametrize(
    "text",
    ["`winnow fetch URL`", "```sh\nwinnow crawl --twice\n```", "```sh\nA_B=1 winnow status --at 1\n```", "`winnow x`"],
)
def test_a_command_that_is_none_is_seen(text: str) -> None:
    assert list(wrong_commands(text))


def test_a_name_a_file_a_link_and_an_option_that_are_none_are_seen(tmp_path: Path) -> None:
    assert list(wrong_options("`--twice` and `--delay 0`")) == ["--twice"]
    assert list(wrong_targets("`make love`, `make demo NIGHT=2`")) == ["make love"]
    assert list(wrong_files("`cleaning/no.py`, `clean.py`, `nowhere/`, `tests/cleaning/`")) == [
        "cleaning/no.py",
        "nowhere/",
    ]
    assert list(wrong_names("`WINNOW_TEA_TIME=5` and `DATABASE_URL`")) == ["WINNOW_TEA_TIME"]
    assert list(wrong_links("[a](no.md) [b](#here) [c](#gone)\n\n# Here", tmp_path)) == ["no.md", "#gone"]


def test_a_table_of_rules_that_differs_is_seen() -> None:
    lines = [f"| `{rule.__name__}` | a | b |\n" for rule in RULES]
    head = "| rule | removes | looks at |\n|---|---|---|\n"
    assert list(wrong_rules(head + "".join(lines))) == []
    assert list(wrong_rules(head + "".join(reversed(lines)))) == ["another order"]
    assert list(wrong_rules(head + "".join(lines[1:]) + "| `no_such` | a | b |\n")) == [
        "no rule no_such",
        f"{RULES[0].__name__} is not told",
    ]
