"""Files that people give the bot."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from bot.playground import Playground
from bot.playground.cast import Cast
from tests.bot.playground.browser.screen import OpenScreen

pytestmark = pytest.mark.asyncio(loop_scope="session")

DROP = """(main) => {
    const files = new DataTransfer();
    files.items.add(new File(["dropped"], "dropped.txt", { type: "text/plain" }));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        main.dispatchEvent(new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true }));
    }
}"""


@pytest.mark.usefixtures("parrot")
async def test_the_admin_uploads_a_source_by_button_and_by_drop(
    playground: Playground, cast: Cast, open_screen: OpenScreen
) -> None:
    admin = await open_screen(cast.admin.id)
    async with admin.page.expect_file_chooser() as chooser:
        await admin.page.get_by_role("button", name="Attach a file").click()
    source = FilePayload(name="source.txt", mimeType="text/plain", buffer=b"A title\n\nA text.\n")
    await (await chooser.value).set_files([source])
    files = admin.page.get_by_role("list", name="Files to send")
    await expect(files).to_contain_text("source.txt")
    await admin.says("for the catalogue")
    await admin.sees("Received source.txt: A title")
    upload = admin.message("for the catalogue")
    link = upload.get_by_role("link", name="source.txt")
    async with admin.page.expect_download() as download:
        await link.click()
    assert (await download.value).suggested_filename == "source.txt"
    assert (await (await download.value).path()).read_bytes() == source["buffer"]

    await admin.page.locator("main").evaluate(DROP)
    await expect(files).to_contain_text("dropped.txt")
    await admin.page.get_by_role("button", name="Leave out dropped.txt").click()
    await expect(files).to_be_hidden()
    await admin.page.locator("main").evaluate(DROP)
    await admin.field.press("Enter")
    await admin.page.get_by_role("button", name="Send").click()
    await admin.sees("Received dropped.txt: dropped")
