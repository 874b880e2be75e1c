/** Where links lead: to the web, or to something in the playground itself. */

const SAFE = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);
const TELEGRAM = new Set(["t.me", "telegram.me", "telegram.dog"]);
const PAYLOAD = /^[A-Za-z0-9_-]{0,64}$/;

/** A link that is safe to follow, or null: nothing that would run in the page. */
export function safe(address) {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `http://${address}`;
  try {
    const url = new URL(full);
    return SAFE.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * What of the playground a link means: `{start}` a private chat with the bot (with a payload, or null), `{chat, message}`
 * a message of a chat; null if it leads to the web.
 */
export function inside(href, world) {
  const url = new URL(href);
  if (url.protocol === "tg:") {
    const name = url.host === "resolve" ? url.searchParams.get("domain") : null;
    return named(name, url.searchParams.get("start"), world);
  }
  if (!TELEGRAM.has(url.hostname)) return null;
  const parts = url.pathname.split("/").filter(Boolean);
  if (parts[0] === "c" && parts.length >= 3) return message(Number(`-100${parts[1]}`), Number(parts.at(-1)), world);
  const chat = [...world.chats.values()].find((each) => alike(each.username, parts[0]) && each.type !== "private");
  if (chat && parts.length >= 2) return message(chat.id, Number(parts.at(-1)), world);
  return parts.length === 1 ? named(parts[0], url.searchParams.get("start"), world) : null;
}

function named(name, start, world) {
  if (!alike(name, world.bot.username) || !PAYLOAD.test(start ?? "")) return null;
  return { start };
}

function message(chat, number, world) {
  return world.chats.has(chat) && Number.isSafeInteger(number) ? { chat, message: number } : null;
}

function alike(one, other) {
  return Boolean(one && other) && one.toLowerCase() === other.toLowerCase();
}
