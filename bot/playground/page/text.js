/** A text with entities as elements, and what somebody highlighted of it. */

import { make, unseen } from "./dom.js";
import { safe } from "./links.js";
import { formatted, whole } from "./times.js";

const BLOCKS = new Set(["blockquote", "expandable_blockquote", "pre"]);
const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };
// Of entities with the same extent the first of these is outermost.
const OUTERMOST = ["blockquote", "expandable_blockquote", "pre", "text_link", "url", "spoiler"];

// Where a text node begins in its text, in UTF-16 code units, of which strings here consist as offsets of entities do.
const places = new WeakMap();

/**
 * The text as an element. `act` says what happens when parts of it are pressed: `command(text)`, `mention(text)`,
 * `follow(event, href)`; `isOpen(offset)` and `open(offset, opened)` remember which quotes and spoilers are open.
 */
export function textElement(text, entities, act) {
  const sorted = [...(entities ?? [])].sort(
    (one, other) => one.offset - other.offset || other.length - one.length || rank(one) - rank(other),
  );
  return make("div", { class: "text", dir: "auto" }, within(text, 0, text.length, sorted, act));
}

/** What of a text's element is selected, as it stands in the text; empty if nothing is, or something else as well. */
export function picked(element, text) {
  const selection = getSelection();
  if (!element || !selection.rangeCount || selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return "";
  let start = Infinity;
  let end = 0;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = places.get(node);
    if (at === undefined || !range.intersectsNode(node)) continue;
    start = Math.min(start, at + (node === range.startContainer ? range.startOffset : 0));
    end = Math.max(end, at + (node === range.endContainer ? range.endOffset : node.length));
  }
  return end > start ? text.slice(start, end).trim() : "";
}

function within(text, start, end, entities, act) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const close = Math.min(entity.offset + entity.length, end);
    const inner = others.filter((other) => other.offset < close);
    rest = others.filter((other) => other.offset >= close);
    if (entity.offset < at || close <= entity.offset) continue;
    nodes.push(plain(text, at, entity.offset));
    nodes.push(element(text, entity, within(text, entity.offset, close, inner, act), act));
    // A block ends its line by itself.
    at = BLOCKS.has(entity.type) && text[close] === "\n" ? close + 1 : close;
  }
  nodes.push(plain(text, at, end));
  return nodes;
}

function plain(text, start, end) {
  if (end <= start) return null;
  const node = document.createTextNode(text.slice(start, end));
  places.set(node, start);
  return node;
}

function element(text, entity, inner, act) {
  const covered = text.slice(entity.offset, entity.offset + entity.length);
  if (TAGS[entity.type]) return make(TAGS[entity.type], {}, inner);
  switch (entity.type) {
    case "blockquote":
      return make("blockquote", { dir: "auto" }, inner);
    case "expandable_blockquote":
      return expandable(entity.offset, inner, act);
    case "spoiler":
      return spoiler(entity.offset, inner, act);
    case "pre":
      return make("pre", { "data-language": entity.language, tabindex: "0" }, make("code", { dir: "ltr" }, inner));
    case "url":
      return link(covered, inner, act);
    case "text_link":
      return link(entity.url, inner, act);
    case "email":
      return link(`mailto:${covered}`, inner, act);
    case "bot_command":
      return make("button", { class: "link", type: "button", dir: "ltr", click: () => act.command(covered) }, inner);
    case "mention":
      return make("button", { class: "link", type: "button", dir: "ltr", click: () => act.mention(covered) }, inner);
    case "date_time":
      return moment(entity, inner);
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return make("span", { class: "tag" }, inner);
    default:
      return make("span", {}, inner);
  }
}

function link(address, inner, act) {
  const href = safe(address ?? "");
  if (href === null) return make("span", {}, inner);
  const follow = (event) => act.follow(event, href);
  return make("a", { href, title: href, target: "_blank", rel: "noopener noreferrer", click: follow }, inner);
}

function moment(entity, inner) {
  const seconds = entity.unix_time;
  const title = whole(seconds);
  const shown = formatted(seconds, entity.date_time_format);
  return make("time", { datetime: new Date(seconds * 1000).toISOString(), title }, shown ?? inner);
}

function spoiler(offset, inner, act) {
  if (act.isOpen(offset)) return make("span", { class: "spoiler open" }, inner);
  const cover = make("span", { class: "spoiler", role: "button", tabindex: "0" }, unseen("Hidden text, press to show"));
  const content = make("span", { "aria-hidden": "true" }, inner);
  const show = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act.open(offset, true);
    cover.replaceWith(make("span", { class: "spoiler open" }, inner));
  };
  cover.addEventListener("click", show);
  cover.addEventListener("keydown", show);
  cover.append(content);
  return cover;
}

function expandable(offset, inner, act) {
  const content = make("div", { class: "folded" }, inner);
  const toggle = make("button", { class: "more", type: "button" });
  const show = (open) => {
    content.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
    toggle.textContent = open ? "Show less" : "Show all";
  };
  toggle.addEventListener("click", () => {
    const open = !content.classList.contains("open");
    act.open(offset, open);
    show(open);
  });
  show(act.isOpen(offset));
  return make("blockquote", { class: "expandable", dir: "auto" }, content, toggle);
}

function rank(entity) {
  const at = OUTERMOST.indexOf(entity.type);
  return at < 0 ? OUTERMOST.length : at;
}
