// Edits on their way to the server: kept in the browser until it has confirmed them, sent again until it does.

import { ApiError } from "./api.js";
import { beat, claim, release } from "./claims.js";
import { browserStorage, Mirror } from "./mirror.js";

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 4000;
const REFUSED_WAIT_MS = 15_000; // signed out, or not allowed: a person must do something first
const POLL_MS = 2000;
const POLL_HIDDEN_MS = 5000;
const ADOPT_MS = 15_000;
const MOST_EDITS = 100; // in one request
const LONGEST_FAREWELL = 60_000; // bytes; browsers let a closing page send 64 KiB

export class Outbox {
  #model;
  #api;
  #storage;
  #mirror;
  #claimed;
  #timer = 0;
  #wakeAt = Infinity;
  #busy = false;
  #failures = 0;
  #oneByOne = false;
  #adoptedAt = 0;
  #stopped = true;
  #listeners = new AbortController();

  constructor(model, api, { storage = browserStorage() } = {}) {
    this.#model = model;
    this.#api = api;
    this.#storage = storage;
    this.#mirror = new Mirror(model.track.id, storage);
    this.#claimed = [model.client];
  }

  /** Begin to listen, to take over what dead windows left, and to ask for news. */
  async start() {
    const { signal } = this.#listeners;
    this.#stopped = false;
    this.#model.addEventListener("edit", ({ detail }) => this.#keep(detail.entry), { signal });
    this.#model.addEventListener("settled", ({ detail }) => this.#mirror.drop(detail), { signal });
    window.addEventListener("online", () => this.#hurry(), { signal });
    window.addEventListener("pagehide", () => this.#farewell(), { signal });
    window.addEventListener("beforeunload", (event) => this.#warn(event), { signal });
    document.addEventListener("visibilitychange", () => this.#hurry(), { signal });
    await claim(this.#model.client, { storage: this.#storage });
    for (const entry of this.#model.pending) this.#keep(entry); // made before there was anyone to keep them
    await this.#adopt();
    this.#wake(this.#model.pending.length ? 0 : POLL_MS);
  }

  /** Send once more and then no more; what is not confirmed stays in the browser for whoever opens the track next. */
  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#listeners.abort();
    this.#farewell();
  }

  /** Resolves when everything is saved; rejects with `ApiError` when that takes longer than `patience` ms. */
  saved({ patience = 10_000 } = {}) {
    this.#wake(0);
    return new Promise((resolve, reject) => {
      const done = () => {
        if (this.#model.pending.length) return;
        end();
        resolve();
      };
      const late = setTimeout(() => {
        end();
        const { trouble } = this.#model.status;
        reject(new ApiError(0, trouble || "Your last edits are not saved yet: wait until they are, then try again."));
      }, patience);
      const end = () => {
        clearTimeout(late);
        this.#model.removeEventListener("status", done);
      };
      this.#model.addEventListener("status", done);
      done();
    });
  }

  /** Ask for news now. */
  refresh() {
    this.#wake(0);
  }

  #keep(entry) {
    const kept = this.#mirror.keep(entry, this.#model.name);
    if (kept !== this.#model.status.kept) this.#model.setStatus({ kept });
    this.#wake(0);
  }

  #hurry() {
    if (document.visibilityState === "hidden" && !this.#model.pending.length) return;
    this.#failures = 0;
    this.#wake(0);
  }

  #wake(ms) {
    if (this.#stopped) return;
    const at = Date.now() + ms;
    if (at >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = at;
    this.#timer = setTimeout(() => this.#turn(), ms);
  }

  async #turn() {
    this.#wakeAt = Infinity;
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    beat(this.#claimed, { storage: this.#storage });
    let wait = 0;
    try {
      wait = await this.#exchange();
    } catch (error) {
      wait = this.#failed(error);
    } finally {
      this.#busy = false;
    }
    this.#wake(wait);
  }

  /** Send what there is, else ask for news; the milliseconds until the next time. */
  async #exchange() {
    if (Date.now() - this.#adoptedAt > ADOPT_MS) await this.#adopt();
    const model = this.#model;
    const sent = model.pending.slice(0, this.#oneByOne ? 1 : MOST_EDITS);
    const known = { epoch: model.epoch, edit: model.edit, checked: model.checked, client: model.client, cue: model.current };
    let answer;
    try {
      answer = sent.length ? await this.#api.post({ ...known, edits: sent.map(onWire) }) : await this.#api.since(known);
    } catch (error) {
      if (!sent.length || ![400, 413, 422].includes(error.status)) throw error;
      // One edit that the server cannot read must not hold back the others.
      if (sent.length > 1) this.#oneByOne = true;
      else this.#take({ refused: [{ client: sent[0].client, seq: sent[0].seq, why: error.why, by: "", theirs: [], mine: sent[0].do }] });
      return 0;
    }
    this.#failures = 0;
    model.setStatus({ online: true, trouble: "" });
    if (answer.reset) model.load(await this.#api.document());
    else this.#take(answer);
    if (!model.pending.length) this.#oneByOne = false;
    if (model.pending.length) return 0;
    return document.visibilityState === "hidden" ? POLL_HIDDEN_MS : POLL_MS;
  }

  #take(answer) {
    const before = this.#model.pending;
    this.#model.adopt(answer);
    const left = new Set(this.#model.pending);
    const refused = new Map((answer.refused ?? []).map((one) => [`${one.client}.${one.seq}`, one]));
    for (const entry of before) {
      if (left.has(entry)) continue;
      const why = refused.get(`${entry.client}.${entry.seq}`);
      const open = why && this.#model.conflicts.some((one) => one.client === entry.client && one.seq === entry.seq);
      if (open) this.#mirror.keep(entry, this.#model.name, { ...why, yours: entry.change.after });
      else this.#mirror.drop(entry);
    }
  }

  #failed(error) {
    if (!(error instanceof ApiError)) throw error;
    const refused = error.status >= 400 && error.status < 500 && error.status !== 429;
    this.#model.setStatus({ online: refused, trouble: refused ? sentence(error) : "" });
    if (refused) return REFUSED_WAIT_MS;
    this.#failures += 1;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
    return wait * (0.75 + Math.random() / 4);
  }

  /** Take over what windows left that are gone, if they were this person's. */
  async #adopt() {
    this.#adoptedAt = Date.now();
    const { name, history } = this.#model;
    for (const [client, entries] of this.#mirror.left()) {
      if (this.#claimed.includes(client) || entries[0].person !== name) continue;
      if (!(await claim(client, { storage: this.#storage }))) continue;
      this.#claimed.push(client);
      const done = new Set(history.filter((one) => one.client === client).map((one) => one.seq));
      for (const entry of this.#mirror.left().get(client) ?? []) {
        if (entry.refused) this.#model.addConflict({ client, seq: entry.seq, ...entry.refused });
        else if (done.has(entry.seq)) this.#mirror.drop(entry);
        else this.#model.take(entry);
      }
    }
  }

  /** The page or the editor is closed: a last try, so that edits do not wait for the person to come back. */
  #farewell() {
    const { pending, epoch, edit, checked, client } = this.#model;
    if (pending.length) {
      const body = { epoch, edit, checked, client, cue: null, edits: pending.slice(0, MOST_EDITS).map(onWire) };
      if (JSON.stringify(body).length < LONGEST_FAREWELL) this.#api.post(body, { keepalive: true }).catch(() => {});
    }
    release(this.#claimed, { storage: this.#storage });
  }

  /** Closing loses nothing while the browser keeps a copy that the server will get. */
  #warn(event) {
    const { unsaved, online, kept } = this.#model.status;
    if (!unsaved || (online && kept)) return;
    event.preventDefault();
    event.returnValue = "unsaved"; // older browsers ask only when this is set
  }
}

function onWire({ client, seq, base, do: command }) {
  return { client, seq, base, do: command };
}

function sentence(error) {
  if (error.status === 401) return "You are signed out: sign in again in another tab, and your edits will be saved.";
  return error.why;
}
