/** The buttons below a message. */

import { make, unseen } from "./dom.js";
import { safe } from "./links.js";

const KINDS = [
  ["url", "↗", "opens a link"],
  ["copy_text", "⧉", "copies a text"],
  ["switch_inline_query", "⇄", "goes to another chat"],
  ["switch_inline_query_chosen_chat", "⇄", "goes to another chat"],
  ["switch_inline_query_current_chat", "@", "begins an inline query"],
  ["login_url", "↗", "opens a link"],
  ["web_app", "▢", "opens an app"],
];

/**
 * The inline keyboard of a message as an element, or null if it has none. `isBusy(data)` tells which callback buttons
 * wait for the bot; `press(button)` is called for each button that is pressed, `follow(event, href)` for links.
 */
export function keyboardElement(message, { isBusy, press, follow }) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  const elements = rows.map((row, line) =>
    make("div", { class: "row" }, row.map((button, column) => key(button, `${line}:${column}`))),
  );
  return make("div", { class: "keyboard", role: "group", "aria-label": "Buttons" }, elements);

  function key(button, place) {
    const style = `key ${["primary", "success", "danger"].includes(button.style) ? button.style : ""}`;
    const label = make("bdi", {}, button.text);
    const href = button.url ? safe(button.url) : null;
    const [, sign, says] = KINDS.find(([name]) => name in button) ?? [];
    const mark = sign ? [make("span", { class: "sign", "aria-hidden": "true" }, sign), unseen(` (${says})`)] : [];
    if (href) {
      const click = (event) => follow(event, href);
      const target = { href, title: href, target: "_blank", rel: "noopener noreferrer" };
      return make("a", { class: style, "data-place": place, ...target, click }, label, mark);
    }
    const busy = "callback_data" in button && isBusy(button.callback_data);
    const state = { "aria-busy": busy ? "true" : null, "data-place": place };
    return make("button", { class: style, type: "button", ...state, click: () => press(button) }, label, mark);
  }
}
