/**
 * The playground's page: somebody (`here.user`) in a conversation (`here.chat`, `here.topic`) of a world that the server
 * tells of. Where one is stands in the address: #/user/chat/topic.
 */

import { Chats } from "./chats.js";
import { Composer } from "./composer.js";
import { botPortrait, byId, make, named, portrait } from "./dom.js";
import { emptyConversation } from "./empty.js";
import { inside } from "./links.js";
import { Menu } from "./menu.js";
import { Messages } from "./messages.js";
import { alert, chooseChat, toast } from "./notices.js";
import { Answers, NotPossible, act, fetchWorld, follow } from "./server.js";
import { World, place } from "./world.js";

const PRESS_SECONDS = 60;
// As in style.css.
const NARROW = matchMedia("(max-width: 719px)");

class Page {
  world = new World();
  answers = new Answers();
  here = { user: 0, chat: null, topic: null };
  #pressed = new Set();
  #scheduled = false;
  #target = null;
  // What people say arrives in the order in which they said it.
  #saying = Promise.resolve();

  constructor() {
    this.menu = new Menu(this);
    this.messages = new Messages(this);
    this.chats = new Chats(this);
    this.composer = new Composer(this);
    addEventListener("hashchange", () => this.#arrive());
    byId("back").addEventListener("click", (event) => {
      event.preventDefault();
      location.hash = `/${this.here.user}`;
    });
    follow({
      begin: (told) => this.#begin(told),
      happen: (kind, told) => this.#happen(kind, told),
      connected: (is) => this.#connected(is),
    });
  }

  // Where one is

  /** The address of a conversation. */
  address({ user = this.here.user, chat, topic = null }) {
    return `#/${[user, chat, topic].filter((part) => part !== null && part !== undefined).join("/")}`;
  }

  /** Go to a conversation; `message` is pointed at there, `reply` answered. */
  go({ user = this.here.user, chat, topic = null, message = null, reply = null }) {
    this.#target = { message, reply };
    const address = this.address({ user, chat, topic });
    if (location.hash === address) this.#arrive();
    else location.hash = address;
  }

  /** Whether a conversation is the one that is seen; on a narrow screen the list of chats may hide it. */
  isOpen(chat, topic) {
    const hidden = NARROW.matches && document.body.dataset.view === "list";
    return !hidden && this.here.chat === chat && this.here.topic === topic;
  }

  /** Be somebody else, in the same conversation if they are in it, or in their own with the bot. */
  become(user) {
    const { chat, topic } = this.here;
    const stays = chat.type !== "private" && this.world.member(chat, user);
    const listed = document.body.dataset.view === "list";
    if (stays) this.go({ user, chat: chat.id, topic });
    else this.go({ user, chat: listed ? null : user });
  }

  #arrive() {
    if (!this.world.bot) return;
    const [user, chat, topic] = location.hash.slice(2).split("/").map((part) => (part === "" ? null : Number(part)));
    const person = this.world.people.get(user) ?? this.world.people.values().next().value;
    const known = this.world.chats.get(chat);
    const open = known && this.world.member(known, person.id) ? known : this.world.chats.get(person.id);
    const among = open.is_forum && open.topics.some((each) => each.id === topic) ? topic : open.is_forum ? 0 : null;
    this.here = { user: person.id, chat: open, topic: among };
    document.body.dataset.view = known === open ? "chat" : "list";
    this.#render();
    this.composer.invite();
    const { message, reply } = this.#target ?? {};
    this.#target = null;
    if (message) this.messages.show(message);
    if (reply) this.composer.reply(open.messages.get(reply));
  }

  // What happens

