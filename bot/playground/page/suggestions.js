/** What is offered above the composer: the bot's commands after `/`, results of its inline mode after its name. */

import { byId, make } from "./dom.js";
import { NotPossible, act } from "./server.js";

const PAUSE_MS = 250;
const PATIENCE_SECONDS = 30;

export class Suggestions {
  #app;
  #box = byId("suggestions");
  #field;
  #choices = [];
  #active = -1;
  #asked = 0;
  #shown = "";
  #commands = new Map();

  constructor(app, field) {
    this.#app = app;
    this.#field = field;
    // The focus stays in the text.
    this.#box.addEventListener("mousedown", (event) => event.preventDefault());
    field.setAttribute("aria-controls", "suggestions");
    // Whoever turns to something else has done with it.
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#footer")) this.close();
    });
  }

  /** The bot's commands may have changed. */
  forget() {
    this.#commands.clear();
  }

  /** Offer what fits the text. */
  async update(text) {
    if (text === this.#shown) return;
    this.close();
    this.#shown = text;
    const { world } = this.#app;
    const command = /^\/([a-z0-9_]*)$/i.exec(text);
    const inline = new RegExp(`^@${world.bot.username}\\s([^]*)$`, "i").exec(text);
    if (command) await this.#offerCommands(command[1].toLowerCase(), text);
    else if (inline) await this.#askInline(inline[1].trim());
  }

  /** Take everything away. */
  close() {
    this.#asked += 1;
    this.#shown = "";
    this.#show([]);
  }

  /** A key was pressed in the text; true if it was meant for the list. */
  key(event) {
    if (this.#box.hidden) return false;
    const choices = this.#choices;
    if (event.key === "Escape") {
      const shown = this.#shown;
      this.close();
      this.#shown = shown;
    } else if (event.key === "ArrowDown" && choices.length) this.#activate((this.#active + 1) % choices.length);
    else if (event.key === "ArrowUp" && choices.length) this.#activate(this.#active <= 0 ? choices.length - 1 : this.#active - 1);
    else if (["Enter", "Tab"].includes(event.key) && !event.shiftKey && choices[this.#active]) choices[this.#active].choose();
    else return false;
    return true;
  }

  async #offerCommands(prefix, text) {
    const asked = this.#asked;
    const commands = await this.#load();
    if (asked !== this.#asked) return;
    const fitting = commands.filter((each) => each.command.startsWith(prefix));
    const insert = (command) => this.#app.composer.insert(`/${command} `);
    const choices = fitting.map((each) => ({
      label: `/${each.command}`,
      note: each.description,
      choose: () => insert(each.command),
    }));
    this.#show(choices, "Commands");
    // What is written out in full is sent by Enter, anything else is completed by it.
    if (choices.length && !fitting.some((each) => `/${each.command}` === text)) this.#activate(0);
  }

  async #load() {
    const { user, chat } = this.#app.here;
    const key = `${user}:${chat.id}`;
    if (!this.#commands.has(key)) {
      try {
        this.#commands.set(key, (await act("commands", { user, chat: chat.id })).commands);
      } catch (error) {
        if (!(error instanceof NotPossible)) throw error;
        return [];
      }
    }
    return this.#commands.get(key);
  }

  async #askInline(query) {
    const asked = this.#asked;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    if (asked === this.#asked) await this.#results(query, "", []);
  }

  /** Ask for results from an offset on and show them below those `before`. */
  async #results(query, offset, before) {
    const asked = this.#asked;
    const { user, chat, topic } = this.#app.here;
    const { first_name: name } = this.#app.world.bot;
    this.#show(before, `Results of ${name}`, `Asking ${name}…`);
    let question;
    try {
      question = await act("inline", { user, chat: chat.id, query, offset });
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      // A bot without inline mode is only mentioned.
      if (asked === this.#asked) this.#show([]);
      return;
    }
    const answer = await this.#app.answers.wait(question.id, PATIENCE_SECONDS);
    if (asked !== this.#asked) return;
    const results = (answer?.results ?? []).map((result) => ({
      label: result.title,
      note: result.description ?? result.input_message_content.message_text,
      choose: () => this.#send({ id: question.id, result: result.id, chat: chat.id, topic: topic || null }),
    }));
    const button = !before.length && answer?.button;
    const above = button ? [{ label: button.text, note: "", special: true, choose: () => this.#press(button) }] : [];
    const next = answer?.next_offset;
    const more = next
      ? [{ label: "More results", note: "", special: true, choose: () => this.#results(query, next, [...above, ...before, ...results]) }]
      : [];
    const choices = [...above, ...before, ...results, ...more];
    const hint = answer === null ? `${name} has not answered.` : choices.length ? "" : "Nothing found.";
    this.#show(choices, `Results of ${name}`, hint);
    if (before.length) this.#activate(before.length);
  }

  async #send(chosen) {
    this.#app.composer.insert("");
    await this.#app.act("choose", chosen);
  }

  #press(button) {
    this.#app.composer.insert("");
    if (button.start_parameter) this.#app.start(button.start_parameter);
    else this.#app.toast("The playground opens no web apps.");
  }

  #show(choices, label = "", hint = "") {
    this.#choices = choices;
    this.#active = -1;
    this.#box.hidden = !choices.length && !hint;
    this.#field.removeAttribute("aria-activedescendant");
    const options = choices.map((each, number) => {
      const style = each.special ? "option special" : "option";
      const about = each.note ? make("span", { class: "note", dir: "auto" }, each.note) : null;
      const name = make("span", { class: "name", dir: "auto" }, each.label);
      return make(
        "div",
        { id: `option-${number}`, class: style, role: "option", "aria-selected": "false", click: () => each.choose() },
        name, about,
      );
    });
    const list = make("div", { class: "options", role: "listbox", "aria-label": label }, options);
    const note = hint ? make("p", { class: "hint", role: "status" }, hint) : null;
    this.#box.replaceChildren(...(this.#box.hidden ? [] : [list, note].filter(Boolean)));
  }

  #activate(number) {
    const options = this.#box.querySelectorAll('[role="option"]');
    options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = number;
    options[number].setAttribute("aria-selected", "true");
    options[number].scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", options[number].id);
  }
}
