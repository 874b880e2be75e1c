"""/sources: what is quoted from is listed, searched, disabled, enabled, read again and deleted, all in one message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import sources_menu
from bot.playground import Playground, press
from bot.playground.entities import units
from bot.sources_menu import Ask, Choice, key_of, listed, searched, shown
from bot.texts import ENGLISH, LANGUAGES, Texts
from retrieval import Holding, Kind, SourceRecord, State
from tests.bot.desk import Desk
from tests.bot.scenario import (
    Expectation,
    Scenario,
    Seen,
    Speaker,
    button,
    edited,
    no_buttons,
    polling,
    quote,
    reply_to,
)
from tests.retrieval.site import Response, Site

MAY = datetime(2026, 5, 1, 12, tzinfo=UTC)
RETOOK = "Government forces retook Palmyra on Sunday."
WHO = "who retook Palmyra?"
STRANGE = [
    "\u202egnp.exe\u202c",
    "🏺" * 4_096,
    "two\nlines\r\nand\ttabs",
    "\u200b\u200b",
    "مقال عن تدمر",
    "e\u0301" * 900,
    "@verbatim_bot /start",
]


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server on loopback, which the desk's library may fetch from."""
    with Site() as running:
        yield running


def plain(text: str) -> str:
    """A text without the marks that keep the direction of names."""
    return text.replace("\u2068", "").replace("\u2069", "")


def saying(part: str) -> Expectation:
    """The text holds this, whatever keeps the direction of names in it."""
    return Expectation(f"saying {part!r}", lambda seen: part in plain(seen.text))


def holding(uri: str, title: str = "", *, kind: Kind = Kind.FILE, count: int = 1, failing: bool = False) -> Holding:
    record = SourceRecord(
        uri, kind, State.ENABLED, "folder", MAY, 2_000, None, None, "d", 1, MAY, failing, MAY, "is broken",
        None, None, (),
    )  # fmt: skip
    return Holding(record, title, count)


def deeds(desk: Desk, who: Speaker) -> list[tuple[str, str, str]]:
    """What somebody did to sources, oldest first."""
    entries = [each for each in desk.library.audit() if each.who == str(who.id) and each.what != "reload"]
    return [(each.what.value, each.target, each.outcome) for each in reversed(entries)]


async def opened(admin: Speaker, number: int = 1, words: str = "") -> Seen:
    """The view of one source, by its number in the list."""
    await admin.says(f"/sources {words}".strip())
    await admin.sees(saying("Sources: "))
    await admin.presses(str(number))
    return await admin.sees(edited(), button("Read again"))


