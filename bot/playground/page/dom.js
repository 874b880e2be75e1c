/** Elements without markup: texts become text nodes, so that nothing which somebody wrote is ever read as HTML. */

/**
 * An element. Attributes that are functions listen to the event of their name; `true` sets an empty attribute; `null`,
 * `undefined` and `false` set none.
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** The element with an id, which the page has. */
export function byId(id) {
  return document.getElementById(id);
}

/** Words for screen readers only. */
export function unseen(text) {
  return make("span", { class: "unseen" }, text);
}

const HUES = [212, 152, 32, 342, 188, 262, 92, 12];

/** The colour, in degrees of hue, that belongs to an id. */
export function hueOf(id) {
  // Ids are numbered in a row from round numbers: a prime sets those of people and of chats apart.
  return HUES[(Math.abs(id) % 127) % HUES.length];
}

/** A disc with initials, in a colour that belongs to the id. */
export function portrait(id, name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const initials = words.slice(0, 2).map((word) => [...word][0]).join("");
  const disc = make("span", { class: "portrait", "aria-hidden": "true" }, initials.toUpperCase());
  disc.style.setProperty("--hue", hueOf(id));
  return disc;
}

/** The disc of the bot: a quotation mark. */
export function botPortrait() {
  return make("span", { class: "portrait bot", "aria-hidden": "true" }, "”");
}

/** Move the focus along a list of elements with the arrow keys, Home and End; true if the key was one of them. */
export function walk(event, elements) {
  const at = elements.indexOf(document.activeElement);
  const last = elements.length - 1;
  const next = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
  if (next === undefined || last < 0) return false;
  event.preventDefault();
  elements[next].focus();
  return true;
}

// Signs that turn the direction of the text after them: in a name they could make one thing look like another.
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** A name of a person, chat or file, with no power over the text around it. */
export function named(text) {
  return make("bdi", {}, text.replace(TURNS, ""));
}
