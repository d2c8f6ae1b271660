"""The text of a page that its scripts would draw, found in the data that it carries for them.

A page made by a framework may come as an empty shell, with the article beside it as JSON: in structured data
(articleBody), in a script of type application/json, in an assignment, or in the stream of a React server ("flight").
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml.etree import _Element as Element

from cleaning.blocks import MARK
from cleaning.likeness import likeness, words_of
from cleaning.tree import parse_html
from cleaning.weights import words

_LONGEST, _MOST_VALUES, _DEEPEST = 3_000_000, 40_000, 40
_MOST_IN_VAIN, _TRY = 3_000_000, 10_000
"""How many characters of a script are read for values that turn out to be none; each try counts as 10,000 at least."""
_SHORTEST_SCRIPT = 400
_FEWEST_WORDS = 60.0
_ENOUGH = 0.5
"""The share of the longest text among the data that the article must be: a shorter one may be its summary."""
_LONGEST_HEADLINE = 400
_ALIKE = 0.8
"""How like the page's headline a value must be to name what stands beside it."""
_FARTHEST = 2
"""How many levels above a text its headline may stand."""
_FAR = 1_000
_TITLES: Final = ("title", "headline")
"""Names under which another article would tell its headline."""
_BODY: Final = re.compile(r"body|content|text|html|story|rendered|paragraph|blocks", re.I)
_NO_BODY: Final = re.compile(
    "desc|summary|excerpt|teaser|abstract|caption|comment|meta|seo|head|title|author|bio", re.I
)
"""Names of what stands beside a body."""
_RUN_NAMES: Final = frozenset("text content children value html data paragraph".split())
"""Names under which frameworks keep the runs of text in a paragraph."""
_VALUE: Final = re.compile(r"[=(:,]\s*([{\[])|JSON\.parse\(\s*(\")")
"""Where a value may begin in a script."""
_FLIGHT: Final = "__next_f"
_ROW: Final = re.compile(r"([0-9a-f]*):(?:T([0-9a-f]+),|[A-Z]{0,2})")
_REFERENCE: Final = re.compile(r"\$[0-9a-f]+")
_MARKUP: Final = re.compile(r"</?(?:p|br|div|h[2-6]|li|span|strong|figure|section)\b[^<>]*>", re.I)
_PLACEHOLDER: Final = re.compile(r"\$\$\w{1,40}\$\$|\{\{[^{}<>]{1,80}\}\}|\[\[\w{1,40}\]\]|%%\w{1,40}%%")
"""What a script would put an advertisement or a picture for."""
_HEAD: Final = re.compile(r"<meta\b", re.I)
_LINES: Final = re.compile(r"\s*\n\s*")
_DECODER: Final = json.JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text among the data: its markup, its words, and how far above it the page's headline stands."""

    markup: str
    words: float
    distance: int
    is_body: bool
    """Whether it is near the headline, and called what a body would be."""


def add_carried(root: Element, headline: str) -> bool:
    """Puts the article that a page's scripts carry under this headline into its tree, marked as its body.

    Returns whether there is one. Of several texts the longest counts, where each level between it and the headline
    halves. One that the headline does not stand over belongs to another page, and if such a one is more than twice as
    long, nothing is taken.
    """
    name = words_of(headline)
    texts = [text for value in _values(root) for text in _texts(value, name)] if len(name) > 1 else []
    best = max((text for text in texts if text.is_body), key=lambda text: text.words / 2**text.distance, default=None)
    if best is None or best.words < _ENOUGH * max(text.words for text in texts):
        return False
    markup = _PLACEHOLDER.sub(" ", best.markup)
    article = next(parse_html(f"<article>{markup}</article>").iter("article"))
    article.set(MARK, "body")
    body = next(root.iter("body"), root)
    body.append(article)
    return True


# ---- the values in the scripts ------------------------------------------------------------------------------------


def _values(root: Element) -> Iterator[object]:
    """Everything that the page's scripts hold as JSON."""
    left, stream = _LONGEST, []
    for script in root.iter("script"):
        text = script.text or ""
        left -= len(text)
        if len(text) < _SHORTEST_SCRIPT and _FLIGHT not in text:
            continue
        if left < 0:
            break
        found = list(_of_script(text, script.get("type") or ""))
        if _FLIGHT in text:
            stream += [part for pair in found if isinstance(pair, list) for part in pair if isinstance(part, str)]
        else:
            yield from found
    if stream:
        yield from _of_flight("".join(stream))


