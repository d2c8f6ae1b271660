"""Made-up articles as they are printed night after night: all around them changes, the words do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import escape
from random import Random

from cleaning import Page

FIRST = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
STORY = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language's article and what such sites print around it."""

    code: str
    title: str
    text: tuple[str, ...]
    others: tuple[str, ...]
    """Headlines of other articles."""
    views: str
    comments: str
    shares: str
    related: str
    popular: str
    today: str
    published: str

    @property
    def url(self) -> str:
        return f"https://{self.code}.nightly.example/2026/03/01/story-of-{self.code}-4711/"


ENGLISH = Tongue(
    "en",
    "Ferry to Hollow Island late for the third time",
    (
        "The ferry to Hollow Island was late on Sunday for the third time in a month, because a rope had caught in its"
        " screw shortly after it had left the mainland, its captain Ada Lindqvist said.",
        "Forty passengers waited on the quay for more than two hours, and the harbour master had tea brought out to"
        " them, as he had done the first two times.",
        "The company promised that every rope in the harbour would be moved to the old fish market by the autumn, and"
        " that nobody would have to pay for the crossing until then.",
        "On the island the bakers had sold out by noon, since all those who could not leave wanted something to eat.",
    ),
    (
        "Bakers count their loaves after the flood",
        "Library lends out its only ladder",
        "Stairs to the lighthouse mended at last",
        "Council argues about the colour of benches",
        "Nine goats found on the roof of the school",
        "Old bridge gets a younger sister",
    ),
    "{} views",
    "{} comments",
    "Shared {} times",
    "Related articles",
    "Most read",
    "%A, %d %B %Y",
    "Published 1 March 2026",
)
RUSSIAN = Tongue(
    "ru",
    "Паром на Пустой остров опоздал в третий раз",
    (
        "Паром на Пустой остров опоздал в воскресенье в третий раз за месяц, потому что канат намотался на его винт"
        " вскоре после отхода от берега, сообщила капитан Анна Линд.",
        "Сорок пассажиров ждали на набережной больше двух часов, и начальник порта велел вынести им чая, как и в"
        " первые два раза.",
        "Компания пообещала, что до осени все канаты в гавани будут перенесены на старый рыбный рынок, а до тех пор"
        " за переправу никто не заплатит.",
        "На самом острове пекари распродали всё уже к полудню, ведь все, кто не смог уехать, хотели есть.",
    ),
    (
        "Пекари пересчитали хлеб после наводнения",
        "Библиотека выдала свою единственную лестницу",
        "Ступени маяка наконец починили",
        "Совет спорит о цвете скамеек",
        "Девять коз нашли на крыше школы",
        "У старого моста появится младшая сестра",
    ),
    "Просмотров: {}",
    "Комментариев: {}",
    "Поделились {} раз",
    "Читайте также",
    "Самое читаемое",
    "%d.%m.%Y",
    "Опубликовано 01.03.2026",
)
CHINESE = Tongue(
    "zh",
    "开往空岛的渡轮本月第三次晚点",
    (
        "周日开往空岛的渡轮本月第三次晚点，船长林安达表示，原因是离开大陆后不久一根缆绳缠住了螺旋桨，船员用了三个小时才把它解开。",
        "四十名乘客在码头等候了两个多小时，港务长像前两次一样让人给他们送去热茶，还从仓库里搬来了几把旧椅子。",
        "公司承诺，到秋天为止港口里所有的缆绳都会移到旧鱼市场存放，在此之前任何人都不必支付渡轮的船费。",
        "岛上的面包师在中午之前就卖光了所有的面包，因为走不了的人都想找些东西吃，有人甚至一次买了十个。",
    ),
    (
        "洪水过后面包师清点面包",
        "图书馆借出了唯一的梯子",
        "灯塔的台阶终于修好了",
        "议会为长椅的颜色争论不休",
        "学校屋顶上发现九只山羊",
        "老桥将迎来一位妹妹",
    ),
    "阅读 {}",
    "评论 {}",
    "分享 {} 次",
    "相关阅读",
    "热门文章",
    "%Y年%m月%d日",
    "发布时间：2026年3月1日",
)
TONGUES = (ENGLISH, RUSSIAN, CHINESE)
MANNERS = ("plain", "named", "semantic", "table")


def printed(tongue: Tongue, manner: str, night: int) -> Page:
    """The page as it is fetched in that night."""
    chance = Random(f"{tongue.code} {manner} {night}")
    at = FIRST + timedelta(days=night)
    url = tongue.url.replace("4711", f"4711-{manner}")
    html = MAKERS[manner](tongue, at.date(), chance)
    head = f'<meta property="article:published_time" content="{STORY}T08:30:00+01:00">' if manner == "semantic" else ""
    whole = (
        f'<!doctype html><html lang="{tongue.code}"><head><meta charset="utf-8">'
        f"<title>{tongue.title} | Nightly</title>{head}<!-- {chance.random()} --></head><body>{html}</body></html>"
    )
    return Page(url=url, body=whole.encode(), fetched_at=at, publisher="nightly.example")


