// A copy in this browser of every edit that the server has not confirmed: it outlives the window.

const PREFIX = "storytrack/edits/";

export class Mirror {
  #storage;
  #track;

  /** `storage` is `localStorage` or null where the browser gives none. */
  constructor(track, storage = browserStorage()) {
    this.#storage = storage;
    this.#track = track;
  }

  /** Keep an entry {client, seq, base, do}; `refused` is the server's answer to it. False when there is no room. */
  keep({ client, seq, base, do: command }, person, refused = null) {
    try {
      this.#storage.setItem(this.#name(client, seq), JSON.stringify({ person, base, do: command, refused }));
      return true;
    } catch {
      return false;
    }
  }

  drop({ client, seq }) {
    try {
      this.#storage?.removeItem(this.#name(client, seq));
    } catch {
      // What cannot be removed is sent again some day, and the server knows that it has been.
    }
  }

  /** What windows have left, by client: Map of client -> entries {client, seq, base, do, person, refused} by number. */
  left() {
    const found = new Map();
    const start = `${PREFIX}${this.#track}/`;
    for (let place = 0; place < (this.#storage?.length ?? 0); place += 1) {
      const name = this.#storage.key(place);
      if (!name.startsWith(start)) continue;
      const [client, seq] = name.slice(start.length).split("/");
      const entry = parsed(this.#storage.getItem(name));
      if (!entry?.do) continue;
      if (!found.has(client)) found.set(client, []);
      found.get(client).push({ ...entry, client, seq: Number(seq) });
    }
    for (const entries of found.values()) entries.sort((one, other) => one.seq - other.seq);
    return found;
  }

  #name(client, seq) {
    return `${PREFIX}${this.#track}/${client}/${seq}`;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The browser's storage, or null where it refuses one. */
export function browserStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
