"""A publisher that a command names must be one: what was mistyped is told, instead of finding nothing."""

from __future__ import annotations

from console.work import Misunderstood
from storage import Store


def is_known(publisher: str, store: Store) -> bool:
    """Whether it has a file, or anything of it is stored."""
    if store.with_articles([publisher]):
        return True
    from crawlers import known_publishers  # here, because it brings Scrapy along

    return publisher in known_publishers() or publisher in {row.publisher for row in store.status()}


def check_publishers(store: Store, *publishers: str | None) -> None:
    """Raises Misunderstood for the first that nobody knows."""
    for name in publishers:
        if name and not is_known(name, store):
            raise Misunderstood(
                f"{name}: nothing is stored of a publisher of this name; `winnow status` lists those there are"
            )
