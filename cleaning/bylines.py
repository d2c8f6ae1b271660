"""Bylines: lines that say who wrote it, in many languages."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import Final

from cleaning.dateline import only_labels
from cleaning.dates import NO_CLUES, scan
from cleaning.jsonld import tidy
from cleaning.names import clean_name, is_desk, is_name, looks_named, split_names
from cleaning.source import SOURCES

LONGEST: Final = 200
_LONGEST_DESK: Final = 4
_LONGEST_LABEL: Final = 25
# Words that may stand before a colon and names.
_LABELS: Final = """
    by|written by|story by|words by|words|text by|text|report by|reported by|reporting by|posted by|submitted by|
    published by|authored by|article by|created by|author|authors|author(s)|posted|contributor|reporter|
    journalist|von|ein beitrag von|eine analyse von|ein kommentar von|autor|autorin|autoren|autor/in|verfasser|
    geschrieben von|verfasst von|veröffentlicht von|redakteur|par|écrit par|publié par|rédigé par|auteur|auteure|
    auteurs|por|escrito por|publicado por|autora|autores|texto|da|di|a cura di|scritto da|pubblicato da|autore|
    autrice|autori|articolo di|door|geschreven door|tekst|av|text av|skrevet av|skriven av|af|skrevet af|
    journalist|kirjoittanut|teksti|toimittaja|przez|autorzy|autorka|opracował|opracowała|napisał|автор|авторы|
    автор статьи|текст|подготовил|подготовила|опубликовал|корреспондент|автори|автор матеріалу|yazar|yazan|haber|
    hazırlayan|muhabir|نویسنده|نویسندگان|گزارش|خبرنگار|به قلم|الكاتب|بقلم|كتب|كتبت|إعداد|تأليف|作者|记者|記者|
    编辑|編輯|撰文|文|本报记者|责任编辑|責任編集|通讯员|著者|筆者|執筆|執筆者|取材|글|글쓴이|작성자|기자|penulis|
    oleh|ditulis oleh|tác giả|bởi|โดย|เขียนโดย|ผู้เขียน|συντάκτης|συντάκτρια|αρθρογράφος|από|szerző|írta|
    autor článku|autoři|napsal|napsala|scris de|מאת|लेखक|द्वारा|投稿者|文責|ライター|글·사진|글 사진|취재|piše|пише|
    napisao|napisala|autori|autor teksta|извештава|аутор|аутори|автор текста|записал|записала|беседовал|беседовала|
    oprac.|oprac|opracowanie|opr.|rozmawiał|rozmawiała|kirjoittaja|ដោយ|អត្ថបទ|អត្ថបទដោយ|ရေးသားသူ|ผู้สื่อข่าว|รายงานโดย|
    mwandishi|imeandikwa na|redacția|gepubliceerd door|tekijä|forfatter|skribent|journalister|tekst og foto|
    text och foto|text und fotos|text & fotos|foto e testo|testo di|testi di|servizio di|texte|texte de|
    propos recueillis par|recueilli par|correspondant|reporter|raporty|kontributor|penulis berita|
    लेखिका|संवाददाता|রচনা|লেখক|
    প্রতিবেদক|posted on by|added by|добавил|добавила|додав|додала|разместил|uploaded by|contributed by|penned by|
    compiled by|αναρτήθηκε από|δημοσιεύθηκε από|vystavil|bejegyezte|publicat de|trimise de|gepost door|upplagd av|
    indsendt af|lagt inn av|lähettänyt|gönderen|diposting oleh|người đăng|張貼者|发帖者|postato da|
    postada por|publicada por|postado por|eingestellt von|פורסם על ידי|مرسلة بواسطة|публикувано от|објавио|објавила|
    objavio|objavila|публикувал"""
# Words that need no colon.
_BARE: Final = """
    (?:written|story|words|text|report(?:ed|ing)?|posted|submitted|published|
    authored|article|edited|created|updated)(?:\\s+and\\s+\\w+)?\\s+by|by|
    an? (?:opinion|essay|column|guest post|analysis|commentary|review) by|
    (?:eine? )?(?:gespeichert|eingestellt|erstellt|verfasst|geschrieben|eingetragen|gepostet|eingereicht|
    beitrag|kommentar|kolumne|bericht|text|interview|fazit|analyse|essay|gastbeitrag|reportage)\\s+vo[nm]|
    von|vom|par|por|di|door|av|af|przez|escrito por|publicado por|écrit par|publié par|a cura di|scritto
    da|geschrieben von|
    veröffentlicht von|geschreven door|oleh|bởi|โดย|автор|авторы|γράφει [οη]|γράφουν|írta|piše|пише|oprac\\.?|
    imeandikwa na|द्वारा|लेखक|ដោយ|投稿者|aus .{2,30} berichte(?:t|n)|propos recueillis par|
    recueilli par|(?-i:от)|αναρτήθηκε από|δημοσιεύθηκε από|
    publicat de|gepost door|upplagd av|lagt inn av|diposting oleh|postato da|
    post(?:ada|ado) por|מאת|مرسلة بواسطة|публикувано от|به
    قلم|بقلم|كتب|نویسنده|מאת|記者|记者|本报记者|본사기자|본지기자|현지기자|文"""


def _alternatives(words: str) -> str:
    return "|".join(sorted((re.escape(word.strip()) for word in words.split("|")), key=len, reverse=True))


_COLON: Final = re.compile(rf"^\W*(?:(?:{_alternatives(_LABELS)})\s*[:：／៖]|author,)\s*(?=\S)", re.I)
_OPENING: Final = re.sub(r" ?[|] ?", "|", " ".join(_BARE.split()))
_OPEN: Final = re.compile(rf"^\W*(?:{_OPENING})\s+(?=\S)", re.I)
_LABEL_ENDS: Final = re.compile(r":(?=\s)|：")
_FIELD: Final = re.compile(rf"[\s,;|·•]+(?=(?:{_alternatives('|'.join((_LABELS, *SOURCES)))})\s*[:：])", re.I)
_ALONE: Final = frozenset(word.strip() for word in _LABELS.split("|"))
_OTHER_HANDS: Final = re.compile(
    r"^\W*(?:(?:medically |technically |clinically |expert )?(?:edited|updated|reviewed|translated|fact[- ]checked|"
    r"checked|verified|illustrat\w+|photo\w*|images?|video|produced|contributions?)\s+(?:by|from)|(?:bearbeitet|geprüft|"
    r"redigiert|aktualisiert|übersetzt|illustration(?:en)?|fotos?|bilder)\s+vo[nm]|(?:édité|relu|révisé|traduit|photos?|"
    r"illustrations?)\s+par|(?:editado|revisado|traducido|traduzido|fotos?)\s+(?:por|de)|(?:tradotto|rivisto|foto)\s+"
    r"d[ai]|redactie|перевод|фото|редактор)\b\s*[:：]?\s*(?=\S)",
    re.I,
)
"""What those did who are named beside the author."""
_STUCK: Final = re.compile(r"^(?:[Ww]ritten |[Pp]osted )?(?:[Bb]y|BY)(?=[A-Z][a-z.])")
_TITLED: Final = re.compile(r"^()([^\W\d_]{2,5}|[^\W\d_]+ [^\W\d_]+)\s?(?:기자|특파원|記者|记者)$")
_SENTENCE_ENDS: Final = (".", "!", "?", "…", ":", "。")
_HOUSE: Final = re.compile(r"(?=\S*[\dA-ZÀ-Ý])\S+(?: [^\W\d_]\S*){0,2}")
_KOREAN: Final = re.compile(
    r"^(?:[^\W\d_]{2,8}[=\s])?(?!기자|특파원)([가-힣]{2,4})\s?(?:선임|수습|인턴|전문)?(?:기자|특파원)(?=$|\s*(?:\(|=|기자|구독|페이지|팔로우|[\w.]+@))"
)
_TAIWANESE: Final = re.compile(
    r"記者\s?([^\s／/〕】\])）]{2,4}(?:[、,，]\s?[^\s／/]{2,4}){0,3})\s?[／/]\s?\S{0,12}報[導道]"
)
_DATELINE: Final = re.compile(
    r"^[^。！？]{0,60}?(?:电|電|讯|訊|报道|報導)\s*[（(【]\s*[^（()）。]{0,12}?(?:记者|記者)\s*[:：]?\s*([^）)】。]{2,40})[）)】]|"
    r"^[（(\[【〔][^）)\]】〕]{2,30}[）)\]】〕]\s*([가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3})\s*(?:기자|특파원)\s*="
)
_REPORTER: Final = re.compile(
    r"^\S{0,12}(?:记者|記者)[\s:：]+([\u4e00-\u9fff]{2,4}(?:[\s、，][\u4e00-\u9fff]{2,4}){0,5})"
    r"\s*(?:[/／(（].{0,12}|文|摄|报道|報導)?$"
)
_PLACED: Final = re.compile(r"^([^/()]{4,60}?)\s*/\s*[^/()]{3,30}(?:\([^()]{3,20}\))?\s*,?\s*\([A-ZÇĞİÖŞÜ]{2,5}\)$")
"""How Turkish agencies sign: "Deniz KIYI / VENDKENT, (NHA)"."""
_BESIDE_REPORTERS: Final = ("通讯员", "通訊員", "实习", "實習")
_BESIDE: Final = re.compile(r"\s*[、，,·;；]\s*|\s+")
_LATER: Final = re.compile(
    r"(?:^|[\s|·•—–,])((?:(?:written|posted|submitted|published|reported) )?by\s+|(?:von|par|por|автор|autor|"
    r"author)\s*:\s*)(?=\S)",
    re.I,
)
# What may follow a name, with or without a space between: "Jane RoeDec 14", "Jane Roe 4 Comments".
RUN_ON: Final = re.compile(
    r"(?:(?<=[a-zà-ÿ])|(?<=\s)|^)(?:(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|"
    r"july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.? ?\d|last |updated|published|"
    r"posted|reviewed|edited |translated |illustrati|illustriert|(?:photo|foto)(?:s|graph|graf|:)|übersetz|view |"
    r"read more|follow\b|(?-i:About )|veröffentlicht|aktualisiert|publiziert|stand:|"
    r"kategorien?:|ein kommentar|publié|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|"
    r"опубликовано|(?<=\s)\d).*",
    re.I,
)
_STOP: Final = re.compile(
    r"\s+(?:on|am|le|el|il|at|in|em|under|для|στις|·|\||•|●|⋅|-|–|—|/|//|updated|published|posted|last|für|for)(?:\s|:|$).*|"
    r",?\s+(?:with\s+)?(?:additional|contributing) (?:reporting|research|writing|contributions?)\b.*|"
    r",?\s+with (?:reporting|contributions?|files) (?:by|from)\b.*|"
    r"\s+\S{1,6}：.*|\s*[|·•●⋅].*|,\s+(?:mon|tue|wed|thu|fri|sat|sun)\w*\b.*",
    re.I,
)


@lru_cache(maxsize=512)
def read_byline(text: str) -> tuple[str, ...]:
    """Names in a line that says who wrote it, such as "By X and Y" or "Автор: X"; empty if the line is no byline.

    Remembered, because rules and metadata ask of the same few lines.
    """
    if len(text) > LONGEST:
        return ()
    line = tidy(text)
    if titled := _TITLED.match(line):
        return (titled[2],)
    if reported := _KOREAN.match(line) or _REPORTER.match(line):
        return _reporters(reported[1])
    if (placed := _PLACED.match(line)) and all(map(is_name, names := tuple(split_names(placed[1])))):
        return names
    label = _label(line) or _later(line)
    if not label:
        return ()
    names = _names_of(line[label.end() :])
    if label.re is _OPEN and not line.endswith(_SENTENCE_ENDS):
        names = _without_house(names)
    certain = label.re is _COLON and len(names) <= 6 and all(len(name.split()) <= 6 for name in names)
    return names if certain or _all_named(names, label.re is _OPEN) else ()


def dateline_names(text: str) -> tuple[str, ...]:
    """Reporters in the dateline that a text begins with, as Chinese and Korean agencies set it.

    "新河社4月1日电（记者李明、王芳）", "(웬드=강뉴스) 나루터 기자 =", "〔記者方渡／溫德報導〕"; empty without one."""
    if text.isascii() or not any(word in text for word in ("记者", "記者", "기자", "특파원")):
        return ()
    found = _DATELINE.match(text[:160]) or _TAIWANESE.search(text[:60])
    return _reporters(next(filter(None, found.groups()))) if found else ()


def _reporters(said: str) -> tuple[str, ...]:
    """The names in a list of reporters, up to the correspondents and trainees beside them."""
    names = _BESIDE.split(said.strip())
    other = next((place for place, name in enumerate(names) if name.startswith(_BESIDE_REPORTERS)), len(names))
    return tuple(name for name in names[:other] if 2 <= len(name) <= 12)


def _without_house(names: tuple[str, ...]) -> tuple[str, ...]:
    """ "Jane Roe, c4 Harbour": people without the house or place, of two or three words, that follows them."""
    people = tuple(takewhile(is_name, names))
    houses = names[len(people) :]
    return people if people and len(houses) == 1 and _HOUSE.fullmatch(houses[0]) else names


def labelled_fields(line: str) -> list[str]:
    """A line's parts that each begin with a label and a colon: "Source: Ferry Post Reporter: Jane Roe"."""
    return _FIELD.split(line) if len(line) <= LONGEST and len(_LABEL_ENDS.findall(line)) > 1 else [line]


