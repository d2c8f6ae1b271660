"""Plans as they are written: what a file may say, what it may not, and that they are remembered as they were."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from planning import SETTING, local

from nights import BadPlan, Plans, as_json, from_json, read_plans
from nights.rhythm import Cron, Every, Nightly

EXAMPLE = """
timezone = "Asia/Seoul"
jitter = "10m"
parallel = 2

[nightly]
at = 02:30:00

[plan.kcna_watch]
cron = "0 */4 * * *"
limit = "30m"

[plan."local papers"]
publishers = ["https://post.example/", "https://courier.example/"]
every = "90s"
timezone = "Europe/London"
jitter = 0
"""


def read(tmp_path: Path, text: str) -> Plans:
    file = tmp_path / "winnow.toml"
    file.write_text(text, "utf-8")
    return read_plans(file, SETTING)


def test_each_publisher_may_have_a_plan_and_all_others_have_the_nightly_one(tmp_path: Path) -> None:
    plans = read(tmp_path, EXAMPLE)
    own, papers, nightly = plans.plans
    assert plans.parallel == 2
    assert (own.name, own.publishers, own.rhythm) == ("kcna_watch", ("kcna_watch",), Cron("0 */4 * * *"))
    assert (str(own.zone), own.jitter, own.limit) == ("Asia/Seoul", 600, 1800)
    assert (papers.rhythm, str(papers.zone), papers.jitter) == (Every(90), "Europe/London", 0)
    assert (nightly.name, nightly.rhythm) == ("nightly", Nightly(time(2, 30)))
    assert "iuvm_press" in nightly.publishers and "kcna_watch" not in nightly.publishers


def test_an_empty_file_is_the_nightly_plan_of_all_publishers(tmp_path: Path) -> None:
    (plan,) = read(tmp_path, "").plans
    assert (plan.rhythm, plan.jitter) == (Nightly(time(3, 30)), 900)
    assert {"kcna_watch", "iuvm_press"} <= {*plan.publishers}


def test_a_publisher_is_found_in_its_plan_by_each_of_its_names(tmp_path: Path) -> None:
    plans = read(tmp_path, EXAMPLE)
    names = ("post.example", "https://post.example/", "kcna_watch", "https://kcnawatch.org/")
    assert [plan and plan.name for plan in map(plans.of, names)] == ["local papers"] * 2 + ["kcna_watch"] * 2
    assert plans.of("elsewhere.example") is None


def test_without_the_nightly_plan_only_those_named_are_crawled(tmp_path: Path) -> None:
    plans = read(tmp_path, "nightly = false\n[plan.kcna_watch]")
    assert [plan.name for plan in plans.plans] == ["kcna_watch"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("at = '03:30'", "there is no 'at'"),
        ("[plan.kcna_watch]\nevry = '1h'", "plan kcna_watch: there is no 'evry'"),
        ("[plan.nobody]", "nobody is neither an address nor among `winnow publishers`"),
        ("[plan.a]\npublishers = []", "a list of names or addresses"),
        ("[plan.a]\npublishers = 'kcna_watch'", "a list of names or addresses"),
        ("[plan.a]\npublishers = ['https://']", "not a web address"),
        ("[plan.a]\npublishers = ['kcna_watch', 'kcna_watch']", "twice"),
        ("[plan.a]\npublishers = ['kcna_watch']\n[plan.b]\npublishers = ['https://kcnawatch.org/']", "two plans"),
        ("[plan.kcna_watch]\n[nightly]\npublishers = ['kcna_watch']", "two plans"),
        ("[plan.kcna_watch]\nat = '03:30'\ncron = '0 3 * * *'", "exclude each other"),
        ("[plan.kcna_watch]\ncron = '0 99 * * *'", "Bad hour"),
        ("[plan.kcna_watch]\ncron = 3", "not a text"),
        ("[nightly]\nat = '25:00'", "not a time"),
        ("[nightly]\nat = 3", "not a time"),
        ("[nightly]\nat = '٠٣:٣٠'", "not a time"),
        ("timezone = 'Europe/Atlantis'", "not a time zone"),
        ("timezone = '/etc/passwd'", "not a time zone"),
        ("timezone = 'Europe'", "not a time zone"),
        ("jitter = -1", "jitter"),
        ("limit = 0", "limit"),
        ("limit = '9999d'", "limit"),
        ("limit = 1.5", "limit"),
        ("limit = true", "limit"),
        ("parallel = 0", "parallel"),
        ("[plan.nightly]\npublishers = ['kcna_watch']", "the plan of all others is [nightly]"),
        ("nightly = 'never'", "not a table"),
        ("plan = 3", "not a table"),
        ("nightly = false", "no plan in it"),
        ("[plan.' ']\npublishers = ['kcna_watch']", "has a name"),
        ("at = ", "winnow.toml"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(BadPlan, match=r"winnow\.toml") as refused:
        read(tmp_path, text)
    assert complaint in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "winnow.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadPlan):
        read_plans(tmp_path / "winnow.toml", SETTING)


def test_plans_are_remembered_as_they_were(tmp_path: Path) -> None:
    plans, now = read(tmp_path, EXAMPLE), local("2026-05-04T12:00")
    again = from_json(as_json(plans))
    assert {plan.name: plan for plan in again.plans} == {plan.name: plan for plan in plans.plans}
    assert {plan.next(now) for plan in again.plans} == {plan.next(now) for plan in plans.plans}


def test_a_plan_that_this_machine_cannot_read_is_left_out(tmp_path: Path) -> None:
    told = as_json(read(tmp_path, EXAMPLE)).replace("Europe/London", "Europe/Atlantis")
    assert {plan.name for plan in from_json(told).plans} == {"nightly", "kcna_watch"}


def test_a_plan_may_be_adaptive(tmp_path: Path) -> None:
    plans = read(tmp_path, 'nightly = false\n[plan.kcna_watch]\nevery = "1h"\nadaptive = true\n')
    assert plans.plans[0].adaptive and from_json(as_json(plans)).plans[0].adaptive
    with pytest.raises(BadPlan, match="neither true nor false"):
        read(tmp_path, '[plan.kcna_watch]\nadaptive = "yes"\n')
