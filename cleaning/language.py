"""The language of a text: the page's own word if the script agrees with it, else a guess from the words."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Protocol

from cleaning.head import Head
from cleaning.wordlists import words

_SCRIPTS: Final = {
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "Cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "Greek": re.compile(r"[\u0370-\u03ff]"),
    "Arabic": re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]"),
    "Hebrew": re.compile(r"[\u0590-\u05ff]"),
    "Kana": re.compile(r"[\u3040-\u30ff]"),
    "Hangul": re.compile(r"[\uac00-\ud7af]"),
    "Han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "Devanagari": re.compile(r"[\u0900-\u097f]"),
    "Bengali": re.compile(r"[\u0980-\u09ff]"),
    "Georgian": re.compile(r"[\u10a0-\u10ff]"),
    "Armenian": re.compile(r"[\u0530-\u058f]"),
    "Khmer": re.compile(r"[\u1780-\u17ff]"),
    "Burmese": re.compile(r"[\u1000-\u109f]"),
    "Tamil": re.compile(r"[\u0b80-\u0bff]"),
}
_LANGUAGES: Final = {
    "Latin": words("sr bs uz az tt"),
    "Cyrillic": words("ru uk be bg mk kk ky mn tg sr bs uz az tt"),
    "Arabic": words("fa ar ur ps ckb ug"),
    "Devanagari": words("hi mr ne"),
    "Greek": ("el",),
    "Hebrew": ("he", "yi"),
    "Kana": ("ja",),
    "Hangul": ("ko",),
    "Han": ("zh",),
    "Thai": ("th",),
    "Bengali": ("bn",),
    "Georgian": ("ka",),
    "Armenian": ("hy",),
    "Khmer": ("km",),
    "Burmese": ("my",),
    "Tamil": ("ta",),
}
"""Languages written in each script; those in none of the lists are written in Latin letters."""
_ELSEWHERE: Final = frozenset(code for script, codes in _LANGUAGES.items() for code in codes if script != "Latin")
_SAMPLE: Final = 1200


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


def language_of(head: Head, text: str) -> tuple[str | None, str]:
    """ISO 639-1 code of the text's language, and the evidence; None if the text has no words to tell by."""
    declared = head.language.casefold().split("-")[0]
    declared = {"iw": "he", "nb": "no", "nn": "no", "in": "id", "fil": "tl"}.get(declared, declared)
    script = script_of(text)
    if len(declared) == 2 and declared.isalpha() and (not script or _written_in(declared, script)):
        return declared, "html lang"
    if not script:
        return None, ""
    if len(codes := _LANGUAGES[script]) < 3 and script != "Latin":
        return codes[0], "script of the text"
    return _identify(text[:_SAMPLE]), "words of the text"


def _written_in(code: str, script: str) -> bool:
    return code in _LANGUAGES[script] or (script == "Latin" and code not in _ELSEWHERE)


def script_of(text: str) -> str:
    """The script most letters of the text's beginning are in; "" without letters. Kana counts before Han."""
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "Latin" if _SCRIPTS["Latin"].search(sample) else ""
    counts: dict[str, int] = {}
    for name, pattern in _SCRIPTS.items():
        counts[name] = len(pattern.findall(sample))
        if counts[name] * 2 > len(sample) and name not in ("Kana", "Han"):
            return name
    if counts["Kana"] * 8 > counts["Han"] > 0 or counts["Kana"] > 0 == counts["Han"]:
        counts["Kana"] += counts["Han"]
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _identify(text: str) -> str | None:
    line = " ".join(text.split())
    return identifier().classify(line)[0] if len(line) >= 20 else None


@cache
def identifier() -> _Identifier:
    """What tells a language by words; its model is loaded when it is first asked."""
    import py3langid

    found: _Identifier = py3langid
    return found