async def test_sources_are_listed_with_their_state_and_opened(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    (desk.sources / "broken.pdf").write_bytes(b"%PDF-1.4 cut short")
    desk.library.update()
    async with polling(desk.application(playground, admin.id), scene):
        asked = await admin.says("/sources")
        found = await admin.sees(reply_to(asked), saying("Sources: 3"))
        await admin.presses("1")
        broken = await admin.sees(edited(found))
        await admin.presses("All sources")
        await admin.sees(edited(found), saying("Sources: 3"))
        await admin.presses("3")
        palmyra = await admin.sees(edited(found), button("Disable"))

    today = [line for line in plain(found.text).splitlines() if line]
    assert [line.rsplit(" · ", 1)[0] for line in today] == [
        "Sources: 3",
        "1. broken.pdf", "⚠️ failed · Articles: 0", "is damaged or incomplete, and can't be opened",
        "2. The museum 🏛️", "museum.txt", "✅ in use · Articles: 1 · 1 kB",
        "3. Palmyra is retaken", "palmyra.md", "✅ in use · Articles: 1 · 1 kB",
    ]  # fmt: skip
    assert found.buttons == (("1", "2", "3"),)
    assert "is damaged or incomplete" in broken.text
    assert plain(palmyra.text).startswith("Palmyra is retaken\npalmyra.md\n\n✅ in use\nArticles: 1 · 1 kB\nAdded: ")
    assert palmyra.buttons == (("Disable", "Read again"), ("Delete …",), ("All sources",))


async def test_a_disabled_source_is_out_of_every_answer_at_once_and_of_old_buttons_too(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says(WHO)
        old = await ann.sees(quote(RETOOK), button("Context"))
        await opened(admin, words="palmyra")
        pressed = await admin.presses("Disable")
        await admin.sees(edited(), saying("⏸ disabled"), button("Enable"))
        gone = await ann.presses("Context", on=old)
        more = await ann.presses("More (2)", on=old)
        await ann.says(WHO)
        refused = await ann.sees(Expectation("without the quote", lambda seen: RETOOK not in seen.text))
        await admin.presses("Enable")
        await admin.sees(edited(), saying("✅ in use"), button("Disable"))
        await ann.says(WHO)
        await ann.sees(quote(RETOOK))
        await ann.presses("Context", on=old)
        await ann.sees(edited(old))

    assert pressed.answer and pressed.answer.text == ENGLISH.source_disabled
    assert gone.answer and gone.answer.text == ENGLISH.article_gone
    assert more.answer and more.answer.text == ENGLISH.article_gone
    assert not refused.quotes
    assert deeds(desk, admin) == [("disable", "palmyra.md", "done"), ("enable", "palmyra.md", "done")]


async def test_a_source_is_deleted_once_that_is_confirmed(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says(WHO)
        old = await ann.sees(quote(RETOOK), button("Context"))
        await opened(admin, 2)
        await admin.presses("Delete …")
        doubt = await admin.sees(edited(), saying("Delete this source?"), saying("palmyra.md"))
        await admin.presses("No, keep it")
        view = await admin.sees(edited(), button("Delete …"))
        await admin.presses("Delete …")
        await admin.sees(edited(), saying("Delete this source?"))
        assert deeds(desk, admin) == []
        await admin.presses("Yes, delete it")
        await admin.sees(edited(), saying("Sources: 1"))
        gone = await ann.presses("Context", on=old)
        # Somebody else did it meanwhile: what stood in an old message leads nowhere, and says so.
        late = [await admin.presses(label, on=seen) for seen, label in ((doubt, "Yes, delete it"), (view, "Disable"))]
        await admin.sees_nothing()

    assert gone.answer and gone.answer.text == ENGLISH.article_gone
    assert [query.answer and (query.answer.text, query.answer.alert) for query in late] == [
        (ENGLISH.source_gone, True)
    ] * 2
    assert deeds(desk, admin) == [("delete", "palmyra.md", "done")]


async def test_a_source_is_read_again(desk: Desk, playground: Playground, scene: Scenario, site: Site) -> None:
    admin = scene.person("Dora")
    url = site.url("/bridge.txt")
    site.pages["/bridge.txt"] = Response(b"Bridges\n\nThe bridge of Raqqa fell.", headers={"ETag": '"1"'})
    desk.library.pages.add(url, by="1")
    desk.library.update()
    site.pages["/bridge.txt"] = Response(b"Bridges\n\nThe bridge of Raqqa was built anew.")
    async with polling(desk.application(playground, admin.id), scene):
        await opened(admin, words="bridge")
        await admin.presses("Read again")
        await admin.sees(edited(), saying("Read again.\n\nBridges"))
        await admin.says("what of the bridge of Raqqa?")
        await admin.sees(quote("The bridge of Raqqa was built anew."))
        del site.pages["/bridge.txt"]
        await admin.presses("Read again")
        await admin.sees(edited(), saying("Could not be read:\nanswers 404 Not Found\n\nBridges"), saying("⚠️ failed"))
        await admin.says("what of the bridge of Raqqa?")
        await admin.sees(quote("The bridge of Raqqa was built anew."))
        site.pages["/bridge.txt"] = Response(b"Bridges\n\nThe bridge of Raqqa was built anew.")
        await admin.presses("Read again")
        mended = await admin.sees(edited(), saying("Nothing has changed there."), saying("✅ in use"))
        assert "Last failure: " in mended.text and ": \u2068answers 404 Not Found\u2069" in mended.text
        assert "Last success: " in mended.text
        (desk.sources / "museum.txt").write_text("The museum\n\nThe museum of Palmyra was opened again.")
        await opened(admin, words="museum")
        await admin.presses("Read again")
        await admin.sees(edited(), saying("Read again.\n\nThe museum\n"))
        await admin.says("what of the museum of Palmyra?")
        await admin.sees(quote("The museum of Palmyra was opened again."))

    assert deeds(desk, admin) == [
        ("refresh", url, "changed"),
        ("refresh", url, "failed: answers 404 Not Found"),
        ("refresh", url, "no change"),
        ("refresh", "museum.txt", "done"),
    ]


async def test_sources_are_paged_and_searched_by_name_and_title(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    for number in range(15):
        (desk.sources / f"town{number:02}.txt").write_text(f"Town {number}\n\nThe town{number} was rebuilt.")
    desk.library.update()
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/sources")
        first = await admin.sees(saying("Sources: 17"), saying("Page 1 of 3"))
        await admin.presses("Later")
        second = await admin.sees(edited(first), saying("Page 2 of 3"), button("Earlier"))
        await admin.presses("Later")
        third = await admin.sees(edited(first), saying("Page 3 of 3"))
        await admin.presses("1")
        await admin.sees(edited(first), saying("town14.txt"), button("Disable"))
        await admin.presses("All sources")
        await admin.sees(edited(first), saying("Page 3 of 3"))
        await admin.says("/sources TOWN 1")
        await admin.sees(saying("Sources: 6 · “TOWN 1”"))
        await admin.presses("2")
        await admin.sees(edited(), saying("town10.txt"))
        await admin.presses("All sources")
        await admin.sees(edited(), saying("Sources: 6 · “TOWN 1”"))
        await admin.says("/sources zebra")
        await admin.sees(ENGLISH.sources_not_found.format(search="“zebra”"), no_buttons())

    assert [seen.buttons[-1] for seen in (first, second, third)] == [("Later",), ("Earlier", "Later"), ("Earlier",)]
    assert [seen.text.count("in use") for seen in (first, second, third)] == [8, 8, 1]


async def test_a_button_pressed_by_anybody_else_does_nothing(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        await ann.says(WHO)
        answer = await ann.sees(quote(RETOOK))
        for ask in (Ask.DISABLE, Ask.DELETE_SURELY, Ask.REFRESH, Ask.OPEN):
            data = Choice(ask, key=key_of("palmyra.md")).encode()
            playground.state.put(
                replace(answer.message, markup={"inline_keyboard": [[{"text": "x", "callback_data": data}]]})
            )
            query = press(playground.state, ann.id, ann.chat.id, answer.message.id, data)
            await scene.idle()
            said = playground.state.callbacks[query.id].answer
            assert said and (said.text, said.alert) == (ENGLISH.for_admins, True)
        await ann.says("/sources")
        await ann.sees(ENGLISH.for_admins)

    assert desk.library.holdings.get("palmyra.md").record.is_enabled
    assert deeds(desk, ann) == []


def test_an_archive_stands_for_what_is_in_it_unless_one_looks_for_that() -> None:
    pack, member = holding("upload:p.zip", kind=Kind.UPLOAD, count=0), holding("upload:p.zip/a.txt", kind=Kind.UPLOAD)
    other, bad = holding("upload:p.zip-b"), holding("upload:p.zip/b.txt", kind=Kind.UPLOAD, failing=True)

    whole = listed([pack, other, member, bad], whole=True)

    assert [(each.holding.uri, each.count, each.status) for each in whole] == [
        ("upload:p.zip", 2, "failing"),
        ("upload:p.zip-b", 1, "enabled"),
    ]
    assert [each.count for each in listed([pack, member], whole=False)] == [0, 1]


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_the_list_stays_readable_whatever_sources_are_called(texts: Texts) -> None:
    found = listed([holding(name, name, failing=True) for name in (*STRANGE, "plain.txt")], whole=True)

    page = shown(found, Choice(Ask.LIST, search=searched(["🏺" * 60])), texts)

    assert units(page.text) <= 4_096
    assert len(page.text.splitlines()) == 1 + 8 * 5
    assert not set(page.text) & set("\u202e\u200b\r\t")
    assert page.text.count("\u2068") == page.text.count("\u2069")
    for each in found:
        for view in (
            sources_menu.opened(each, Choice(Ask.OPEN, 99_999, "🏺" * 10, key_of(each.holding.uri)), texts),
            sources_menu.doubted(each, Choice(Ask.DELETE, 0, "", key_of(each.holding.uri)), texts),
        ):
            assert units(view.text) <= 4_096 and not set(view.text) & set("\u202e\u200b\r\t")


@pytest.mark.parametrize("words", [[], ["a"], ["🏺" * 60], ["ж" * 60, "b.c.d"], ["…"], ["\u202e"]])
def test_what_buttons_ask_for_fits_and_is_read_back(words: list[str]) -> None:
    for ask in Ask:
        choice = Choice(ask, 99_999, searched(words), "" if ask is Ask.LIST else key_of("🏺" * 5_000))
        assert len(choice.encode().encode()) <= 64
        assert Choice.decode(choice.encode()) == choice


@pytest.mark.parametrize("data", ["", "h:", "h:l.0", "h:z.0.", "h:o.0.", "h:o12.0.", "h:l0123456789ab.0.", "s:all"])
def test_data_that_are_not_ours_are_nothing(data: str) -> None:
    assert Choice.decode(data) is None
