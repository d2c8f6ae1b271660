"""`scrapy crawl NAME`: a spider started by Scrapy's own command makes its line from the settings."""

from __future__ import annotations

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from scrapy import signals
from scrapy.crawler import Crawler

from crawlers.agent import code_version
from crawlers.job import Job, Line
from crawlers.pace import Paces
from storage import Heart, RunState, Store, told
from workers import Workers

log = logging.getLogger("winnow.crawl")


def own_job(crawler: Crawler, name: str) -> Job:
    """A job with a database and workers of its own, closed when the spider is."""
    settings = crawler.settings
    url = settings["WINNOW_DATABASE"] or os.environ.get("DATABASE_URL") or "sqlite:///winnow.db"
    store, now = Store(url), datetime.now(UTC)
    run_id = store.start_run(f"scrapy crawl {name}", now.isoformat(), now, code_version())
    if run_id is None:
        store.close()
        raise RuntimeError(f"another crawl of {name} is running")

    line = Line(store=store, workers=Workers(), run_id=run_id, threads=ThreadPoolExecutor(16))
    job, heart = Job(line=line, paces=Paces()), Heart(partial(store.heartbeat, run_id))
    line.breakdown.ends(job.stop)

    def close(reason: str) -> None:
        heart.stop()
        try:
            store.finish_run(run_id, *_end(line.breakdown.error, reason), datetime.now(UTC))
        finally:
            line.threads.shutdown()
            line.workers.close()
            store.close()

    def tell() -> None:
        for problem in job.tally.problems:
            log.error("%s", problem)
        if line.breakdown.error is not None:
            log.error("the database is in trouble: %s", told(line.breakdown.error))
            crawler.spider = None  # what Scrapy's command takes for a failure: it ends with status 1

    crawler.signals.connect(close, signals.spider_closed, weak=False)
    crawler.signals.connect(tell, signals.engine_stopped, weak=False)
    return job


def _end(error: Exception | None, reason: str) -> tuple[RunState, str]:
    """How a run ended, for the ledger."""
    if error is not None:
        return RunState.FAILED, told(error)
    return RunState.DONE if reason == "finished" else RunState.INTERRUPTED, reason
