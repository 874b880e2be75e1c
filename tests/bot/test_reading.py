"""What is read around an answer: the whole article in pages, and quotes of different dates that disagree."""

from __future__ import annotations

import re

import pytest

from bot.composing import LONGEST_MESSAGE, utf16
from bot.playground import Playground
from bot.texts import ENGLISH, LANGUAGES
from retrieval import ANYTHING
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, Seen, Speaker, button, containing, edited, polling, quote

# --- Pages ---

_WALK = "They walked on 🚶🏽‍♀️ past the wells of Brede, number {n}, where the water is cold."
ENGLISH_TALE = ("who told the tale of the zebra of Orla?", "Marta Quill told the tale of the zebra 🦓 of Orla.", _WALK)
ARABIC_TALE = (
    "من روى حكاية الحمار الوحشي في أورلا؟",
    "رَوَت مارتا كويل حكايةَ الحمار الوحشي 🦓 في أورلا.",
    "ومشوا 🚶🏽‍♀️ بعد ذلك إلى البئر رقم {n} حيث الماء بارد.",
)
# Decomposed: each accent is a character of its own.
ACCENTS = (
    "who told the tale of the zebra of Orla?",
    "Marta Que\u0301ll told the tale of the ze\u0308bra\u0323 zebra 🦓 of Orla.",
    "The\u0301y wa\u0308lked o\u0323n past the wells, number {n}, 👩‍👩‍👧‍👦 and d\u0323\u0307rank.",
)
TALES = [ENGLISH_TALE, ARABIC_TALE, ACCENTS]
IDS = ["English", "Arabic", "combining marks"]


