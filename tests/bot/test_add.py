"""/add and documents: what those who run the bot give it is read, and answered from."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot import added
from bot.adding import LARGEST_UPLOAD
from bot.playground import Playground
from bot.texts import ENGLISH, LANGUAGES, Texts
from retrieval import Outcome, Plan, Report, SourceReport
from tests.bot.desk import Desk
from tests.bot.scenario import (
    Expectation,
    Scenario,
    Speaker,
    button,
    containing,
    edited,
    no_buttons,
    polling,
    quote,
    reply_to,
)
from tests.retrieval.site import Response, Site

BRIDGE = b"The bridge of Raqqa\n\nThe bridge of Raqqa fell in October."
FELL = "The bridge of Raqqa fell in October."
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News of Orla</title>
<item><title>Harbour opened</title><link>https://example.org/1</link>
<description>The harbour of Orla was opened by Vera Holt in May.</description></item>
<item><title>Mill burnt</title><link>https://example.org/2</link>
<description>The mill of Orla burnt down in June.</description></item></channel></rss>"""


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


def packed(**files: bytes) -> bytes:
    archive = BytesIO()
    with ZipFile(archive, "w") as opened:
        for name, content in files.items():
            opened.writestr(name.replace("_", "."), content)
    return archive.getvalue()


def deeds(desk: Desk, who: Speaker) -> list[tuple[str, str, str]]:
    """What somebody did to sources, oldest first."""
    entries = [each for each in desk.library.audit() if each.who == str(who.id) and each.what != "reload"]
    return [(each.what.value, each.target, each.outcome) for each in reversed(entries)]


