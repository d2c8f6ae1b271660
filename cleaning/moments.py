"""A date of publication as the page's readers know it: local day and offset instead of UTC, and the time beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cleaning.article import Precision
from cleaning.clock import zone_offset
from cleaning.dates import Stamp
from cleaning.wordlists import words

VAGUE: Final = (Precision.MONTH, Precision.YEAR)
_FINE: Final = (Precision.MINUTE, Precision.SECOND)
_ODD_OFFSETS: Final = frozenset((-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825))
"""Minutes of the offsets in use that are no whole hours, summer times among them."""
_ZONES: Final = dict(
    pair.split("=")
    for pair in words(
        """de=Europe/Berlin it=Europe/Rome fr=Europe/Paris fr-ca=America/Toronto
        es-es=Europe/Madrid nl=Europe/Amsterdam pl=Europe/Warsaw
        sv=Europe/Stockholm da=Europe/Copenhagen nb=Europe/Oslo no=Europe/Oslo fi=Europe/Helsinki cs=Europe/Prague
        sk=Europe/Bratislava hu=Europe/Budapest el=Europe/Athens ro=Europe/Bucharest bg=Europe/Sofia
        uk=Europe/Kyiv tr=Europe/Istanbul ru=Europe/Moscow he=Asia/Jerusalem fa=Asia/Tehran hi=Asia/Kolkata
        en-gb=Europe/London en-ie=Europe/Dublin en-in=Asia/Kolkata th=Asia/Bangkok vi=Asia/Ho_Chi_Minh
        id=Asia/Jakarta zh=Asia/Shanghai ja=Asia/Tokyo ko=Asia/Seoul"""
    )
)
"""Where the clocks of a language's publishers stand, if nearly all agree."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A candidate for the publication date."""

    stamp: Stamp
    evidence: str
    numeric: bool = False
    """Whether it was written so that day and month may have been taken for each other."""

    @property
    def moment(self) -> datetime | None:
        """The instant, if time and offset are known."""
        moment = datetime.fromisoformat(self.stamp.iso) if len(self.stamp.iso) > 10 else None
        return moment if moment and moment.tzinfo else None


def local(best: Dated, told: Sequence[Dated], shown: Sequence[Dated], language: str) -> Dated:
    """The same moment as the page tells it elsewhere: its own offset and day instead of UTC."""
    moment = best.moment
    if moment is None or moment.utcoffset():
        return best
    for each in (*told, *shown):
        if stamp := _same_moment(moment, each.stamp):
            return Dated(stamp, f"{best.evidence}, local time from {each.evidence}")
    beside = next((each for each in shown if each.moment != moment), None)
    zone = _zone_of(language)
    if beside and beside.stamp.precision is Precision.DAY and _is_day_of(moment, beside.stamp, zone):
        return Dated(beside.stamp, f"{beside.evidence}, the day of {best.evidence} in local time")
    return best if beside or not zone else _whole_day(best, moment, zone)


def _same_moment(moment: datetime, stamp: Stamp) -> Stamp | None:
    """A time told elsewhere that is this moment at a whole quarter of an hour from UTC, with that offset."""
    if len(stamp.iso) <= 10 or stamp.precision in VAGUE:
        return None
    shown = datetime.fromisoformat(stamp.iso)
    if offset := shown.utcoffset():
        return stamp if offset and abs((shown - moment).total_seconds()) < 60 else None
    minutes = round((shown.replace(tzinfo=None) - moment.replace(tzinfo=None)).total_seconds() / 60)
    quarter = round(minutes / 15) * 15
    if shown.tzinfo or not quarter or abs(minutes - quarter) > 1 or not _is_offset(quarter):
        return None
    sign = "-" if quarter < 0 else "+"
    return replace(stamp, iso=f"{stamp.iso}{sign}{abs(quarter) // 60:02}:{abs(quarter) % 60:02}")


def _is_offset(minutes: int) -> bool:
    """Whether somewhere on earth clocks differ from UTC by so much: whole hours, and the few that are not."""
    return -12 * 60 <= minutes <= 14 * 60 and (minutes % 60 == 0 or minutes in _ODD_OFFSETS)


def _zone_of(language: str) -> str:
    code = language.casefold().replace("_", "-")
    return _ZONES.get(code) or _ZONES.get(code[:2], "")


def _there(moment: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at a moment of UTC."""
    shift = zone_offset(zone, moment.replace(tzinfo=None).isoformat(timespec="seconds")) or "+00:00"
    return moment.astimezone(datetime.fromisoformat(f"2000-01-01T00:00{shift}").tzinfo)


def _is_day_of(moment: datetime, stamp: Stamp, zone: str) -> bool:
    """Whether a moment may be of that other day in local time: the one before, or the next where clocks are ahead."""
    later = bool(zone) and stamp.day == _there(moment, zone).date()
    return stamp.day != moment.date() and (later or (moment.date() - stamp.day).days == 1)


def _whole_day(best: Dated, moment: datetime, zone: str) -> Dated:
    """A day without a time that was written down as the moment of its first midnight in UTC."""
    there = _there(moment, zone)
    if there.hour or there.minute or there.second or there.microsecond:
        return best
    return Dated(Stamp(there.date().isoformat(), Precision.DAY, 0, 0), f"{best.evidence}, midnight in {zone}")


def finer(best: Dated, others: Iterable[Dated]) -> Dated:
    """The day with the time that another shows for it."""
    if best.stamp.precision != Precision.DAY:
        return best
    same = (each for each in others if each.stamp.day == best.stamp.day and each.stamp.precision in _FINE)
    found = next(same, None)
    return Dated(found.stamp, f"{best.evidence}, time from {found.evidence}") if found else best
