"""`scrapy crawl NAME`: its run is in the ledger, and a database in trouble is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from storage import RunState, Store

ROOT = Path(__file__).parent.parent.parent
PUBLISHER = '''"""The Mill Post, whose database is lost in the middle of a crawl."""

from sqlalchemy.exc import OperationalError

from crawlers.spider import ArticleSpider


def lose():
    raise OperationalError("INSERT", {}, Exception("the disk is gone"))


class MillPost(ArticleSpider):
    name = "mill_post"
    allowed_domains = ("mill.example",)

    async def _crawl(self):
        await self.job.line.call(lose)
'''


def test_trouble_of_the_database_is_told_and_makes_the_exit_status_one(tmp_path: Path) -> None:
    (tmp_path / "mill_publishers.py").write_text(PUBLISHER)
    database = f"sqlite:///{tmp_path / 'winnow.db'}"
    command = [sys.executable, "-m", "scrapy", "crawl", "mill_post", "-s", "SPIDER_MODULES=mill_publishers"]
    environment = {**os.environ, "DATABASE_URL": database, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "the disk is gone" in done.stderr) == (1, True)
    with Store(database) as store:
        (run,) = store.runs()
    assert (run.job, run.state, run.reason) == ("scrapy crawl mill_post", RunState.FAILED, "the disk is gone")