async def test_a_document_is_read_and_answered_from(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    async with polling(desk.application(playground, admin.id), scene):
        sent = await admin.sends("bridge.txt", BRIDGE)
        await admin.sees(reply_to(sent), saying("Reading bridge.txt …"))
        result = await admin.sees(
            edited(), reply_to(sent), no_buttons(),
            saying("Added: bridge.txt\nArticles: 1\n• The bridge of Raqqa"),
        )  # fmt: skip
        await admin.sees_nothing()
        await ann.says("when did the bridge of Raqqa fall?")
        await ann.sees(quote(FELL))

    assert plain(result.text) == "Added: bridge.txt\nArticles: 1\n• The bridge of Raqqa"
    assert deeds(desk, admin) == [("add", "upload:bridge.txt", "done")]


async def test_a_document_of_the_same_name_takes_the_place_of_the_earlier_one(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.sends("bridge.txt", BRIDGE)
        await admin.sees(edited(), saying("Added: bridge.txt"))
        await admin.sends("bridge.txt", BRIDGE.replace(b"October", b"November"))
        await admin.sees(edited(), saying("Added in place of the earlier version: bridge.txt"))
        await admin.says("when did the bridge of Raqqa fall?")
        await admin.sees(quote("The bridge of Raqqa fell in November."))
        await admin.sends("bridge.txt", b"\x00\x01\x02" * 50)
        await admin.sees(edited(), saying("Could not be read: bridge.txt"), containing("the earlier version"))
        await admin.says("when did the bridge of Raqqa fall?")
        await admin.sees(quote("The bridge of Raqqa fell in November."))


async def test_a_question_below_a_document_is_not_answered(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        sent = await admin.sends("bridge.txt", BRIDGE, caption="who retook Palmyra?")
        await admin.sees(edited(), saying("Added: bridge.txt"))
        await admin.edits(sent, "and who broke the statues?")
        await admin.sees_nothing()

    assert len(deeds(desk, admin)) == 1


async def test_an_archive_names_what_in_it_cannot_be_read(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    content = packed(bridge_txt=BRIDGE, broken_pdf=b"%PDF-1.4 cut short", inner_zip=packed(a_txt=BRIDGE))
    async with polling(desk.application(playground, admin.id), scene):
        await admin.sends("pack.zip", content)
        result = await admin.sees(edited(), saying("Added: pack.zip\nArticles: 1\n• The bridge of Raqqa"))
        await admin.sends("bad.zip", packed(inner_zip=packed(a_txt=BRIDGE), worse_zip=packed(b_txt=BRIDGE)))
        bad = await admin.sees(edited(), saying("Could not be read: bad.zip"))

    first, second = plain(result.text).split("What could not be read:\n")[1].split("\n")
    assert first.startswith("• broken.pdf ")
    assert second == "• inner.zip is a zip archive inside of one; unpack it and add what is in it"
    assert [line.split(" is ")[0] for line in plain(bad.text).splitlines()[3:]] == ["• inner.zip", "• worse.zip"]


async def test_a_document_that_is_too_large_is_not_fetched(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        sent = await admin.sends("film.pdf", b"%PDF", size=LARGEST_UPLOAD + 1)
        said = await admin.sees(reply_to(sent), saying("film.pdf is too large"))
        await admin.sends("nearly.txt", BRIDGE, size=LARGEST_UPLOAD)
        await admin.sees(edited(), saying("Added: nearly.txt"))

    assert plain(said.text) == "film.pdf is too large: 20 MB. Telegram gives me files of up to 20 MB."
    assert [call.parameters["file_id"] for call in playground.calls if call.method == "getFile"] == ["file-document-2"]


async def test_a_document_that_telegram_does_not_give_is_asked_for_again(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.sends("mill.txt", BRIDGE)
        playground.state.attachments.clear()
        await admin.sees(edited(), saying("Telegram did not give me mill.txt. Please send it again."))

    assert deeds(desk, admin) == []


@pytest.mark.parametrize("caption", ["", "who retook Palmyra?"])
async def test_a_document_of_anybody_else_is_not_kept(
    desk: Desk, playground: Playground, scene: Scenario, caption: str
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    friends = scene.group("Friends", admin, ann)
    async with polling(desk.application(playground, admin.id), scene):
        await ann.sends("bridge.txt", BRIDGE, caption=caption)
        if caption:
            await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        else:
            await ann.sees(ENGLISH.text_only)
        await admin.at(friends).sends("bridge.txt", BRIDGE)
        await admin.at(friends).sees_nothing()

    assert not desk.library.holdings.has("upload:bridge.txt")
    assert not [call for call in playground.calls if call.method == "getFile"]


async def test_documents_of_an_album_are_read_one_by_one(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        for number in range(3):
            await admin.sends(f"town{number}.txt", f"Town {number}\n\nThe town{number} was rebuilt.".encode())
        await scene.idle()
    said = [plain(each.content.text) for each in playground.state.messages[admin.id].values() if each.edit_date]
    assert said == [f"Added: town{number}.txt\nArticles: 1\n• Town {number}" for number in range(3)]


async def test_a_page_is_fetched_and_answered_from(
    desk: Desk, playground: Playground, scene: Scenario, site: Site
) -> None:
    admin = scene.person("Dora")
    site.pages["/bridge.txt"] = Response(BRIDGE, headers={"Content-Type": "text/plain; charset=utf-8"})
    site.pages["/feed"] = Response(FEED.encode(), headers={"Content-Type": "application/rss+xml"})
    async with polling(desk.application(playground, admin.id), scene):
        asked = await admin.says(f"/add {site.url('/bridge.txt')}")
        await admin.sees(edited(), reply_to(asked), saying(f"Added: {site.url('/bridge.txt')}\nArticles: 1\n"))
        await admin.says("when did the bridge of Raqqa fall?")
        await admin.sees(quote(FELL))
        await admin.says(f"/add {site.url('/feed')} {site.url('/nothing')}")
        await admin.sees(edited(), saying("Articles: 2\n• Harbour opened\n• Mill burnt"))
        await admin.sees(edited(), saying(f"Could not be read: {site.url('/nothing')}\nanswers 404 Not Found"))

    assert deeds(desk, admin) == [
        ("add", site.url("/bridge.txt"), "done"),
        ("add", site.url("/feed"), "done"),
        ("add", site.url("/nothing"), "failed: answers 404 Not Found"),
    ]


async def test_a_feed_is_added_with_the_whole_texts_of_its_items(
    desk: Desk, playground: Playground, scene: Scenario, site: Site
) -> None:
    admin = scene.person("Dora")
    feed, burnt = site.url("/feed"), "The mill of Orla burnt down in June, and Tom Hask saved its great wheel."
    content = FEED.replace("https://example.org", site.url("")).encode()
    site.pages["/feed"] = Response(content, headers={"Content-Type": "application/rss+xml"})
    site.pages["/2"] = Response(f"Mill\n\n{burnt}".encode(), headers={"Content-Type": "text/plain"})
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says(f"/add {feed} FULL")
        said = await admin.sees(edited(), saying(f"Added: {feed}\nArticles: 2\n• Harbour opened\n• Mill burnt\n"))
        await admin.says("who saved the great wheel of the mill?")
        await admin.sees(quote(burnt))
        await admin.says("/sources feed")
        await admin.sees(saying("Sources: 1"))
        await admin.presses("1")
        shown = await admin.sees(edited(), button("Read again"))
        site.pages["/1"] = Response(b"Harbour\n\nThe harbour of Orla was opened by Vera Holt in May, with a band.")
        await admin.presses("Read again")
        await admin.sees(edited(), saying("Read again."), saying("Whole texts: 2 of 2"))
        await admin.says(f"/add {site.url('/2')} full")
        await admin.sees(edited(), saying("is no feed: a page is read whole anyway"))
        await admin.says("/add full")
        await admin.sees(ENGLISH.add_how.format(full="full"))

    missing = f"Whole texts: 1 of 2\n• {site.url('/1')} answers 404 Not Found"
    assert plain(said.text).endswith(missing)
    assert missing in plain(shown.text)
    assert deeds(desk, admin) == [
        ("add", feed, "with whole texts"),
        ("refresh", feed, "changed"),
        ("add", site.url("/2"), "failed: is no feed: a page is read whole anyway"),
    ]


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://10.0.0.1/admin", "is at a private address (10.0.0.1)"),
        ("http://169.254.169.254/latest/meta-data", "is at a private address (169.254.169.254)"),
        ("http://[::1]/", "is at a private address (::1)"),
        ("192.168.1.1", "is at a private address (192.168.1.1)"),
        ("file:///etc/passwd", "is no address that begins with http:// or https://"),
        ("https://ann:secret@example.org/", "has a user's name or password in it, which would be stored and shown"),
    ],
)
async def test_addresses_that_are_not_for_everybody_are_refused(
    desk: Desk, playground: Playground, scene: Scenario, address: str, reason: str
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says(f"/add {address}")
        await admin.sees(edited(), saying(reason))

    assert desk.library.holdings.list("http") == []
    ((_, target, outcome),) = deeds(desk, admin)
    assert outcome == f"failed: {reason}" and "secret" not in target


async def test_without_an_address_one_is_told_how(desk: Desk, playground: Playground, scene: Scenario) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/add")
        await admin.sees(ENGLISH.add_how.format(full="full"))
        await admin.says("/add " + " ".join(["example.org"] * 11))
        await admin.sees(ENGLISH.add_how.format(full="full"))
        await admin.sees_nothing()


async def test_what_waits_for_somebody_to_confirm_it_says_so(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.sends("bridge.txt", BRIDGE)
        await admin.sees(edited(), saying("Added"))
        desk.library.roll_back(by="1")
        await admin.sends("mill.txt", b"The mill\n\nThe mill of Homs turned.")
        await admin.sees(edited(), saying("Added: mill.txt"), containing(ENGLISH.add_held))


@pytest.mark.parametrize("texts", LANGUAGES.values(), ids=LANGUAGES)
def test_however_much_is_added_one_message_says_what_became_of_it(texts: Texts) -> None:
    name = "\u202egpj.exe\n🏺" * 200
    sources = [SourceReport(f"upload:{name}/{n}{name}", Outcome.FAILED, 0, "🏺" * 999) for n in range(99)]
    sources.append(SourceReport(f"upload:{name}/good", Outcome.NEW, 10_000))
    plan = Plan(tuple(sources), 0, 0, 0, (), "key")

    shown = added.result(name, f"upload:{name}", Report(plan, 1, True, 1), ["🏺" * 999] * 10, texts, again=True)

    assert len(shown.text.encode("utf-16-le")) // 2 <= 4_096
    assert "\u202e" not in shown.text
    assert texts.and_more.format(count=9_990) in shown.text and texts.and_more.format(count=94) in shown.text
