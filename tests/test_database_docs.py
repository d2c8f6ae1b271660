"""Every SQL example of docs/database.md runs on the databases it is for, and finds something."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from cleaning import Article, Block, Kind, Outcome, Page, Precision, Refusal
from storage import Ailment, Fetch, Found, RunState, SourceRow, Store

GUIDE = Path(__file__).parent.parent / "docs" / "database.md"
EXAMPLES = re.findall(r"```sql ?(\w*)\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SITE = "https://harbour.example.com"
WORDS = "The ferry left the harbour at dawn with forty crates of pears, and nobody on the quay waved. " * 3


def saved(store: Store, run: int | None, path: str, words: str, **more: object) -> None:
    """Save a page of the made-up site, as it was on the night that its text names."""
    url, at = SITE + path, MONDAY + timedelta(hours=len(words) % 5)
    page = Page(url=url, body=words.encode(), fetched_at=at, publisher="harbour")
    article = Article(
        url=url,
        publisher="harbour",
        title="Ferry leaves",
        blocks=(Block(words),),
        captions=(Block("A pear, yesterday", Kind.CAPTION),),
        dropped=(Block("Share", dropped_by="share_bar"),),
        authors=("Ann Ode",),
        published="2026-03-01",
        published_precision=Precision.DAY,
        evidence={"published": "meta article:published_time"},
        **more,  # type: ignore[arg-type]
    )
    store.keep(page)
    store.save(page, article, run)


def fill(url: str) -> None:
    """A few articles, a revision, a duplicate, a refusal, a failure and an address that waits."""
    with Store(url) as store:
        run = store.start_run("crawl", "1", MONDAY)
        saved(store, run, "/one", WORDS)
        saved(store, run, "/copy", WORDS)
        saved(store, run, "/one", WORDS + "It came back.")
        saved(store, run, "/two", WORDS + "It sank.")
        saved(store, run, "/three", WORDS + "It sank.")
        saved(store, run, "/wall", "", refusal=Refusal.BLOCK_PAGE)
        saved(store, run, "/lost", WORDS * 3)
        store.finish_run(run or 0, RunState.DONE, "", MONDAY)
        second = store.start_run("crawl", "2", MONDAY + timedelta(days=1)) or 0
        for path in ("/lost", "/one", "/two"):
            saved(store, second, path, "", refusal=Refusal.BLOCK_PAGE)
        store.watch.judge_run(second)
        saved(store, run, "/odd", WORDS + "It asks who you are.")
        store.suspects.withdraw(store.article(SITE + "/odd").article_id, "doubtful", "")  # type: ignore[union-attr]
        slow = Fetch(url=SITE + "/slow", publisher="harbour", outcome=Outcome.FAILED, reason="timeout", at=MONDAY)
        store.record(slow, run)
        feed = SourceRow(publisher="harbour", url=SITE + "/feed", kind="feed")
        store.sources.note([feed.failed(MONDAY, Ailment.MISSING, "status 404")])
        store.discover("harbour", [Found(SITE + "/waits", "harbour.example.com/waits")], MONDAY)


@pytest.fixture(scope="module")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path_factory.mktemp('docs') / 'winnow.db'}"
    fill(url)
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Engine]:
    server = os.environ.get("WINNOW_TEST_POSTGRES")
    if not server:
        pytest.skip("WINNOW_TEST_POSTGRES is not set: export it from .ci/postgres")
    schema = f"docs_{uuid4().hex}"
    bare = make_url(server).set(drivername="postgresql+psycopg")
    outside = create_engine(bare, isolation_level="AUTOCOMMIT")
    with outside.connect() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        url = bare.update_query_dict({"options": f"-csearch_path={schema}"})
        fill(url.render_as_string(hide_password=False))
        engine = create_engine(url)
        yield engine
        engine.dispose()
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    outside.dispose()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize(("only", "query"), EXAMPLES, ids=[query.split("\n")[0][:60] for _, query in EXAMPLES])
def test_an_example_runs_and_finds_something(
    request: pytest.FixtureRequest, database: str, only: str, query: str
) -> None:
    if only and only != database:
        return
    engine: Engine = request.getfixturevalue(database)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(query.replace("%", "%%") if database == "postgresql" else query).all()


def test_the_guide_has_examples() -> None:
    assert len(EXAMPLES) > 10
