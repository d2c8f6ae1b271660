"""Times of day beside a date: 24 and 12 hour clocks, words between date and time, zones and offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from cleaning.calendars import WEEKDAYS, folded
from cleaning.wordlists import words

# Abbreviations that mean one offset wherever they are used; the others (IST, BST outside Britain...) stay unread.
OFFSETS: Final = dict(
    pair.split("=")
    for pair in words(
        """z=+00:00 utc=+00:00 gmt=+00:00 wet=+00:00 bst=+01:00 west=+01:00 cet=+01:00 mez=+01:00 cest=+02:00
        mesz=+02:00
        eet=+02:00 sast=+02:00 eest=+03:00 msk=+03:00 мск=+03:00 trt=+03:00 irst=+03:30 gst=+04:00 pkt=+05:00 ict=+07:00
        wib=+07:00 sgt=+08:00 hkt=+08:00 wita=+08:00 awst=+08:00 jst=+09:00 kst=+09:00 aest=+10:00 aedt=+11:00
        nzst=+12:00 nzdt=+13:00 est=-05:00 edt=-04:00 cst=-06:00 cdt=-05:00 mst=-07:00 mdt=-06:00 pst=-08:00 pdt=-07:00
        brt=-03:00 art=-03:00"""
    )
)
ZONES: Final = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
BETWEEN: Final = frozenset(
    words(
        """at um a las alle ore à a às as om kl klo o ob u v в о @ ora saat ساعت الساعة lúc เวลา στις la
        las ca pukul jam t dne den klockan время το час od os on le il el am р года г 月 火 水 木 金 土 日 월 화
        수 목 금 토 일 一 二 三 四 五 六"""
    )
)  # fmt: skip
_LATE: Final = frozenset(("pm", "下午", "午後", "오후", "晚上", "μμ", "م", "چاشت", "ب.ظ"))
_EARLY: Final = frozenset(("am", "上午", "午前", "오전", "凌晨", "早上", "πμ", "ص"))
_TIME: Final = re.compile(
    r"(上午|下午|午前|午後|오전|오후|晚上|凌晨|早上)?\s?(\d{1,2})"
    r"(?:[:.](\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?(?![.:]?\d)|\s?[hHu]\s?(\d{2})?(?![^\W_])|"
    r"\s?[時时点點시]\s?(?:(\d{1,2})[分분]?)?"
    r"|(?=\s?[ap]\.?m\b|\s?Uhr\b))"
    r"\s?([aApP]\.?\s?[mM]\b\.?|[πμ]\.?μ\.?|[صم]\b|Uhr\b|hrs?\b|[hч]\b\.?|น\.)?"
    r"(?:\s?\(?(?:(?:UTC|GMT)?\s?([+-]\d{1,2}:?(?:\d{2})?)(?!\d)|([A-Za-zА-я]{1,5})\b))?"
)
_GAP: Final = re.compile(r"[\s,.:|·•()/\-;،@]*")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)?")
_ENDS: Final = re.compile(
    r"(\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s?\(?[A-Z]{1,4}\)?)?)[\s,.|"
    r"·•()/\-;،]*(?:(\S+)[\s,]+){0,2}$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as shown; `offset` is "+09:00", an IANA zone, or empty when the page does not tell."""

    hour: int
    minute: int
    second: int | None
    offset: str
    start: int
    end: int

    def on(self, day: str, zone: str = "") -> str:
        """ISO 8601 of this time on a day "2023-10-24", with the offset of `zone` where none was shown."""
        shown = f"{day}T{self.hour:02}:{self.minute:02}" + (f":{self.second:02}" if self.second is not None else "")
        return shown + (self.offset if self.offset[:1] in ("+", "-") else zone_offset(self.offset or zone, shown))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_offset(name: str, local: str) -> str:
    """Offset "+09:00" of an IANA zone at a local time in ISO form; empty for no or an unknown zone."""
    zone = _zone(name) if name else None
    return datetime.fromisoformat(local).replace(tzinfo=zone).isoformat()[-6:] if zone else ""


def time_after(text: str, place: int) -> Clock | None:
    """The time of day that follows a date ending at `place`, past signs and words such as "at" or a weekday."""
    for _ in range(3):
        place = _end(_GAP.match(text, place), place)
        if found := _TIME.match(text, place):
            return _clock(found)
        word = _WORD.match(text, place)
        if not word or (folded(word[0]) not in BETWEEN and folded(word[0]) not in WEEKDAYS):
            return None
        place = word.end()
    return None


def time_before(text: str, place: int) -> Clock | None:
    """The time of day that stands right before a date starting at `place`: "10:15 AM EST, Mon December 11, 2023"."""
    found = _ENDS.search(text, max(0, place - 40), place)
    time = _TIME.match(text, found.start(1)) if found else None
    if not found or not time or time.end() > place:
        return None
    between = [folded(word) for word in _WORD.findall(text[found.end(1) : place])]
    known = all(word in BETWEEN or word in WEEKDAYS for word in between)
    return _clock(time) if known else None


def _end(found: re.Match[str] | None, otherwise: int) -> int:
    return found.end() if found else otherwise


def _clock(found: re.Match[str]) -> Clock | None:
    half, hour, *minutes, suffix, offset, zone = found.groups()
    second = minutes.pop(1)
    hour24 = _hour24(int(hour), half or folded(suffix or "").replace(".", "").replace(" ", ""))
    minute = int(next(filter(None, minutes), 0))
    if hour24 > 23 or minute > 59 or int(second or 0) > 59:
        return None
    shown = _signed(offset) if offset else _named(zone or "")
    whole = bool(shown) or not (zone or offset)
    end = found.end() if whole else len(found.string[: found.start(8 if offset else 9)].rstrip(" ("))
    return Clock(hour24, minute, int(second) if second else None, shown, found.start(), end)


def _hour24(hour: int, half: str) -> int:
    if half in _LATE and hour < 12:
        return hour + 12
    return 0 if half in _EARLY and hour == 12 else hour


def _signed(offset: str) -> str:
    digits = offset[1:].replace(":", "")
    hours, minutes = (digits[:-2], digits[-2:]) if len(digits) > 2 else (digits, "0")
    return f"{offset[0]}{int(hours):02}:{int(minutes):02}" if int(hours) <= 14 and int(minutes) < 60 else ""


def _named(word: str) -> str:
    key = word.casefold()
    return OFFSETS.get(key) or ZONES.get(key, "")
