"""Who runs against whom: the commands, and how each tells what it got."""

from __future__ import annotations

import compileall
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.corpus import Gold
from bench.running import ROOT
from bench.static_site import Site

FETCH = "Scrapy, fetching only"
PLAIN = "Scrapy + trafilatura in the callback"
CLI = "trafilatura --parallel 2"
FUNDUS = "Fundus, one generic rule"
CRAWL = "winnow crawl"
SAME = "winnow crawl again (304)"
SAME_BYTES = "winnow crawl again (same bytes, no ETag)"
RECLEAN = "winnow reclean, two cores"
RECLEAN_ONE = "winnow reclean, one core"
FILES = "trafilatura --parallel 2, from files"

_CONFIG = "[DEFAULT]\nSLEEP_TIME = 0\nSSRF_PROTECTION = off\n"
"""trafilatura waits 5 s between pages of a host, and asks no loopback address, unless told."""
_EXTRACTING = ("--parallel", "2", "--json", "--with-metadata")


@dataclass(frozen=True, slots=True)
class Rival:
    """A program to be timed."""

    name: str
    command: Sequence[str]
    got: Callable[[str], int]
    """Pages answered, from what it said."""
    cores: Sequence[int] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    validators: bool = True
    """Whether the newspapers send ETags."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """The pages, where they are served, and what is there to run."""

    corpus: Path
    pages: Sequence[Gold]
    sites: Sequence[Site]
    cores: Sequence[int]
    server_cores: Sequence[int]
    fundus: Path | None
    trafilatura: str
    rounds: int = 1
    only: Sequence[str] = ()

    def server(self, validators: bool) -> list[str]:
        """The command that serves the newspapers."""
        port = self.sites[0].base.rpartition(":")[2]
        told = ["--pages", str(len(self.pages)), "--hosts", str(len(self.sites)), "--port", port]
        more = [] if validators else ["--no-validators"]
        return [sys.executable, "-m", "bench.static_site", "--corpus", str(self.corpus), *told, *more]

    def prepare(self, folder: Path) -> None:
        """Writes what the rivals read: the addresses, trafilatura's settings, the pages as files.

        Ours is compiled as pip leaves an installed program; theirs are installed.
        """
        compileall.compile_dir(ROOT, maxlevels=2, quiet=2)
        addresses = [url for site in self.sites for url in site.urls]
        (folder / "addresses").write_text("\n".join(addresses), "utf-8")
        (folder / "settings.cfg").write_text(_CONFIG, "utf-8")
        (folder / "pages").mkdir()
        for number, gold in enumerate(self.pages):
            (folder / "pages" / f"{number}.html").write_bytes(gold.html())

    def rivals(self, folder: Path) -> list[Rival]:
        """Everyone, in the order of their turns; a later one may use what an earlier one left in the folder."""
        everyone = [*self._others(folder), *self._ours(folder)]
        return [rival for rival in everyone if not self.only or any(word in rival.name for word in self.only)]

    def _others(self, folder: Path) -> list[Rival]:
        addresses, fetched, read = str(folder / "addresses"), folder / "fetched", folder / "read"
        plain = [sys.executable, "-m", "bench.plain_scrapy", addresses]
        cli = [self.trafilatura, "--config-file", str(folder / "settings.cfg"), *_EXTRACTING]
        bases = [site.base for site in self.sites]
        fundus = [Rival(FUNDUS, [str(self.fundus), "-m", "bench.fundus_crawl", *bases], int)] if self.fundus else []
        return [
            Rival(FETCH, [*plain, "fetch"], int),
            Rival(PLAIN, [*plain, "trafilatura"], int),
            Rival(CLI, [*cli, "-i", addresses, "-o", str(fetched)], lambda said: _files(fetched)),
            *fundus,
            Rival(FILES, [*cli, "--input-dir", str(folder / "pages"), "-o", str(read)], lambda said: _files(read)),
        ]

    def _ours(self, folder: Path) -> list[Rival]:
        winnow = [sys.executable, "-m", "cli"]
        store = ["--json", "--database", f"sqlite:///{folder / 'winnow.db'}"]
        env = {"WINNOW_ALLOW_PRIVATE": "127.0.0.0/8"}
        crawl = [*winnow, "crawl", *(site.base + "/" for site in self.sites), "--delay", "0", *store]
        reclean = [*winnow, "reclean", "--accept-losses", *store]
        return [
            Rival(CRAWL, crawl, _crawled, env=env),
            Rival(SAME, crawl, _crawled, env=env),
            Rival(RECLEAN, reclean, _recleaned),
            Rival(RECLEAN_ONE, reclean, _recleaned, cores=self.cores[:1]),
            Rival(SAME_BYTES, crawl, _crawled, env=env, validators=False),
        ]


def _files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def _crawled(said: str) -> int:
    """Addresses that ended well."""
    reports = json.loads(said)["reports"]
    return sum(report["found"] - report["failed"] - report["later"] - report["forbidden"] for report in reports)


def _recleaned(said: str) -> int:
    return sum(count for name, count in json.loads(said).items() if name != "dry_run")
