"""Running sources from the command line: plans, held reloads, sources, generations, golden questions."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.command_line.conftest import Run
from tests.retrieval.site import Response, Site

ROOT = Path(__file__).parents[3]


def fill(sources: Path, count: int = 4) -> None:
    for number in range(count):
        (sources / f"a{number}.txt").write_text(f"Article {number}\n\nForces retook town{number}.")


def rows(text: str) -> list[list[str]]:
    """The lines of a table below its heading, in cells."""
    lines = [line for line in text.splitlines() if "  " in line]
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines[1:]]


def test_a_plan_is_shown_and_nothing_is_changed(run: Run, sources: Path) -> None:
    fill(sources)
    run("index")
    (sources / "a1.txt").unlink()

    result = run("index", "--plan")

    assert rows(result.stdout) == [["a1.txt", "gone", "0"]]
    assert result.stdout.splitlines()[-1] == (
        "5 sources (0 new, 0 changed, 4 unchanged, 1 gone, 0 failed); 4 articles would be served."
    )
    assert run("status").stdout.startswith("Generation 1: 5 articles, 5 passages.\n")


def test_a_reload_that_is_held_says_why_and_how_to_go_on(run: Run, sources: Path) -> None:
    fill(sources)
    run("index")
    for number in range(3):
        (sources / f"a{number}.txt").unlink()

    held, asked, done = run("index"), run("ask", "-k", "1", "who retook Palmyra?"), run("index", "--yes")

    assert (held.exit_code, done.exit_code) == (3, 0)
    assert held.stderr.splitlines() == [
        "Held: 3 of 5 articles (60%) would vanish.",
        "Nothing was changed. To apply it all the same: verbatim index --yes",
    ]
    assert held.stdout.splitlines()[-1].endswith("; 5 articles are served.")
    assert asked.exit_code == 0
    assert asked.stderr.splitlines() == [
        "Held: 3 of 5 articles (60%) would vanish.",
        "Until then answers come from the articles as they were: verbatim index",
    ]
    assert done.stdout.splitlines()[-1].endswith("; 2 articles are served.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other terminals")
@pytest.mark.parametrize(("said", "code", "articles"), [("y", 0, 2), ("n", 3, 5)])
def test_a_person_at_a_terminal_is_asked(run: Run, sources: Path, said: str, code: int, articles: int) -> None:
    fill(sources)
    run("index")
    for number in range(3):
        (sources / f"a{number}.txt").unlink()
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "index"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while b"all the same? [y/N]" not in shown:
        shown += os.read(ours, 1_000)
    os.write(ours, f"{said}\n".encode())
    printed, _ = process.communicate()
    os.close(ours)

    assert b"Held: 3 of 5 articles (60%) would vanish." in shown
    assert (process.returncode, printed.decode().splitlines()[-1].partition("; ")[2]) == (
        code, f"{articles} articles are served.",
    )  # fmt: skip


def test_going_back_and_forth(run: Run, sources: Path) -> None:
    run("index")
    fill(sources, 1)
    run("index")

    assert run("rollback").stdout == (
        "Generation 1 is served: 1 articles. What changes is held until: verbatim index --yes\n"
    )
    held = run("index")
    assert (held.exit_code, held.stderr.splitlines()[0]) == (
        3, "Held: somebody went back to generation 1; this would end it.",
    )  # fmt: skip
    assert run("status").stdout.startswith("Generation 1 (somebody went back to it): 1 articles, 1 passages.\n")
    assert run("rollback", "2").exit_code == 0
    assert run("rollback", "7").stderr == "Error: no generation 7 (there are: 1)\n"


def test_sources_are_listed_shown_disabled_enabled_and_deleted(run: Run, sources: Path) -> None:
    fill(sources, 1)
    run("index")

    assert [row[:3] for row in rows(run("sources", "list").stdout)] == [
        ["a0.txt", "enabled", "1"],
        ["palmyra.md", "enabled", "1"],
    ]
    assert [row[0] for row in rows(run("sources", "list", "RETAKEN").stdout)] == ["palmyra.md"]
    assert run("sources", "show", "palmyra.md").stdout.splitlines()[:5] == [
        "Source:       palmyra.md",
        "Title:        Palmyra is retaken",
        "Kind:         file",
        "State:        enabled",
        "Articles:     1 served",
    ]

    run("sources", "disable", "palmyra.md")
    assert run("ask", "who retook Palmyra?").exit_code == 1
    assert run("sources", "enable", "palmyra.md").stdout == "palmyra.md is quoted from again.\n"
    assert run("ask", "who retook Palmyra?").exit_code == 0

    assert run("sources", "delete", "palmyra.md", stdin="n\n").exit_code == 1
    assert run("sources", "delete", "palmyra.md", "--yes").exit_code == 0
    assert run("index").stdout.splitlines()[-1] == (
        "2 sources (0 new, 0 changed, 1 unchanged, 1 gone, 0 failed); 1 articles are served."
    )
    assert run("sources", "enable", "palmyra.md").stdout == "palmyra.md is enabled. To quote from it: verbatim index\n"
    assert run("sources", "show", "nothing.txt").stderr == "Error: there is no source 'nothing.txt'\n"


def test_a_file_is_added_and_answered_from(run: Run, tmp_path: Path) -> None:
    given = tmp_path / "bridge.txt"
    given.write_text("Bridges\n\nThe bridge of Raqqa fell.")

    result = run("add", str(given))
    given.unlink()

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "Added as upload:bridge.txt"
    assert "The bridge of Raqqa fell." in run("ask", "which bridge fell?").stdout
    assert run("add", str(given)).stderr == f"Error: {given}: No such file or directory\n"


def test_a_feed_is_added_with_whole_texts_and_says_what_it_lacks(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FETCH_NETWORKS", "127.0.0.1/32")
    items = "".join(f"<item><title>{n}</title><link>/{n}</link><description>About…</description></item>" for n in "ab")
    whole = "The mill of Orla burnt down in June, and Tom Hask saved its great wheel."
    with Site() as site:
        feed = site.url("/feed")
        site.pages["/feed"] = Response(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
        site.pages["/a"] = Response(f"Mill\n\n{whole}".encode(), headers={"Content-Type": "text/plain"})
        added = run("add", "--full", feed)
        site.pages.clear()
        failed = run("sources", "refresh", feed)
    listed, shown = run("sources", "list"), run("sources", "show", feed)

    assert added.stdout.splitlines()[0] == f"Added as {feed}"
    assert whole in run("ask", "who saved the great wheel?").stdout
    assert (failed.exit_code, failed.stderr.splitlines()[0]) == (1, f"{feed}: answers 404 Not Found")
    assert rows(listed.stdout)[0][:3] == [feed, "failing: answers 404 Not Found", "2"]
    assert shown.stdout.splitlines()[-2:] == [
        "Whole texts:  1 of 2", f"              {site.url('/b')}: answers 404 Not Found",
    ]  # fmt: skip
    assert run("add", "--full", "news.txt").stderr.splitlines()[-1] == (
        "Error: --full is for feeds, and 'news.txt' is no address."
    )


def test_a_channel_is_followed_and_an_export_brings_its_posts(run: Run, tmp_path: Path) -> None:
    post = {"id": 7, "type": "message", "date_unixtime": "1777636800", "text": "The bridge of Raqqa fell."}
    export = tmp_path / "result.json"
    export.write_text(json.dumps({"type": "private_channel", "id": 1234567890, "messages": [post]}))

    followed, added = run("sources", "follow", "1234567890"), run("add", str(export))

    assert followed.stdout == (
        "https://t.me/c/1234567890 is followed. To add its earlier posts: verbatim add result.json\n"
    )
    assert added.stdout.splitlines()[0] == "Added as https://t.me/c/1234567890"
    assert "The bridge of Raqqa fell." in run("ask", "which bridge fell?").stdout
    assert run("sources", "follow", "0").exit_code == 2


def test_every_deed_is_in_the_audit_table(run: Run, sources: Path) -> None:
    run("index")
    run("sources", "disable", "palmyra.md")
    fill(sources, 1)
    run("index")
    run("rollback")

    assert [row[1:] for row in rows(run("audit", "-n", "3").stdout)] == [
        ["command line", "rollback", "1", "done"],
        ["command line", "reload", "2", "2 articles"],
        ["command line", "disable", "palmyra.md", "done"],
    ]


def test_golden_questions_that_fail_are_in_a_table(run: Run, tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonl"
    golden.write_text(
        '{"question": "who retook Palmyra?", "words": "Government forces", "article": "Palmyra is retaken"}\n'
        '{"question": "who retook Palmyra?", "refused": true}\n'
        '{"question": "who bombed Aleppo?", "words": "Aleppo"}\n'
    )

    result = run("check", str(golden))

    assert result.exit_code == 1
    assert rows(result.stdout) == [
        [
            "who retook Palmyra?",
            "no answer",
            "“Government forces retook Palmyra on Sunday.” in Palmyra is retaken",
        ],
        ["who bombed Aleppo?", "“Aleppo”", "No article mentions “bombed” or “Aleppo”."],
    ]
    assert result.stdout.splitlines()[-1] == "1 of 3 golden questions are answered as expected."


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, "Error: golden questions: '{file}' can't be read: No such file or directory"),
        (b"\xff", "Error: golden questions: '{file}' is not UTF-8 text"),
        (b"nonsense", 'golden.jsonl: line 1: is not JSON, such as {{"question": "who ...?", "words": "..."}}'),
    ],
)
def test_golden_questions_that_cannot_be_read_exit_with_2(
    run: Run, tmp_path: Path, content: bytes | None, error: str
) -> None:
    file = tmp_path / "golden.jsonl"
    if content is not None:
        file.write_bytes(content)

    result = run("check", str(file))

    assert (result.exit_code, result.stderr.splitlines()) == (2, [error.format(file=file)])


def test_our_own_golden_questions_are_answered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCES_DIR", str(ROOT / "seeds"))
    monkeypatch.delenv("ANSWER_THRESHOLD")

    result = run("check", str(ROOT / "seeds" / "golden.jsonl"))

    assert (result.exit_code, result.stdout) == (0, "5 of 5 golden questions are answered as expected.\n")
