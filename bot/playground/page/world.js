/** What the page knows: the bot, people, chats, topics and messages, as the server told of them. */

/** How many messages of a chat the server tells at once. */
export const TOLD_AT_ONCE = 200;
const ACTION_SECONDS = 5;

export class World {
  bot = null;
  description = "";
  people = new Map();
  chats = new Map();
  /** Per conversation (`place`): messages that nobody has looked at yet. */
  unread = new Map();
  /** Per chat: what the bot is doing, and until when (milliseconds). */
  actions = new Map();

  /** Take in the whole world; messages that have not changed stay the same objects. */
  replace(told) {
    this.bot = told.bot;
    this.description = told.description;
    this.people = new Map(told.people.map((person) => [person.id, person]));
    const before = this.chats;
    this.chats = new Map();
    for (const chat of told.chats) {
      const known = before.get(chat.id)?.messages;
      const messages = chat.messages.map((message) => same(known?.get(message.message_id), message));
      const complete = messages.length < TOLD_AT_ONCE;
      this.chats.set(chat.id, { ...chat, messages: byNumber(messages), complete });
    }
  }

  /** Take in an event; false if it is about something that only the whole world can tell. */
  apply(kind, told) {
    const chat = this.chats.get(told.chat_id);
    switch (kind) {
      case "chat":
        if (!chat && told.chat.type === "private") return false;
        this.chats.set(told.chat_id, { complete: true, ...told.chat, messages: chat?.messages ?? new Map() });
        if (chat) this.chats.get(told.chat_id).complete = chat.complete;
        return true;
      case "message":
      case "edited":
      case "reaction":
        if (!chat) return false;
        // What was deleted meanwhile is told without a message.
        if (told.message) this.#keep(chat, told.message, kind === "message");
        return true;
      case "deleted":
        chat?.messages.delete(told.message_id);
        return true;
      case "action":
        this.actions.set(told.chat_id, { what: told.detail, until: Date.now() + ACTION_SECONDS * 1000 });
        return true;
      default:
        return true;
    }
  }

  /** Add messages that are older than those known. */
  prepend(chat, messages, complete) {
    const known = [...chat.messages.values()];
    chat.messages = byNumber([...messages, ...known]);
    chat.complete = complete;
  }

  #keep(chat, message, fresh) {
    const last = [...chat.messages.keys()].pop() ?? 0;
    chat.messages.set(message.message_id, message);
    if (message.message_id < last && fresh) chat.messages = byNumber([...chat.messages.values()]);
    if (!fresh) return;
    if (message.author === this.bot.id) this.actions.delete(chat.id);
    const key = place(chat, topicOf(chat, message));
    this.unread.set(key, (this.unread.get(key) ?? 0) + 1);
    const made = message.forum_topic_created;
    if (made && !chat.topics.some((topic) => topic.id === message.message_id)) {
      chat.topics.push({ id: message.message_id, name: made.name, icon_color: made.icon_color, closed: false });
    }
  }

  /** The chats that somebody is in, the private one first. */
  chatsOf(user) {
    const theirs = [...this.chats.values()].filter((chat) => this.member(chat, user) && !chat.migrated_to);
    return theirs.sort((one, other) => (other.type === "private") - (one.type === "private"));
  }

  /** Somebody's place in a chat, or null if they are not there. */
  member(chat, user) {
    if (chat.type === "private") return chat.id === user ? { user_id: user, status: "member" } : null;
    const member = chat.members.find((each) => each.user_id === user);
    return member && !["left", "kicked"].includes(member.status) ? member : null;
  }

  /** Whether somebody owns or administers a chat. */
  administers(chat, user) {
    return ["creator", "administrator"].includes(this.member(chat, user)?.status);
  }

  /** Why somebody can't write in a chat, or null if they can. */
  closed(chat, topic, user) {
    if (chat.type === "private") return this.people.get(user)?.blocked ? "You have blocked the bot." : null;
    if (this.administers(chat, user)) return null;
    if (chat.type === "channel") return "Only admins post in this channel.";
    if (!chat.open || this.member(chat, user)?.status === "restricted") return "You may not write here.";
    return chat.topics.find((each) => each.id === topic)?.closed ? "This topic is closed." : null;
  }

  /** The messages of a chat, or of one topic of it, oldest first. */
  conversation(chat, topic) {
    const messages = [...chat.messages.values()];
    return chat.is_forum ? messages.filter((message) => topicOf(chat, message) === topic) : messages;
  }

  /** What a chat is called for the people in it. */
  title(chat) {
    return chat.type === "private" ? this.bot.first_name : (chat.title ?? "Chat");
  }

  /** What the bot is doing in a chat just now, such as "typing", or null. */
  action(chat) {
    const action = this.actions.get(chat.id);
    return action && action.until > Date.now() ? action.what : null;
  }

  /** The post of a channel as it stands in the discussion group, with the number of its comments; null without one. */
  discussion(post, chat) {
    const group = chat.type === "channel" ? this.chats.get(chat.linked) : null;
    if (!group) return null;
    const messages = [...group.messages.values()];
    const copy = messages.find(
      (each) => each.is_automatic_forward && each.forward_origin?.message_id === post.message_id,
    );
    if (!copy) return null;
    const comments = messages.filter((each) => each.message_thread_id === copy.message_id && each !== copy).length;
    return { group, copy, comments };
  }
}

