// Another track of the story in step with this one: the original beside its translation.

import { count, fill, h, icon, set, shortClock } from "../dom.js";
import { unseen } from "./diff.js";
import { keepFocus, keepRows, nameOf, Panel } from "./panel.js";

const REST_MS = 800; // after an edit, until the other track is asked again
const AGAIN_MS = 10_000; // it tells nothing by itself when somebody edits it
const ROOM = 30; // rows on either side of the current one

export class BesidePanel extends Panel {
  #other = null; // the id of the track beside
  #told = null; // the server's answer
  #rows = [];
  #stale = [];
  #edge = [0, 0]; // the rows that are shown
  #seen = null;
  #timer = 0;
  #number = 0;
  #asleep = false;
  #error = h("p", { class: "field-error", role: "alert" });
  #summary = h("p", { class: "summary" });
  #list = h("ol", { class: "rows pairs" });

  constructor(context) {
    super(context, "Beside");
    this.element.classList.add("beside");
    this.choice = h("select", { id: "beside-other", onchange: () => this.#choose(this.choice.value) });
    this.nextStale = h("button", { type: "button", onclick: () => this.#goStale() }, "Next");
    const more = (where) => h("button", { type: "button", class: "link more", onclick: () => this.#widen(where) });
    [this.earlier, this.further] = [more(0), more(1)];
    this.heads = h("div", { class: "pair-heads", "aria-hidden": "true" }, h("span", {}), h("span", {}));
    this.element.append(
      h("div", { class: "fields" }, h("label", { for: "beside-other" }, "Other track"), this.choice),
      h("div", { class: "bar" }, this.#summary, this.nextStale), this.#error, this.heads, this.earlier, this.#list, this.further);
    this.watch("current");
    this.model.addEventListener("change", () => {
      this.later();
      if (this.shown) this.#soon(REST_MS);
    });
  }

  show() {
    this.#fitChoice();
    super.show();
    this.#load();
  }

  hide() {
    super.hide();
    clearTimeout(this.#timer);
  }

  // --- the other track --------------------------------------------------------------------------------------------

  #fitChoice() {
    const others = this.model.others ?? [];
    this.choice.parentElement.hidden = !others.length;
    const said = JSON.stringify(others);
    if (this.choice.dataset.said === said) return;
    this.choice.dataset.said = said;
    fill(this.choice, others.map((other) => h("option", { value: String(other.id) }, nameOfTrack(other), other.status && ` (${other.status})`)));
    if (!others.some((other) => String(other.id) === this.#other)) this.#other = others.length ? String(others[0].id) : null;
    this.choice.value = this.#other ?? "";
  }

  #choose(id) {
    this.#other = id;
    this.#told = null;
    this.update();
    this.#load();
  }

  #soon(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#load(), ms);
  }

  async #load() {
    clearTimeout(this.#timer);
    if (!this.shown || this.#other === null) return;
    this.#asleep = !this.element.isConnected; // the editor is not on the page: asked again when it is looked at
    if (this.#asleep) return;
    const number = (this.#number += 1);
    const tell = (why) => number === this.#number && fill(this.#error, icon("error"), h("span", {}, why));
    const told = await this.withServer(() => this.api.beside(this.#other), tell, { typing: false });
    if (number !== this.#number) return;
    if (told) {
      fill(this.#error);
      if (JSON.stringify(told) !== JSON.stringify(this.#told)) this.#told = told;
      this.update();
    }
    if (this.shown) this.#soon(AGAIN_MS);
  }

  // --- rows -------------------------------------------------------------------------------------------------------

  update() {
    if (this.#asleep && this.element.isConnected) this.#soon(0);
    keepFocus(this.element, this.heading, () => this.#fill());
    const current = this.#list.querySelector("[aria-current]");
    if (current && current !== this.#seen) current.scrollIntoView({ block: "nearest" });
    this.#seen = current;
  }

  #fill() {
    const others = this.model.others ?? [];
    this.#fitRows();
    this.#stale = this.#rows.filter((row) => row.stale);
    const said = !others.length ? "This story has no other track." : !this.#told ? "The other captions are on their way…"
      : this.#stale.length ? `${count(this.#stale.length, "caption")} may be out of date.` : "Nothing is out of date.";
    if (this.#summary.textContent !== said) fill(this.#summary, said);
    this.#summary.classList.toggle("done", Boolean(this.#told) && !this.#stale.length);
    this.nextStale.hidden = !this.#stale.length;
    this.#fitHeads();
    const at = this.#rows.findIndex((row) => row.key !== null && row.key === this.model.current);
    this.#fitEdge(at);
    const [from, to] = this.#edge;
    this.earlier.hidden = from === 0;
    this.further.hidden = to >= this.#rows.length;
    fill(this.earlier, `${from} before`);
    fill(this.further, `${this.#rows.length - to} after`);
    keepRows(this.#list, this.#rows.slice(from, to), { key: nameOfRow, make: (row) => this.#makeRow(row), fit: (element, row) => this.#fitRow(element, row) });
  }

  #fitHeads() {
    this.heads.hidden = !this.#told;
    if (!this.#told) return;
    fill(this.heads.firstChild, nameOfTrack(this.model.track));
    fill(this.heads.lastChild, nameOfTrack(this.#told.track));
  }

  /** The captions of this track that are there, with those of the other that the server put beside them. */
  #fitRows() {
    if (!this.#told) {
      this.#rows = [];
      return;
    }
    const beside = new Map(this.#told.rows.map((row) => [row.key, row]));
    const rows = this.model.cues.map((cue) => ({ key: cue.key, start: cue.start, others: [], stale: false, why: "", ...beside.get(cue.key) }));
    const alone = this.#told.unmatched.map((cue) => ({ key: null, start: cue.start, others: [cue], stale: false, why: "" }));
    this.#rows = [...rows, ...alone].sort((one, other) => one.start - other.start);
  }

  /** Show the rows around the current one; those that are shown stay as long as it is among them. */
  #fitEdge(at) {
    const [from, to] = this.#edge;
    const kept = to > from && to <= this.#rows.length && (at < 0 || (at >= from && at < to));
    if (kept) return;
    const middle = Math.max(at, 0);
    this.#edge = [Math.max(0, middle - ROOM), Math.min(this.#rows.length, middle + ROOM)];
  }

  #widen(where) {
    const [from, to] = this.#edge;
    this.#edge = where ? [from, Math.min(this.#rows.length, to + 4 * ROOM)] : [Math.max(0, from - 4 * ROOM), to];
    this.update();
  }

  #makeRow(row) {
    const { key } = row;
    const go = h("button", { type: "button", class: "go", dataset: { does: "go" }, onclick: () => this.go(key, this.model.byKey.get(key)?.start ?? row.start) });
    return h("li", { dataset: { row: nameOfRow(row) } }, go);
  }

  #fitRow(element, { key, others, stale, why, start }) {
    const cue = this.model.byKey.get(key);
    set(element, { "aria-current": key !== null && key === this.model.current ? "true" : null });
    element.classList.toggle("stale", stale);
    const said = JSON.stringify([nameOf(this.model, key), cue?.start, cue?.text, cue?.voice, others, stale, why]);
    if (element.dataset.said === said) return;
    element.dataset.said = said;
    const [mine, theirs] = [this.model.track, this.#told.track];
    fill(element.firstChild,
      h("span", { class: "where" }, cue && h("span", { class: "number" }, nameOf(this.model, key)), h("span", { class: "time" }, shortClock(cue?.start ?? start)),
        stale && h("span", { class: "why-stale" }, icon("warning"), why)),
      h("span", { class: "pair" }, side(cue ? [cue] : [], mine), unseen(" beside: "), side(others, theirs)));
  }

  #goStale() {
    const from = this.#rows.findIndex((row) => row.key === this.model.current);
    const place = this.#rows.findIndex((row, at) => at > from && row.stale);
    const row = place < 0 ? this.#stale[0] : this.#rows[place];
    this.go(row.key, row.start);
  }
}

function nameOfRow({ key, others }) {
  return key ?? `other ${others[0].key}`;
}

function side(cues, { language, dir }) {
  const text = (cue) => [cue.voice && h("span", { class: "who" }, cue.voice), h("span", { class: "said", lang: language ?? null, dir: dir ?? "auto" }, cue.text || "(no text)")];
  return h("span", { class: "side-of" }, cues.length ? cues.map((cue) => h("span", { class: "one" }, text(cue))) : h("span", { class: "none" }, "(none)"));
}

function nameOfTrack({ label, kind, language }) {
  return [label || language, kind].filter(Boolean).join(", ");
}
