"""`scrapy crawl NAME`: a spider started by Scrapy's own command makes its line from the settings."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from scrapy import signals
from scrapy.crawler import Crawler

from crawlers.agent import code_version
from crawlers.job import Job, Line
from crawlers.pace import Paces
from storage import Heart, RunState, Store
from workers import Workers


def own_job(crawler: Crawler, name: str) -> Job:
    """A job with a database and workers of its own, closed when the spider is."""
    settings = crawler.settings
    url = settings["WINNOW_DATABASE"] or os.environ.get("DATABASE_URL") or "sqlite:///winnow.db"
    store, workers, threads = Store(url), Workers(), ThreadPoolExecutor(16)
    now = datetime.now(UTC)
    run_id = store.start_run(f"scrapy crawl {name}", now.isoformat(), now, code_version())
    if run_id is None:
        raise RuntimeError(f"another crawl of {name} is running")

    heart = Heart(partial(store.heartbeat, run_id))

    def close(reason: str) -> None:
        heart.stop()
        state = RunState.DONE if reason == "finished" else RunState.INTERRUPTED
        store.finish_run(run_id, state, reason, datetime.now(UTC))
        threads.shutdown()
        workers.close()
        store.close()

    crawler.signals.connect(close, signals.spider_closed, weak=False)
    line = Line(store=store, workers=workers, run_id=run_id, threads=threads)
    job = Job(line=line, paces=Paces())
    line.breakdown.ends(job.stop)
    return job
