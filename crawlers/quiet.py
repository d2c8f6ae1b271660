"""Log lines without pages: what an item says of itself is enough."""

from __future__ import annotations

from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietFormatter(LogFormatter):
    """Scrapy's log lines, those about items shortened to the page's address."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """One line for a page that was taken down the line."""
        line = super().scraped(getattr(item, "url", ""), response, spider)
        return LogFormatterResult(level=line["level"], msg=line["msg"], args=line["args"])
