"""Settings that the command line names because it cannot use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.command_line.conftest import Run


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", ""],
        ["ask", "  "],
        ["ask", "x", "--jsonl"],
        ["ask", "--jsonl", "--explain"],
        ["ask", "x", "-k", "0"],
        ["nonsense"],
    ],
    ids=" ".join,
)
def test_wrong_use_exits_with_2_and_a_message(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error:" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("INDEX_URL", "foo:", "Error: INDEX_URL: unknown scheme 'foo' (local)\n"),
        ("SOURCES_DIR", "/nowhere/at/all", None),
        *(
            (
                "ANSWER_THRESHOLD",
                value,
                f"Error: ANSWER_THRESHOLD: '{value}' is not a number from 0 to 1, such as 0.3\n",
            )
            for value in ("2", "-1", "nan", "inf", "-inf", "0,3", "0.3.", "30%", " ", "high")
        ),
        ("DATABASE_URL", "nonsense", None),
        (
            "FETCH_NETWORKS",
            "10.0.0.1/8",
            "Error: FETCH_NETWORKS: 10.0.0.1/8 has host bits set (10.0.0.0/8, or several, parted by commas)\n",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str | None
) -> None:
    monkeypatch.setenv(name, value)

    result = run("ask", "-k", "1", "who retook Palmyra?")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert message is None or result.stderr == message


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "TELEGRAM_BOT_TOKEN",
            "secret-nonsense",
            "Error: TELEGRAM_BOT_TOKEN: is not a token as @BotFather gives them (digits, a colon, letters)\n",
        ),
        ("ADMIN_IDS", "12,ann", "Error: ADMIN_IDS: ann: not a user's id (digits, parted by commas)\n"),
        (
            "TELEGRAM_API_URL",
            "localhost",
            "Error: TELEGRAM_API_URL: is not the address of a Bot API server (https://host, without /bot)\n",
        ),
    ],
)
def test_a_setting_of_the_bot_that_cannot_be_used_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)

    result = run("run")

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", message)


@pytest.mark.parametrize("value", ["", "0", "1", "0.3", ".3", "3e-1"])
def test_a_threshold_is_any_number_from_0_to_1_or_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ANSWER_THRESHOLD", value)

    assert run("ask", "-k", "1", "who retook Palmyra?").stderr in {"", "Not answered. The articles do not say.\n"}


def test_an_env_file_that_is_no_text_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("SOURCES_DIR=x".encode("utf-16"))

    result = run("ask", "who retook Palmyra?")

    assert (result.exit_code, result.stderr) == (2, "Error: .env: is not UTF-8 text\n")


def test_a_tilde_is_the_home_folder(run: Run, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(sources.parent))
    monkeypatch.setenv("SOURCES_DIR", f"~/{sources.name}")

    assert run("ask", "who retook Palmyra?").exit_code == 0
