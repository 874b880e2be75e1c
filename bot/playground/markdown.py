"""Parse mode MarkdownV2."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.playground.entities import units
from bot.playground.model import Entity, FormattedText
from bot.playground.refusals import bad_request
from bot.playground.urls import checked

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKERS = {"__": "underline", "||": "spoiler", "*": "bold", "_": "italic", "~": "strikethrough"}
_NAMES = {"strikethrough": "Strikethrough", "text_link": "TextUrl", "blockquote": "BlockQuote"}
_ESCAPED = re.compile(r"\\([\x01-\x7e])")


def _wrong(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


@dataclass(slots=True)
class _Parser:
    """Reads from left to right; `open` are the entities that have begun, with the place of their marker."""

    source: str
    at: int = 0
    text: str = ""
    open: list[tuple[Entity, int]] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> FormattedText:
        while self.at < len(self.source):
            self._step()
        self._end_quote()
        if self.open:
            entity, byte = self.open[-1]
            name = _NAMES.get(entity.type, entity.type.capitalize())
            raise _wrong(f"Can't find end of {name} entity at byte offset {byte}")
        return FormattedText(self.text, tuple(self.entities))

    def _step(self) -> None:
        rest = self.source[self.at :]
        line_begins = self.source[self.at - 1 : self.at] in ("", "\n")
        if line_begins and rest.startswith(("**>", ">")):
            kind = "expandable_blockquote" if rest.startswith("**>") else "blockquote"
            self.at += 3 if kind.startswith("exp") else 1
            if not self._in_quote():
                self._begin(kind)
            return
        if line_begins:
            self._end_quote()
        if escaped := _ESCAPED.match(rest):
            self._take(escaped[1], 2)
        elif rest.startswith("`"):
            self._code(rest)
        elif rest.startswith("["):
            self._begin("text_link")
            self.at += 1
        elif rest.startswith("]") and self._innermost() == "text_link":
            self._end_link(rest)
        elif rest.startswith("||") and self._innermost() == "expandable_blockquote" and rest[2:3] in ("", "\n"):
            self.at += 2
        elif marker := next((each for each in _MARKERS if rest.startswith(each)), None):
            self._mark(marker)
        elif rest[0] in _RESERVED:
            raise _wrong(f"Character '{rest[0]}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._take(rest[0], 1)

    def _take(self, text: str, width: int) -> None:
        self.text += text
        self.at += width

    def _innermost(self) -> str:
        return self.open[-1][0].type if self.open else ""

    def _in_quote(self) -> bool:
        return any(entity.type.endswith("blockquote") for entity, _ in self.open)

    def _begin(self, kind: str) -> None:
        self.open.append((Entity(kind, units(self.text), 0), len(self.source[: self.at].encode())))

    def _end(self, url: str | None = None) -> None:
        entity, _ = self.open.pop()
        if length := units(self.text) - entity.offset:
            self.entities.append(replace(entity, length=length, url=url))

    def _end_quote(self) -> None:
        if self._innermost().endswith("blockquote"):
            self._end()

    def _mark(self, marker: str) -> None:
        kind = _MARKERS[marker]
        if self._innermost() == kind:
            self._end()
        else:
            self._begin(kind)
        self.at += len(marker)

    def _end_link(self, rest: str) -> None:
        target = re.match(r"\]\(((?:\\.|[^\\)])*)\)", rest)
        url = checked(_ESCAPED.sub(r"\1", target[1]), "entity URL") if target else None
        if url is None:
            # Brackets that no address follows are nothing but brackets around a text.
            self.open.pop()
        else:
            self._end(url)
        self.at += target.end() if target else 1

    def _code(self, rest: str) -> None:
        fence = "```" if rest.startswith("```") else "`"
        body = re.compile(rf"{fence}((?:\\.|[^\\])*?){fence}", re.S).match(rest)
        if body is None:
            name = "Pre" if len(fence) > 1 else "Code"
            raise _wrong(f"Can't find end of {name} entity at byte offset {len(self.source[: self.at].encode())}")
        code, language = _ESCAPED.sub(r"\1", body[1]), None
        if len(fence) > 1 and (first := re.match(r"([^\s`]*)\n", code)):
            language, code = first[1] or None, code[first.end() :]
        if code:
            entity = Entity("pre" if len(fence) > 1 else "code", units(self.text), units(code), language=language)
            self.entities.append(entity)
        self._take(code, body.end())


def parse_markdown(source: str) -> FormattedText:
    """A text in MarkdownV2 with its entities; raises `Refused` where Telegram can't read it."""
    return _Parser(source).parse()
