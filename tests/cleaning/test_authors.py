"""Authors are people or desks by name: no roles, addresses, agencies, sites or menus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.authors import authors_of
from cleaning.bylines import read_byline
from cleaning.head import Head, Said
from cleaning.jsonld import LdArticle
from cleaning.names import clean_name, is_name, split_names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Roe and John A. Doe", ("Jane Roe", "John A. Doe")),
        ("Submitted by Jane Roe, John Doe on Mon, 11/10/2025 - 08:00", ("Jane Roe", "John Doe")),
        ("By JANE ROE, JOHN DOE and ANN POE", ("JANE ROE", "JOHN DOE", "ANN POE")),
        ("By Jane Roe, Staff Writer", ("Jane Roe",)),
        ("By Jane Roe | Example News", ("Jane Roe",)),
        ("By Jane Roe Published March 9, 2026 Updated March 10, 2026", ("Jane Roe",)),
        ("By Perry Roe Jr.", ("Perry Roe Jr.",)),
        ("By Ann Roe-Poe, MD, FOMA", ("Ann Roe-Poe, MD, FOMA",)),
        ("by Amanda · Dec 20, 2025 at 3:00 am · One comment so far", ("Amanda",)),
        ("July 13, 2024 by Jane Roe", ("Jane Roe",)),
        ("ByJane Roe", ("Jane Roe",)),
        ("Written by Jane Roe Content Marketing Coordinator", ("Jane Roe",)),
        ("Posted by JaneHD on Friday December 19, 2025 @08:00PM", ("JaneHD",)),
        ("Von Erika Muster und Max Muster", ("Erika Muster", "Max Muster")),
        ("Par Jeanne Dupont et Luc Petit", ("Jeanne Dupont", "Luc Petit")),
        ("Por Juana Pérez y María Gómez", ("Juana Pérez", "María Gómez")),
        ("di Maria Bianchi e Luca Neri", ("Maria Bianchi", "Luca Neri")),
        ("Auteur : Jeanne Dupont", ("Jeanne Dupont",)),
        ("Eine Kolumne von Erika Muster", ("Erika Muster",)),
        ("Text von Erika Muster Illustration von Max Muster", ("Erika Muster",)),
        ("By the Meadow Team 2–3 minutes", ("the Meadow Team",)),
        ("Автор: Иван Петров", ("Иван Петров",)),
        ("Автор Иван Петров, Анна Ким", ("Иван Петров", "Анна Ким")),
        ("作者：李明", ("李明",)),
        ("本报记者 王小明", ("王小明",)),
        ("文／田中太郎", ("田中太郎",)),
        ("박준석 기자", ("박준석",)),
        ("نویسنده علی رضایی، مریم احمدی", ("علی رضایی", "مریم احمدی")),
        ("نویسنده: علی رضایی", ("علی رضایی",)),
        ("بقلم: أحمد علي", ("أحمد علي",)),
        ("By Jane Roe and John Doe, with additional reporting by Ann Poe", ("Jane Roe", "John Doe")),
        ("By Jane Roe Special to the Meadow Times", ("Jane Roe",)),
        ("Written by: Jane Roe PTI", ("Jane Roe",)),
        ("Por Juana Pérez, c4 Lago Verde", ("Juana Pérez",)),
        ("Aus Seeheim berichtet Erika Muster", ("Erika Muster",)),
        ("от Иван Петров", ("Иван Петров",)),
        ("Oprac. Anna Polna PAP", ("Anna Polna",)),
        ("Piše: Ivan Polić", ("Ivan Polić",)),
        ("Imeandikwa na Zawadi Mkondo", ("Zawadi Mkondo",)),
        ("द्वारा मीना नदीवाल", ("मीना नदीवाल",)),
        ("ដោយ៖ សុខ ចិន្តា", ("សុខ ចិន្តា",)),
        ("投稿者 きしお", ("きしお",)),
        ("박준석 기자 (jspark@meadow.example)", ("박준석",)),
        ("박준석 기자 기자 페이지", ("박준석",)),
        ("河评新闻记者 江左 实习生 林渡", ("江左",)),
        ("编辑：江左 )", ("江左",)),
        ("编辑：江左 【桥什么时候开？】", ("江左",)),
        ("Deniz KIYI / VENDKENT, (NHA)", ("Deniz KIYI",)),
        ("Author, هالة النهري", ("هالة النهري",)),
        ("Автор: Иван Петров, публикувано на 11 март 2025", ("Иван Петров",)),
        ("作者：方桥 评论：0", ("方桥",)),
        ("Αναρτήθηκε από Άννα Βάρκα στις 9:25", ("Άννα Βάρκα",)),
    ],
)
def test_a_byline_names_its_authors(line: str, names: tuple[str, ...]) -> None:
    assert read_byline(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "By the time he left, everyone knew",
        "By Monday the talks ended",
        "Na Trgu Slobode",
        "От Красной Площади",
        "By contrast, Wei Weber told the council that the river was calm",
        "Na Trgu Slobode",
        "От Красной Площади",
        "By contrast, Wei Weber of the council stayed",
        "From our correspondent in Geneva",
        "Standing by for more",
        "Von hier an ging es bergab",
        "Zane Han",
        "",
        "by " + "x" * 300,
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert read_byline(line) == ()


@pytest.mark.parametrize(
    "line", ["Zane Han", "Jane van der Roe", "Ana María de la Cruz", "Иван Петров", "Jean-Luc O’Roe"]
)
def test_a_bare_name_is_a_name(line: str) -> None:
    assert is_name(line)


@pytest.mark.parametrize(
    "line",
    [
        "Table of Contents",
        "Contact Us",
        "Leave a Reply",
        "KCNA",
        "Read More",
        "He left.",
        "Jane",
        "Senior Editor",
        "3 Hours Ago",
    ],
)
def test_a_line_of_the_menu_is_no_name(line: str) -> None:
    assert not is_name(line)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jane Roe (jane@example.org)", "Jane Roe"),
        ("Jane Roe @janeroe", "Jane Roe"),
        ("Jane Roe, Senior Reporter", "Jane Roe"),
        ("Jane Roe/AFP", "Jane Roe"),
        ("View all posts by Jane Roe", "Jane Roe"),
        ("admin", ""),
        ("Editor", ""),
        ("@janeroe", ""),
        ("42", ""),
    ],
)
def test_a_name_is_freed_of_what_is_not_part_of_it(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_degrees_stay_with_their_name() -> None:
    assert list(split_names("Jane Roe, PhD, John Doe Jr. & Ann Poe, MD")) == [
        "Jane Roe, PhD",
        "John Doe Jr.",
        "Ann Poe, MD",
    ]


def head(*said: tuple[str, str], names: tuple[str, ...] = (), sites: tuple[str, ...] = ()) -> Head:
    article = LdArticle(kind="newsarticle", authors=names) if names else None
    return Head(
        url="https://www.example-times.com/a",
        authors=tuple(Said(name, value) for name, value in said),
        sites=sites,
        article=article,
    )


def test_json_ld_comes_before_meta_tags_and_these_before_the_page() -> None:
    assert authors_of(head(("author", "John Doe"), names=("Jane Roe",)), ["By Ann Poe"]) == (
        ("Jane Roe",),
        "JSON-LD author",
    )
    assert authors_of(head(("author", "John Doe")), ["By Ann Poe"]) == (("John Doe",), "meta author")
    assert authors_of(head(), ["By Ann Poe"]) == (("Ann Poe",), "byline")


def test_addresses_and_handles_are_no_authors() -> None:
    said = head(("article:author", "https://www.facebook.com/jane.roe.9"), ("author", "admin"))
    assert authors_of(said, [], ["Jane Roe"]) == (("Jane Roe",), "author link")


def test_a_person_comes_before_a_desk_and_a_desk_before_the_site() -> None:
    assert authors_of(head(("author", "News Desk")), ["By Ann Poe"])[0] == ("Ann Poe",)
    assert authors_of(head(("author", "Exampler"), ("byl", "News Desk"), sites=("Exampler",)))[0] == ("News Desk",)
    assert authors_of(head(("author", "Example Times")), ["By Ann Poe"])[0] == ("Ann Poe",)
    assert authors_of(head(("author", "Exampler"), sites=("Exampler",)))[0] == ("Exampler",)


def test_a_person_whom_the_site_is_named_after_is_an_author() -> None:
    page = Head(url="https://janeroe.net/a", authors=(Said("author", "Jane Roe"),))
    assert authors_of(page, ["Brute Force", "March 5, 2026"])[0] == ("Jane Roe",)


def test_a_visible_byline_completes_the_head() -> None:
    assert authors_of(head(names=("Jane Roe",)), ["By Jane Roe and John Doe"])[0] == ("Jane Roe", "John Doe")
    assert authors_of(head(names=("janeroe",)), ["by Jane Roe"])[0] == ("Jane Roe",)


def test_a_name_beside_the_date_is_an_author() -> None:
    assert authors_of(head(), ["Jane Roe", "March 5, 2026"]) == (("Jane Roe",), "name beside the date")
    assert authors_of(head(), ["Dec 26, 2025 • Jane Roe"]) == (("Jane Roe",), "name beside the date")


def test_a_name_alone_after_the_text_is_an_author() -> None:
    assert authors_of(head(), alone=["Zane Han"]) == (("Zane Han",), "name line")
    assert authors_of(head(), ["Zane Han"]) == ((), "")


def test_a_name_in_one_line_with_the_date_is_told_from_what_follows_it() -> None:
    for line in ("Jane Roe | 05.04.2025 - Güncelleme : 05.04.2025", "Dec 26, 2025 • Jane Roe in Gardening"):
        assert authors_of(head(), [line])[0] == ("Jane Roe",)


def test_an_organization_yields_to_a_person_whom_the_page_names() -> None:
    article = LdArticle(kind="newsarticle", authors=("Kindly Hearts",), houses=("Kindly Hearts",))
    page = Head(url="https://www.example-times.com/a", article=article)
    assert authors_of(page, ["By Ann Poe"])[0] == ("Ann Poe",)
    assert authors_of(page)[0] == ("Kindly Hearts",)


def test_a_user_name_yields_to_a_full_name() -> None:
    assert authors_of(head(("author", "annp")), ["by Ann Poe"])[0] == ("Ann Poe",)
    assert authors_of(head(("author", "annp")), [], ["Share"])[0] == ("annp",)
    assert authors_of(head(names=("Ann",)), ["By Ann Poe"])[0] == ("Ann Poe",)


def test_what_follows_a_name_is_no_second_author() -> None:
    assert authors_of(head(names=("Jane Roe",)), ["By Jane Roe, Chief Marketing Officer, Oslo"])[0] == ("Jane Roe",)
    assert authors_of(head(names=("Jane Roe",)), ["Von Jane Roe mit AP"])[0] == ("Jane Roe",)
    assert read_byline("By Jane Roe 4 Comments") == read_byline("erstellt von Jane Roe — 3. Mai 2021") == ("Jane Roe",)
    assert read_byline("by roe1984") == ("roe1984",)


def test_a_name_stands_for_the_longer_text_around_it() -> None:
    links = ["Ann PoeResearch Editor", "Ann Poe", "Read more about Ann Poe"]
    assert authors_of(head(), [], links) == (("Ann Poe",), "author link")


def test_an_author_box_anywhere_is_believed_if_it_names_one() -> None:
    assert authors_of(head(), far_links=["Ann Poe", "Ann Poe"]) == (("Ann Poe",), "author box")
    assert authors_of(head(), far_links=["Ann Poe", "Jane Roe"]) == ((), "")


def test_a_box_may_name_its_only_author_by_a_first_name_but_a_card_may_not() -> None:
    assert authors_of(head(), far_links=["von Ida", "Ida"]) == (("Ida",), "author box")
    assert authors_of(head(), far_links=["Ida"]) == ((), "")
    assert authors_of(head(("author", "Exampler"), sites=("Exampler",)), far_links=["Ann Poe"])[0] == ("Exampler",)


def test_a_label_on_a_line_of_its_own_names_whom_the_next_line_names() -> None:
    assert authors_of(head(), ["Last updated", "Aug 04, 2025", "Written by", "Ann Poe"]) == (("Ann Poe",), "byline")
    assert authors_of(head(names=("Ann",)), ["By", "Ann Poe"])[0] == ("Ann Poe",)
    assert authors_of(head(), ["By", "What now?"])[0] == ()


def test_those_who_edited_or_translated_are_not_the_authors() -> None:
    links = ["Written by Ann Poe", "Ann Poe", "Edited by Jane Roe", "Jane Roe"]
    assert authors_of(head(), [], links)[0] == ("Ann Poe",)
    assert authors_of(head(), ["Geprüft von Dr. Max Muster"], ["Erika Muster", "Dr. Max Muster"])[0] == (
        "Erika Muster",
    )


def test_short_first_names_are_people_and_initials_are_not() -> None:
    assert authors_of(head(("author", "Zach")), alone=["Ann Poe"])[0] == ("Zach",)
    assert authors_of(head(names=("Exampler",), sites=("Exampler",)), links=["amw"])[0] == ("Exampler",)


def test_a_surname_may_look_like_a_particle() -> None:
    assert authors_of(head(), ["Dec 26, 2025 • Mina Das in Boats"])[0] == ("Mina Das",)


def test_a_team_beside_the_date_is_better_than_nobody() -> None:
    assert authors_of(head(), ["Meadow Team", "Feb 16, 2026"]) == (("Meadow Team",), "team beside the date")
    assert authors_of(head(), ["Meet the people", "Feb 16, 2026"]) == ((), "")


def test_a_user_name_that_byline_and_markup_agree_on_comes_before_a_name_further_below() -> None:
    lines = ["by Amanda · Dec 20, 2025", "Author: H.G. Poe"]
    assert authors_of(head(), lines, ["Amanda"])[0] == ("Amanda",)
    assert authors_of(head(), lines)[0] == ("H.G. Poe",)


def test_a_position_is_a_desk_and_a_label_nobody() -> None:
    page = head(("author", "Marketing and Event Coordinator"))
    assert authors_of(page, ["By Ann Poe"])[0] == ("Ann Poe",)
    assert authors_of(page)[0] == ("Marketing and Event Coordinator",)
    assert authors_of(head(), [], ["Ann Poe", "Games Editor"])[0] == ("Ann Poe",)
    assert authors_of(head(), [], [], ["Auteur: Jeanne Dupont", "Auteur:"])[0] == ("Jeanne Dupont",)


def test_a_site_is_known_by_its_name_without_what_stands_in_brackets() -> None:
    page = head(("author", "Four Rivers (www.4r.example)"), sites=("Four Rivers (www.4r.example)",))
    assert authors_of(page, ["Auteur : Jeanne Dupont"])[0] == ("Jeanne Dupont",)
    assert authors_of(head(("author", "Boats & Nets")), ["By Ann Poe"])[0] == ("Ann Poe",)


def test_names_stand_once_and_without_the_house() -> None:
    assert authors_of(head(names=("Jane Roe", "JANE ROE", "John Doe, CNN")))[0] == ("Jane Roe", "John Doe")


def test_a_page_that_names_nobody_has_no_authors() -> None:
    assert authors_of(head(), ["Share", "November 10, 2025"]) == ((), "")


@given(st.lists(st.text(max_size=80), max_size=5), st.text(max_size=80))
def test_reading_authors_never_raises(lines: list[str], value: str) -> None:
    names, evidence = authors_of(head(("author", value), names=(value,), sites=(value,)), lines, lines)
    assert bool(names) == bool(evidence)
    assert all(name.strip() for name in names)
