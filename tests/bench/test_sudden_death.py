"""Killed processes lose, tear and double nothing; the benches kill oftener."""

from __future__ import annotations

from pathlib import Path

from bench import dying_upgrade, sudden_death
from bench.failing_calls import Faults, written


def test_a_crawl_that_is_killed_at_random_times_stores_every_article_once(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    ledger = sudden_death.crawl(database, kills=5, articles=20, seed=4, delay="0.05")
    assert ledger.kills > 2
    assert ledger.broken == []


def test_an_upgrade_that_dies_leaves_the_old_database_or_the_new_one(tmp_path: Path) -> None:
    rich = f"sqlite:///{tmp_path / 'rich.db'}"
    written(rich, Faults())
    deaths, broken = dying_upgrade.trials(rich, dying_upgrade.files(tmp_path), every=23)
    assert deaths > 5
    assert broken == []
