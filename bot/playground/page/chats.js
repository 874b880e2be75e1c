/** The list of chats, and who one is. */

import { byId, make, named, unseen, walk } from "./dom.js";
import { brief } from "./times.js";
import { fullName, place, senderOf, serviceText, summary } from "./world.js";

const KINDS = { group: "Group", supergroup: "Supergroup", channel: "Channel" };

export class Chats {
  #app;
  #list = byId("chats");
  #persona = byId("persona");

  constructor(app) {
    this.#app = app;
    this.#persona.addEventListener("change", () => app.become(Number(this.#persona.value)));
    this.#list.addEventListener("keydown", (event) => walk(event, [...this.#list.querySelectorAll("a")]));
  }

  /** Bring the list up to date with the world. */
  render() {
    const { world, here } = this.#app;
    const options = [...world.people.values()].map((person) => ({
      value: String(person.id),
      label: person.role ? `${fullName(person)} · ${person.role}` : fullName(person),
    }));
    fill(this.#persona, options, String(here.user));
    // The list is made anew; who stood in it stays there.
    const focused = document.activeElement?.closest?.("#chats a")?.getAttribute("href");
    const scrolled = this.#list.scrollTop;
    this.#list.replaceChildren(make("ul", { role: "list" }, world.chatsOf(here.user).map((chat) => this.#entry(chat))));
    this.#list.scrollTop = scrolled;
    if (focused) [...this.#list.querySelectorAll("a")].find((each) => each.getAttribute("href") === focused)?.focus();
  }

  #entry(chat) {
    const topics = chat.is_forum ? [{ id: 0, name: "General" }, ...chat.topics] : [];
    const title = this.#app.world.title(chat);
    const kind = chat.is_forum ? "Topics" : chat.linked && chat.type === "supergroup" ? "Discussion" : (KINDS[chat.type] ?? "");
    if (!topics.length) {
      return make("li", {}, this.#link(chat, null, title, this.#app.face(chat), kind));
    }
    const heading = make("div", { class: "forum" }, this.#app.face(chat), make("span", { class: "name" }, named(title)),
      make("span", { class: "kind" }, kind));
    const entries = topics.map((topic) =>
      make("li", {}, this.#link(chat, topic.id, topic.name, make("span", { class: "hash", "aria-hidden": "true" }, "#"), "")),
    );
    return make("li", {}, heading, make("ul", { role: "list", "aria-label": `Topics of ${title}` }, entries));
  }

  #link(chat, topic, title, mark, kind) {
    const { world, here } = this.#app;
    const last = world.conversation(chat, topic).at(-1);
    const open = this.#app.isOpen(chat, topic);
    const unread = open ? 0 : (world.unread.get(place(chat, topic)) ?? 0);
    const action = world.action(chat);
    return make(
      "a",
      { class: topic === null ? "chat" : "chat topic", href: this.#app.address({ chat: chat.id, topic }), "aria-current": open ? "page" : null },
      mark,
      make(
        "span",
        { class: "about" },
        make("span", { class: "top" }, make("span", { class: "name" }, named(title)), make("span", { class: "kind" }, kind),
          last && make("time", {}, brief(last.date))),
        make("span", { class: "bottom" }, make("span", { class: "snippet", dir: "auto" }, action ? "typing…" : snippet(last, chat, here.user)),
          unread ? make("span", { class: "unread" }, String(unread), unseen(" unread")) : null),
      ),
    );
  }
}

/** Bring the options of a select up to date without disturbing one that is open. */
export function fill(select, options, value) {
  const written = JSON.stringify(options);
  if (select.dataset.options !== written) {
    select.dataset.options = written;
    select.replaceChildren(...options.map((each) => make("option", { value: each.value }, each.label)));
  }
  if (select.value !== value) select.value = value;
}

function snippet(last, chat, user) {
  if (!last) return chat.type === "private" ? "Ask it something" : "No messages yet";
  const says = summary(last);
  if (!says) return "·";
  if (last.author === user && serviceText(last) === null) return `You: ${says}`;
  return chat.type === "private" || chat.type === "channel" || serviceText(last) !== null ? says : `${senderOf(last).name}: ${says}`;
}