def _of_script(text: str, kind: str) -> Iterator[object]:
    if "json" in kind:
        yield from filter(None, (_read(text),))
        return
    at, left = 0, _MOST_IN_VAIN
    while left > 0 and (found := _VALUE.search(text, at)):
        start = found.end() - 1
        try:
            value, at = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            at = found.end()
            left -= max(_TRY, getattr(error, "pos", len(text)) - start)
            continue
        yield _read(value) if isinstance(value, str) else value


def _read(text: str) -> object:
    try:
        return _DECODER.raw_decode(text.strip())[0]
    except (ValueError, RecursionError):
        return None


def _of_flight(stream: str) -> Iterator[object]:
    """The rows of a React server's stream, references to its rows of text resolved."""
    rows, values, at = dict[str, str](), list[object](), 0
    while at < len(stream) and (row := _ROW.match(stream, at)):
        at = row.end()
        if row[2]:
            rest = stream[at : at + int(row[2], 16)].encode("utf-8", "replace")[: int(row[2], 16)]
            rows["$" + row[1]] = text = rest.decode("utf-8", "ignore")
            at += len(text)
        else:
            end = stream.find("\n", at)
            end = len(stream) if end < 0 else end
            values.append(_read(stream[at:end]))
            at = end + 1
    yield from (_resolved(value, rows) for value in values)


def _resolved(value: object, rows: dict[str, str], depth: int = 0) -> object:
    if isinstance(value, str):
        return rows.get(value, value) if _REFERENCE.fullmatch(value) else value
    if depth > _DEEPEST:
        return None
    if isinstance(value, dict):
        return {key: _resolved(each, rows, depth + 1) for key, each in value.items()}
    return [_resolved(each, rows, depth + 1) for each in value] if isinstance(value, list) else value


# ---- the texts among them -----------------------------------------------------------------------------------------


def _texts(value: object, headline: tuple[str, ...]) -> Iterator[_Text]:
    """The texts below a value that stand under the headline, under a name that a body would have."""
    left, waiting = _MOST_VALUES, [(value, "", _FAR)]
    while waiting and left:
        each, key, above = waiting.pop()
        left -= 1
        if isinstance(each, dict):
            named = any(_names(one, headline) for one in each.values())
            distance = 0 if named else _FAR if any(isinstance(each.get(name), str) for name in _TITLES) else above + 1
            waiting += [(one, name, distance) for name, one in reversed(each.items())]
        elif isinstance(each, list):
            waiting += [(one, key, above) for one in reversed(each) if isinstance(one, dict | list)]
        is_body = _BODY.search(key) is not None and not _NO_BODY.search(key)
        markup = _joined(each) if isinstance(each, list) and is_body else _markup_of(each)
        if (said := _said(markup)) >= _FEWEST_WORDS:
            yield _Text(markup, said, above, is_body and above <= _FARTHEST)


def _names(value: object, headline: tuple[str, ...]) -> bool:
    return isinstance(value, str) and len(value) < _LONGEST_HEADLINE and likeness(words_of(value), headline) >= _ALIKE


def _markup_of(value: object) -> str:
    """A string as markup: as it is if it has any, else a paragraph for each of its lines; "" for what is no text."""
    if not isinstance(value, str) or " " not in value.strip() or _HEAD.search(value):
        return ""
    if _MARKUP.search(value):
        return value
    if "&lt;" in value and _MARKUP.search(unescaped := html.unescape(value)):
        return unescaped
    return "".join(f"<p>{html.escape(html.unescape(line))}</p>" for line in _LINES.split(value.strip()))


def _joined(items: list[object]) -> str:
    """The paragraphs of a body that is a list of them: strings, or objects in which runs of text stand."""
    return "".join(_markup_of(item) or _paragraph(item) for item in items)


def _paragraph(item: object) -> str:
    text = "".join(_runs(item))
    return text if _MARKUP.search(text) else _markup_of(text)


def _runs(value: object, depth: int = 0) -> Iterator[str]:
    """The strings below a value that stand under the names of text."""
    if depth < _DEEPEST and isinstance(value, dict):
        for name, each in value.items():
            if name.lower() in _RUN_NAMES:
                yield from (each,) if isinstance(each, str) else _runs(each, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for each in value:
            yield from (each,) if isinstance(each, str) else _runs(each, depth + 1)


def _said(markup: str) -> float:
    return words(_MARKUP.sub(" ", markup)) if markup else 0.0
