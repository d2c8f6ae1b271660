"""Which addresses a crawl asks for: the policy of checking again, trying again, and what is new."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from material import MONDAY, NIGHT, SITE, a_page, a_refusal, an_article, ask, found, put

from cleaning import Outcome, Refusal
from storage import Due, Fetch, Store
from storage.patience import next_check, next_try


def paths(due: list[Due]) -> list[str]:
    return [each.url.removeprefix(SITE) for each in due]


def missed(path: str, outcome: Outcome = Outcome.FAILED, at: datetime = MONDAY, **more: object) -> Fetch:
    return Fetch(url=SITE + path, publisher="harbour", outcome=outcome, at=at, **more)  # type: ignore[arg-type]


def test_an_address_is_new_once(store: Store) -> None:
    assert store.discover("harbour", found("/a", "/b", "/a"), MONDAY) == 2
    assert store.discover("harbour", found("/b", "/c"), MONDAY) == 1
    assert store.discover("harbour", [], MONDAY) == 0


def test_new_addresses_are_asked_newest_first_in_the_order_of_their_listing(store: Store) -> None:
    store.discover("harbour", found("/monday-1", "/monday-2"), MONDAY)
    store.discover("harbour", found("/tuesday-1", "/tuesday-2"), MONDAY + NIGHT)
    store.discover("harbour", found("/older", modified=MONDAY - NIGHT), MONDAY + NIGHT)
    expected = ["/tuesday-1", "/tuesday-2", "/monday-1", "/monday-2", "/older"]
    assert paths(store.due("harbour", MONDAY + NIGHT)) == expected


def test_known_addresses_come_before_new_ones_and_the_limit_counts_both(store: Store) -> None:
    put(store, a_page("/known"), an_article("/known"))
    store.discover("harbour", found("/new", "/newer"), MONDAY)
    assert paths(store.due("harbour", MONDAY + NIGHT, 2)) == ["/known", "/new"]
    assert store.due("harbour", MONDAY + NIGHT, 0) == []
    assert store.due("elsewhere", MONDAY + NIGHT) == []


@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(hours=3), 6 * NIGHT])
def test_a_young_article_is_asked_again_in_every_crawl(store: Store, later: timedelta) -> None:
    put(store, a_page(), an_article())
    assert paths(store.due("harbour", MONDAY + later)) == ["/one"]


def test_an_article_is_asked_daily_then_weekly_then_monthly(store: Store) -> None:
    asked, day = [], MONDAY
    put(store, a_page(), an_article())
    for night in range(1, 150):
        day = MONDAY + night * NIGHT
        if store.due("harbour", day):
            asked.append(night)
            store.record(missed("/one", Outcome.SAME, day, status=304), None)
    assert asked[:7] == [1, 2, 3, 4, 5, 6, 7]
    assert asked[7:14] == [14, 21, 28, 35, 42, 49, 56]
    assert asked[14:] == [86, 116, 146]


def test_a_clock_that_was_years_ahead_for_a_night_costs_no_night_after_it(store: Store) -> None:
    ahead = MONDAY + 700 * NIGHT
    put(store, a_page(), an_article())
    put(store, a_page("/wall"), a_refusal("/wall"))
    store.record(missed("/one", Outcome.SAME, ahead, status=304), None)
    put(store, a_page("/wall", "wall", ahead), a_refusal("/wall"))
    assert paths(store.due("harbour", MONDAY + 100 * NIGHT)) == ["/one", "/wall"]


def test_an_older_article_is_asked_when_its_listing_says_it_changed(store: Store) -> None:
    put(store, a_page(), an_article())
    later = MONDAY + 20 * NIGHT
    store.record(missed("/one", Outcome.SAME, later), None)
    assert store.due("harbour", later + NIGHT) == []
    store.discover("harbour", found("/one", modified=later + timedelta(hours=5)), later + NIGHT)
    assert paths(store.due("harbour", later + NIGHT)) == ["/one"]


def test_validators_are_sent_but_every_seventh_check_is_a_full_one(store: Store) -> None:
    put(store, a_page(etag='"pear"', last_modified="Mon"), an_article())
    full = []
    for night in range(1, 15):
        (due,) = store.due("harbour", MONDAY + timedelta(minutes=night))
        if due.etag:
            assert (due.etag, due.last_modified) == ('"pear"', "Mon")
            store.record(missed("/one", Outcome.SAME, status=304), None)
        else:
            full.append(night)
            store.save_unchanged(a_page(etag='"pear"', last_modified="Mon"), None)
    assert full == [7, 14]


def test_a_failed_address_is_tried_in_the_next_run_then_with_growing_gaps_and_never_given_up(store: Store) -> None:
    store.discover("harbour", found("/one"), MONDAY)
    tried = []
    for night in range(200):
        if store.due("harbour", MONDAY + night * NIGHT):
            tried.append(night)
            store.record(missed("/one", at=MONDAY + night * NIGHT), None)
    assert tried == [0, 1, 2, 4, 8, 16, 32, 62, 92, 122, 152, 182]


def test_a_refused_page_is_asked_again_with_growing_gaps(store: Store) -> None:
    tried = []
    for night in range(40):
        at = MONDAY + night * NIGHT
        if night == 0 or store.due("harbour", at):
            tried.append(night)
            put(store, a_page(at=at), a_refusal())
    assert tried == [0, 1, 2, 4, 8, 16, 32]


def test_what_is_no_article_by_nature_waits_longer_from_the_start() -> None:
    assert next_try(MONDAY, 1, Refusal.SECTION) - MONDAY > 3 * NIGHT
    assert next_try(MONDAY, 1, Refusal.BLOCK_PAGE) == MONDAY


def test_a_server_that_asks_for_a_pause_gets_it_but_not_for_ever(store: Store) -> None:
    put(store, a_page(), an_article())
    store.record(missed("/one", at=MONDAY, retry_at=MONDAY + timedelta(hours=5)), None)
    assert store.due("harbour", MONDAY + timedelta(hours=4)) == []
    assert paths(store.due("harbour", MONDAY + timedelta(hours=5))) == ["/one"]
    store.record(missed("/one", at=MONDAY, retry_at=MONDAY + 4000 * NIGHT), None)
    assert paths(store.due("harbour", MONDAY + 31 * NIGHT)) == ["/one"]


def test_an_alias_is_asked_again_only_when_its_target_is_gone(store: Store) -> None:
    put(store, a_page("/old", final_url=SITE + "/new"), an_article("/new"))
    assert paths(store.due("harbour", MONDAY + NIGHT)) == ["/new"]
    store.record(missed("/new", Outcome.GONE, MONDAY + NIGHT, status=410), None)
    assert store.due("harbour", MONDAY + 2 * NIGHT) == []
    assert sorted(paths(store.due("harbour", MONDAY + 40 * NIGHT))) == ["/new", "/old"]


def test_a_publisher_is_unexplored_until_each_of_its_addresses_was_asked(store: Store) -> None:
    store.discover("quay", found("/of-another"), MONDAY)
    assert store.is_unexplored("harbour")
    store.discover("harbour", found("/one"), MONDAY)
    assert store.is_unexplored("harbour")
    store.record(missed("/one"), None)
    assert not store.is_unexplored("harbour")


def test_what_a_run_put_off_is_still_new_in_the_next_one(store: Store) -> None:
    store.discover("harbour", found("/one"), MONDAY)
    store.record(missed("/one", Outcome.LATER), store.start_run("crawl", "1", MONDAY))
    assert paths(store.due("harbour", MONDAY + NIGHT)) == ["/one"]


def test_explicit_addresses_are_due_at_once_under_their_articles_name(store: Store) -> None:
    put(store, a_page("/one", etag="x").with_next(a_page("/one/2")), an_article("/one"))
    wanted = [SITE + "/one/2", "http://www.harbour.example.com/one?utm_source=a", "https://nowhere.example/x#top"]
    first, second = store.due_for(wanted, MONDAY)
    assert (first.url, first.known, first.etag, first.parts) == (SITE + "/one", True, "", (SITE + "/one/2",))
    assert (second.url, second.known) == ("https://nowhere.example/x", False)


def test_many_addresses_are_found_in_one_go(store: Store, database: str) -> None:
    assert store.discover("harbour", found(*(f"/{number}" for number in range(1_700))), MONDAY) == 1_700
    assert store.discover("harbour", found(*(f"/{number}" for number in range(1_800))), MONDAY) == 100
    assert ask(database, "SELECT count(*) FROM page")[0][0] == 1_800


def test_a_check_a_little_early_still_finds_the_article_due() -> None:
    assert next_check(MONDAY, MONDAY) <= MONDAY + NIGHT - timedelta(hours=5)
