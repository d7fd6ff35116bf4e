// The server's routes for one track. Answers are JSON; what it refuses comes with a sentence.

/** What went wrong: `status` is 0 when no answer came. `why` is a sentence for the person. */
export class ApiError extends Error {
  constructor(status, why) {
    super(why);
    this.status = status;
    this.why = why;
  }
}

const PATIENCE_MS = 20_000;

export class Api {
  /** `base` is where the application is mounted, without a slash at its end: "" or "/captions". */
  constructor(trackId, base = "") {
    this.base = base;
    this.root = `${base}/api/tracks/${encodeURIComponent(trackId)}`;
  }

  document() {
    return this.#ask("");
  }

  since({ epoch, edit, checked, client, cue }) {
    const asked = new URLSearchParams({ epoch, edit, checked, client, ...(cue ? { cue } : {}) });
    return this.#ask(`/since?${asked}`);
  }

  /** `body` is {epoch, edit, checked, client, cue, edits}. With `keepalive` it is sent though the page is closed. */
  post(body, { keepalive = false } = {}) {
    return this.#ask("/edits", { method: "POST", body, keepalive });
  }

  find(asked) {
    return this.#ask("/find", { method: "POST", body: asked });
  }

  fixes(ids) {
    return this.#ask("/fixes", { method: "POST", body: { ids } });
  }

  waive(id, reason) {
    return this.#ask("/waivers", { method: "POST", body: { id, reason } });
  }

  unwaive(id) {
    return this.#ask(`/waivers/${encodeURIComponent(id)}`, { method: "DELETE" });
  }

  revisions() {
    return this.#ask("/revisions");
  }

  diff(from, to) {
    return this.#ask(`/diff?${new URLSearchParams({ from, to })}`);
  }

  cut() {
    return this.#ask("/cut", { method: "POST", body: {} });
  }

  /** `move` is "approve", "return" or "request"; `edit` is the last edit the person has seen. */
  move(move, { note = "", edit }) {
    return this.#ask("/status", { method: "POST", body: { move, note, edit } });
  }

  beside(other) {
    return this.#ask(`/beside/${encodeURIComponent(other)}`);
  }

  async #ask(path, { method = "GET", body, keepalive = false } = {}) {
    const asked = { method, keepalive, credentials: "same-origin", headers: { accept: "application/json" } };
    if (body !== undefined) {
      asked.body = JSON.stringify(body);
      asked.headers["content-type"] = "application/json";
    }
    // A request that hangs would hold back every edit after it.
    if (!keepalive) asked.signal = AbortSignal.timeout(PATIENCE_MS);
    let answer;
    try {
      answer = await fetch(this.root + path, asked);
    } catch {
      throw new ApiError(0, "The server cannot be reached.");
    }
    const told = await answer.json().catch(() => null);
    if (!answer.ok) throw new ApiError(answer.status, told?.why ?? `The server answered with error ${answer.status}.`);
    if (told === null) throw new ApiError(0, "The server's answer was cut off.");
    return told;
  }
}
