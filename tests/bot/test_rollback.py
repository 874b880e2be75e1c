"""/rollback: those who run the bot go back to what was served before, and mean it."""

from __future__ import annotations

from bot.playground import Playground
from bot.texts import ENGLISH
from tests.bot.desk import Desk
from tests.bot.scenario import Scenario, button, containing, edited, no_buttons, polling, quote

BRIDGE = "The bridge of Raqqa is made of {}."
TO_FIRST = ENGLISH.rollback_to.format(number=1)


def changed(desk: Desk, times: int) -> None:
    """Serve so many generations more, each with another bridge."""
    for number in range(times):
        text = f"The bridge\n\n{BRIDGE.format(('stone', 'wood', 'steel', 'brick')[number])}\n"
        (desk.sources / "bridge.txt").write_text(text, "utf-8")
        desk.library.update()


async def test_an_admin_goes_back_after_saying_so_twice_and_it_is_written_down(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin, ann = scene.person("Dora"), scene.person("Ann")
    changed(desk, 2)
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/rollback")
        shown = await admin.sees(containing(ENGLISH.rollback_which))
        assert [line.partition(" · ")[0] for line in shown.text.splitlines() if " · " in line] == [
            "Generation 3", "Generation 2", "Generation 1"
        ]  # fmt: skip
        assert [line.rpartition(" · ")[2] for line in shown.text.splitlines() if " · " in line] == [
            "articles: 3", "articles: 3", "articles: 2"
        ]  # fmt: skip
        to_second = ENGLISH.rollback_to.format(number=2)
        assert shown.buttons == ((to_second,), (TO_FIRST,))

        await admin.presses(to_second)
        await admin.sees(edited(shown), containing(ENGLISH.rollback_sure), button(ENGLISH.cancel))
        await admin.presses(ENGLISH.cancel)
        await admin.sees(containing(ENGLISH.rollback_which), button(to_second))
        assert desk.library.generations()[0].id == 3

        await admin.presses(to_second)
        await admin.sees(button(ENGLISH.rollback_yes))
        await admin.presses(ENGLISH.rollback_yes)
        await admin.sees(edited(shown), ENGLISH.rollback_done.format(generation=2), no_buttons())
        await ann.says("what is the bridge of Raqqa made of?")
        await ann.sees(quote(BRIDGE.format("stone")))
    (entry,) = desk.library.audit(1)
    assert (entry.who, entry.what.value, entry.target) == (str(admin.id), "rollback", "2")


async def test_a_generation_that_is_gone_meanwhile_is_not_gone_back_to(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    changed(desk, 1)
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/rollback")
        await admin.sees(button(TO_FIRST))
        await admin.presses(TO_FIRST)
        await admin.sees(button(ENGLISH.rollback_yes))
        changed(desk, 4)
        await admin.presses(ENGLISH.rollback_yes)
        shown = await admin.sees(containing(ENGLISH.rollback_which))
    assert (TO_FIRST,) not in shown.buttons
    assert desk.library.generations()[0].id == 5


async def test_with_one_generation_there_is_nothing_to_go_back_to(
    desk: Desk, playground: Playground, scene: Scenario
) -> None:
    admin = scene.person("Dora")
    async with polling(desk.application(playground, admin.id), scene):
        await admin.says("/rollback")
        await admin.sees(containing(ENGLISH.rollback_none), no_buttons())
