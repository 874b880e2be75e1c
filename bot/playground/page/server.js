/** The playground's server: what people do goes out as requests, what happens comes in as events. */

const KINDS = ["chat", "message", "edited", "deleted", "reaction", "action", "callback", "inline", "profile"];
const PATIENCE_MS = 2000;

/** The server says why something is not possible. */
export class NotPossible extends Error {}

/** Do something on somebody's behalf; gives the server's answer. `file` is sent along with it. */
export async function act(name, fields, file = null) {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  const request = { method: "POST" };
  if (file) {
    request.body = new FormData();
    for (const [key, value] of given) request.body.append(key, value);
    request.body.append("file", file, file.name);
  } else {
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(Object.fromEntries(given));
  }
  return answered(await sent(`/playground/${name}`, request));
}

/** Everything to begin with. */
export async function fetchWorld() {
  return answered(await sent("/playground/world", {}));
}

async function sent(address, request) {
  try {
    return await fetch(address, request);
  } catch {
    throw new NotPossible("The playground does not answer. Is it still running?");
  }
}

async function answered(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new NotPossible(answer.error ?? `The playground answered ${response.status}.`);
  return answer;
}

/**
 * Follow what happens, for as long as the page is open. `begin` gets the world each time that a connection is made;
 * `happen` gets every event after that; `connected` is told whether there is a connection.
 */
export function follow({ begin, happen, connected }) {
  const source = new EventSource("/playground/events");
  // Events that come while the world is on its way wait for it.
  let waiting = null;
  const again = () => {
    source.close();
    connected(false);
    setTimeout(() => follow({ begin, happen, connected }), PATIENCE_MS);
  };
  source.addEventListener("ready", async () => {
    waiting = [];
    try {
      begin(await fetchWorld());
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      again();
      return;
    }
    connected(true);
    for (const [kind, told] of waiting) happen(kind, told);
    waiting = null;
  });
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const told = JSON.parse(event.data);
      if (waiting) waiting.push([kind, told]);
      else happen(kind, told);
    });
  }
  source.onerror = () => {
    connected(false);
    // Where the browser has given up it is done by hand.
    if (source.readyState === EventSource.CLOSED) again();
  };
}

/** Answers that come as events, perhaps before it is known what they answer. */
export class Answers {
  #known = new Map();
  #awaited = new Map();

  /** The answer with an id, or null after `seconds`. */
  wait(id, seconds) {
    if (this.#known.has(id)) return Promise.resolve(this.#known.get(id));
    return new Promise((resolve) => {
      this.#awaited.set(id, resolve);
      setTimeout(() => resolve(null), seconds * 1000);
    });
  }

  /** An answer has come. */
  settle(id, answer) {
    this.#awaited.get(id)?.(answer);
    this.#awaited.delete(id);
    this.#known.set(id, answer);
    if (this.#known.size > 50) this.#known.delete(this.#known.keys().next().value);
  }
}
