"""The benchmark of near copies on small made-up input. No time is asserted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import near_copies
from bench.cluster_cost import filling, sizes
from bench.clustering import Found, adjusted_rand, pairs_found
from bench.in_memory import InMemory
from bench.stories import stories


def test_pairs_are_right_wrong_or_missed() -> None:
    assert pairs_found("aabb", "xxyz") == Found(1, 0, 1)
    assert pairs_found("aab", "xxx") == Found(1, 2, 0)
    assert (Found(1, 1, 0).precision, Found(1, 0, 3).recall, Found(1, 1, 1).f1) == (0.5, 0.25, 0.5)


def test_the_rand_index_is_one_for_the_same_partition_and_low_by_chance() -> None:
    assert adjusted_rand("aabbc", "xxyyz") == adjusted_rand("abc", "xyz") == 1.0
    assert adjusted_rand("aabb", "xyxy") == pytest.approx(-0.5)


def test_stories_are_the_same_each_time_and_a_part_of_them_versions() -> None:
    made = list(stories(200, words=60))
    assert made == list(stories(200, words=60))
    assert 10 < sum(each.story != each.number for each in made) < 60


def test_filling_a_database_tells_cost_and_rows_and_joins_the_versions(tmp_path: Path) -> None:
    steps = list(filling(tmp_path / "full.db", 200, steps=2, words=120))
    held = sizes(tmp_path / "full.db", words=120)
    assert [step.stored for step in steps] == [100, 200]
    assert (held.articles, held.sketch_rows) == (200, 2400)
    assert held.right == held.versions == held.near > 10
    told = near_copies.of_cost(steps, held)
    assert "12.0 rows" in told and "| 200 |" in told


def test_what_stands_there_first_is_made_up_and_nobodys_copy(tmp_path: Path) -> None:
    (step,) = filling(tmp_path / "full.db", 100, steps=1, words=120, before=60)
    held = sizes(tmp_path / "full.db", words=120, before=60)
    assert (step.stored, held.articles, held.sketch_rows) == (160, 160, 1920)
    assert held.right == held.versions == held.near > 5


def test_a_peer_gets_the_same_texts_in_turns_with_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up datasketch: a real one belongs into an environment of its own."""
    (tmp_path / "datasketch.py").write_text(_PEER, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("bench.in_memory.environment", lambda folder: Path(sys.executable))
    monkeypatch.setattr("bench.in_memory.installed", lambda interpreter, names: "2.0")
    with InMemory("datasketch", tmp_path) as peer:
        steps = list(filling(tmp_path / "full.db", 120, steps=2, words=60, peers=[peer], before=30))
        told = near_copies.of_peers(steps, [peer])
        assert all(step.whole > 0 and len(step.peers) == 1 for step in steps)
        assert "| 150 |" in told and "datasketch 2.0 held" in told
        assert peer.cost() == 0.0
        (tmp_path / "many").touch()
        with pytest.raises(RuntimeError, match="has ended"):
            peer.add(["once more"])


_PEER = """
from pathlib import Path

class MinHash:
    def __init__(self, num_perm): pass
    def update_batch(self, runs): self.runs = runs

class MinHashLSH:
    def __init__(self, threshold, num_perm): self.known = []
    def query(self, sketch): assert not Path(__file__).with_name("many").exists()
    def insert(self, key, sketch): self.known.append(sketch)
"""


def test_a_collection_and_pairs_are_scored() -> None:
    made = list(stories(60, words=120))
    records = [
        {"url": f"https://quay.example/{each.number}", "title": "", "text": each.text, "cluster": str(each.story)}
        for each in made
    ]
    assert "| clusters | 60 | 1.000 | 1.000 | 1.000 | 1.0000 |" in near_copies.of_collection(records)
    version = next(each for each in made if each.story != each.number)
    told = [
        {"a": records[version.number], "b": records[version.story], "same": True, "weight": 3.0},
        {"a": records[0], "b": records[1], "same": made[0].story == made[1].story, "weight": 1.0},
    ]
    assert "| 1.000 | 1.000 | 1.000 |" in near_copies.of_pairs(told)
