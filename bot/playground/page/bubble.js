/** One message as an element. */

import { hueOf, make, named, unseen } from "./dom.js";
import { keyboardElement } from "./keyboard.js";
import { textElement } from "./text.js";
import { clock, whole } from "./times.js";
import { fullName, senderOf, serviceText, summary } from "./world.js";

/**
 * A message. `shown` says how it stands: `mine`, `first` of a run by the same sender, `named` (whether the sender's name
 * is written), `reply` (the message that it answers, as it is now), `discussion` (of a channel's post). `acts` is what
 * can be done with it, `user` who looks at it.
 */
export function bubble(message, shown, acts, world, user) {
  const service = serviceText(message);
  if (service !== null) {
    return make("article", { class: "service", "data-id": message.message_id, tabindex: "-1" }, make("p", {}, service));
  }
  const { id, name } = senderOf(message);
  const classes = ["message", shown.mine && "mine", shown.first && "first", shown.named && "named"];
  return make(
    "article",
    {
      class: classes.filter(Boolean).join(" "),
      "data-id": message.message_id,
      tabindex: "-1",
      "aria-label": `${name}, ${clock(message.date)}`,
    },
    shown.named && !shown.mine ? make("div", { class: "face" }, shown.first && acts.face(id, name)) : null,
    make(
      "div",
      { class: "stack" },
      make(
        "div",
        { class: "beside" },
        make(
          "div",
          { class: "bubble" },
          shown.first && header(message, shown, id, name, world),
          forwarded(message),
          replied(message, shown, acts),
          attached(message),
          make("div", { class: "line" }, words(message, acts), reactions(message, acts, user), meta(message)),
        ),
        make("button", {
          class: "dots icon", type: "button", tabindex: "-1", "aria-label": "What to do with this message",
          "aria-haspopup": "menu", click: (event) => acts.menu(event),
        }),
      ),
      keyboardElement(message, acts.keyboard),
      comments(shown, acts),
    ),
  );
}

function header(message, shown, id, name, world) {
  const via = message.via_bot ? make("span", { class: "via" }, ` via @${message.via_bot.username}`) : null;
  const caller = message.guest_bot_caller_user;
  const guest = caller ? make("span", { class: "via" }, ` for ${fullName(caller)}`) : null;
  const who = make("span", { class: shown.named && !shown.mine ? "who" : "unseen" }, named(name));
  if (id !== world.bot.id) who.style.setProperty("--hue", hueOf(id));
  return make("header", {}, who, via, guest);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin || message.is_automatic_forward) return null;
  const source = origin.chat ?? origin.sender_chat;
  const name = source ? source.title : fullName(origin.sender_user);
  return make("p", { class: "forwarded" }, "Forwarded from ", named(name));
}

function replied(message, shown, acts) {
  const target = shown.reply;
  const quote = message.quote;
  const elsewhere = message.external_reply;
  if (!target && !quote && !elsewhere) return null;
  const name = target ? senderOf(target).name : elsewhere?.chat?.title ?? "";
  const says = quote ? quote.text : target ? summary(target) || "Message" : "";
  return make(
    "button",
    { class: quote ? "reply quoted" : "reply", type: "button", click: () => target && acts.show(target.message_id) },
    unseen("In reply to "),
    make("span", { class: "who" }, named(name)),
    make("span", { class: "snippet", dir: "auto" }, says),
  );
}

function attached(message) {
  if (message.photo) {
    const { file_id: file, width, height } = message.photo.at(-1);
    const source = `/playground/file/${encodeURIComponent(file)}`;
    return make("img", { class: "photo", src: source, width, height, alt: message.caption ?? "Photo", loading: "lazy" });
  }
  if (!message.document) return null;
  const { file_id: file, file_name: name = "file", file_size: size } = message.document;
  return make(
    "a",
    { class: "document", href: `/playground/file/${encodeURIComponent(file)}`, download: name },
    make("span", { class: "sheet", "aria-hidden": "true" }),
    make("span", { class: "label" }, make("span", { class: "name" }, named(name)), unseen(", "),
      make("span", { class: "size" }, bytes(size))),
  );
}

function words(message, acts) {
  const text = message.text ?? message.caption;
  return text ? textElement(text, message.entities ?? message.caption_entities, acts.text) : null;
}

function meta(message) {
  const edited = message.edit_date ? make("span", { class: "edited" }, "edited ") : null;
  const time = make(
    "time",
    { datetime: new Date(message.date * 1000).toISOString(), title: whole(message.date) },
    clock(message.date),
  );
  return make("span", { class: "meta" }, edited, time);
}

function reactions(message, acts, user) {
  if (!message.reactions.length) return null;
  const counts = new Map();
  for (const { user: who, emoji } of message.reactions) counts.set(emoji, [...(counts.get(emoji) ?? []), who]);
  const pills = [...counts].map(([emoji, people]) => {
    const own = people.includes(user);
    return make(
      "button",
      {
        class: "pill", type: "button", "aria-pressed": String(own), "aria-label": `${emoji} ${people.length}`,
        click: () => acts.react(own ? "" : emoji),
      },
      make("span", { class: "emoji" }, emoji),
      ` ${people.length}`,
    );
  });
  return make("div", { class: "reactions", role: "group", "aria-label": "Reactions" }, pills);
}

function comments(shown, acts) {
  if (!shown.discussion) return null;
  const { comments: count } = shown.discussion;
  const label = count === 0 ? "Leave a comment" : count === 1 ? "1 comment" : `${count} comments`;
  return make("button", { class: "comments", type: "button", click: acts.discuss }, label);
}

/** A size in bytes as people read it. */
export function bytes(size) {
  if (size < 1000) return `${size} B`;
  const [value, unit] = size < 1e6 ? [size / 1e3, "kB"] : [size / 1e6, "MB"];
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}
