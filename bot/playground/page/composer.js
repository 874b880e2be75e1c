/** Where one writes: the text, what it answers or changes, files with it, and as whom. */

import { bytes } from "./bubble.js";
import { fill } from "./chats.js";
import { byId, make, named, portrait } from "./dom.js";
import { Suggestions } from "./suggestions.js";
import { fullName, place, senderOf, summary } from "./world.js";

const ROOMY = matchMedia("(min-width: 720px) and (pointer: fine)");

export class Composer {
  #app;
  #form = byId("composer");
  #text = byId("text");
  #file = byId("file");
  #sendAs = byId("send-as");
  #suggestions;
  #where = "";
  // Per conversation what was begun there: `text`, and `reply` or `edit` (a message), `quote`, `files`.
  #drafts = new Map();
  #draft = blank();

  constructor(app) {
    this.#app = app;
    this.#suggestions = new Suggestions(app, this.#text);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.#written());
    this.#text.addEventListener("paste", (event) => this.#take(event, event.clipboardData.files));
    this.#sendAs.addEventListener("change", () => this.#become());
    byId("attach").addEventListener("click", () => this.#file.click());
    this.#file.addEventListener("change", () => {
      this.attach(this.#file.files);
      this.#file.value = "";
    });
    this.#receiveDrops();
  }

  /** The text that is being written. */
  get text() {
    return this.#text.value;
  }

  /** Bring it up to date with the conversation. */
  render() {
    const { world, here } = this.#app;
    const where = `${here.user}:${place(here.chat, here.topic)}`;
    if (where !== this.#where) this.#change(where);
    const closed = world.closed(here.chat, here.topic, here.user);
    this.#form.hidden = closed !== null;
    byId("closed").hidden = closed === null;
    if (closed !== null) {
      byId("closed").replaceChildren(closed, this.#wayOut() ?? "");
      this.#suggestions.close();
      return;
    }
    const writers = this.#writers();
    fill(this.#sendAs, writers, this.#speaker(writers));
    const [user, as] = this.#sendAs.value.split(" ").map(Number);
    const name = as ? world.chats.get(as).title : fullName(world.people.get(user));
    byId("speaker-portrait").replaceChildren(portrait(as || user, name));
    this.#text.placeholder = here.chat.type === "channel" ? "Post to the channel" : `Write as ${name}`;
  }

  /** Put the focus into the text. */
  focus() {
    this.#text.focus();
  }

  /** Put the focus into the text where that opens no keyboard on the screen. */
  invite() {
    if (ROOMY.matches && !this.#form.hidden) this.focus();
  }

  /** Replace the text, for somebody to go on from there. */
  insert(text) {
    this.#text.value = text;
    this.focus();
    this.#written();
  }

  /** Answer a message, or a part of it. */
  reply(message, quote = "") {
    this.#draft = { ...this.#draft, edit: null, reply: message, quote };
    this.#about();
    this.focus();
  }

  /** Change a message. */
  edit(message) {
    this.#draft = { ...blank(), edit: message };
    this.insert(message.text ?? message.caption ?? "");
    this.#about();
  }

  /** The bot's commands may have changed. */
  forgetCommands() {
    this.#suggestions.forget();
  }

  /** Something has become of a message that is being answered or changed. */
  messageGone(number) {
    const { reply, edit } = this.#draft;
    if (reply?.message_id === number || edit?.message_id === number) this.#cancel();
  }

  /** Take files to send. */
  attach(files) {
    this.#draft = { ...this.#draft, edit: null, files: [...this.#draft.files, ...files] };
    this.#about();
    this.focus();
  }

  #change(where) {
    this.#drafts.set(this.#where, { ...this.#draft, text: this.text });
    this.#where = where;
    this.#draft = this.#drafts.get(where) ?? blank();
    this.#text.value = this.#draft.text;
    this.#suggestions.close();
    this.#grow();
    this.#about();
  }

  #written() {
    this.#grow();
    this.#suggestions.update(this.text);
  }

  #grow() {
    this.#text.style.height = "auto";
    // A composer that is not shown, as on a phone behind the list of chats, has no height to measure.
    const height = this.#text.scrollHeight;
    if (height > 0) this.#text.style.height = `${height}px`;
  }

  #key(event) {
    if (event.isComposing) return;
    if (this.#suggestions.key(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === "Escape") this.#cancel();
    else if (event.key === "ArrowUp" && !this.text && !event.shiftKey && this.#editLast()) event.preventDefault();
  }

  #editLast() {
    const { world, here } = this.#app;
    const mine = world
      .conversation(here.chat, here.topic)
      .filter((each) => each.author === here.user && (each.text ?? each.caption) && !each.forward_origin && !each.via_bot);
    if (mine.length) this.edit(mine.at(-1));
    return mine.length > 0;
  }

  #cancel() {
    const { edit } = this.#draft;
    this.#draft = blank();
    if (edit) this.#text.value = "";
    this.#grow();
    this.#about();
    this.#suggestions.close();
  }

