"""Several addresses of one article: redirects, canonical links, pages 2..n."""

from __future__ import annotations

from material import MONDAY, NIGHT, SITE, WORDS, a_page, an_article, ask, found, put

from cleaning import Layout, Outcome
from storage import Fetch, Store

TUESDAY = MONDAY + NIGHT


def urls(database: str) -> list[str]:
    return [row.url for row in ask(database, "SELECT url FROM v1_article ORDER BY article_id")]


def kinds(database: str) -> list[str]:
    return [row.kind for row in ask(database, "SELECT kind FROM v1_change ORDER BY cursor")]


def test_a_moved_article_takes_its_new_address_and_stays_one_article(store: Store, database: str) -> None:
    put(store, a_page("/old"), an_article("/old", WORDS * 4))
    moved = a_page("/old", "again", TUESDAY, final_url=SITE + "/new")
    assert put(store, moved, an_article("/new", WORDS * 4)).outcome is Outcome.MOVED
    assert urls(database) == [SITE + "/new"]
    assert kinds(database) == ["new", "moved"]
    assert store.article(SITE + "/old") == store.article(SITE + "/new") != None  # noqa: E711
    assert put(store, a_page("/new", "again", TUESDAY), an_article("/new", WORDS * 4)).outcome is Outcome.SAME


def test_an_article_met_at_its_new_address_first_is_folded_into_the_older_one(store: Store, database: str) -> None:
    run = store.start_run("crawl", "1", MONDAY)
    put(store, a_page("/old"), an_article("/old", WORDS * 4), run)
    second = store.start_run("other", "2", TUESDAY)
    assert put(store, a_page("/new", "x", TUESDAY), an_article("/new", WORDS * 4), second).outcome is Outcome.DUPLICATE
    put(store, a_page("/old", "x", TUESDAY, final_url=SITE + "/new"), an_article("/new", WORDS * 4), second)
    assert urls(database) == [SITE + "/new"]
    assert kinds(database) == ["new", "duplicate", "merged", "moved"]
    stored = store.article(SITE + "/new")
    assert stored is not None and stored.first_seen == MONDAY and stored.duplicate_of is None
    (counts,) = store.run_counts(second or 0)
    assert (counts.found, counts.same, counts.moved, counts.duplicate) == (2, 1, 1, 0)


def test_a_redirect_to_a_quite_different_article_merges_nothing(store: Store, database: str) -> None:
    put(store, a_page("/old"), an_article("/old", WORDS * 4))
    other = "Snow fell on the hills while seven shepherds counted stones beside an empty well. " * 4
    put(store, a_page("/new"), an_article("/new", other, title="Snow"))
    put(store, a_page("/old", "x", TUESDAY, final_url=SITE + "/new"), an_article("/new", other, title="Snow"))
    assert urls(database) == [SITE + "/old", SITE + "/new"]
    kept = store.article(SITE + "/old")
    assert kept is not None and "ferry" in kept.text


def test_an_address_that_leads_elsewhere_for_a_night_goes_on_being_asked_for_its_own_article(
    store: Store, database: str
) -> None:
    put(store, a_page("/old"), an_article("/old", WORDS * 4))
    other = "Snow fell on the hills while seven shepherds counted stones beside an empty well. " * 4
    put(store, a_page("/new"), an_article("/new", other, title="Snow"))
    put(store, a_page("/old", "x", TUESDAY, final_url=SITE + "/new"), an_article("/new", other, title="Snow"))
    assert sorted(due.url for due in store.due("harbour", TUESDAY + NIGHT)) == [SITE + "/new", SITE + "/old"]
    assert [due.url for due in store.due_for([SITE + "/old"], TUESDAY)] == [SITE + "/old"]
    assert sorted(page.url for page in store.stored_pages()) == [SITE + "/new", SITE + "/old"]
    assert put(store, a_page("/old", "back", TUESDAY + NIGHT), an_article("/old", WORDS * 4)).outcome is Outcome.SAME
    assert sorted(kinds(database)) == ["new", "new"]


def test_an_article_that_is_back_at_the_address_it_moved_from_is_back(store: Store, database: str) -> None:
    put(store, a_page("/old"), an_article("/old", WORDS * 4))
    put(store, a_page("/old", "x", TUESDAY, final_url=SITE + "/new"), an_article("/new", WORDS * 4))
    gone = Fetch(url=SITE + "/new", publisher="harbour", outcome=Outcome.GONE, at=TUESDAY + NIGHT, status=410)
    store.record(gone, None)
    assert [due.url for due in store.due_for([SITE + "/old"], TUESDAY)] == [SITE + "/old"]
    back = a_page("/old", at=TUESDAY + 2 * NIGHT)
    assert not store.look(back).unchanged
    put(store, back, an_article("/old", WORDS * 4))
    assert urls(database) == [SITE + "/old"]
    assert kinds(database) == ["new", "moved", "gone", "returned", "moved"]


