/** What the page says by itself: passing notes, alerts, and the question which chat something is for. */

import { byId, make, named, walk } from "./dom.js";

const TOAST_MS = 4500;

/** Show a note for a few seconds. */
export function toast(text) {
  const note = make("p", { class: "toast", dir: "auto" }, text);
  byId("toasts").append(note);
  setTimeout(() => note.remove(), TOAST_MS);
}

/** Show a text until it is read. */
export function alert(text) {
  byId("alert-text").textContent = text;
  byId("alert").showModal();
}

/** Ask for one of some chats (`{key, title, face}`); gives its `key`, or null. */
export function chooseChat(title, chats) {
  const dialog = byId("chooser");
  byId("chooser-title").textContent = title;
  return new Promise((resolve) => {
    let chosen = null;
    const pick = (key) => {
      chosen = key;
      dialog.close();
    };
    const choices = chats.map((chat) =>
      make("button", { type: "button", class: "choice", click: () => pick(chat.key) },
        chat.face, named(chat.title)),
    );
    const list = byId("choices");
    list.replaceChildren(...choices);
    // What a handler returns in this form would cancel the key.
    list.onkeydown = (event) => void walk(event, choices);
    dialog.addEventListener("close", () => resolve(chosen), { once: true });
    dialog.showModal();
    choices[0]?.focus();
  });
}
