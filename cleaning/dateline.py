"""Lines that are nothing but a date: with labels, weekday, time, reading time or view counts, but no sentence."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from cleaning.calendars import JALALI_MONTHS, MONTHS, WEEKDAYS, folded, plain
from cleaning.clock import BETWEEN, OFFSETS, ZONES
from cleaning.dates import Clues, scan
from cleaning.names import is_name, split_names
from cleaning.relative import TELLING, UNITS
from cleaning.wordlists import words

LONGEST: Final = 200
_LABELS: Final = frozenset(
    map(
        folded,
        words(
            """published publish posted post updated update last modified edited created date on released release
            issued uploaded added first online article story by submitted from original print time edition pm am
            reviewed veröffentlicht aktualisiert zuletzt geändert stand erstellt datum vom erschienen am uhr
            lesezeit minuten publié publie publiée mis mise jour le modifié créé date et temps lecture de
            publicado publicada actualizado actualizada fecha última modificación creado el lectura tiempo
            atualizado atualizada publicação data em às pubblicato pubblicata aggiornato aggiornamento ultimo
            lettura del gepubliceerd geplaatst bijgewerkt gewijzigd laatst leestijd opublikowano aktualizacja
            dodano utworzono data publikacji czas czytania опубликовано опубликована обновлено обновлена
            изменено дата публикации добавлено размещено просмотров просмотры время чтения опубліковано оновлено
            дата публікації переглядів yayınlanma yayın tarihi tarih güncelleme güncellenme son oluşturulma
            giriş okuma süresi تاریخ انتشار منتشر شده شد در بروزرسانی به‌روزرسانی ساعت زمان کد خبر نشر بتاريخ
            تاريخ النشر تم آخر تحديث في المشاهدات 发布时间 發布時間 发布于 发布 發佈 发表于 发表时间 更新时间
            更新 更新日期 日期 时间 時間 浏览 阅读 浏览次数 点击 来源 公開日 更新日 公開 掲載 配信 投稿日 作成日
            最終更新 入稿 입력 수정 등록 등록일 작성일 승인 기사입력 기사수정 최종수정 업데이트 게재일 발행일
            조회 조회수 diterbitkan diperbarui tanggal ngày đăng cập nhật xuất bản lượt xem เผยแพร่ เผยแพร่เมื่อ
            วันที่ อัปเดต เมื่อ δημοσιεύθηκε ενημερώθηκε δημοσίευση ημερομηνία τελευταία ενημέρωση publicerad
            publicerat uppdaterad publiceret opdateret publisert oppdatert julkaistu päivitetty közzétéve
            frissítve megjelent publicat actualizat data פורסם עודכן בתאריך min mins minute minutes read reading
            views view comments comment ago vor il y a hace há fa temu назад тому önce پیش قبل منذ sedan siden
            sitten lesen lecture reads hits originally reported was wurde tarihi haber ekleme saati ist hrs
            ปรับปรุง ปรับปรุงล่าสุด อัพเดต เวลา โพสต์ ažurirano objavljeno izmenjeno izmijenjeno ažurirana objava
            aktualizováno  vydáno publikováno upraveno zveřejněno aktualizované zverejnené publikované
            aktualizowano zmodyfikowano modyfikacja ostatnia ostatnio зміни змінено објављено ажурирано измењено
            на публикувано публикувана обновено обновена редактирано posodobljeno pred publicată  actualizată
            modificat ultima actualizare modifiée mise ligne aktualisierung letzte änderung zuletzt uhrzeit
            ភ្សាយ ផ្សាយ ផ្សាយនៅ ថ្ងៃ ទី ខែ ឆ្នាំ រក្សាសិទ្ធិ ရက် နေ့ ခုနှစ် imechapishwa imesasishwa ilichapishwa
            محرم صفر ربيع الأول الآخر الثاني جمادى الأولى الآخرة رجب شعبان رمضان شوال ذو ذي القعدة الحجة هـ ه م
            الموافق نشرت نشرة حررت تحريره प्रकाशित अपडेट अपडेटेड अंतिम संशोधित पर बजे को প্রকাশ প্রকাশিত
            আপডেট সময় 发布日期 發布日期 發表日期 发表日期 更新日 最後更新 建檔日期 上版日期 刊登日期 成文日期 点击数
            點閱數 瀏覽次數 浏览量 阅读量 阅读数 字体 字号 大 中 小 発表日 作成 掲載日 登録日 公開日時 更新日時
            게시일 게시 작성 보도 송고 송고시간 기사등록 최초입력 최종업데이트"""
        ),
    )
)
_KNOWN: Final = (
    _LABELS
    | frozenset(WEEKDAYS)
    | frozenset(MONTHS)
    | frozenset(JALALI_MONTHS)
    | BETWEEN
    | frozenset(OFFSETS)
    | frozenset(ZONES)
    | frozenset(UNITS)
)
_MAY_STAND: Final = _KNOWN | TELLING
"""Words that may stand before the first and after the last number of a date line, but for those next to it."""
_NEXT_TO_NUMBER: Final = 3
_WORD: Final = re.compile(r"[^\W\d_](?:[^\s\d.,;:()|/،·•\[\]–—-]|[-'’](?=[^\W\d_]))*")
_TIME: Final = re.compile(r"\d{1,2}[:h时時]\s?\d{2}")
_BY: Final = r"^\W*(?:submitted|posted|published|written|added|created)?\s*(?:by|von|par|por|от|da|di)\s"
_SIGNED: Final = re.compile(_BY, re.I)
_CREDITED: Final = re.compile(r"^[^\W\d_].{3,60}?\s(?:published|posted|updated)\b", re.I)
_SUBMITTED: Final = re.compile(rf"{_BY}+(.+?)\s+(?:on|am|le|el|il|em|at|-|–|\|)?\s*$", re.I)
_NUMBER: Final = re.compile(r"\d+")
_LONGEST_WITHOUT_NUMBER: Final = 30
_NOW: Final = Clues(order="DMY", language="en-GB", fetched_at=datetime(2900, 1, 1, tzinfo=UTC))
_READ: Final = re.compile(
    r"^\W*\d{1,3}\s?[-–]?\s?(?:min(?:ute)?s?\.?|minuten|минуты?|мин|dakika|分钟?)\s?(?:read|reading|lesezeit|"
    r"lecture|de lectura|чтения|okuma|阅读)?\W*$",
    re.I,
)


def is_date_line(text: str) -> bool:
    """Whether a block is nothing but a date or time with its labels ("Published: ...", "Submitted by X on ..."), or
    a reading time."""
    line = text.strip()
    if not line or len(line) > LONGEST or (len(line) > _LONGEST_WITHOUT_NUMBER and not _NUMBER.search(line)):
        return False
    if not _may_be_date(line := plain(line)):
        return False
    stamps = scan(line, _NOW)
    if not stamps:
        return bool(_READ.match(line)) or (bool(_TIME.search(line)) and only_labels(_TIME.sub(" ", line)))
    rest, end = [], 0
    for stamp in stamps:
        rest.append(line[end : stamp.start])
        end = stamp.end
    rest.append(line[end:])
    return all(only_labels(part) for part in rest) or _is_submitted(rest)


def _may_be_date(line: str) -> bool:
    """Whether a line begins and ends as a date line may: a look that spares most lines the search for dates."""
    parts = _NUMBER.split(line)
    if len(parts) > 1:
        said = _WORD.findall(parts[0])[:-_NEXT_TO_NUMBER] + _WORD.findall(parts[-1])[_NEXT_TO_NUMBER:]
    elif len(line) <= _LONGEST_WITHOUT_NUMBER:
        said = _WORD.findall(line)
    else:
        return False
    return all(folded(word) in _MAY_STAND for word in said) or bool(_SIGNED.match(line) or _CREDITED.search(line))


def only_labels(part: str) -> bool:
    """Whether all words of a part of a line are labels of dates, weekdays and the like; so is one without words."""
    return all(folded(word) in _KNOWN for word in _WORD.findall(part))


def _is_submitted(rest: list[str]) -> bool:
    """ "Submitted by X, Y on" or "X, Y. Published:": names and nothing else before the date, labels after it."""
    lead = _trimmed(rest[0])
    named = _SUBMITTED.match(lead)
    names = named[1] if named else _unlabelled(lead)
    return bool(names) and all(map(only_labels, rest[1:])) and all(is_name(name) for name in split_names(names))


def _unlabelled(lead: str) -> str:
    """What stands before the labels at the end of a line; "" if there are none."""
    words = lead.rstrip(" :-–—|·,.").split()
    kept = len(words)
    while kept and folded(words[kept - 1].strip(":,.")) in _LABELS:
        kept -= 1
    return " ".join(words[:kept]).rstrip(" :-–—|·,.") if kept < len(words) else ""


def _trimmed(part: str) -> str:
    """Without a weekday at its end."""
    words = part.rstrip(" ,.").rsplit(" ", 1)
    return words[0] + " " if len(words) > 1 and folded(words[1]) in WEEKDAYS else part
