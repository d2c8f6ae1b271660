"""Names of people: splitting a list of them, stripping what is not part of a name, telling a name from a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleaning.wordlists import phrases, words

_AND: Final = re.compile(
    r"(\s*[;|·•、،；●⋅]\s*|\s+/\s+|\s*[,，]\s*(?:(?:and|und|et|y|e|&)\s+)?|"
    r"\s+(?:and|And|AND|und|et|och|og|ja|oraz|i|и|та|й|και|ve|dan|và|y|e|en|és|și|with|mit|avec|&|"
    r"\+)\s+(?=[^\W\d_])|\s+و\s?(?=\S))"
)
_DEGREE: Final = re.compile(
    r"^(?:jr|sr|ii|iii|iv|ph\.?\s?d|m\.?d|m\.?sc|b\.?sc|ed\.?d|psy\.?d|d\.?o|j\.?d|esq|dr|prof|inc|llc|m\.?p\.?h|r\.?d|"
    r"[A-Z]{2,7})\.?[®™]?(?:\s*\(.*\))?$",
    re.I,
)
_ROLE_WORDS: Final = frozenset(
    phrases(
        """editor|writer|reporter|correspondent|author|journalist|contributor|columnist|officer|developer|engineer|professor|attorney|veterinarian|dietitian|nutritionist|strategist|producer|photographer|analyst|blogger|coordinator|manager|director|consultant|specialist|president|ceo|cto|founder|gründer|gründerin|redakteur|redakteurin|autor|autorin|journalistin|volontär|volontärin|journaliste|rédacteur|rédactrice|periodista|redactor|redactora|giornalista|корреспондент|обозреватель|журналист|редактор|muhabir|editör|toimittaja|kirjeenvaihtaja|korrespondent|redaktör|reportteri|dziennikarz|dziennikarka|
        korespondent|redaktor|redaktorka|novinar|novinarka|novinář|novinářka|reportér|reportérka|újságíró|szerkesztő|
        jornalista|repórter|correspondente|corresponsal|reportero|reportera|correspondant|correspondante|corrispondente|
        redattore|redattrice|verslaggever|redacteur|verslaggeefster|δημοσιογράφος|αρθρογράφος|журналистка|журналіст|
        журналістка|кореспондент|кореспондентка|редакторка|обозревательница|новинар|новинарка|журналистка|wartawan|
        jurnalis|jurnalist|ziarist|ziaristă|fotograf|fotografin|reporterin|korrespondentin|خبرنگار|مراسل|记者|編集|편집|특파원"""
    )
)
_ROLES: Final = "|".join(sorted(_ROLE_WORDS))
_RANKS: Final = "|".join(
    phrases(
        """senior|chief|staff|deputy|managing|associate|assistant|contributing|special|foreign|political|national|guest|business|executive|news|sports?|science|health|travel|tech|technology|content|former|freelance|lead|head|digital|web|copy|marketing|review|digital|global"""
    )
)
_ROLE: Final = re.compile(rf"^(?:(?:{_RANKS})\s+)*(?:{_ROLES})s?\b.*$", re.I)
_LONGEST_ROLE: Final = 60
_ROLE_WHOLE: Final = re.compile(rf"^(?:.*\s)?(?:{_ROLES})s?$", re.I)
_ROLE_AFTER: Final = re.compile(rf"^(\S+\s+\S.*?)[,\s]+(?:(?:{_RANKS})[\s-]+)*(?:(?:{_ROLES})s?\b|former\b).*$", re.I)
_CUT: Final = re.compile(
    r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>|https?://\S+|\S+@\S+\.\S+|@\w+|\s*(?:記者|记者|기자|特派員)$)|"
    r"\s+(?:(?:is|was)\s+an?\s.*|(?:on|am|le|el|il)\s+\d.*|(?:for|of|from) the\s.*|für\s.*|at\s[A-Z].*|[-–—]\s.*|"
    r"/\s?\S.*|(?:special|exclusive|exclusively) (?:to|for)\s.*)|"
    r"(?-i:(?<=[a-zà-ž])\s+(?:PTI|ANI|IANS|AFP|AP|TNN|PAP|APA|ČTK|MTI)$)|"
    r"/[A-ZА-Я]{2,8}$|(?<=[\u3400-\u9fff])[\s_][A-Z]{1,3}_?\d{1,6}$",
    re.I,
)
_UNOPENED: Final = re.compile(r"(?<=[\u3400-\u9fff])\s*(?:[)）】]|【.*)$")
"""What stands behind a Chinese name whose bracket began before it, or begins behind it."""
_NOISE: Final = re.compile(
    r"^(?:(?:view|see|read|show)?\s*(?:all|more)?\s*(?:posts?|articles?|stories)\s+(?:by|from)|more (?:by|from)|"
    r"(?:zeige )?all(?:e)? (?:beiträge|artikel) von|weitere (?:beiträge|artikel) von|(?:voir )?tous les articles de|"
    r"(?:ver )?todos los artículos de|(?:mostra )?tutti gli articoli di|все (?:статьи|материалы|записи) автора|"
    r"(?:eingestellt|erstellt|verfasst|geschrieben) von|publié par|the author|author|автор|"
    r"by|von|par|por|di|door|av|af|follow)[\s:：]+",
    re.I,
)
_NOBODY: Final = frozenset(
    words(
        """admin administrator editor editors webmaster author authors anonymous guest user none null root superuser
        by von par por bluesky facebook twitter linkedin instagram youtube google medium email mehr bio like people
        print system test wordpress website share follow comments view profile more contributor redakteur name
        unknown auteur auteure auteurs autor autorin autoren autora autores autore autrice autori yazar yazarı автор
        авторы автори 作者 著者 筆者 記者 记者 기자 συντάκτης szerző verfasser herausgeber super_user staff_writer
        site_admin web_admin wpadmin site_editor discuz!_team comsenz_ui_team"""
    )
)
_DESK: Final = re.compile(
    r"\b(?:team|staff|redaktion|redazione|redacción|redaccion|rédaction|redactie|redação|редакция|редакції|новости|"
    r"newsroom|newsdesk|desk|editorial|editors|agency|"
    r"agentur|press|news|online|media|magazin|magazine|blog|gmbh|inc|llc|ltd|university|institute|association|"
    r"foundation|center|centre|company|group)\b"
    r"|(?-i:^(?:[a-z]{2,4}|[A-Z]{2,4})$)|^(?:dpa|afp|ap|sda|apa|sid|reuters|ansa|efe|tass|kcna)\b|\.(?:com|de|org|net|at|ch)\b|admin|"
    r"编辑部|編集部|編輯部|통신|新华社|新聞|通信社|電視|电视台|广播|放送|テレビ|オンライン|(?:日报|日報|晚报|晚報|时报|時報|周刊|週刊|"
    r"网|網|在线|報社|报社|新闻|일보|신문|뉴스|방송|타임스|편집국|취재팀|온라인팀)$|"
    r"\b(?:ajans|agenzia|agence|agencia|agência|агентств)|خبرگزاری|وكالة|กองบรรณาธิการ|ทีมข่าว",
    re.I,
)
_TEAM: Final = re.compile(
    r"[^\W\d_][\s-](?:team|staff|redaktion|redazione|redacción|rédaction|redactie|redação|редакция|editors|newsroom)$",
    re.I,
)
_PARTICLES: Final = frozenset(
    words(
        """de da do dos das del della delle di du des la le van von der den ter ten zu zur zum y e al el bin ibn bint
        abu ben bar af av d' l' i of und v. mc"""
    )
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_NICKNAME: Final = re.compile(r"\s[(“\"][^\W\d_]+[)”\"]\s")
_SENTENCE: Final = re.compile(r"[()!?…\"“”«»:;=+*#<>{}\[\]|\\&@→]|\.\s+[a-zа-я]|\d|[^\W\d_]{2,}\.\s")
_CASELESS: Final = re.compile(r"[\u0590-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Words that begin with a capital in headings and menus, and are no part of a name.
_PLAIN: Final = frozenset(
    words(
        """table contents content contact us about share post posts view all read more sign up in log this article home
        written by new top best how what why when where who the your our my for and or with from to at on an is are
        it blog news newsletter privacy policy terms use skip main menu search subscribe follow comments comment
        leave reply related latest popular trending next previous back get help support careers jobs press store
        shop cart account login register download guide guides review reviews tips tricks key takeaways introduction
        conclusion overview summary featured image credit photo photos video videos watch listen podcast episode
        part chapter benefits personal finance business world politics sports culture opinion health science
        technology travel food lifestyle education entertainment national international local breaking live updates
        update free online digital print edition daily weekly today learn start started make find see here now not
        no yes report error published
        size printer friendly format posted updated zurück
        weitere informationen alle mehr beiträge artikel links inhalt suche über"""
    )
)


def split_names(text: str) -> Iterator[str]:
    """The single names of a list such as "X, Y and Z"; "Jr." and degrees stay with the name before them."""
    pieces = _AND.split(text)
    held = pieces[0].strip()
    for joint, piece in zip(pieces[1::2], pieces[2::2], strict=False):
        part = piece.strip()
        if held and joint.strip() in (",", "，") and _DEGREE.match(part) and not _is_shouted_name(part, text):
            held = f"{held}, {part}"
            continue
        if held and joint.strip() in (",", "，", "|", "·", "•") and _ROLE_WHOLE.match(part):
            continue
        if held:
            yield held
        held = part
    if held:
        yield held


def _is_shouted_name(part: str, text: str) -> bool:
    """In a list all in capitals, a short word in capitals is no degree."""
    return len(part) > 5 and text.isupper()


def clean_name(text: str) -> str:
    """A name without labels, brackets, addresses, handles and roles; empty if nothing is left or it names nobody."""
    name = _CUT.sub("", _NOISE.sub("", text.replace("\u00ad", "").replace("\u200b", "").strip()[:200]))
    if _ROLE.match(name):
        return ""
    name = _ROLE_AFTER.sub(r"\1", name).strip(" \t,;:|/-–—·•*'\"“”→●")
    name = _UNOPENED.sub("", name)
    if name.casefold() in _NOBODY or not _LETTER.search(name) or len(name) > 80:
        return ""
    return name


def is_desk(name: str) -> bool:
    """Whether a name is that of a desk, agency or house rather than of a person."""
    return bool(_DESK.search(name))


def is_role(name: str) -> bool:
    """Whether a name is that of a position: "Community Editor", "Marketing and Event Coordinator"."""
    last = name.rpartition(" ")[2].casefold()
    return (last in _ROLE_WORDS or last.removesuffix("s") in _ROLE_WORDS) and "," not in name


def tells_role(text: str) -> bool:
    """Whether a text begins or ends with what somebody does: "Staff writer, Science", "Roads reporter"."""
    return len(text) <= _LONGEST_ROLE and (_ROLE.match(text) is not None or is_role(text))


def is_team(name: str) -> bool:
    """Whether a name is that of the people of a house together: "Meadow Team", "Uferbote-Redaktion"."""
    return _TEAM.search(name) is not None


def is_name(text: str) -> bool:
    """Whether a bare line is the name of a person: two to five capitalised words and nothing of a sentence or a
    menu."""
    line = _NICKNAME.sub(" ", text.strip())
    words = line.split(",")[0].split() if _DEGREE.match(line.rpartition(",")[2].strip()) else line.split()
    if (
        not 2 <= len(words) <= 6
        or len(line) > 60
        or "," in " ".join(words)
        or _CASELESS.search(line)
        or _SENTENCE.search(line.replace("Dr. ", ""))
    ):
        return False
    own = [word for word in words[:-1] if word.casefold() not in _PARTICLES] + words[-1:]
    named = 2 <= len(own) <= 5 and all(map(_is_part_of_name, own))
    return named and not _ROLE.match(line) and not is_role(line) and not is_desk(line)


def looks_named(text: str) -> bool:
    """Whether a labelled text can be a name where letters have no case: two to four words, or a few characters
    without spaces."""
    line = text.strip()
    if not _CASELESS.search(line) or _SENTENCE.search(line) or len(line) > 40:
        return False
    return len(line.split()) <= 4 if " " in line else 2 <= len(line) <= 8


def _is_part_of_name(word: str) -> bool:
    first = next((sign for sign in word if sign.isalpha()), "")
    return first.isupper() and len(word) <= 20 and word.casefold().strip(",.") not in _PLAIN
