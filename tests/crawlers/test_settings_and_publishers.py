"""What Scrapy would do by default and we don't; and which publishers there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.http import Response
from scrapy.settings import Settings

from crawlers import UnknownPublisher, known_publishers, refetch_targets, target
from crawlers import settings as defaults
from crawlers.agent import user_agent
from crawlers.discover import SiteSpider
from crawlers.retries import retry_after
from crawlers.sources import Sitemap
from crawlers.visits import shared_out
from storage import Due

ROOT = Path(__file__).parent.parent.parent
ARTICLES = {
    "kcna_watch": "/newstream/1701331200-123456789/some-statement/",
    "israel365_news": "/380123/some-story/",
    "iuvm_press": "/some-story-of-today",
    "nk_insider": "/2025/11/10/some-story/",
}


def settings() -> Settings:
    found = Settings()
    found.setmodule("crawlers.settings", priority="project")
    return found


def test_nothing_dangerous_is_left_on() -> None:
    found = settings()
    for name in (
        "TELNETCONSOLE_ENABLED",
        "REMOTE_CONTROL_ENABLED",
        "COOKIES_ENABLED",
        "REFERER_ENABLED",
        "METAREFRESH_ENABLED",
    ):
        assert not found.getbool(name), name
    assert found.getbool("DOWNLOAD_VERIFY_CERTIFICATES") and found.getbool("ROBOTSTXT_OBEY")
    handlers = {scheme for scheme, path in found.getwithbase("DOWNLOAD_HANDLERS").items() if path}
    assert handlers == {"http", "https"}
    assert found.getint("DOWNLOAD_MAXSIZE") <= 16 * 1024 * 1024 and found.getfloat("DOWNLOAD_TIMEOUT") <= 30


def test_the_address_guard_stands_outermost() -> None:
    middlewares = settings().get_component_priority_dict_with_base("DOWNLOADER_MIDDLEWARES")
    active = {str(name): place for name, place in middlewares.items() if place is not None}
    assert min(active, key=lambda name: active[name]).endswith("AddressGuard")


def test_the_user_agent_is_honest_and_tells_whom_to_ask() -> None:
    assert user_agent("mailto:desk@operator.example").startswith("Winnow/")
    assert "(+mailto:desk@operator.example)" in user_agent("mailto:desk@operator.example")


def test_scrapy_lists_every_publisher() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "list"], capture_output=True, text=True, cwd=ROOT, check=True, timeout=50
    )
    assert done.stdout.split() == sorted(ARTICLES) == list(known_publishers())


@pytest.mark.parametrize("name", ARTICLES)
def test_a_publisher_is_a_short_file_without_methods(name: str) -> None:
    spider = known_publishers()[name]
    lines = (ROOT / "crawlers" / "publishers" / f"{name}.py").read_text().splitlines()
    assert len(lines) <= 22
    assert not [line for line in lines if "def " in line]
    assert urlsplit(spider.home()).hostname is not None
    assert any(isinstance(source, Sitemap) for source in spider.listings)


@pytest.mark.parametrize("name", ARTICLES)
def test_a_publisher_knows_its_articles(name: str) -> None:
    pattern = re.compile(known_publishers()[name].article_urls)
    assert pattern.search(ARTICLES[name])
    for path in (
        "/",
        "/about",
        "/category/world/",
        "/category/world",
        "/tag/x",
        "/page/2/",
        "/wp-admin/admin-ajax.php",
    ):
        assert not pattern.search(path), path


def test_a_target_is_a_publisher_a_publisher_elsewhere_or_any_site() -> None:
    assert target("kcna_watch").publisher == "kcna_watch"
    assert target("kcna_watch", "http://127.8.0.1:9000").publisher == "kcna_watch@127.8.0.1:9000"
    assert target("https://www.gazette.example/").spider is SiteSpider
    with pytest.raises(UnknownPublisher):
        target("no_such_publisher")


def test_refetch_groups_addresses_by_site_and_knows_publishers() -> None:
    found = refetch_targets(["https://kcnawatch.org/a", "https://gazette.org/1", "https://www.gazette.org/2"])
    assert [(each.spider.name, len(each.arguments["urls"])) for each in found] == [("kcna_watch", 1), ("site", 2)]


@pytest.mark.parametrize(
    ("value", "seconds"), [("7", 7.0), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("soon", None), ("", None)]
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(Response("http://x.example/", headers={"Retry-After": value})) == seconds


def test_a_page_limit_leaves_half_of_itself_to_what_was_never_stored() -> None:
    known = [Due(f"https://x.example/{n}", known=True) for n in range(8)]
    fresh = [Due(f"https://x.example/new/{n}") for n in range(6)]
    assert shared_out([*known, *fresh], 20) == [*known, *fresh]
    assert [due.known for due in shared_out([*known, *fresh], 4)][:4] == [True, True, False, False]
    assert sum(due.known for due in shared_out([*known, *fresh], 10)[:10]) == 5
    assert [due.known for due in shared_out([*known, *fresh[:1]], 4)][:4] == [True, True, True, False]


def test_a_number_without_end_in_the_environment_is_left_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINNOW_MAX_BYTES", "inf")
    assert defaults._given("WINNOW_MAX_BYTES", 7.0) == 7.0