/** The key of a conversation. */
export function place(chat, topic) {
  return `${chat.id}/${topic ?? ""}`;
}

/** The topic of a forum that a message stands in; 0 is General, null another kind of chat. */
export function topicOf(chat, message) {
  if (!chat.is_forum) return null;
  return message.is_topic_message ? message.message_thread_id : 0;
}

/** First and last name of a person or bot. */
export function fullName(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

/** Who a message is from, as everybody in the chat sees it: `id` and `name`. */
export function senderOf(message) {
  if (message.sender_chat) {
    const { id, title } = message.sender_chat;
    return { id, name: message.author_signature ? `${title} · ${message.author_signature}` : title };
  }
  return message.from ? { id: message.from.id, name: fullName(message.from) } : { id: 0, name: "" };
}

/** The text of a message in one line: its words, or what it brings. */
export function summary(message) {
  const words = (message.text ?? message.caption ?? "").replace(/\s+/g, " ").slice(0, 200);
  if (message.document) return [`📄 ${message.document.file_name ?? "File"}`, words].filter(Boolean).join(" · ");
  if (message.photo) return words || "Photo";
  return words || (serviceText(message) ?? "");
}

/** What a service message says, or null if it is a message that somebody wrote. */
export function serviceText(message) {
  const by = senderOf(message).name;
  const quoted = (name) => `“${name}”`;
  if (message.new_chat_members) {
    const names = message.new_chat_members.map(fullName).join(", ");
    const joined = message.new_chat_members.some((each) => each.id === message.from?.id);
    return joined ? `${names} joined` : `${by} added ${names}`;
  }
  if (message.left_chat_member) {
    const left = message.left_chat_member;
    return left.id === message.from?.id ? `${by} left` : `${by} removed ${fullName(left)}`;
  }
  if (message.forum_topic_created) return `${by} opened the topic ${quoted(message.forum_topic_created.name)}`;
  if (message.forum_topic_closed) return `${by} closed the topic`;
  if (message.forum_topic_reopened) return `${by} opened the topic again`;
  if (message.migrate_to_chat_id) return "The group has become a supergroup";
  if (message.migrate_from_chat_id) return `This was the group ${quoted(message.chat.title)}`;
  if (message.pinned_message) return `${by} pinned a message`;
  return message.text || message.caption || message.document || message.photo ? null : "A message of another kind";
}

function same(known, message) {
  return known && JSON.stringify(known) === JSON.stringify(message) ? known : message;
}

function byNumber(messages) {
  const sorted = [...messages].sort((one, other) => one.message_id - other.message_id);
  return new Map(sorted.map((message) => [message.message_id, message]));
}
