"""A made-up gazette that is crawled night after night without a network, and the ways in which it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import ParamSpec, TypeVar

from cleaning import Layout, Page, identity
from ingest import Ingested, ingest
from storage import Alarm, Found, RunState, Store
from workers import Workers

P = ParamSpec("P")
R = TypeVar("R")

USUAL = Layout()
HOME = "https://gazette.example"
FIRST = datetime(2026, 3, 2, 3, 30, tzinfo=UTC)
WORDS = re.findall(
    r"\w+",
    "harbour council ferry bridge repair budget voters engineers opened winter market tram school river museum "
    "teachers signed agreement after long talks about costs while residents asked for clearer plans and a date "
    "lantern orchard bakery mayor valley station quarry choir library painted counted moved waited promised found",
)
AUTHORS = ("Ada Lindqvist", "Bo Marten", "Cleo Roe", "Dario Venn")


class Inline(Workers):
    """Runs functions in the calling thread."""

    def __init__(self) -> None:
        """No processes."""

    def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    def close(self) -> None:
        """Nothing to end."""


@dataclass(frozen=True)
class Story:
    """An article as its author wrote it."""

    number: int
    day: datetime

    @property
    def chance(self) -> Random:
        return Random(f"story {self.number}")

    @property
    def title(self) -> str:
        return f"{' '.join(self.chance.sample(WORDS, 6)).capitalize()} in {self.number}"

    @property
    def author(self) -> str:
        return AUTHORS[self.number % len(AUTHORS)]

    @property
    def url(self) -> str:
        return f"{HOME}/news/story-of-the-day-{self.number}/"

    @property
    def text(self) -> list[str]:
        chance = self.chance
        return [" ".join(sentence(chance) for _ in range(chance.randint(2, 4))) for _ in range(chance.randint(4, 9))]


Print = Callable[[Story], str]


def sentence(chance: Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(10, 20))).capitalize() + "."


def document(title: str, body: str, head: str = "") -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def menu() -> str:
    return '<header class="top"><nav>' + "".join(f'<a href="/{w}/">{w}</a> ' for w in WORDS[:9]) + "</nav></header>"


def aside() -> str:
    """What stands beside the text of every page."""
    chance = Random("aside")
    said = [sentence(chance) for _ in range(15)]
    cards = "".join(
        f'<div class="box"><h3>{said[n][:40]}</h3><p>{said[n + 5]} {said[n + 10]}</p></div>' for n in range(5)
    )
    return f'<div class="col-right">{cards}</div>'


def links() -> str:
    return "<aside><ul>" + "".join(f'<li><a href="/{w}/">All about {w}</a></li>' for w in WORDS[9:15]) + "</ul></aside>"


def paragraphs(story: Story) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in story.text)


def dates(story: Story) -> str:
    return f'<meta property="article:published_time" content="{story.day:%Y-%m-%d}T08:00:00+00:00">'


def usual(story: Story) -> str:
    """As it is printed every day."""
    return document(
        f"{story.title} | Gazette",
        f'{menu()}<main><article class="story"><h1>{story.title}</h1><p class="byline">By {story.author}</p>'
        f'<time datetime="{story.day:%Y-%m-%d}T08:00">{story.day:%d %B %Y}</time>'
        f'<div class="story-body">{paragraphs(story)}</div></article>{links()}</main><footer>The Gazette</footer>',
        dates(story),
    )


def redesigned_empty(story: Story) -> str:
    """A redesign whose text is loaded by a script: what stands on the page is the column at its side."""
    return document(
        f"{story.title} | Gazette",
        f'<div id="app"><div class="bar">{menu()}</div><section class="wide"><h1>{story.title}</h1>'
        f'<span class="by">By {story.author}</span><div class="lazy"></div></section>{aside()}</div>',
        dates(story),
    )


def redesigned_well(story: Story) -> str:
    """A redesign under which the text is found as before."""
    return document(
        f"{story.title} | Gazette",
        f'<div id="app"><div class="bar">{menu()}</div><section class="wide"><h1>{story.title}</h1>'
        f'<div class="by">By <a rel="author" href="/by/x/">{story.author}</a></div>'
        f'<div class="prose">{paragraphs(story)}</div></section></div>',
        dates(story),
    )


def redesigned_mixed(story: Story) -> str:
    """A redesign that sets teasers of other stories between the paragraphs, marked as nothing else is."""
    chance = Random("mixed")
    first, *rest = story.text
    teasers = "".join(f"<p>{sentence(chance)} {sentence(chance)}</p>" for _ in range(4))
    text = f"<p>{first}</p>{teasers}" + "".join(f"<p>{each}</p>" for each in rest)
    return document(
        f"{story.title} | Gazette",
        f'<div id="app"><section class="wide"><h1>{story.title}</h1><div class="by">By {story.author}</div>'
        f'<div class="prose">{text}</div></section></div>',
        dates(story),
    )


def captcha(story: Story) -> str:
    return document(
        "Just a moment",
        '<div class="check"><h1>One more step</h1><p>Please complete the security check to reach gazette.example.</p>'
        '<form action="/check"><input name="answer"><button>Go on</button></form><p>Your number is 8a51b0.</p></div>',
    )


def consent(story: Story) -> str:
    chance = Random("consent")
    words = "".join(
        f"<p>We and our {n} partners {sentence(chance)} You may choose at any time.</p>" for n in range(40, 52)
    )
    return document(
        "Before you go on",
        f'<div class="wall"><h1>Your choice</h1>{words}<button>Accept</button><button>Reject</button></div>',
    )


def emptied(story: Story) -> str:
    return document(
        f"{story.title} | Gazette",
        f'{menu()}<main><article class="story"><h1>{story.title}</h1><p class="byline">By {story.author}</p>'
        f'<time datetime="{story.day:%Y-%m-%d}T08:00">{story.day:%d %B %Y}</time><div class="story-body"></div>'
        "</article></main><footer>The Gazette</footer>",
        dates(story),
    )


def halved(story: Story) -> str:
    """Only the first sentences are shown."""
    whole = usual(story)
    begin, end = whole.index('<div class="story-body">'), whole.index("</div></article>")
    return whole[:begin] + f'<div class="story-body"><p>{story.text[0]}</p>' + whole[end:]


def undated(story: Story) -> str:
    whole = usual(story)
    return re.sub(r"<time.*?</time>", "", whole).replace(dates(story), "")


@dataclass
class Gazette:
    """The paper, and a store that it is crawled into."""

    store: Store
    a_day: Callable[[datetime], int] = lambda day: 6 if day.weekday() < 5 else 3
    folder: Path = Path()
    layout: Layout = USUAL
    night: int = 0
    printed: list[Story] = field(default_factory=list)
    feed: list[Story] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    """Of the last night."""
    run: int = 0
    done: list[Ingested] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        return FIRST + timedelta(days=self.night)

    def write(self) -> None:
        """The day's stories go to print and into the feed."""
        day = self.now - timedelta(days=1)
        fresh = [Story(len(self.printed) + n, day) for n in range(self.a_day(day))]
        self.printed += fresh
        self.feed = self.printed[-30:]

    def crawl(self, how: Print = usual, *, frozen: bool = False, job: str = "crawl gazette") -> None:
        """One night: the feed is read, what is due is asked for, and the night is judged."""
        self.night += 1
        if not frozen:
            self.write()
        store, at = self.store, self.now
        store_clock[0] = at
        run = store.start_run(job, f"{at:%Y-%m-%d}", at)
        assert run is not None
        self.run = run
        store.discover("gazette", [Found(s.url, identity(s.url, self.layout)) for s in self.feed], at)
        stories = {story.url: story for story in self.printed}
        self.done = []
        for due in store.due("gazette", at):
            story = stories[due.url]
            page = Page(url=due.url, body=how(story).encode(), fetched_at=at, publisher="gazette")
            self.done.append(ingest(page, self.layout, store, WORKERS, run))
        self.alarms = list(store.watch.judge_run(run).alarms)
        assert store.watch.miscounted(run) == []
        store.finish_run(run, RunState.DONE, "", at)

    def crawl_for(self, nights: int) -> None:
        """Nights as they usually are, without an alarm."""
        for _ in range(nights):
            self.crawl()
            assert self.alarms == [], self.alarms

    def bad_rows(self) -> list[str]:
        """Articles that readers see, and that are not as their authors wrote them."""
        bad = []
        for story in self.printed:
            row = self.store.article(story.url)
            if row is not None and (row.text.split("\n\n") != story.text or not row.published or not row.authors):
                bad.append(f"{story.url}: {row.title} {row.published} {row.authors} {row.text[:200]}")
        return bad

    def kinds(self) -> set[str]:
        return {alarm.kind.value for alarm in self.alarms}


WORKERS = Inline()
store_clock = [FIRST]
"""What the store's clock says: `Store(url, clock=lambda: store_clock[0])`."""
