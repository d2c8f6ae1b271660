"""Which addresses are worth asking for, by what their like has brought in this crawl: the end of every trap."""

from __future__ import annotations

from collections import Counter

from cleaning import Outcome, slug
from crawlers.paging import page_number
from crawlers.shapes import shape

BARREN = 300
"""After so many addresses of one shape in one source without an article, the others are left for another crawl..."""
BARREN_EVERYWHERE = 3000
"""... and after so many in all sources together..."""
SHARE = 0.03
"""... if the articles beside them are fewer than this share of them."""
TWINS = 20
"""After so many further addresses of stories that all were stories we have, the others are left, too."""
_FRUIT = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.SAME, Outcome.PART, Outcome.HELD})
_TWIN = "another address of a story"


class Fruit:
    """What was asked in one crawl of a publisher, by kind, and what it brought."""

    def __init__(self) -> None:
        self._without: Counter[str] = Counter()
        self._with: Counter[str] = Counter()
        self._stories: dict[str, str] = {}
        self._groups: dict[str, str] = {}

    def barren(self, url: str, source: str = "") -> str:
        """Why an address that stands in this source is not asked for, in words; "" if it is."""
        form = shape(url).loose
        self._groups[url] = group = f"{form} in {page_number(source)[0].partition('?')[0]}"
        if _TWIN in self._kinds(url) and self._spent(_TWIN, TWINS):
            return "other addresses of stories bring nothing new"
        spent = self._spent(group, BARREN) or self._spent(form, BARREN_EVERYWHERE)
        return "such addresses bring no article" if spent else ""

    def ended(self, url: str, outcome: Outcome) -> None:
        """An address was asked for, and ended so."""
        kinds = self._kinds(url)
        if outcome in _FRUIT:
            self._with.update(kinds)
            self._stories.setdefault(slug(url), url)
        elif outcome is not Outcome.LATER:
            self._without.update(kinds)

    def _kinds(self, url: str) -> tuple[str, ...]:
        """The kinds of an address: its shape, and whether an article at another address has its last part."""
        name = slug(url)
        twin = (_TWIN,) if name and self._stories.get(name, url) != url else ()
        return (shape(url).loose, self._groups.get(url, ""), *twin)

    def _spent(self, kind: str, patience: int) -> bool:
        asked, brought = self._without[kind], self._with[kind]
        return asked >= patience and brought < asked * SHARE
