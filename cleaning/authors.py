"""Who wrote it: names out of meta tags, JSON-LD and bylines, without roles, agencies, sites and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleaning.head import Head
from cleaning.jsonld import tidy
from cleaning.likeness import words_of
from cleaning.names import clean_name, is_name, looks_named, split_names
from cleaning.titles import site_names

_BY: Final = (
    "by|written by|story by|words by|text by|report by|reported by|posted by|submitted by|published by|authored by|article by|author|authors|authored|"
    "written and photographed by|posted|contributor|reporter|reporting by|von|ein beitrag von|eine analyse von|ein kommentar von|autor|autorin|autoren|text|"
    "geschrieben von|verfasst von|veröffentlicht von|par|écrit par|publié par|rédigé par|auteur|auteure|auteurs|por|escrito por|publicado por|"
    "redacción|autora|autores|texto|da|di|a cura di|scritto da|pubblicato da|autore|autrice|articolo di|door|geschreven door|auteurs|av|text av|skrevet av|"
    "skriven av|tekst|af|skrevet af|kirjoittanut|teksti|przez|autorka|opracował|opracowała|napisał|автор|авторы|текст|подготовил|подготовила|автор статьи|"
    "опубликовал|корреспондент|автори|писав|yazar|yazan|haber|hazırlayan|muhabir|نویسنده|نویسندگان|گزارش|خبرنگار|به قلم|الكاتب|بقلم|كتب|كتبت|"
    "إعداد|تأليف|作者|记者|編輯|撰文|文|本报记者|通讯员|记者|文／|責任編集|著者|筆者|執筆|執筆者|取材|글|글쓴이|작성자|기자|penulis|oleh|ditulis oleh|reporter|"
    "tác giả|bởi|โดย|เขียนโดย|ผู้เขียน|συντάκτης|του|της|γράφει ο|γράφει η|από|szerző|írta|autor článku|autoři|napsal|napsala|scris de|de|מאת|कॉपी|लेखक|द्वारा"
)
_LABELS: Final = "|".join(sorted(map(re.escape, set(_BY.split("|"))), key=len, reverse=True))
# A label stands before a colon, or (words that need none) before a space and a name.
_COLON: Final = re.compile(rf"^\W*(?:{_LABELS})\s*[:：/／]\s*(?=\S)", re.I)
_BARE: Final = re.compile(
    r"^\W*(?:(?:written|story|words|text|report(?:ed|ing)?|posted|submitted|published|authored|article|edited)\s+(?:and \w+ )?by|by|von|par|por|"
    r"escrito por|publicado por|écrit par|publié par|a cura di|di|door|av|af|geschrieben von|veröffentlicht von|geschreven door|oleh|bởi|"
    r"โดย|автор|γράφει [οη]|írta|به قلم|بقلم|كتب|نویسنده|مאת|מאת|記者|记者|本报记者|文)\s+(?=\S)",
    re.I,
)
_ADDRESS: Final = re.compile(r"^(?:https?:)?//|^www\.|^[@/#]|^\S+\.[a-z]{2,10}/\S*$", re.I)


def authors_of(head: Head, bylines: Sequence[str] = (), links: Sequence[str] = ()) -> tuple[tuple[str, ...], str]:
    """Names of the authors and the evidence.

    `bylines`: lines that stand where a byline may (near the title, after the text); `links`: texts of links to author pages.
    """
    sites = frozenset("".join(name) for name in site_names(head))
    sources = [*_sources(head), *_shown(bylines, links)]
    found = [(names, evidence) for values, evidence in sources if (names := _tidied(values, sites))]
    people = [each for each in found if any(is_name(name) or looks_named(name) for name in each[0])]
    return next(iter(people or found), ((), ""))


def _sources(head: Head) -> Iterator[tuple[tuple[str, ...], str]]:
    """What the head tells, most trusted first."""
    if head.article and head.article.authors:
        yield head.article.authors, "JSON-LD author"
    for name in dict.fromkeys(said.name for said in head.authors):
        yield tuple(said.value for said in head.authors if said.name == name), f"meta {name}"


def _shown(bylines: Sequence[str], links: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    for line in bylines:
        if names := read_byline(line):
            yield names, "byline"
    if links:
        yield tuple(links[:6]), "author link"
    for line in bylines:
        if is_name(tidy(line)):
            yield (line,), "name line"


def read_byline(text: str) -> tuple[str, ...]:
    """Names in a line that says who wrote it, such as "By X and Y" or "Автор: X"; empty if the line is no byline."""
    line = tidy(text[:300])
    label = _COLON.match(line) or _BARE.match(line)
    if not label or len(line) > 200:
        return ()
    names = tuple(_tidied((line[label.end() :],), frozenset()))
    certain = ":" in label[0] or "：" in label[0]
    return names if names and (certain or all(is_name(name) or looks_named(name) for name in names)) else ()


def _tidied(values: Iterable[str], sites: frozenset[str]) -> tuple[str, ...]:
    """Each name once, in order, without what is not a name."""
    names: dict[str, str] = {}
    for value in values:
        for part in split_names(_unlabelled(tidy(value, 1000))):
            name = clean_name(part)
            key = "".join(words_of(name))
            if key and key not in sites and not _is_address(part):
                names.setdefault(key, name)
    return tuple(name for key, name in names.items() if not any(key != other and key in other and len(key) > 3 for other in names))[:30]


def _unlabelled(line: str) -> str:
    label = _COLON.match(line) or _BARE.match(line)
    return line[label.end() :] if label else line


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.search(text.strip()))
