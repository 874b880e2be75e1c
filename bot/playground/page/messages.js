/** The messages of the conversation that is open. Only the newest are elements; earlier ones become so when wanted. */

import { bubble } from "./bubble.js";
import { byId, make } from "./dom.js";
import { day } from "./times.js";
import { place, senderOf, topicOf } from "./world.js";

const STEP = 100;
const RUN_SECONDS = 300;
const NEAR_PIXELS = 60;

export class Messages {
  #app;
  #log = byId("log");
  #scroller = byId("scroller");
  #newest = byId("newest");
  #earlier = make("button", { class: "earlier", type: "button", click: () => this.#showEarlier() }, "Earlier messages");
  #where = "";
  #limit = STEP;
  #atEnd = true;
  // Per message its element, and what that was made of.
  #made = new Map();
  #open = new Set();
  #empty = null;

  constructor(app) {
    this.#app = app;
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#newest.addEventListener("click", () => this.toEnd());
    this.#log.addEventListener("keydown", (event) => this.#key(event));
    this.#log.addEventListener("contextmenu", (event) => this.#menu(event));
    // Pictures load and the composer grows: what was at the end stays there.
    const sizes = new ResizeObserver(() => this.#atEnd && this.toEnd());
    sizes.observe(this.#log);
    sizes.observe(this.#scroller);
  }

  /** Bring the elements up to date with the world. */
  render() {
    const { world, here } = this.#app;
    const where = `${here.user}:${place(here.chat, here.topic)}`;
    const other = where !== this.#where;
    if (other) this.#begin(where);
    const all = world.conversation(here.chat, here.topic);
    const wanted = this.#elements(all.slice(-this.#limit));
    if (!all.length) wanted.push((this.#empty ??= this.#app.empty()));
    if (all.length > this.#limit || !here.chat.complete) wanted.unshift(this.#earlier);
    this.#put(wanted);
    if (other || this.#atEnd) this.toEnd();
    else this.#newest.hidden = false;
    // What was there before is not read out, what comes is.
    if (other) setTimeout(() => this.#log.removeAttribute("aria-busy"));
  }

  /** Scroll to the newest message. */
  toEnd() {
    this.#atEnd = true;
    this.#newest.hidden = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Bring one message into view and point at it; false if it is not there. */
  show(number) {
    const { world, here } = this.#app;
    const all = world.conversation(here.chat, here.topic);
    const at = all.findIndex((message) => message.message_id === number);
    if (at < 0) return false;
    if (all.length - at > this.#limit) {
      this.#limit = all.length - at + STEP / 2;
      this.render();
    }
    const element = this.#made.get(number).element;
    this.#atEnd = false;
    element.scrollIntoView({ block: "center" });
    this.#focus(element);
    element.classList.remove("shown");
    requestAnimationFrame(() => element.classList.add("shown"));
    return true;
  }

  #begin(where) {
    this.#where = where;
    this.#limit = STEP;
    this.#made.clear();
    this.#open.clear();
    this.#empty = null;
    this.#log.setAttribute("aria-busy", "true");
    this.#log.replaceChildren();
  }

  #elements(messages) {
    const wanted = [];
    const made = new Map();
    let before = null;
    for (const message of messages) {
      const date = day(message.date);
      const newDay = !before || day(before.date) !== date;
      if (newDay) wanted.push(this.#separator(date));
      const shown = this.#standing(message, newDay ? null : before);
      const kept = this.#kept(message, shown);
      made.set(message.message_id, kept);
      wanted.push(kept.element);
      before = message;
    }
    this.#made = made;
    return wanted;
  }

  #separator(date) {
    const known = [...this.#log.querySelectorAll(".day")].find((each) => each.textContent === date);
    return known ?? make("p", { class: "day" }, date);
  }

  /** How a message stands among the others. */
  #standing(message, before) {
    const { world, here } = this.#app;
    const run =
      before &&
      senderOf(before).id === senderOf(message).id &&
      before.author === message.author &&
      message.date - before.date < RUN_SECONDS &&
      !before.new_chat_members && !before.forum_topic_created && !before.left_chat_member;
    const reply = message.reply_to_message;
    const rootOfTopic = reply?.forum_topic_created;
    return {
      mine: message.author === here.user && !message.is_automatic_forward,
      first: !run,
      named: here.chat.type !== "private",
      reply: reply && !rootOfTopic ? (here.chat.messages.get(reply.message_id) ?? reply) : null,
      discussion: world.discussion(message, here.chat),
    };
  }

  /** The element of a message: the one that is there already if it would look the same. */
  #kept(message, shown) {
    const { world, here } = this.#app;
    const busy = this.#app.busyData(message).join("\n");
    const basis = [message, shown.mine, shown.first, shown.named, shown.reply, shown.discussion?.comments, busy];
    const known = this.#made.get(message.message_id);
    if (known && basis.every((each, number) => each === known.basis[number])) return known;
    return { basis, element: bubble(message, shown, this.#acts(message, shown), world, here.user) };
  }

  #acts(message, shown) {
    const app = this.#app;
    const { chat, user } = app.here;
    const key = (offset) => `${message.message_id}:${offset}`;
    const follow = (event, href) => app.follow(event, href);
    return {
      face: (id, name) => app.faceOf(id, name),
      text: {
        command: (text) => app.say(text),
        mention: (text) => app.mention(text),
        follow,
        isOpen: (offset) => this.#open.has(key(offset)),
        open: (offset, open) => (open ? this.#open.add(key(offset)) : this.#open.delete(key(offset))),
      },
      keyboard: {
        isBusy: (data) => app.busyData(message).includes(data),
        press: (button) => app.press(message, button),
        follow,
      },
      show: (number) => this.show(number),
      react: (emoji) => app.act("react", { user, chat: chat.id, message: message.message_id, emoji }),
      menu: (event) => app.menu.open(message, event.currentTarget.closest("article"), event),
      discuss: () => {
        const { group, copy } = shown.discussion;
        app.go({ chat: group.id, topic: topicOf(group, copy), message: copy.message_id, reply: copy.message_id });
      },
    };
  }

  /** Make the elements the children of the log, and leave those alone that are. */
  #put(wanted) {
    const keep = new Set(wanted);
    const focused = this.#focused();
    for (const child of [...this.#log.children]) if (!keep.has(child)) child.remove();
    let next = this.#log.firstChild;
    for (const element of wanted) {
      if (element === next) next = next.nextSibling;
      else this.#log.insertBefore(element, next);
    }
    const articles = this.#log.querySelectorAll("article");
    if (!this.#log.querySelector('article[tabindex="0"]')) articles[articles.length - 1]?.setAttribute("tabindex", "0");
    for (const quote of this.#log.querySelectorAll(".expandable:not(.measured)")) measure(quote);
    if (focused && !this.#log.contains(document.activeElement)) this.#refocus(focused);
  }

  /** Which message has the focus, and which of its buttons, so that an edit does not take it away. */
  #focused() {
    const article = document.activeElement?.closest?.("#log article");
    if (!article) return null;
    return { id: Number(article.dataset.id), place: document.activeElement.dataset.place };
  }

  #refocus({ id, place: at }) {
    const article = this.#made.get(id)?.element;
    if (!article) return;
    const key = at && (article.querySelector(`[data-place="${at}"]`) ?? article.querySelector("[data-place]"));
    if (key) key.focus({ preventScroll: true });
    else this.#focus(article);
  }

  #focus(article) {
    for (const each of this.#log.querySelectorAll('article[tabindex="0"]')) each.setAttribute("tabindex", "-1");
    article.setAttribute("tabindex", "0");
    article.focus({ preventScroll: true });
  }

  #key(event) {
    const article = event.target.closest("article");
    if (!article || event.altKey || event.ctrlKey || event.metaKey) return;
    const articles = [...this.#log.querySelectorAll("article")];
    const at = articles.indexOf(article);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (!articles[to]) return;
      this.#focus(articles[to]);
      articles[to].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Escape") {
      this.#app.composer.focus();
    } else if (event.key === "Enter" && event.target === article) {
      this.#menu(event);
    }
  }

  #menu(event) {
    const article = event.target.closest("article.message");
    // Links keep the browser's own menu.
    if (!article || (event.type === "contextmenu" && event.target.closest("a"))) return;
    event.preventDefault();
    const message = this.#app.here.chat.messages.get(Number(article.dataset.id));
    if (message) this.#app.menu.open(message, article, event);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
    if (this.#atEnd) this.#newest.hidden = true;
  }

  async #showEarlier() {
    const { here, world } = this.#app;
    this.#limit += STEP;
    while (world.conversation(here.chat, here.topic).length < this.#limit && !here.chat.complete) {
      if (!(await this.#app.loadEarlier(here.chat))) return;
    }
    const first = this.#log.querySelector("article");
    const top = first?.offsetTop ?? 0;
    this.#atEnd = false;
    this.render();
    this.#scroller.scrollTop += (first?.offsetTop ?? 0) - top;
    this.#newest.hidden = true;
  }
}

/** A quote that fits needs no button to unfold it. */
function measure(quote) {
  const folded = quote.querySelector(".folded");
  quote.classList.add("measured");
  const fits = folded.scrollHeight <= folded.clientHeight + 2;
  if (fits && !folded.classList.contains("open")) quote.classList.add("fits");
}
