"""Scrapy's settings: polite and safe by default. What Scrapy has on that we don't want is turned off here."""

from __future__ import annotations

import os
from importlib.util import find_spec
from math import isfinite

from crawlers.agent import TOKEN, user_agent


def _given(name: str, usual: float) -> float:
    """What the environment says, if it is a number; the door complains of what is none."""
    try:
        given = float(os.environ.get(name) or usual)
    except ValueError:
        return usual
    return given if isfinite(given) else usual


SPIDER_MODULES = ["crawlers.publishers"]

# Who asks, how often, and how patiently.
USER_AGENT = user_agent()
ROBOTSTXT_USER_AGENT = TOKEN
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # the pace lengthens pauses by chance; this one would also shorten them
CONCURRENT_REQUESTS = 32
CONCURRENT_REQUESTS_PER_DOMAIN = 8
RETRY_TIMES = 2
RETRY_HTTP_CODES = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 524]
REDIRECT_MAX_TIMES = 8
DNS_TIMEOUT = 20.0
DOWNLOAD_TIMEOUT = min(_given("WINNOW_TIMEOUT", 20.0), 60.0)  # for the whole answer, not for each piece of it
DOWNLOAD_MAXSIZE = int(_given("WINNOW_MAX_BYTES", 12 * 1024 * 1024))
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True
DOWNLOAD_VERIFY_CERTIFICATES = True
WINNOW_ALLOW_PRIVATE = os.environ.get("WINNOW_ALLOW_PRIVATE", "")
"""Networks or host:port that may be reached although they are private, separated by commas."""
WINNOW_DATABASE = ""
"""For `scrapy crawl`: the database; else DATABASE_URL, else sqlite:///winnow.db."""

# The way of a request. Only http and https, each in its host's turn, each body whole.
DOWNLOAD_HANDLERS = {
    "http": "crawlers.download.PoliteHandler",
    "https": "crawlers.download.PoliteHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
_SCRAPY = "scrapy.downloadermiddlewares"
DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    "crawlers.addresses.AddressGuard": 10,
    "crawlers.robots.Robots": 100,
    "crawlers.retries.Retries": 550,
    "crawlers.redirects.Redirects": 600,
    "crawlers.addresses.PeerGuard": 1000,
    f"{_SCRAPY}.offsite.OffsiteMiddleware": None,  # Redirects keeps requests on the site
    f"{_SCRAPY}.robotstxt.RobotsTxtMiddleware": None,  # takes an unreadable robots.txt for leave to go on
    f"{_SCRAPY}.retry.RetryMiddleware": None,  # knows no pauses
    f"{_SCRAPY}.redirect.RedirectMiddleware": None,
    f"{_SCRAPY}.httpcompression.HttpCompressionMiddleware": None,  # takes a cut stream for a whole page
    f"{_SCRAPY}.httpauth.HttpAuthMiddleware": None,
    f"{_SCRAPY}.stats.DownloaderStats": None,  # the report has its own count
}
TWISTED_DNS_RESOLVER = "crawlers.resolver.VettingResolver"
ROBOTSTXT_OBEY = True
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPCACHE_ENABLED = False
ITEM_PIPELINES = {"crawlers.pipeline.IngestPipeline": 500}

# No open ports, no reports, little talk; items are never written to the log.
EXTENSIONS_BASE: dict[str, int] = {}  # even one that is off would be loaded, and a web server with it
TELNETCONSOLE_ENABLED = False  # and these two, should somebody put the extensions back
REMOTE_CONTROL_ENABLED = False
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
STATS_DUMP = False
LOG_LEVEL = "ERROR"
LOG_FORMATTER = "crawlers.quiet.QuietFormatter"
LOG_VERSIONS: list[str] = []

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") is not None else None
REACTOR_THREADPOOL_MAXSIZE = 20