def is_label(line: str) -> bool:
    """Whether a line is a label and nothing else, so that the names are in the next."""
    return len(line) <= _LONGEST_LABEL and line.strip(" :：").casefold() in _ALONE


def other_hands(line: str) -> tuple[str, ...]:
    """Names in a line that says who edited, reviewed, translated or illustrated it; empty if it is no such line."""
    label = _OTHER_HANDS.match(line) if len(line) <= LONGEST else None
    return _names_of(line[label.end() :]) if label else ()


def is_signed(line: str) -> bool:
    """Whether a line begins with a label that names follow."""
    return _label(line) is not None


def _label(line: str) -> re.Match[str] | None:
    return _COLON.match(line) or _OPEN.match(line) or _STUCK.match(line)


def _names_of(text: str) -> tuple[str, ...]:
    """The names that follow a label, up to what tells when and where."""
    told = RUN_ON.sub("", before_date(text))
    found = list(filter(None, map(clean_name, split_names(_STOP.sub("", told)))))
    names = found[:1] + [name for name in found[1:] if not only_labels(name)]
    return tuple(name for name in names if not name.partition(" ")[0].isdigit())


def _all_named(names: tuple[str, ...], short: bool) -> bool:
    """Whether these are names of people; after "by" at the beginning a first name or user name alone is enough."""
    alone = short and len(names) == 1
    return bool(names) and all(
        is_name(name)
        or looks_named(name)
        or (short and (_may_be_name(name) or _is_named_desk(name)))
        or (alone and " " not in name)
        for name in names
    )


