"""Whatever a server answers to a request for one page costs that page alone, and is never stored as an article."""

from __future__ import annotations

from collections.abc import Callable

from bench.hostile.attacks import CUTS, GOOD, ODDITIES, REDIRECTS, SLOW, large
from bench.hostile.beset import beset
from bench.hostile.crawling import Crawled

Survived = Callable[..., Crawled]


def test_a_strange_answer_costs_its_own_address_only(survived: Survived) -> None:
    site = beset([*CUTS, *ODDITIES, *REDIRECTS, *large(40)])
    done = survived(site, WINNOW_MAX_BYTES=str(4 * 1024 * 1024), WINNOW_TIMEOUT="5")
    asked = {attack.name: site.site.paths().count(path) for path, (_, attack) in site.attacks.items()}
    assert {asked[attack.name] for attack in CUTS} == {3}, "what was cut is asked for again, twice"
    assert max(asked.values()) <= 6, "repetitions are bounded"
    harmless = {path for path, (_, attack) in site.attacks.items() if attack.ends == GOOD}
    assert harmless <= set(done.texts())


def test_what_never_comes_to_an_end_is_given_up(survived: Survived) -> None:
    site = beset(SLOW)
    survived(site, WINNOW_TIMEOUT="1.5")
    assert max(map(site.site.paths().count, site.attacks)) <= 3
