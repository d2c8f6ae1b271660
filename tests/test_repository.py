"""The repository is whole: it speaks of the product alone, has its papers, and names what it needs."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("cleaning", "storage", "forkserver", "heap", "shared_model", "workers", "ingest", "crawlers", "console")
ROOMS += ("nights", "demo", "web", "cli", "scheduler")
TEXT = {".py", ".md", ".toml", ".txt", ".cfg", ".html", ".sh", ".mako", ".json", ".yml", ".yaml", ".sql", ""}
WORKPLACE = re.compile(
    r"""(?<![\w.~\-/}])/(?:work|tmp|root|home/\w+)(?=/|\b(?!\w))  # where it was written
    | \bfarms?\b | \bhelper- | \bissue\ \#?\d | \bsession\ \d | \bclaude\b | \bcontract\.md\b""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words of the place where the product is made."""
OWN_WORDS = ("tests/test_repository.py", "LICENSE")
STORIES = ("demo/stories/",)
"""Made-up news, in which there may be farms."""
DISTRIBUTIONS = {
    "apscheduler": "APScheduler",
    "bs4": "beautifulsoup4",
    "charset_normalizer": "charset-normalizer",
    "pebble": "Pebble",
    "pythonjsonlogger": "python-json-logger",
    "psycopg": "psycopg[binary]",
    "scrapy": "Scrapy",
    "OpenSSL": "pyOpenSSL",
    "twisted": "Twisted",
    "sqlalchemy": "SQLAlchemy",
}
"""Import name -> name in requirements.txt, where they differ."""
NOT_IMPORTED = {
    "brotli": "a Content-Encoding, imported by name",
    "cssselect": "what lxml.cssselect needs",
    "lxml_html_clean": "what trafilatura needs and does not always ask for",
    "psycopg[binary]": "SQLAlchemy's driver for PostgreSQL",
    "tzdata": "the time zones, for machines without them",
    "uvloop": "the event loop, named in the settings",
    **dict.fromkeys(
        "aiohttp cryptography filelock Mako Markdown oauthlib Pygments requests soupsieve urllib3".split(),
        "comes with others, not with known holes",
    ),
}
COMES_WITH = dict.fromkeys(("itemadapter", "zope", "service_identity"), "Scrapy")
"""Import name -> the requirement that fixes its version."""


@cache
def tracked() -> tuple[str, ...]:
    """The files of the repository, or all files that look like it where there is no git."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    files = (
        done.stdout.split("\n") if done.returncode == 0 else [f.relative_to(ROOT).as_posix() for f in ROOT.rglob("*")]
    )
    return tuple(name for name in files if (ROOT / name).is_file() and not name.startswith("."))


def words_of_the_workplace(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        yield from (f"{name}:{number}: {found.group()}" for found in WORKPLACE.finditer(line))


def test_the_product_speaks_of_itself_alone() -> None:
    files = (name for name in tracked() if Path(name).suffix in TEXT and not name.startswith((*OWN_WORDS, *STORIES)))
    found = [
        said for name in files for said in words_of_the_workplace(name, (ROOT / name).read_text("utf-8", "replace"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["see /work/shared", "in '/tmp/a.db'", "the farm's pages", "issue 2 says", "helper-3", "cd /root", "Session 4"],
)
def test_a_word_of_the_workplace_is_seen(line: str) -> None:
    assert list(words_of_the_workplace("a.py", line))


@pytest.mark.parametrize(
    "line", ["https://a.example/work/1", "a/tmp/b", "a farmer", "this issue", "network/work", "{x}/tmp"]
)
def test_other_words_are_not(line: str) -> None:
    assert not list(words_of_the_workplace("a.py", line))


@pytest.mark.parametrize(
    "name", ["LICENSE", "CHANGELOG.md", "README.md", "requirements.txt", "pyproject.toml", "Makefile"]
)
def test_the_papers_are_there(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


def imported(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Top-level name of each foreign package -> a file that imports it."""
    found: dict[str, str] = {}
    for name, text in files:
        for node in ast.walk(ast.parse(text)):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found |= {module.partition(".")[0]: name for module in modules}
    ours = {*ROOMS, *sys.stdlib_module_names}
    return {module: name for module, name in found.items() if module not in ours}


def product() -> list[tuple[str, str]]:
    names = (name for name in tracked() if name.endswith(".py") and name.split("/")[0].removesuffix(".py") in ROOMS)
    return [(name, (ROOT / name).read_text("utf-8")) for name in names]


def requirements() -> dict[str, str]:
    """Name -> version demanded, as requirements.txt has them."""
    lines = (
        line.partition("#")[0].partition(";")[0].strip()
        for line in (ROOT / "requirements.txt").read_text().splitlines()
    )
    split = (re.match(r"([\w.\[\]-]+)\s*(.*)", line) for line in lines if line)
    return {found[1]: found[2] for found in split if found}


def missing(used: Mapping[str, str], named: Iterable[str]) -> list[str]:
    known = set(named)
    return [f"{name}, imported by {by}" for name, by in used.items() if distribution(name) not in known]


def unused(used: Mapping[str, str], named: Iterable[str]) -> list[str]:
    return sorted(set(named) - {distribution(name) for name in used} - NOT_IMPORTED.keys())


def distribution(module: str) -> str:
    return COMES_WITH.get(module) or DISTRIBUTIONS.get(module, module)


def test_every_package_that_is_imported_is_required() -> None:
    assert missing(imported(product()), requirements()) == []


def test_nothing_is_required_that_is_not_used() -> None:
    assert unused(imported(product()), requirements()) == []


def test_every_requirement_has_a_lower_bound() -> None:
    assert [name for name, version in requirements().items() if not version.startswith(">=")] == []


def test_a_package_that_nobody_named_is_seen() -> None:
    used = imported([("cleaning/a.py", "def f():\n    import leftpad.inner\nimport os, storage")])
    assert used == {"leftpad": "cleaning/a.py"}
    assert missing(used, ["lxml"]) == ["leftpad, imported by cleaning/a.py"]
    assert unused(used, ["lxml", "leftpad", "uvloop"]) == ["lxml"]
