"""Dates told as a distance from now: "3 hours ago", "vor 2 Tagen", "вчера", "3小时前"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final

from cleaning.article import Precision
from cleaning.calendars import folded
from cleaning.wordlists import phrases, words

_MINUTES: Final = {
    1: """second seconds sec secs minute minutes min mins minuto minutos minuti sekunde sekunden minuten minut
        minuta minuty минуту минуты минут мин хвилин хвилини хвилину dakika saniye دقیقه دقيقة دقائق 分钟 分鐘
        分 秒 초 분 phút menit นาที λεπτά perc minuutti minuuttia minuta minut минути мин मिनट মিনিট dakika minuti""",
    60: """hour hours hr hrs stunde stunden heure heures hora horas ora ore uur uren godzin godziny godzinę час
        часа часов годин години годину saat ساعت ساعة ساعات 小时 小時 個小時 时间 時間 시간 giờ jam ชั่วโมง ώρες
        ώρα óra timme timmar time timer tunti tuntia hodin hodiny часа ore oră sati
        sata घंटे घंटा घण्टे ঘণ্টা ώρες jam masaa saa""",
    1440: """day days tag tage tagen jour jours día días dia dias giorno giorni dag dagen dni dzień день дня дней дні
        днів gün روز يوم أيام 天 日 일 ngày hari วัน ημέρες ημέρα nap dagar dage päivä päivää dní
        dny zile zi дена dana dan दिन দিন siku hari""",
    10080: """week weeks woche wochen semaine semaines semana semanas settimana settimane weken tygodnie tydzień
        неделю недели недель hafta هفته أسبوع أسابيع 周 週間 주 tuần minggu สัปดาห์ εβδομάδες hét vecka veckor
        uge uger viikko týdny săptămâni săptămână седмици седмица nedelja nedelje tjedana tjedna हफ्ते सप्ताह wiki""",
    43200: """month months monat monate monaten mois mes meses mese mesi maand maanden miesiąc miesiące месяц месяца
        месяцев ay ماه شهر 个月 ヶ月 か月 개월 tháng bulan เดือน μήνες hónap månad månader måned måneder
        kuukausi měsíce luni lună месец meseci meseca mjeseci महीने মাস miezi""",
    525600: """year years jahr jahre jahren an ans año años ano anos anno anni jaar rok lata год года лет yıl سال سنة
        年 년 năm tahun ปี χρόνια év år vuosi roky""",
}
UNITS: Final = {folded(word): minutes for minutes, units in _MINUTES.items() for word in units.split()}
_PAST: Final = phrases(
    """ago|vor|il y a|hace|há|fa|geleden|temu|назад|тому|önce|پیش|قبل|منذ|前|전|trước|lalu|ที่แล้ว|ที่ผ่านมา|πριν|
    sedan|siden|sitten|ezelőtt|před|pred|acum|преди|pre|prije|पहले|আগে|iliyopita|zilizopita|dozadu"""
)
_AGO: Final = "|".join(_PAST)
_DISTANCE: Final = re.compile(
    rf"(?:\b(?P<before>{_AGO})\s+)?(?P<count>\d{{1,3}}|\ban?\b|\bone\b|\beine[rmn]?\b|\bune?\b|\buna?\b)\s*"
    rf"(?P<unit>[^\s\d,.;:|()·•]+?)\s*(?P<after>\b(?:{_AGO})|前|전|ที่แล้ว)?"
    r"(?=$|[\s,.;|·•)\-])",
    re.I,
)
_DAYS: Final = {
    folded(word): days
    for days, names in enumerate(
        (
            """today heute aujourd'hui aujourd’hui hoy hoje oggi vandaag dzisiaj dziś сегодня сьогодні bugün امروز اليوم
            今天 今日 오늘 σήμερα idag dnes ma danas данас днес azi astăzi tänään היום आज hari_ini leo วันนี้""",
            """yesterday gestern hier ayer ontem ieri gisteren wczoraj вчера вчора dün دیروز أمس 昨天 昨日 어제
            χθες igår včera tegnap jučer juče јуче eilen אתמול कल kemarin เมื่อวาน""",
        )
    )
    for word in names.split()
}
_ONE: Final = words("a an one eine einer einem einen un une una")
TELLING: Final = frozenset(map(folded, (*words(" ".join(_PAST)), *_ONE, *UNITS, *_DAYS)))
"""Every word, folded, that may tell a distance."""
_FIRST: Final = re.compile(r"[^\s\d,.:;|()]+")
_CLOCK: Final = re.compile(r"\d{1,2}\s?[:.h時时시]\s?\d{2}")
_LONGEST, _MOST_WORDS = 40, 4


def read_relative(text: str, fetched_at: datetime) -> tuple[date, Precision, int, int] | None:
    """The day a line tells as a distance from the fetch, how exact that is, and where in the line it stands."""
    for found in _DISTANCE.finditer(text[:120]):
        minutes = UNITS.get(folded(found["unit"]))
        if minutes and (found["before"] or found["after"]):
            count = int(found["count"]) if found["count"].isdecimal() else 1
            return (*_back(fetched_at, count, minutes), *found.span())
    return _named_day(text, fetched_at)


def _back(now: datetime, count: int, minutes: int) -> tuple[date, Precision]:
    try:
        day = (now - timedelta(minutes=count * minutes)).date()
    except OverflowError:
        return now.date(), Precision.YEAR
    return day, Precision.DAY if minutes <= 1440 else Precision.MONTH if minutes <= 43200 else Precision.YEAR


def _named_day(text: str, now: datetime) -> tuple[date, Precision, int, int] | None:
    """A day named by the first word, or by a later one before a time of day: "Publié hier à 21h25"."""
    for place, word in enumerate(islice(_FIRST.finditer(text), _MOST_WORDS) if len(text) <= _LONGEST else ()):
        days = _DAYS.get(folded(word[0]))
        if days is not None and (not place or _CLOCK.search(text, word.end())):
            return now.date() - timedelta(days=days), Precision.DAY, *word.span()
    return None
