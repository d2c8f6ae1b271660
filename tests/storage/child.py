"""A process of its own that writes into a store: python child.py URL MODE SEED."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import timedelta

from material import MONDAY, WORDS, a_page, a_story, an_article, found, paths_of, put

from cleaning import Block
from storage import Store


def write_for_ever(store: Store, seed: int) -> None:
    """Discover, keep and save pages of 30 addresses again and again; says each commit aloud."""
    chance = random.Random(seed)
    for turn in range(1_000_000):
        path, edition = f"/{chance.randrange(30)}", chance.randrange(1_000)
        at = MONDAY + timedelta(minutes=turn)
        store.discover("harbour", found(path, f"{path}/next"), at)
        put(store, a_page(path, f"edition {edition}", at), an_article(path, f"{WORDS * 3} edition {edition}"))
        print(path, edition, flush=True)


def write_the_same(store: Store, seed: int) -> None:
    """Save the same 25 articles that the other process saves."""
    for number in range(25):
        put(store, a_page(f"/{number}"), an_article(f"/{number}"))
    print("saved", flush=True)


def write_its_versions(store: Store, seed: int) -> None:
    """Save this process's own versions of the 200 stories that the other one saves its versions of."""
    for number in range(200):
        path, words = f"/{seed}/{number}", f"{a_story(number)} Desk {seed} reports, and nobody else does."
        put(store, a_page(path), an_article(path, words))
    print("saved", flush=True)


def write_its_own_pages(store: Store, seed: int) -> None:
    """Save pages of one publisher, all with one line, every third with a second one."""
    for number, path in enumerate(paths_of(seed)):
        article = an_article(path, a_story(int(path.replace("/", "7"))))
        lines = ("Printed on both sides.", "Call the pier.")[: 2 if number % 3 == 0 else 1]
        put(store, a_page(path), replace(article, blocks=(*article.blocks[:1], *map(Block, lines))))
    print("saved", flush=True)


if __name__ == "__main__":
    url, mode, seed = sys.argv[1:]
    modes = {
        "for_ever": write_for_ever,
        "the_same": write_the_same,
        "its_versions": write_its_versions,
        "its_own": write_its_own_pages,
    }
    with Store(url, version="1") as opened:
        modes[mode](opened, int(seed))
