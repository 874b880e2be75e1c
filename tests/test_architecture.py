"""Imports point one way, and every setting is documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import BotSettings
from retrieval import RetrievalSettings

ROOT = Path(__file__).parents[1]

# What each module of retrieval may import of it: everything in the layers above its own, and nothing beside it.
LAYERS = [
    [{"types", "errors"}],
    [{"language"}, {"segmentation"}, {"analysis"}],
    [{"cues"}],
    [
        {"sources"},
        {"readers"},
        {"database", "catalogue", "schema"},
        {"indexes"},
        {
            *("synonyms", "spelling", "question", "sentences", "matching", "closeness", "coverage", "fit", "measuring"),
            *(
                "repetition",
                "numbers",
                "things",
                "features",
                "wording",
                "trees",
                "network",
                "agreement",
                "ranking",
                "negation",
                "polarity",
            ),
        },
        {"settings"},
    ],
    [{"indexing"}, {"fetching"}, {"subscriptions"}],
    [
        {"ingest", "whole_texts", "planning", "building", "joining", "holdings", "channels", "visiting", "watching"},
        {
            *("answerer", "serving", "reading", "retriever", "topic", "quoting", "pages", "disagreement", "searching"),
            *("explaining", "unknown", "following", "replacing", "follow_ups"),
        },
        {"likeness"},
    ],
    [{"golden", "reloading", "background", "browsing"}],
    [{"library"}],
    [{"reloader"}],
]


def imports(file: Path) -> Iterator[str]:
    """The modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            for name in node.names:
                path = ROOT / (node.module or "").replace(".", "/") / name.name
                is_module = path.is_dir() or path.with_suffix(".py").exists()
                yield f"{node.module}.{name.name}" if is_module else node.module or ""


def modules(package: str) -> list[Path]:
    return sorted(path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def part(module: str) -> str:
    """`retrieval.indexes.local` is of the part `indexes`."""
    return module.split(".")[1] if "." in module else ""


@pytest.mark.parametrize("path", modules("retrieval"), ids=lambda path: str(path.relative_to(ROOT)))
def test_retrieval_imports_only_what_is_below(path: Path) -> None:
    own = path.relative_to(ROOT / "retrieval").parts[0].removesuffix(".py")
    if own == "__init__":
        return
    (level,) = [number for number, layer in enumerate(LAYERS) if any(own in group for group in layer)]
    allowed = {name for layer in LAYERS[:level] for group in layer for name in group}
    allowed |= next(group for group in LAYERS[level] if own in group)

    imported = {part(module) for module in imports(path) if module.split(".")[0] == "retrieval"}

    assert imported <= allowed


@pytest.mark.parametrize("path", modules("retrieval"), ids=lambda path: str(path.relative_to(ROOT)))
def test_retrieval_knows_nothing_of_telegram_or_the_bot(path: Path) -> None:
    assert not {module.split(".")[0] for module in imports(path)} & {"telegram", "bot"}


@pytest.mark.parametrize("path", modules("bot"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_bot_uses_the_public_names_of_retrieval(path: Path) -> None:
    allowed = {"retrieval", "retrieval.settings"} if path.name == "settings.py" else {"retrieval"}

    assert {module for module in imports(path) if module.split(".")[0] == "retrieval"} <= allowed


@pytest.mark.parametrize("path", modules("bot/playground"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_playground_is_a_bot_api_and_knows_no_bot(path: Path) -> None:
    strangers = [
        module
        for module in imports(path)
        if module.split(".")[0] in {"retrieval", "telegram"}
        or (module.split(".")[0] == "bot" and not module.startswith("bot.playground"))
    ]

    assert strangers == []


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text("utf-8")
    documented = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))

    assert documented == {name.upper() for name in (*BotSettings.model_fields, *RetrievalSettings.model_fields)}
