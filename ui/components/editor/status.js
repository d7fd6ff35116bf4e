// The line that says whether everything is saved, what has just happened, and who else is here.

import { announce, count, fill, h, hourOfDay, timeOfDay } from "./dom.js";

const NOTICE_MS = 12_000;

export class StatusLine {
  #model;
  #saved = h("span", { class: "saved" });
  #notice = h("span", { class: "notice" });
  #editors = h("span", { class: "editors" });
  #state = "";
  #timer = 0;

  constructor(model, signal) {
    this.#model = model;
    this.element = h("div", { class: "status", role: "group", "aria-label": "Status" }, this.#saved, this.#notice, this.#editors);
    model.addEventListener("status", () => this.#showSaved(), { signal });
    model.addEventListener("editors", () => this.#showEditors(), { signal });
    model.addEventListener("change", ({ detail }) => detail.order && this.#showEditors(), { signal });
    model.addEventListener("notice", ({ detail }) => this.#say(detail.text), { signal });
    this.#showSaved();
    this.#showEditors();
  }

  #showSaved() {
    const { status } = this.#model;
    const { state, text } = told(status);
    this.#saved.dataset.state = state;
    fill(this.#saved, text);
    // Every edit goes from unsaved to saved in a moment: only what a person must know of is said aloud.
    if (state !== this.#state && (LOUD.has(state) || LOUD.has(this.#state))) announce(text);
    this.#state = LOUD.has(state) || state === "saved" ? state : this.#state;
  }

  #showEditors() {
    const { editors, client, byKey, name: own } = this.#model;
    const others = editors.filter((editor) => editor.client !== client);
    const said = others.map(({ name, since, cue }) => {
      const where = byKey.has(cue) ? `, at caption ${this.#model.place(cue) + 1}` : "";
      return `${name === own ? "you, in another window," : name} since ${hourOfDay(since)}${where}`;
    });
    fill(this.#editors, said.length ? `Also here: ${said.join("; ")}` : "");
  }

  #say(text) {
    fill(this.#notice, text);
    announce(text);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => fill(this.#notice), NOTICE_MS);
  }
}

const LOUD = new Set(["offline", "trouble", "unkept"]);

/** What the status means: {state, text}. */
export function told({ unsaved, savedAt, online, kept, trouble }) {
  const waiting = `${unsaved} ${kept ? "kept in this browser" : "not kept: leave this window open"}`;
  if (trouble) return { state: "trouble", text: unsaved ? `${trouble} ${waiting}` : trouble };
  if (!online) return { state: "offline", text: unsaved ? `Offline, ${waiting}` : "Offline: edits are kept in this browser" };
  if (unsaved && !kept) return { state: "unkept", text: `${count(unsaved, "edit")} unsaved, and this browser keeps no copy: leave the window open` };
  if (unsaved) return { state: "unsaved", text: `${unsaved} unsaved` };
  return { state: "saved", text: savedAt ? `Saved ${timeOfDay(savedAt)}` : "Everything is saved" };
}
