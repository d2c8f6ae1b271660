"""Every benchmark runs on a small made-up corpus. No time is asserted."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from bench import ablation, disguised, memory, peers, quality, seams, throughput
from bench.contestant import Contestant
from bench.corpus import golds
from bench.page_worker import WARM, answered
from bench.peer_calls import PEERS, answer, call_of, decoded
from bench.rivals import CLI, CRAWL, Race
from bench.running import ROOT, Ran, served, timed
from bench.static_site import chosen, shelf, sites
from cleaning import Page, clean
from cleaning.rules import RULES

CORE = min(os.sched_getaffinity(0))


def test_quality_is_told_for_each_set_and_in_the_mean(corpus: Path) -> None:
    told = quality.report([quality.answer(gold) for gold in golds(corpus)])
    assert "| scrapinghub | 4 | 1.000 | 0.000 | 0.000 | 0.000 | 1.000 | 1.000 | 1.000 | 1.000 |" in told
    assert "| macro: scrapinghub, waddle | 8 | 1.000 |" in told


def test_the_worst_pages_come_first(corpus: Path) -> None:
    rows = [quality.answer(gold) for gold in golds(corpus, ["waddle"])]
    assert quality.worst(rows, 2).count("waddle/") == 2


def test_the_cleaner_has_the_seams_that_are_opened() -> None:
    page = Page(url="https://courier.example/1", body=WARM)
    with seams.watched() as watch:
        clean(page)
    assert watch.calls["parse_html"] == 1
    assert set(watch.ms) >= {"read_blocks", "apply_rules", *(rule.__name__ for rule in RULES)}
    for variant in (*seams.VARIANTS, *(seams.without(rule.__name__) for rule in RULES)):
        with variant():
            clean(page)


def test_a_variant_holds_only_while_it_is_asked_for() -> None:
    before = [getattr(each.module, each.attribute) for each in seams.VARIANTS]
    for each in seams.VARIANTS:
        with pytest.raises(RuntimeError), each():
            assert getattr(each.module, each.attribute) is each.value
            raise RuntimeError
    assert [getattr(each.module, each.attribute) for each in seams.VARIANTS] == before


def test_the_second_opinion_is_counted_when_it_is_asked() -> None:
    stump = b"<html><body><p>Too little to believe in.</p></body></html>"
    with seams.asked() as calls:
        clean(Page(url="https://courier.example/1", body=stump))
    assert calls["reconsider"] == 1


def test_a_rule_is_worth_what_the_text_loses_without_it(corpus: Path) -> None:
    tried = [ablation.trial(gold) for gold in golds(corpus)]
    assert all(trial.f1 == 1.0 for trial in tried)
    assert tried[0].gains.get("repeated_header", 0.0) > 0  # the headline stands in the page
    assert "| repeated_header | +0." in ablation.report(tried)


def test_a_disguise_takes_names_elements_and_the_head_and_leaves_the_words(corpus: Path) -> None:
    page = """<meta name=author content=Roe><nav class="menu top" id='x'>A</nav><article class="">menu</article>"""
    for disguise in disguised.DISGUISES["all three"]:
        page = disguise(page)
    assert not any(said in page for said in ("Roe", "nav", "article", "top", "'x'"))
    assert page.count('class="') == page.count("<div") == 2
    assert ">A</div>" in page and ">menu</div>" in page
    tried = [disguised.trial(gold) for gold in golds(corpus)]
    assert "| all three: winnow | 1.000 | 0.000 | 0.000 |" in disguised.report(tried)


def test_peers_and_ours_answer_the_same_pages_side_by_side(corpus: Path) -> None:
    everyone = [Contestant(name, Path(sys.executable), CORE) for name in ("", "trafilatura")]
    runs = peers.race(everyone, golds(corpus, every=2))
    assert [row.id for row in runs["trafilatura"]] == [row.id for row in runs["winnow"]]
    told = peers.report(runs)
    assert "| winnow | 1.000 | 0.000 | 0.000 |" in told
    assert f"| {peers.ORACLE} | 1.000 |" in told


def test_an_extractor_that_dies_has_answered_nothing_and_the_next_page_is_asked(corpus: Path) -> None:
    gold = golds(corpus)[0]
    dying = Contestant("no such peer", Path(sys.executable), CORE)
    assert [dying.ask(gold)["error"] for _ in range(2)] == ["crash", "crash"]


def test_an_extractor_that_raises_has_answered_nothing(corpus: Path) -> None:
    def broken(html: bytes, url: str | None) -> dict[str, str]:
        raise ValueError("no idea")

    told = answered(broken, {"path": str(golds(corpus)[0].path), "url": ""})
    assert (told["error"], told["text"]) == ("ValueError: no idea", "")


def test_peers_are_given_text_in_the_encoding_that_the_page_declares() -> None:
    assert decoded("Brücke".encode()) == "Brücke"
    assert decoded(b'<meta charset="iso-8859-7">' + "γέφυρα".encode("iso-8859-7")).endswith("γέφυρα")
    assert decoded(b"Br\xfccke") == "Brücke"


def test_what_peers_return_is_brought_to_one_shape() -> None:
    assert answer(None, None, ["A", "B"], "2024-03-07 10:00") == {
        "text": "", "title": "", "author": "A; B", "date": "2024-03-07",
    }  # fmt: skip
    assert call_of("trafilatura") is PEERS["trafilatura"].call


def test_memory_is_sampled_and_growth_is_seen(corpus: Path) -> None:
    sizes = list(memory.resident(golds(corpus), 40))
    assert [number for number, _ in sizes] == list(range(1, 41))
    assert memory.growth([(n, 100.0) for n in range(40)]) == 1.0
    assert memory.growth([(n, 100.0 + n) for n in range(40)]) > 1.1
    assert "it grows" in memory.report([(n, 100.0 + n) for n in range(40)])


def free_port() -> int:
    with socket.create_server(("127.0.1.1", 0)) as listening:
        return int(listening.getsockname()[1])


def race(corpus: Path, *only: str) -> Race:
    pages = chosen(corpus, 8)
    return Race(
        corpus=corpus,
        pages=pages,
        sites=sites(pages, 2, free_port()),
        cores=[CORE],
        server_cores=[CORE],
        fundus=None,
        trafilatura="trafilatura",
        only=only,
    )


def test_every_page_is_served_once_and_has_a_sitemap_that_names_it(corpus: Path) -> None:
    papers = sites(chosen(corpus, 8), 2, 8000)
    assert len({url for paper in papers for url in paper.urls}) == 8
    answers = shelf(papers[0])
    assert all(url.encode() in answers["/sitemap.xml"].whole for url in papers[0].urls)
    assert b"ETag" not in shelf(papers[0], validators=False)["/"].whole


def test_the_server_answers_304_to_who_knows_the_page(corpus: Path) -> None:
    run = race(corpus)
    url = run.sites[0].urls[0]
    with served(run.server(True), run.server_cores):
        with urllib.request.urlopen(url) as response:
            body, tag = response.read(), response.headers["ETag"]
        with pytest.raises(HTTPError) as known:
            urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": tag}))
        with known.value, pytest.raises(HTTPError) as missing:
            urllib.request.urlopen(run.sites[0].base + "/no-such-page")
        with missing.value:
            assert (known.value.code, missing.value.code) == (304, 404)
    assert body == run.sites[0].pages[url.removeprefix(run.sites[0].base)].html()


def test_the_throughput_of_a_crawl_and_of_a_plain_spider_is_measured(corpus: Path, tmp_path: Path) -> None:
    laps = list(throughput.lapped(race(corpus, "fetching", CRAWL, "reclean"), tmp_path))
    assert [lap.got for lap in laps] == [8] * 6
    assert f"| {CRAWL} |" in throughput.report(laps, 8)


def test_ratios_are_of_speeds_and_of_medians() -> None:
    laps = [throughput.Lap(name, Ran(seconds, 1.0, ""), 10) for name, seconds in (
        (CRAWL, 1.0), (CLI, 4.0), (CRAWL, 3.0), (CLI, 8.0), (CRAWL, 2.0), (CLI, 6.0),
    )]  # fmt: skip
    assert f"| {CRAWL} / {CLI} | 3.00 | 4 |" in throughput.report(laps, 10)


def test_a_program_that_fails_is_told_with_its_last_words() -> None:
    with pytest.raises(RuntimeError, match="ended with 3: ouch"):
        timed([sys.executable, "-c", "import sys; print('ouch', end='', file=sys.stderr); sys.exit(3)"], [CORE])


@pytest.mark.parametrize(
    "script", ["quality --worst 2", "ablation --jobs 1", "disguised --jobs 1", "memory --pages 40"]
)
def test_a_script_runs_from_the_command_line(script: str, corpus: Path) -> None:
    name, *options = script.split()
    command = [sys.executable, "-m", f"bench.{name}", "--corpus", str(corpus), "--every", "4", *options]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONWARNINGS": ""})
    assert ran.stdout.count("\n| ") > 2, json.dumps(ran.stderr)


def test_the_time_of_a_process_that_outlives_its_parent_is_counted() -> None:
    burn = "import time\nwhile time.process_time() < 0.3: pass"
    outlives = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {burn!r}])"
    assert timed([sys.executable, "-c", outlives], [CORE]).cpu > 0.3