def tell(desk: Desk, sentence: str, walk: str, *, title: str = "The tale 🦓", sentences: int = 240) -> list[str]:
    """Put a long article there, the sentence that is asked for in its middle; returns its sentences in order."""
    told = [walk.format(n=number) for number in range(sentences)]
    told.insert(sentences // 2, sentence)
    paragraphs = [" ".join(told[first : first + 7]) for first in range(0, len(told), 7)]
    (desk.sources / "tale.txt").write_text("\n\n".join([title, *paragraphs]), "utf-8")
    desk.library.update()
    return told


def fits(seen: Seen) -> Seen:
    """Checks that Telegram takes a message as it stands: its length, and each entity within it."""
    length = utf16(seen.text)
    assert length <= LONGEST_MESSAGE
    for part in seen.message.content.entities:
        assert part.length > 0
        assert 0 <= part.offset < part.end <= length
    return seen


async def turned(ann: Speaker, label: str) -> Seen:
    """What is shown after a press."""
    await ann.presses(label)
    return fits(await ann.sees(edited()))


async def test_a_page_names_the_author_where_the_article_does(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    (desk.sources / "palmyra.md").write_text(
        "---\ntitle: Palmyra\ndate: 2016-03-27\nauthor: Ida Reed\n---\nGovernment forces retook Palmyra on Sunday.",
        "utf-8",
    )
    desk.library.update()
    ann = scene.person("Ann")
    async with polling(desk.application(playground), scene):
        await ann.says("who retook Palmyra?")
        await ann.sees(quote("Government forces retook Palmyra on Sunday."))
        await turned(ann, "Context")
        page = await turned(ann, "Whole article")

    assert page.text.endswith("Palmyra on Sunday.\nIda Reed · 27 March 2016")


@pytest.mark.parametrize(("question", "sentence", "walk"), TALES, ids=IDS)
async def test_a_long_article_is_read_in_pages_from_the_quote_on(
    desk: Desk, playground: Playground, scene: Scenario, question: str, sentence: str, walk: str
) -> None:
    told = tell(desk, sentence, walk)
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(question)
        first = fits(await ann.sees(quote(sentence)))
        context = await turned(ann, "Context")
        assert context.bold == (sentence,)

        page = await turned(ann, "Whole article")
        # The title is in bold too.
        assert page.bold == ("The tale 🦓", sentence)
        number, pages = map(int, re.findall(r"Page (\d+) of (\d+)", page.text)[0])
        assert 1 < number < pages
        while number > 1:
            page = await turned(ann, "Earlier")
            number -= 1
            assert f"Page {number} of {pages}" in page.text
        assert "Earlier" not in {label for row in page.buttons for label in row}
        read = list(page.quotes)
        while number < pages:
            page = await turned(ann, "Later")
            number += 1
            read += page.quotes
        assert "Later" not in {label for row in page.buttons for label in row}
        # Nothing is lost, and no sentence is parted.
        assert [len(read), " ".join(" ".join(read).split())] == [pages, " ".join(told)]
        assert all(any(part.endswith(end) for end in told) for part in read)

        back = await turned(ann, "Back to the quote")
        assert (back.text, back.bold, back.buttons) == (first.text, first.bold, first.buttons)

    assert [call for call in playground.calls if call.refused] == []


@pytest.mark.parametrize("title", ["T" * 2_000, "🦓" * 900, "حكاية " * 300], ids=["letters", "emoji", "Arabic"])
async def test_a_very_long_title_leaves_room(desk: Desk, playground: Playground, scene: Scenario, title: str) -> None:
    question, sentence, walk = ENGLISH_TALE
    tell(desk, sentence, walk, title=title.strip())
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(question)
        fits(await ann.sees(quote(sentence)))
        for label in ("Context", "Whole article", "Later", "Back to the quote"):
            await turned(ann, label)


async def test_context_of_long_sentences_fits_a_message(desk: Desk, playground: Playground, scene: Scenario) -> None:
    # Two units each: a sentence of the longest kind takes 1,400.
    around = [f"Number {number} {'𐍈𐌰𐌹𐌻𐌰 ' * 110}." for number in range(6)]
    around.insert(3, "Marta Quill told the tale of the zebra of Orla.")
    (desk.sources / "gothic.txt").write_text("Gothic\n\n" + " ".join(around), "utf-8")
    desk.library.update()
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who told the tale of the zebra of Orla?")
        await ann.sees(containing("Marta Quill"))
        context = await turned(ann, "Context")
        assert "Marta Quill" in context.bold[0]
        await turned(ann, "Whole article")


async def test_a_page_of_an_article_that_is_gone_says_so(desk: Desk, playground: Playground, scene: Scenario) -> None:
    question, sentence, walk = ENGLISH_TALE
    tell(desk, sentence, walk)
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(question)
        await ann.sees(quote(sentence))
        await turned(ann, "Context")
        await turned(ann, "Whole article")
        (desk.sources / "tale.txt").unlink()
        desk.library.update()
        told = await ann.is_told("Later")
        assert (told.text, told.alert) == (ENGLISH.article_gone, True)
        await ann.sees_nothing()


# --- Dates ---

TOLL = "how many people did the flood at Orla kill?"
DEAD = {
    "2016-03-01": "The flood at Orla killed 12 people.",
    "2016-03-04": "The flood at Orla killed 31 people.",
    "2017-03-01": "The flood at Orla killed 44 people.",
}
TITLES = ["The flood at Orla", "Toll of the flood at Orla rises", "A year after the flood at Orla"]


@pytest.fixture
def flood(desk: Desk) -> Desk:
    """A library whose articles say different things on different days."""
    for (day, sentence), title in zip(DEAD.items(), TITLES, strict=True):
        text = f"---\ntitle: {title}\ndate: {day}\n---\n\nThe rain came on {day}. {sentence} A wall was built.\n"
        (desk.sources / f"flood-{day}.md").write_text(text, "utf-8")
    desk.library.update()
    return desk


@pytest.mark.parametrize("where", ["private", "group"])
async def test_quotes_that_disagree_are_shown_from_the_oldest_to_the_newest(
    flood: Desk, playground: Playground, scene: Scenario, where: str
) -> None:
    async with polling(flood.application(playground), scene):
        ann = scene.person("Ann")
        there = ann if where == "private" else ann.at(scene.supergroup("Friends", ann))
        await there.says(f"/ask {TOLL}")
        first = fits(await there.sees(containing(ENGLISH.dates_heading), button("Context")))
        assert first.quotes == tuple(DEAD.values())
        assert re.findall(r"\d+ March \d+", first.text) == [
            "1 March 2016", "4 March 2016", "1 March 2017",
        ]  # fmt: skip
        # The buttons are about the newest.
        context = await turned(there, "Context")
        assert context.bold == ("The flood at Orla killed 44 people.",)
        back = await turned(there, "Back to the quote")
        assert (back.text, back.quotes, back.buttons) == (first.text, first.quotes, first.buttons)
        await turned(there, "Context")
        page = await turned(there, "Whole article")
        assert "The rain came on 2017-03-01." in page.text
        again = await turned(there, "Back to the quote")
        assert (again.text, again.bold, again.buttons) == (first.text, first.bold, first.buttons)


async def test_after_a_restart_the_dates_come_back_too(flood: Desk, playground: Playground, scene: Scenario) -> None:
    ann = scene.person("Ann", language_code="de")
    german = LANGUAGES["de"]
    async with polling(flood.application(playground), scene):
        await ann.says(TOLL)
        first = await ann.sees(containing(german.dates_heading))
        await turned(ann, german.context)
    async with polling(flood.application(playground), scene):
        again = await turned(ann, german.back)
        assert (again.text, again.buttons) == (first.text, first.buttons)


async def test_where_only_one_of_them_is_left_nothing_disagrees(
    flood: Desk, playground: Playground, scene: Scenario
) -> None:
    async with polling(flood.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says(TOLL)
        await ann.sees(containing(ENGLISH.dates_heading))
        await turned(ann, "Context")
        for day in ("2016-03-01", "2016-03-04"):
            (flood.sources / f"flood-{day}.md").unlink()
        flood.library.update(confirmed=ANYTHING)
        back = await turned(ann, "Back to the quote")
        assert back.quotes == ("The flood at Orla killed 44 people.",)
        assert ENGLISH.dates_heading not in back.text


async def test_more_counts_only_what_is_still_there(desk: Desk, playground: Playground, scene: Scenario) -> None:
    for number, name in enumerate(("Ann", "Ben", "Eva")):
        (desk.sources / f"bells-{number}.txt").write_text(
            f"The bells of Orla\n\n{name} Bell rang the great bells of Orla at noon in May.\n", "utf-8"
        )
    desk.library.update()
    async with polling(desk.application(playground), scene):
        ann = scene.person("Ann")
        await ann.says("who rang the great bells of Orla?")
        first = await ann.sees(button("More (2)"))
        best = first.quotes[0].split()[0]
        gone = {"Ann": 1, "Ben": 2, "Eva": 0}[best]
        (desk.sources / f"bells-{gone}.txt").unlink()
        desk.library.update()
        more = await turned(ann, "More (2)")
        assert len(more.quotes) == 2
        assert more.buttons[0] == ("Context", "Fewer")
        assert (await turned(ann, "Fewer")).buttons[0] == ("Context", "More (1)")