def test_a_redirect_between_spellings_of_one_address_is_no_move(store: Store, database: str) -> None:
    page = a_page("http://www.harbour.example.com/one", final_url=SITE + "/one")
    assert put(store, page, an_article("/one")).outcome is Outcome.NEW
    assert urls(database) == [SITE + "/one"]
    assert len(ask(database, "SELECT 1 FROM page")) == 1


def test_a_canonical_link_folds_another_address_into_its_article(store: Store, database: str) -> None:
    canonical = {"canonical_url": SITE + "/one"}
    put(store, a_page("/one?show=all"), an_article("/one?show=all", WORDS * 4, **canonical))
    assert put(store, a_page("/one"), an_article("/one", WORDS * 4, **canonical)).outcome is Outcome.SAME
    assert urls(database) == [SITE + "/one"]


def test_a_canonical_link_to_another_site_or_the_front_page_is_not_believed(store: Store, database: str) -> None:
    put(store, a_page("/a"), an_article("/a", canonical_url="https://elsewhere.example.org/a"))
    put(store, a_page("/b"), an_article("/b", canonical_url=SITE + "/"))
    assert urls(database) == [SITE + "/a", SITE + "/b"]


def test_pages_that_all_claim_one_canonical_address_stay_apart(store: Store, database: str) -> None:
    snow = "Snow fell on the hills while seven shepherds counted stones beside an empty well. " * 4
    put(store, a_page("/a"), an_article("/a", WORDS * 4, title="Ferry", canonical_url=SITE + "/news"))
    put(store, a_page("/b"), an_article("/b", snow, title="Snow", canonical_url=SITE + "/news"))
    assert len(urls(database)) == 2


def test_the_publishers_own_id_is_the_identity_whatever_the_slug(store: Store, database: str) -> None:
    layout = Layout(identity=r"/newstream/(\d+-\d+)/")
    put(store, a_page("/newstream/1701-1/pears/"), an_article("/newstream/1701-1/pears/", WORDS * 4), layout=layout)
    again = put(store, a_page("/newstream/1701-1/plums/"), an_article("/x", WORDS * 4), layout=layout)
    other = put(store, a_page("/newstream/1701-2/pears/"), an_article("/y", WORDS * 5), layout=layout)
    assert (again.outcome, other.outcome) == (Outcome.SAME, Outcome.NEW)
    assert len(urls(database)) == 2


def test_further_pages_belong_to_their_article_and_are_not_asked_on_their_own(store: Store, database: str) -> None:
    store.discover("harbour", found("/one", "/one/2", "/one/3"), MONDAY)
    run = store.start_run("crawl", "1", MONDAY) or 0
    whole = a_page("/one").with_next(a_page("/one/2", "second")).with_next(a_page("/one/3", "third"))
    assert put(store, whole, an_article("/one"), run).outcome is Outcome.NEW
    (due,) = store.due("harbour", TUESDAY)
    assert (due.url, due.parts) == (SITE + "/one", (SITE + "/one/2", SITE + "/one/3"))
    (counts,) = store.run_counts(run)
    assert (counts.found, counts.new, counts.part) == (3, 1, 2)
    assert store.article(SITE + "/one/2") == store.article(SITE + "/one")
    assert next(iter(store.stored_pages())) == whole


def test_a_further_page_that_was_stored_alone_is_merged_into_its_article(store: Store, database: str) -> None:
    put(store, a_page("/one/2"), an_article("/one/2", WORDS * 4, title="Ferry, continued"))
    put(store, a_page("/one").with_next(a_page("/one/2")), an_article("/one", WORDS * 8))
    assert urls(database) == [SITE + "/one"]
    assert kinds(database) == ["new", "new", "merged", "metadata"]  # its cluster has another name


def test_an_article_in_parts_adds_no_row_in_a_quiet_night(store: Store, database: str) -> None:
    for at in (MONDAY, TUESDAY):
        first, second = a_page("/one", at=at), a_page("/one/2", "second", at=at)
        store.keep(first)
        assert not store.look(first).unchanged
        whole = first.with_next(second)
        store.keep(whole)
        if at == MONDAY:
            store.save(whole, an_article("/one"), None)
        else:
            assert store.look(whole).unchanged
            store.save_unchanged(whole, None)
        assert len(ask(database, "SELECT 1 FROM capture", raw=True)) == 2


def test_an_article_is_asked_where_it_answered_not_where_a_canonical_link_says(store: Store, database: str) -> None:
    claimed = {"canonical_url": SITE + "/never-answers"}
    put(store, a_page("/one"), an_article("/one", WORDS * 4, **claimed))
    assert [due.url for due in store.due("harbour", TUESDAY)] == [SITE + "/one"]
    again = put(store, a_page("/one", "x", TUESDAY), an_article("/one", WORDS * 4, **claimed))
    assert again.outcome is Outcome.SAME
    assert urls(database) == [SITE + "/one"]
    found = store.article(SITE + "/never-answers")
    assert found is not None and found.url == SITE + "/one"
