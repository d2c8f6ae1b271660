"""The next page of a list: as the page announces it, or by its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.links import absolute

_NUMBER_KEYS = frozenset({"page", "paged", "pg", "pageno", "page_no", "pagenum", "pn", "p", "seite", "pagina", "str"})
_OFFSET_KEYS = frozenset({"from", "offset", "start", "skip", "begin"})
_PATH = re.compile(r"(?P<head>.*/)(?:(?P<word>page|pagina|seite|p)[/-]?(?P<number>\d{1,5})/?|"
                   r"(?P<file>index|list|default|page)[_-]?(?P<filed>\d{1,5})(?P<end>\.\w{2,5}))$")  # fmt: skip
_PLAIN_FILE = re.compile(r"(?:index|list|default|page)\.\w{2,5}$")
_NEXT = re.compile(
    r"(?:next|older|more|load more|show more|view all|следующ\w*|дальше|ещё|еще|вперед|下一页|下一頁|下页|更多|"
    r"次へ|다음|더보기|بعدی|بیشتر|التالي|المزيد|suivant\w*|siguiente\w*|próxim\w*|weiter|nächste\w*|succ\w*|наступн\w*|הבא|עוד|[›»→>]{1,2})"
    r"(?:\s+(?:page|articles|posts|stories|entries|news|results))?\s*[›»→>]*",
    re.I,
)
_NEXT_CLASS = re.compile(r"(?:^|[^a-z])(?:next|older|load-?more|more-?results|more-?link)(?![a-z])")
_DATA = ("data-ajax", "data-next", "data-next-url", "data-url", "data-href", "data-load-more", "data-more", "hx-get")
_LABEL = 40


def next_page(root: Any, base: str, address: str) -> str | None:
    """The address of the page that continues this list, or None.

    Asked in order: rel="next", an address in a "load more" element, a link with the next number, one that says "next".
    """
    ways: tuple[Callable[[Any, str, str], Iterator[str]], ...] = (_related, _loaded, _numbered, _worded)
    for way in ways:
        for href in way(root, base, address):
            found = absolute(base, href)
            if found and found != address and urlsplit(found).netloc == urlsplit(address).netloc:
                return found
    return None


def page_number(url: str) -> tuple[str, int]:
    """The address of a list without its page number, and the number: 1 where it has none. Entries count for {from}."""
    parts = urlsplit(url)
    keys = parse_qsl(parts.query, keep_blank_values=True)
    for key, value in keys:
        if key.lower() in _NUMBER_KEYS | _OFFSET_KEYS and value.isdigit():
            query = urlencode([pair for pair in keys if pair[0] != key and pair[0].lower() != "to"])
            return urlunsplit(parts._replace(path=_bare(parts.path), query=query)), int(value)
    found = _PATH.match(parts.path)
    if found:
        return urlunsplit(parts._replace(path=found["head"])), int(found["number"] or found["filed"])
    return urlunsplit(parts._replace(path=_bare(parts.path))), 1


def incremented(url: str) -> str | None:
    """The address with its page number or offsets moved on by one page; None where it has none.

    For answers to "load more", which don't say where they go on.
    """
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    values = {key.lower(): int(value) for key, value in pairs if value.isdigit()}
    offset = next((values[key] for key in _OFFSET_KEYS if key in values), None)
    step = values["to"] - offset if offset is not None and values.get("to", 0) > offset else offset
    moved = [(key, _moved(key.lower(), value, step or 0)) for key, value in pairs]
    return urlunsplit(parts._replace(query=urlencode(moved))) if moved != pairs else None


def _moved(key: str, value: str, step: int) -> str:
    if not value.isdigit():
        return value
    if key in _OFFSET_KEYS or (key == "to" and step):
        return str(int(value) + step)
    return str(int(value) + 1) if key in _NUMBER_KEYS - {"p"} else value


def is_later_page(url: str) -> bool:
    """Whether an address is page 2..n of a list or of an article, by its own spelling."""
    parts = urlsplit(url)
    numbered = any(k.lower() in _NUMBER_KEYS - {"p"} and v.isdigit() for k, v in parse_qsl(parts.query))
    return numbered or _PATH.match(parts.path) is not None


def _bare(path: str) -> str:
    return _PLAIN_FILE.sub("", path)


def _related(root: Any, base: str, address: str) -> Iterator[str]:
    for element in root.iter("link", "a"):
        if "next" in element.get("rel", "").lower().split() and element.get("href"):
            yield element.get("href")


def _loaded(root: Any, base: str, address: str) -> Iterator[str]:
    """Addresses in data attributes that hold a page number or an offset."""
    for element in root.iter("a", "button", "div", "span", "section", "ul"):
        for name in _DATA:
            value = element.get(name)
            if value and ("/" in value or "?" in value) and page_number(absolute(base, value) or "")[1] > 1:
                yield value


def _numbered(root: Any, base: str, address: str) -> Iterator[str]:
    """Links of the same list with the next number, or, where entries are counted, the nearest greater one."""
    here, number = page_number(address)
    steps: list[tuple[int, str]] = []
    for anchor in root.iter("a"):
        label = _label(anchor)
        found = absolute(base, anchor.get("href", "")) if label.isdigit() or _NEXT.fullmatch(label) else None
        list_, other = page_number(found) if found else ("", 0)
        if list_ == here and other > number:
            steps.append((other, str(found)))
    yield from (href for _, href in sorted(steps)[:1])


def _worded(root: Any, base: str, address: str) -> Iterator[str]:
    """Links that say "next" or are named so, if they stay in this list's folder or only change the query."""
    folder = urlsplit(page_number(address)[0]).path.rpartition("/")[0]
    for anchor in root.iter("a"):
        href, label = anchor.get("href", ""), _label(anchor)
        names = f"{anchor.get('class', '')} {anchor.get('id', '')}".lower()
        if href and not href.startswith("#") and (_NEXT.fullmatch(label) or _NEXT_CLASS.search(names)):
            found = absolute(base, href)
            if found and urlsplit(found).path.startswith(folder) and _is_later(found, address):
                yield href


def _is_later(url: str, address: str) -> bool:
    """A greater number, or the same path with another query (a cursor)."""
    same_path = urlsplit(url).path == urlsplit(address).path
    return page_number(url)[1] > page_number(address)[1] or (same_path and page_number(url)[1] == 1 and "?" in url)


def _label(anchor: Any) -> str:
    text = " ".join("".join(anchor.itertext()).split())
    return text if len(text) <= _LABEL else ""