  #begin(told) {
    const first = this.world.bot === null;
    this.world.replace(told);
    // A playground that was started anew may have other people and chats.
    if (first || !this.world.chats.has(this.here.chat.id)) this.#arrive();
    else this.#catchUp();
    this.composer.forgetCommands();
  }

  #happen(kind, told) {
    if (kind === "callback" || kind === "inline") this.answers.settle(told.detail, told.answer);
    if (kind === "profile") this.composer.forgetCommands();
    if (kind === "deleted" && told.chat_id === this.here.chat.id) this.composer.messageGone(told.message_id);
    if (!this.world.apply(kind, told) || (kind === "profile" && told.detail !== "commands")) this.reload();
    if (kind === "message" && told.message) this.#askedToReply(told.message);
    if (kind === "action") setTimeout(() => this.refresh(), 5100);
    this.refresh();
  }

  /** The bot may ask whom it answers to reply. */
  #askedToReply(message) {
    const { user, chat } = this.here;
    const { force_reply: force, selective } = message.reply_markup ?? {};
    const meant = !selective || chat.type === "private" || message.reply_to_message?.from?.id === user;
    if (force && meant && message.chat.id === chat.id) this.composer.reply(message);
  }

  /** Learn everything anew. */
  async reload() {
    await this.attempt(async () => this.#begin(await fetchWorld()));
  }

  #connected(is) {
    const { bot } = this.world;
    byId("connection").classList.toggle("lost", !is);
    byId("connection").textContent = is && bot ? `Connected to @${bot.username}` : "Reconnecting…";
  }

  // What is seen

  /** Show what has changed, soon: many changes at once are shown together. */
  refresh() {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const later = document.hidden ? (then) => setTimeout(then, 100) : requestAnimationFrame;
    later(() => {
      this.#scheduled = false;
      this.#catchUp();
    });
  }

  #catchUp() {
    // An event replaces the chat that it is about.
    const { user, chat, topic } = this.here;
    this.here = { user, chat: this.world.chats.get(chat.id), topic };
    const moved = this.here.chat.migrated_to;
    if (moved && this.world.chats.has(moved)) this.go({ chat: moved });
    else if (!this.world.member(this.here.chat, user)) this.go({ chat: user });
    else this.#render();
  }

  #render() {
    const { world, here } = this;
    if (this.isOpen(here.chat, here.topic)) world.unread.delete(place(here.chat, here.topic));
    this.#heading();
    this.messages.render();
    this.chats.render();
    this.composer.render();
  }

  #heading() {
    const { world, here } = this;
    const title = world.title(here.chat);
    const topic = here.chat.is_forum ? (here.chat.topics.find((each) => each.id === here.topic)?.name ?? "General") : null;
    byId("portrait").replaceChildren(this.face(here.chat));
    byId("title").replaceChildren(named(title), topic ? " · " : "", topic ? named(topic) : "");
    byId("log").setAttribute("aria-label", `Messages of ${title}`);
    const action = world.action(here.chat);
    const subtitle = action ? make("span", { class: "acting" }, `${world.bot.first_name} is typing`) : this.#subtitle();
    byId("subtitle").replaceChildren(subtitle);
    document.title = `${title} · Playground`;
  }

  #subtitle() {
    const { world, here } = this;
    if (here.chat.type === "private") return `@${world.bot.username} · bot`;
    const present = here.chat.members.filter((each) => world.member(here.chat, each.user_id));
    const names = present.map((each) => world.people.get(each.user_id)?.first_name ?? world.bot.first_name);
    const kind = here.chat.type === "channel" ? "subscribers" : "members";
    return `${present.length} ${kind}: ${names.join(", ")}`;
  }

  /** The portrait of a chat for the people in it. */
  face(chat) {
    return chat.type === "private" ? botPortrait() : portrait(chat.id, chat.title);
  }

  /** The portrait of a sender. */
  faceOf(id, name) {
    return id === this.world.bot.id ? botPortrait() : portrait(id, name);
  }

  /** What stands where there are no messages yet. */
  empty() {
    return emptyConversation(this);
  }

  toast(text) {
    toast(text);
  }

  // What people do

  /** Run something; what is not possible is said. Gives what it gave, or null. */
  async attempt(does) {
    try {
      return await does();
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      toast(error.message);
      return null;
    }
  }

  /** Do something on the server. */
  act(name, fields) {
    return this.attempt(() => act(name, fields));
  }

  /** Write a message here; true when it has been sent. */
  say(text, { reply = null, quote = null, as = null, files = [] } = {}) {
    const { user, chat, topic } = this.here;
    const there = { user, chat: chat.id, topic: topic || null, as_chat: as };
    const first = { text, reply_to: reply, quote };
    const all = files.length ? files.map((file, number) => [number ? { text: "" } : first, file]) : [[first, null]];
    this.messages.toEnd();
    const said = this.#saying.then(() =>
      this.attempt(async () => {
        for (const [fields, file] of all) await act("say", { ...there, ...fields }, file);
        return true;
      }),
    );
    this.#saying = said;
    return said;
  }

  /** Change a message; true when it has been changed, or was the same before. */
  change(message, text) {
    const { user, chat } = this.here;
    if (text === (message.text ?? message.caption)) return true;
    return this.act("edit", { user, chat: chat.id, message: message.message_id, text });
  }

  /** Begin the private chat, with what a link brings. */
  async start(payload) {
    this.go({ chat: this.here.user });
    this.#arrive();
    if (payload !== null) await this.say(payload ? `/start ${payload}` : "/start");
  }

  /** Press on a @name: the bot's leads to it. */
  mention(text) {
    if (text.slice(1).toLowerCase() === this.world.bot.username.toLowerCase()) this.start(null);
  }

  /** Follow a link, inside the playground if it leads there. */
  follow(event, href) {
    const found = inside(href, this.world);
    if (found) {
      event.preventDefault();
      if (found.chat) this.#goToMessage(found.chat, found.message);
      else this.start(found.start);
    } else if (href.startsWith("tg:")) {
      event.preventDefault();
      toast("Only Telegram itself opens this link.");
    }
  }

  #goToMessage(id, number) {
    const chat = this.world.chats.get(id);
    const message = chat.messages.get(number);
    if (!message || !this.world.member(chat, this.here.user)) toast("There is no such message for you.");
    else this.go({ chat: id, topic: chat.is_forum && message.is_topic_message ? message.message_thread_id : null, message: number });
  }

  /** The callback data of a message's buttons that wait for the bot. */
  busyData(message) {
    const start = `${message.chat.id} ${message.message_id} `;
    return [...this.#pressed].filter((each) => each.startsWith(start)).map((each) => each.slice(start.length));
  }

  /** Press a button of a message. */
  async press(message, button) {
    if ("callback_data" in button) await this.#callBack(message, button.callback_data);
    else if ("copy_text" in button) await this.copy(button.copy_text.text);
    else if ("switch_inline_query_current_chat" in button) this.#inline(button.switch_inline_query_current_chat);
    else if ("switch_inline_query" in button) await this.#inlineElsewhere(button.switch_inline_query, () => true);
    else if ("switch_inline_query_chosen_chat" in button) {
      const allowed = button.switch_inline_query_chosen_chat;
      const { allow_bot_chats: bots, allow_group_chats: groups, allow_channel_chats: channels } = allowed;
      const fits = { private: bots, group: groups, supergroup: groups, channel: channels };
      await this.#inlineElsewhere(allowed.query ?? "", (chat) => fits[chat.type]);
    } else toast("The playground does not open this.");
  }

  async #callBack(message, data) {
    const key = `${message.chat.id} ${message.message_id} ${data}`;
    if (this.#pressed.has(key)) return;
    this.#pressed.add(key);
    this.refresh();
    const on = { user: this.here.user, chat: message.chat.id, message: message.message_id };
    const query = await this.act("press", { ...on, data });
    const answer = query && (await this.answers.wait(query.id, PRESS_SECONDS));
    this.#pressed.delete(key);
    this.refresh();
    if (query && !answer) toast(`${this.world.bot.first_name} did not answer.`);
    else if (answer?.text && answer.alert) alert(answer.text);
    else if (answer?.text) toast(answer.text);
  }

  /** Put a text into the clipboard. */
  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast("Copied");
    } catch {
      // Browsers keep it from pages that come from another machine without encryption.
      alert(text);
    }
  }

  #inline(query) {
    this.composer.insert(`@${this.world.bot.username} ${query}`);
  }

  async #inlineElsewhere(query, fits) {
    const chats = this.world.chatsOf(this.here.user).filter(fits);
    const choices = chats.map((chat) => ({ key: chat.id, title: this.world.title(chat), face: this.face(chat) }));
    if (!choices.length) {
      toast("There is no chat of that kind here.");
      return;
    }
    const chosen = await chooseChat("Send to", choices);
    if (chosen === null) return;
    this.go({ chat: chosen });
    this.#arrive();
    this.#inline(query);
  }

  /** Fetch messages of a chat that are older than those known; false if that failed. */
  async loadEarlier(chat) {
    const before = chat.messages.keys().next().value ?? 0;
    const told = await this.act("earlier", { user: this.here.user, chat: chat.id, before });
    if (told) this.world.prepend(chat, told.messages, told.complete);
    return told !== null;
  }
}

new Page();