  /** Send it. Until that is done somebody may write on; when it can't be done everything is as it was. */
  async #send() {
    const [draft, text] = [this.#draft, this.text];
    if (!text.trim() && !draft.files.length) return;
    this.#draft = blank();
    this.#text.value = "";
    this.#grow();
    this.#about();
    this.#suggestions.close();
    const done = draft.edit ? await this.#app.change(draft.edit, text) : await this.#app.say(text, this.#details(draft));
    if (done || this.text) return;
    this.#draft = draft;
    this.#text.value = text;
    this.#grow();
    this.#about();
  }

  #details(draft) {
    const [, as] = this.#sendAs.value.split(" ").map(Number);
    const reply = draft.reply?.message_id ?? null;
    return { reply, quote: draft.quote || null, as: as || null, files: draft.files };
  }

  /** What stands above the text: the message that is answered or changed, and files. */
  #about() {
    const { reply, edit, quote, files } = this.#draft;
    const message = reply ?? edit;
    const about = byId("about");
    about.hidden = !message;
    const cancel = make("button", { class: "icon close", type: "button", "aria-label": "Cancel", click: () => {
      this.#cancel();
      this.focus();
    } });
    if (message) {
      const what = edit ? "Edit message" : ["Reply to ", named(senderOf(message).name)];
      about.replaceChildren(
        make("div", { class: quote ? "reply quoted" : "reply" }, make("span", { class: "who" }, what),
          make("span", { class: "snippet", dir: "auto" }, quote || summary(message))),
        cancel,
      );
    }
    const list = byId("files");
    list.hidden = !files.length;
    list.replaceChildren(...files.map((file) => {
      const drop = () => {
        this.#draft = { ...this.#draft, files: this.#draft.files.filter((each) => each !== file) };
        this.#about();
        this.focus();
      };
      return make("li", {}, make("span", { class: "sheet", "aria-hidden": "true" }), make("span", { class: "name" }, named(file.name)),
        make("span", { class: "size" }, bytes(file.size)),
        make("button", { class: "icon close", type: "button", "aria-label": `Leave out ${file.name}`, click: drop }));
    }));
    byId("attach").hidden = Boolean(edit);
    byId("send").setAttribute("aria-label", edit ? "Save" : "Send");
  }

  /** Everybody who may write here, and the channels on whose behalf they may. */
  #writers() {
    const { world, here } = this.#app;
    const people = [...world.people.values()];
    if (here.chat.type === "private") return people.map((each) => ({ value: `${each.id}`, label: fullName(each) }));
    const may = people.filter((each) => world.member(here.chat, each.id) && world.closed(here.chat, here.topic, each.id) === null);
    return may.flatMap((each) => {
      const anonymous = world.member(here.chat, each.id).is_anonymous ? " (anonymous)" : "";
      const channels = here.chat.type === "channel" ? [] : [...world.chats.values()].filter(
        (chat) => chat.type === "channel" && world.administers(chat, each.id) && chat.linked === here.chat.id,
      );
      return [
        { value: `${each.id}`, label: fullName(each) + anonymous },
        ...channels.map((chat) => ({ value: `${each.id} ${chat.id}`, label: `${fullName(each)} as ${chat.title}` })),
      ];
    });
  }

  #speaker(writers) {
    const { user } = this.#app.here;
    const now = this.#sendAs.value;
    const kept = writers.some((each) => each.value === now) && Number(now.split(" ")[0]) === user;
    return kept ? now : `${user}`;
  }

  #become() {
    const [user] = this.#sendAs.value.split(" ").map(Number);
    if (user !== this.#app.here.user) this.#app.become(user);
    else this.render();
    this.focus();
  }

  /** From a channel where one may only read to the group where it is discussed; from a blocked bot back to it. */
  #wayOut() {
    const { world, here } = this.#app;
    if (here.chat.type === "private") {
      const unblock = async () => {
        await this.#app.act("block", { user: here.user, blocked: false });
        await this.#app.reload();
      };
      return make("button", { class: "plain", type: "button", click: unblock }, "Unblock");
    }
    const group = here.chat.type === "channel" ? world.chats.get(here.chat.linked) : null;
    if (!group || !world.member(group, here.user)) return null;
    const open = () => this.#app.go({ chat: group.id, topic: null });
    return make("button", { class: "plain", type: "button", click: open }, "Open the discussion");
  }

  #take(event, files) {
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
  }

  #receiveDrops() {
    const main = document.querySelector("main");
    let depth = 0;
    const over = (change) => {
      depth = Math.max(0, depth + change);
      main.classList.toggle("dropping", depth > 0 && !this.#form.hidden);
    };
    const carriesFiles = (event) => event.dataTransfer.types.includes("Files");
    main.addEventListener("dragenter", (event) => carriesFiles(event) && over(1));
    main.addEventListener("dragleave", (event) => carriesFiles(event) && over(-1));
    main.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
    main.addEventListener("drop", (event) => {
      if (!carriesFiles(event)) return;
      over(-depth);
      event.preventDefault();
      if (!this.#form.hidden) this.attach(event.dataTransfer.files);
    });
  }
}

function blank() {
  return { text: "", reply: null, edit: null, quote: "", files: [] };
}
