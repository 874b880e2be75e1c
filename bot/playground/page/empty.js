/** What a conversation says while nobody has said anything in it. */

import { make } from "./dom.js";

/** A word on where one is, and things to try; `page` carries them out. */
export function emptyConversation(page) {
  const { world, here } = page;
  const at = `@${world.bot.username}`;
  const send = (text, label) => [label ?? text, () => page.say(text)];
  const write = (text, label) => [label, () => page.composer.insert(text)];
  const inline = (offer) => (world.bot.inline ? [offer] : []);
  const tries = {
    private: [
      send("who retook Palmyra?", "Ask: who retook Palmyra?"),
      send("/start"),
      ...inline(write(`${at} Palmyra`, `Search inline: ${at} Palmyra`)),
    ],
    group: [
      send(`${at} who retook Palmyra?`, `Ask: ${at} who retook Palmyra?`),
      send("/ask who retook Palmyra?"),
      ...inline(write(`${at} Palmyra`, "Search inline and choose a quote")),
    ],
    channel: [write("", "Write a post: it appears in the discussion group, too")],
  };
  const about = {
    private: world.description || `This is a private chat with ${world.bot.first_name}.`,
    group: `In a group ${world.bot.first_name} answers when it is asked: by its name, with a command, or in a reply.`,
    channel: "Posts of a channel are for everybody to read; its admins write them.",
  };
  const kind = here.chat.type === "supergroup" ? "group" : here.chat.type;
  const closed = world.closed(here.chat, here.topic, here.user) !== null;
  const buttons = (closed ? [] : tries[kind]).map(([label, does]) =>
    make("button", { class: "try", type: "button", click: does }, label),
  );
  return make(
    "section",
    { class: "empty", "aria-label": "Nothing here yet" },
    page.face(here.chat),
    make("p", { dir: "auto" }, about[kind]),
    buttons.length ? make("div", { class: "tries" }, buttons) : null,
  );
}
