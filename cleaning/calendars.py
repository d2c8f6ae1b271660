"""Calendars: month and weekday names of many languages, digits of other scripts, Persian, Buddhist and era years."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

# One line a month, all languages together; words that two languages use for different months are in EXCEPTIONS.
_MONTHS: Final = (
    """january jan januar januari janvier janv janeiro enero ene gennaio gen stycznia sty styczeń января янв январь
    січня січ січень студзеня януари јануар siječnja siječanj ledna led leden január januára janvāris jaanuar
    sausio sausis ιανουαρίου ιαν ιανουάριος ocak oca yanvar ژانویه جانفي يناير كانون_الثاني ינואר בינואר ינו
    มกราคม ม.ค जनवरी जन জানুয়ারি জানুয়ারী جنوری tammikuuta tammikuu tammi ianuarie ian gener de_gener қаңтар
    janúar իանվար հունվարի იანვარი jänner jän janr januarie
    មករា ខែមករា ဇန်နဝါရီ ဇန်နဝါရီလ janar ມັງກອນ ஜனவரி""",
    """february feb februar februari février fevrier févr fév fevereiro fev febrero febbraio lutego lut luty
    февраля фев февр февраль лютого лют лютий лютага февруари фебруар veljače veljača února úno únor február
    februára februāris veebruar vasario vasaris φεβρουαρίου φεβ φεβρουάριος şubat şub fevral فوریه فيفري فبراير
    شباط פברואר בפברואר פבר กุมภาพันธ์ ก.พ फ़रवरी फरवरी ফেব্রুয়ারি ফেব্রুয়ারী فروری helmikuuta helmikuu helmi
    februarie febr febrer de_febrer ақпан febrúar փետրվարի თებერვალი feber febuary fbr
    កុម្ភៈ ខែកុម្ភៈ ဖေဖော်ဝါရီ ဖေဖော်ဝါရီလ shkurt ກຸມພາ பிப்ரவரி फेब्रुअरी फेब्रुवारी pebrero""",
    """march mar märz maerz mär mrz mars marzo março marco maart mrt marca marzec марта мар март березня бер
    березень сакавіка mart ožujka ožujak března bře březen marec marts märts kovo kovas μαρτίου μαρ μάρτιος μάρ
    مارس آذار מרץ במרץ มีนาคม มี.ค मार्च মার্চ مارچ maret mac maaliskuuta maaliskuu maalis martie március márc
    març de_març наурыз mars մարտի მარტი brez
    machi មីនា ខែមីនា မတ် မတ်လ ມີນາ மார்ச் marso""",
    """april apr avril avr abril abr aprile kwietnia kwi kwiecień апреля апр апрель квітня квіт квітень красавіка
    април aprila travnja travanj dubna dub duben apríl apríla aprīlis aprill balandžio balandis απριλίου απρ
    απρίλιος nisan nis aprel آوریل افريل أبريل إبريل نيسان אפריל באפריל אפר เมษายน เม.ย अप्रैल এপ্রিল اپریل
    huhtikuuta huhtikuu huhti aprilie április ápr d'abril d’abril сәуір ապրիլի აპრილი
    aprili មេសា ខែមេសា ဧပြီ ဧပြီလ prill ເມສາ ஏப்ரல் एप्रिल""",
    """may mai mayo maggio mag maio mei maj maja мая май травня трав травень мај maja svibnja svibanj května kvě
    květen máj mája maijs gegužės gegužė μαΐου μαϊου μάιος μαΐ mayıs مه می مي ماي مايو أيار מאי במאי พฤษภาคม พ.ค
    मई মে مئی toukokuuta toukokuu touko május maig de_maig мамыр maí մայիսի მაისი
    ឧសភា ខែឧសភា မေ မေလ ພຶດສະພາ மே मे""",
    """june jun juni juin junio giugno giu junho czerwca cze czerwiec июня июн июнь червня черв червень чэрвеня юни
    јун јуни lipnja lipanj junij června čvn červen jún júna jūnijs juuni birželio birželis ιουνίου ιουν ιούνιος
    haziran haz iyun ژوئن جوان يونيو يونيه حزيران יוני ביוני มิถุนายน มิ.ย जून জুন جون kesäkuuta kesäkuu kesä
    iunie iun június júní juny de_juny маусым հունիսի ივნისი
    មិថុនា ខែមិថុនា ဇွန် ဇွန်လ qershor ມິຖຸນາ ஜூன் hunyo""",
    """july jul juli juillet juil julio luglio lug julho lipca lipiec июля июл июль липня лип липень ліпеня юли јул
    јули srpnja srpanj julij července čvc červenec júl júla jūlijs juuli liepos liepa ιουλίου ιουλ ιούλιος
    temmuz tem iyul ژوئیه جولای جويلية يوليوز يوليو يوليه تموز יולי ביולי กรกฎาคม ก.ค जुलाई জুলাই جولائی
    heinäkuuta heinäkuu heinä iulie iul július júlí juliol de_juliol julai шілде հուլիսի ივლისი
    កក្កដា ខែកក្កដា ဇူလိုင် ဇူလိုင်လ korrik ກໍລະກົດ ஜூலை जुलै hulyo""",
    """august aug août aout agosto ago ağustos ağu augustus agustus agu sierpnia sie sierpień августа авг август
    серпня серп серпень жніўня avgust avg kolovoza kolovoz srpna srpen augusta augusts rugpjūčio rugpjūtis
    αυγούστου αυγ αύγουστος اوت آگوست أوت غشت أغسطس آب אוגוסט באוגוסט אוג สิงหาคม ส.ค अगस्त আগস্ট اگست elokuuta
    elokuu elo augusztus aug ágúst agost d'agost d’agost ogos тамыз օգոստոսի აგვისტო
    agosti សីហា ខែសីហា ဩဂုတ် ဩဂုတ်လ သြဂုတ် သြဂုတ်လ gusht ສິງຫາ ஆகஸ்ட் अगस्ट ऑगस्ट""",
    """september sep sept septembre septiembre setiembre settembre set setembro września wrz wrzesień сентября сент
    сен сентябрь вересня вер вересень верасня септември септембар septembar rujna rujan září zář septembra
    septembris rugsėjo rugsėjis σεπτεμβρίου σεπ σεπτέμβριος eylül eyl sentyabr سپتامبر شتنبر سبتمبر أيلول ספטמבר
    בספטמבר ספט กันยายน ก.ย सितंबर सितम्बर সেপ্টেম্বর ستمبر syyskuuta syyskuu syys septembrie szeptember szept
    setembre de_setembre қыркүйек սեպտեմբերի სექტემბერი
    septemba កញ្ញា ខែកញ្ញា စက်တင်ဘာ စက်တင်ဘာလ shtator ກັນຍາ செப்டம்பர் सेप्टेम्बर सप्टेंबर setyembre""",
    """october oct oktober okt octobre octubre ottobre ott outubro out października paź październik октября окт
    октябрь жовтня жовт жовтень кастрычніка октомври октобар oktobar října říj říjen októbra október oktobra
    oktobris oktoober spalio spalis οκτωβρίου οκτ οκτώβριος ekim eki oktyabr اکتبر أكتوبر تشرين_الأول אוקטובר
    באוקטובר אוק ตุลาคม ต.ค अक्टूबर अक्तूबर অক্টোবর اکتوبر lokakuuta lokakuu loka octombrie d'octubre d’octubre
    қазан հոկտեմբերի ოქტომბერი
    oktoba តុលា ខែតុលា အောက်တိုဘာ အောက်တိုဘာလ tetor ຕຸລາ அக்டோபர் अक्टोबर ऑक्टोबर oktubre""",
    """november nov novembre noviembre novembro listopada lis листопада лист листопад ноября нояб ноя ноябрь
    лістапада ноември новембар novembar studenoga studeni listopadu listopad novembra novembris lapkričio
    lapkritis νοεμβρίου νοε νοέμβριος kasım kas noyabr نوامبر نونبر نوفمبر تشرين_الثاني נובמבר בנובמבר נוב
    พฤศจิกายน พ.ย नवंबर नवम्बर নভেম্বর نومبر marraskuuta marraskuu marras noiembrie de_novembre қараша նոյեմբերի
    ნოემბერი nóvember
    novemba វិច្ឆិកា ខែវិច្ឆិកា နိုဝင်ဘာ နိုဝင်ဘာလ nëntor ພະຈິກ நவம்பர் नोभेम्बर नोव्हेंबर nobyembre""",
    """december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia gru grudzień декабря
    дек декабрь грудня груд грудень снежня декември децембар decembar prosinca prosinac prosince pro prosinec
    decembra decembris gruodžio gruodis δεκεμβρίου δεκ δεκέμβριος aralık ara dekabr دسامبر دجنبر ديسمبر
    كانون_الأول דצמבר בדצמבר דצמ ธันวาคม ธ.ค दिसंबर दिसम्बर ডিসেম্বর دسمبر joulukuuta joulukuu joulu decembrie
    desember des desembre de_desembre disember detsember желтоқсан դեկտեմբերի დეკემბერი
    desemba ធ្នូ ខែធ្នូ ဒီဇင်ဘာ ဒီဇင်ဘာလ dhjetor ທັນວາ டிசம்பர் डिसेम्बर डिसेंबर disyembre""",
)
_EXCEPTIONS: Final = {
    ("hr", "listopada"): 10,
    ("hr", "lis"): 10,
    ("hr", "srpnja"): 7,
    ("hr", "srp"): 7,
    ("pl", "lip"): 7,
    ("hr", "lip"): 6,
}
_JALALI_MONTHS: Final = """
    فروردین حمل|اردیبهشت ثور|خرداد جوزا|تیر سرطان|مرداد امرداد اسد|شهریور سنبله|مهر میزان|آبان عقرب|آذر قوس|
    دی جدی|بهمن دلو|اسفند حوت"""
_WEEKDAYS: Final = (
    """monday mon montag mo lundi lun lunes lunedì segunda-feira segunda maandag ma poniedziałek pon понедельник пн
    понеділок понеделник понедељак ponedjeljak pondělí pondelok δευτέρα δευ pazartesi pzt دوشنبه الاثنين الإثنين
    יום_שני senin isnin thứ_hai วันจันทร์ จันทร์ सोमवार 星期一 周一 礼拜一 måndag mandag maanantai maanantaina
    hétfő luni
    jumatatu ថ្ងៃចន្ទ ច័ន្ទ တနင်္လာနေ့ တနင်္လာ ponedeljek esmaspäev e_hënë""",
    """tuesday tue tues dienstag di mardi mar martes martedì terça-feira terça dinsdag wtorek wt вторник вт
    вівторок уторак utorak úterý út utorok τρίτη τρι salı سه‌شنبه سهشنبه الثلاثاء יום_שלישי selasa thứ_ba
    วันอังคาร อังคาร मंगलवार 星期二 周二 tisdag tirsdag tiistai tiistaina kedd marți
    jumanne ថ្ងៃអង្គារ အင်္ဂါနေ့ အင်္ဂါ torek teisipäev""",
    """wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì quarta-feira quarta woensdag środa śr среда
    ср середа сряда srijeda středa streda τετάρτη τετ çarşamba çar چهارشنبه الأربعاء יום_רביעי rabu thứ_tư
    วันพุธ พุธ बुधवार 星期三 周三 onsdag keskiviikko keskiviikkona szerda miercuri
    jumatano ថ្ងៃពុធ ဗုဒ္ဓဟူးနေ့ ဗုဒ္ဓဟူး sreda kolmapäev""",
    """thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio quinta-feira quinta donderdag
    czwartek czw четверг чт четвер четвъртък четвртак četvrtak čtvrtek čt štvrtok πέμπτη πεμ perşembe per
    پنج‌شنبه پنجشنبه الخميس יום_חמישי kamis khamis thứ_năm วันพฤหัสบดี พฤหัสบดี गुरुवार 星期四 周四 torsdag
    torstai torstaina csütörtök joi
    alhamisi ថ្ងៃព្រហស្បតិ៍ ကြာသပတေးနေ့ ကြာသပတေး četrtek neljapäev""",
    """friday fri freitag fr vendredi ven viernes vie venerdì sexta-feira sexta vrijdag piątek pt пятница пт
    п'ятниця п’ятниця петък петак petak pátek pá piatok παρασκευή παρ cuma جمعه الجمعة יום_שישי jumat jumaat
    thứ_sáu วันศุกร์ ศุกร์ शुक्रवार 星期五 周五 fredag perjantai perjantaina péntek vineri
    ijumaa ថ្ងៃសុក្រ သောကြာနေ့ သောကြာ petek reede""",
    """saturday sat samstag sonnabend sa samedi sam sábado sáb sabado sabato sab zaterdag za sobota sob суббота сб
    субота събота subota σάββατο σαβ cumartesi cmt شنبه السبت שבת sabtu thứ_bảy วันเสาร์ เสาร์ शनिवार 星期六
    周六 lördag lørdag lauantai lauantaina szombat sâmbătă
    jumamosi ថ្ងៃសៅរ៍ စနေနေ့ စနေ laupäev""",
    """sunday sun sonntag so dimanche dim domingo dom domenica zondag zo niedziela niedz воскресенье вс неділя нд
    неделя недела недеља nedjelja neděle ne nedeľa κυριακή κυρ pazar paz یکشنبه الأحد יום_ראשון minggu ahad
    chủ_nhật วันอาทิตย์ อาทิตย์ रविवार 星期日 星期天 周日 söndag søndag sunnuntai sunnuntaina vasárnap duminică
    jumapili ថ្ងៃអាទិត្យ တနင်္ဂနွေနေ့ တနင်္ဂနွေ nedelja pühapäev""",
)
# One character for one, so that places in the plain line are places in the line.
_ZEROS: Final = (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0BE6, 0x0E50, 0x0ED0, 0x1040, 0x17E0, 0xFF10)
_PLAIN: Final = {zero + n: str(n) for zero in _ZEROS for n in range(10)} | str.maketrans(
    "：／．，－（）\u3000\u00a0\u202f\u2009\u2007‐‑‒–—−\u200e\u200f\u202a\u202b\u202c",
    ":/.,-()" + " " * 5 + "-" * 6 + " " * 5,
)
_LETTERS: Final = str.maketrans("أإآٱيىكةάέήίόύώ", "اااایيکه".replace("ي", "ی") + "αεηιουω", "\u0640\u200c\u0307")


def plain(text: str) -> str:
    """The same line with ASCII digits, signs and spaces; every character keeps its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def folded(word: str) -> str:
    """A word as the tables hold it: lower case, without the dots and letter variants that sites differ in."""
    word = word.casefold().strip(". ،,")
    return word if word.isascii() else word.translate(_LETTERS)