def _is_named_desk(name: str) -> bool:
    """Whether a desk is called by its name: "the Meadow Team", but not "our team"."""
    words = name.split()
    return is_desk(name) and len(words) <= _LONGEST_DESK and any(word[:1].isupper() for word in words)


def _may_be_name(name: str) -> bool:
    """Whether every word begins with a capital or a digit."""
    words = name.split()
    return len(words) <= 5 and all(word[:1].isupper() or word[:1].isdigit() for word in words)


def _later(line: str) -> re.Match[str] | None:
    """A label after a date or section: "July 13, 2024 by Jane Roe"."""
    label = _LATER.search(line)
    if not label or label.start() >= 80:
        return None
    before = line[: label.start()]
    spelled = len(label[1].split()) == 2 and len(before) < 40
    return label if spelled or not before or "|" in before or "·" in before or scan(before, NO_CLUES) else None


PARTS: Final = re.compile(r"\s*[|·•●⋅,]\s*|\s[-–—]\s")
"""What the parts of a line about an article are set apart by."""


def up_to_name(line: str) -> str:
    """A line's beginning, without what tells after a name when and where: "Jane Roe in Science"."""
    return _STOP.sub("", line).strip()


def before_date(names: str) -> str:
    """What follows a label, up to a date."""
    stamps = scan(names, NO_CLUES)
    return names[: stamps[0].start].rstrip(" ,-–—|·•(") if stamps else names


def unlabelled(line: str) -> str:
    """A value of a tag or link without the label it may begin with."""
    label = _label(line)
    return line[label.end() :] if label else line
