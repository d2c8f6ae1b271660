"""Names of people: splitting a list of them, stripping what is not part of a name, telling a name from a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_AND: Final = re.compile(
    r"\s*[;|·•/、،；]\s*|\s+(?:and|und|et|och|og|ja|oraz|i|и|та|й|και|ve|و|dan|và|ve|και|y|e|en|és|și|a|και|with|mit|avec)\s+(?=[^\W\d_])|\s+&\s+|\s+و(?=\S)|"
    r"\s*[,，](?:\s*(?:and|und|et|y|e)\s)?\s*",
)
_TAIL: Final = re.compile(r"^(?:jr|sr|ii|iii|iv|md|m\.d|phd|ph\.d|msc?|mba|mph|rd|rdn|ld|cpa|cfp|cepf|dvm|vmd|jd|j\.d|esq|ed\.d|ma|ba|bs|rn|np|do|d\.o|dds|pe|cfa|fand|lpc|lcsw|psy\.d|dacvb|lvt|vts|b\.sc|m\.sc|dr)\.?[®™]?\b", re.I)
_ROLE: Final = re.compile(
    r"^(?:(?:senior|chief|staff|deputy|managing|associate|assistant|contributing|special|foreign|political|national|guest|business|executive|news|"
    r"sports?|science|health|travel|tech(?:nology)?)\s+)*(?:editor|writer|reporter|correspondent|author|journalist|contributor|columnist|producer|"
    r"staff writer|photographer|analyst|editor-in-chief|redakteur(?:in)?|autor(?:in)?|journaliste|periodista|redactor(?:a)?|giornalista|redazione|корреспондент|"
    r"обозреватель|журналист|редактор|muhabir|editör|خبرنگار|مراسل|记者|編集|편집|기자|특파원)s?\b.*$",
    re.I,
)
_CUT: Final = re.compile(
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|https?://\S+|\S+@\S+\.\S+|(?<!\w)@\w+|"
    r"[|•·]\s.*|,?\s+(?:(?:is|was)\s+an?\s.*|(?:on|am|le|el|il)\s+\d.*|(?:for|of|from) the\s.*|at\s[A-Z].*)|\s[-–—]\s.*|\s*(?:記者|记者|기자|特派員)$)"
)
_NOISE: Final = re.compile(r"^(?:by|von|par|por|di|door|av|af|автор|the author|author|written by|de|posted by|dr|photo|foto|follow)[\s:：]+", re.I)
_NOBODY: Final = frozenset(
    ["admin", "administrator", "editor", "editors", "webmaster", "author", "authors", "anonymous", "guest", "user", "unknown", "none", "null", "staff", "contributor", "root", "superuser", "system", "test", "redazione", "redaktion", "redaction", "wordpress", "website", "share", "follow", "comments", "view", "profile", "more"]
) - {"redaktion", "staff", "unknown", "redazione"}
_PARTICLES: Final = frozenset(
    ["de", "da", "do", "dos", "das", "del", "della", "delle", "di", "du", "des", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "zur", "zum", "y", "e", "al", "el", "bin", "ibn", "bint", "abu", "ben", "bar", "af", "av", "och", "st", "d'", "l'", "i", "of", "the", "und"]
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_SENTENCE: Final = re.compile(r"[!?…\"“”«»:;=+*#<>{}\[\]|\\]|\.\s+[a-zа-я]|\d")
_CASELESS: Final = re.compile(r"[\u0590-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def split_names(text: str) -> Iterator[str]:
    """The single names of a list such as "X, Y and Z"; "Jr." and degrees stay with the name before them."""
    parts = [part for part in _AND.split(text) if part and part.strip()]
    held = ""
    for part in parts:
        if held and _TAIL.match(part.strip()):
            held = f"{held}, {part.strip()}"
            continue
        if held:
            yield held
        held = part.strip()
    if held:
        yield held


def clean_name(text: str) -> str:
    """A name without labels, brackets, addresses, handles and roles; empty if nothing is left or it names nobody."""
    name = _CUT.sub("", _NOISE.sub("", text.strip()))
    name = name.strip(" \t,;:|/-–—•·*'\"“”")
    if _ROLE.match(name) or name.casefold() in _NOBODY or not _LETTER.search(name) or len(name) > 80:
        return ""
    return name


def is_name(text: str) -> bool:
    """Whether a bare line is the name of a person: two to five capitalised words and nothing of a sentence."""
    line = text.strip()
    words = line.split()
    if not 2 <= len(words) <= 6 or len(line) > 60 or _SENTENCE.search(line) or (line.endswith((".", ",")) and not line.endswith(("r.", "D."))):
        return False
    own = [word for word in words if word.casefold() not in _PARTICLES]
    return 2 <= len(own) <= 5 and not _CASELESS.search(line) and all(_capital(word) for word in own) and not _ROLE.match(line)


def looks_named(text: str) -> bool:
    """Whether a labelled text can be a name where letters have no case: two to four words, or two to four characters without spaces."""
    line = text.strip()
    if not _CASELESS.search(line) or _SENTENCE.search(line) or len(line) > 40:
        return False
    return len(line.split()) <= 4 if " " in line else 2 <= len(line) <= 8


def _capital(word: str) -> bool:
    first = next((sign for sign in word if sign.isalpha()), "")
    return first.isupper() and len(word) <= 20