def _table(lines: tuple[str, ...]) -> dict[str, int]:
    return {folded(word.replace("_", " ")): n for n, line in enumerate(lines) for word in line.split()}


MONTHS: Final = {word: n + 1 for word, n in _table(_MONTHS).items()}
JALALI_MONTHS: Final = {word: n + 1 for word, n in _table(tuple(_JALALI_MONTHS.split("|"))).items()}
WEEKDAYS: Final = _table(_WEEKDAYS)
"""Folded name -> day of the week, Monday is 0."""


def month_of(word: str, language: str = "") -> int | None:
    """Number of a Gregorian month by its name in any language; `language` settles names with two meanings."""
    key = folded(word)
    return _EXCEPTIONS.get((language[:2], key)) or MONTHS.get(key)


def gregorian(year: int, month: int, day: int) -> date | None:
    """The day, or None if there is none such between 1900 and 2999."""
    try:
        return date(year, month, day) if 1900 <= year < 3000 else None
    except ValueError:
        return None


def from_jalali(year: int, month: int, day: int) -> date | None:
    """Gregorian day of a day in the Persian solar calendar, exact for the years 1300 to 1470; None if there is none
    such."""
    if not (1300 <= year <= 1470 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    since = 365 * (year - 1300) + _leaps(year) - _leaps(1300)
    return date(1921, 3, 21) + timedelta(days=since + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def _leaps(year: int) -> int:
    """Leap days in the Persian years before this one, by the 33-year cycle."""
    return (8 * year + 21) // 33


def buddhist(year: int) -> int:
    """Common year of a year that may be counted from the death of the Buddha."""
    return year - 543 if 2443 <= year < 2700 else year


_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911, "주체": 1911, "juche": 1911}


def era_year(era: str, year: int) -> int:
    """Common year of a year counted in an era, such as 令和7, 民國114 or Juche 114."""
    return year + _ERAS.get(era.casefold(), 0)
