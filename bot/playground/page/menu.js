/** What can be done with one message. */

import { byId, make, walk } from "./dom.js";
import { picked } from "./text.js";

const REACTIONS = [["👍", "thumbs up"], ["👎", "thumbs down"], ["❤", "heart"], ["🔥", "fire"], ["🎉", "party"], ["🤔", "thinking"]];

export class Menu {
  #app;
  #element = byId("menu");
  #from = null;

  constructor(app) {
    this.#app = app;
    this.#element.addEventListener("keydown", (event) => this.#key(event));
    this.#element.addEventListener("toggle", (event) => {
      // Back to where one was, unless something else has been chosen to be there.
      if (event.newState === "closed" && document.activeElement === document.body) this.#from?.focus();
    });
  }

  /** Open it for a message, at the pointer or at its element. */
  open(message, article, event) {
    this.#from = event.type === "keydown" ? article : document.activeElement;
    const text = message.text ?? message.caption ?? "";
    const quote = picked(article.querySelector(".text"), text);
    this.#element.replaceChildren(...this.#entries(message, text, quote));
    this.#element.showPopover();
    this.#place(article, event);
    this.#items()[0]?.focus();
  }

  #entries(message, text, quote) {
    const app = this.#app;
    const { user, chat, topic } = app.here;
    const on = { user, chat: chat.id, message: message.message_id };
    const mine = message.author === user || (chat.type === "channel" && app.world.administers(chat, user));
    const writable = app.world.closed(chat, topic, user) === null;
    const own = message.reactions.find((each) => each.user === user)?.emoji;
    const react = ([emoji, name]) =>
      make("button", {
        class: "emoji", type: "button", role: "menuitemradio", "aria-label": `React with ${name}`,
        "aria-checked": String(emoji === own),
        click: () => this.#does(() => app.act("react", { ...on, emoji: emoji === own ? "" : emoji })),
      }, emoji);
    return [
      make("div", { class: "palette", role: "group", "aria-label": "Reactions" }, REACTIONS.map(react)),
      writable && quote && this.#item("Reply to the highlighted part", () => app.composer.reply(message, quote)),
      writable && this.#item("Reply", () => app.composer.reply(message)),
      writable && mine && text && !message.forward_origin && this.#item("Edit", () => app.composer.edit(message)),
      text && this.#item("Copy text", () => app.copy(quote || text)),
      (mine || chat.type === "private" || app.world.administers(chat, user)) &&
        this.#item("Delete", () => app.act("delete", on), "danger"),
    ].filter(Boolean);
  }

  #item(label, does, style = "") {
    return make("button", { class: style, type: "button", role: "menuitem", click: () => this.#does(does) }, label);
  }

  #does(action) {
    this.#element.hidePopover();
    action();
  }

  #items() {
    return [...this.#element.querySelectorAll("button")];
  }

  #place(article, event) {
    const { offsetWidth: width, offsetHeight: height } = this.#element;
    const box = (event.type === "contextmenu" ? article : (event.currentTarget ?? article)).getBoundingClientRect();
    const pointed = event.type === "contextmenu" && event.clientX;
    const left = pointed ? event.clientX : box.left;
    const top = pointed ? event.clientY : Math.min(box.bottom, innerHeight - height - 8);
    this.#element.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
    this.#element.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  }

  #key(event) {
    const items = this.#items();
    const sideways = { ArrowRight: "ArrowDown", ArrowLeft: "ArrowUp" }[event.key];
    if (event.key === "Tab") this.#element.hidePopover();
    else if (sideways) {
      const at = items.indexOf(document.activeElement) + (sideways === "ArrowDown" ? 1 : -1);
      items[(at + items.length) % items.length].focus();
      event.preventDefault();
    } else walk(event, items);
  }
}