def _plain(tongue: Tongue, day: date, chance: Random) -> str:
    """Bare paragraphs, no class that tells anything."""
    return (
        f"<div><p>{day.strftime(tongue.today)}, 0{chance.randrange(9)}:{chance.randrange(10, 60)}</p>"
        f"<p>{_links(tongue, chance, 5)}</p></div>"
        f"<div><h1>{tongue.title}</h1><p>{tongue.published}</p><p>{_counts(tongue, chance)}</p>{_text(tongue)}</div>"
        f"<div><h3>{tongue.related}</h3>{_list(tongue, chance, 4)}</div>{_foot(day)}"
    )


def _named(tongue: Tongue, day: date, chance: Random) -> str:
    """Boxes with names, comments that grow, an advertisement in the text now and then."""
    first, *rest = _paragraphs(tongue)
    advert = '<div class="ad-slot">Buy a better boat at Mill Lane</div>' if chance.random() < 0.5 else ""
    said = "".join(
        f'<li class="comment"><b>Reader {n}</b><p>{tongue.others[n % 6]}!</p></li>' for n in range(chance.randrange(6))
    )
    return (
        f'<div class="topbar"><span class="today">{day.strftime(tongue.today)}</span></div>'
        f'<nav>{_links(tongue, chance, 4)}</nav><div class="post"><h1>{tongue.title}</h1>'
        f'<div class="meta">{tongue.published} · {_counts(tongue, chance)}</div>'
        f'<div class="entry-content">{first}{advert}{"".join(rest)}</div>'
        f'<div class="related"><h3>{tongue.related}</h3>{_cards(tongue, chance)}</div>'
        f'<ol class="comments">{said}</ol></div>'
        f'<div class="sidebar"><h3>{tongue.popular}</h3>{_list(tongue, chance, 5)}</div>{_foot(day)}'
    )


def _semantic(tongue: Tongue, day: date, chance: Random) -> str:
    """HTML5 elements, and counters between headline and text."""
    return (
        f"<header><time>{day.strftime(tongue.today)}</time><nav>{_links(tongue, chance, 6)}</nav></header><main>"
        "<article>"
        f'<h1>{tongue.title}</h1><p><time datetime="{STORY}">{tongue.published}</time></p><ul class="share"><li>'
        f"{_counts(tongue, chance)}</li></ul>{_text(tongue)}</article><section><h2>{tongue.related}</h2>"
        f"{_cards(tongue, chance)}</section></main><aside><h2>{tongue.popular}</h2>{_list(tongue, chance, 3)}</aside>"
        f"<footer>{_foot(day)}</footer>"
    )


def _table(tongue: Tongue, day: date, chance: Random) -> str:
    """A layout of tables, as old sites have it."""
    return (
        f"<table><tr><td colspan=2>{day.strftime(tongue.today)} | {_links(tongue, chance, 5)}</td></tr><tr>"
        f"<td width=160>{_list(tongue, chance, 6)}</td><td><b><font size=5>{tongue.title}</font></b><br>"
        f"{day.strftime(tongue.today)}, +{chance.randrange(20)} °C<br>"
        f"{tongue.published} ({_counts(tongue, chance)})<br>{_text(tongue)}<hr><b>{tongue.related}</b>"
        f"{_list(tongue, chance, 4)}</td></tr></table>{_foot(day)}"
    )


MAKERS = {"plain": _plain, "named": _named, "semantic": _semantic, "table": _table}


def _paragraphs(tongue: Tongue) -> list[str]:
    return [f"<p>{escape(each)}</p>" for each in tongue.text]


def _text(tongue: Tongue) -> str:
    return "".join(_paragraphs(tongue))


def _others(tongue: Tongue, chance: Random, count: int) -> Iterator[tuple[str, str]]:
    """(address, headline) of other articles, another choice every night."""
    for title in chance.sample(tongue.others, count):
        yield f"/2026/02/{chance.randrange(10, 28)}/other-{chance.randrange(9999)}/", title


def _links(tongue: Tongue, chance: Random, count: int) -> str:
    return " | ".join(f'<a href="{href}">{title}</a>' for href, title in _others(tongue, chance, count))


def _list(tongue: Tongue, chance: Random, count: int) -> str:
    return f"<ul>{''.join(f'<li><a href={h!r}>{title}</a></li>' for h, title in _others(tongue, chance, count))}</ul>"


def _cards(tongue: Tongue, chance: Random) -> str:
    return "".join(
        f'<div class="card"><a href="{href}"><h4>{title}</h4></a><p>{tongue.text[n % 4][:70]}…</p></div>'
        for n, (href, title) in enumerate(_others(tongue, chance, 3))
    )


def _counts(tongue: Tongue, chance: Random) -> str:
    kinds = (tongue.views, tongue.comments, tongue.shares)
    return " · ".join(each.format(chance.randrange(2, 99_999)) for each in kinds)


def _foot(day: date) -> str:
    return f"<p>© {day.year} Nightly, printed {day:%d.%m.%Y} 03:{day.day:02}</p>"
