// Edits that met another person's: both versions side by side until somebody has chosen. Nothing goes away by itself.

import { announce, count, fill, h, shortClock } from "../dom.js";
import { changeOf } from "../local.js";
import { Refused } from "../text.js";
import { showDiff } from "./diff.js";
import { keepFocus, keepRows, nameOf, Panel, whereabouts } from "./panel.js";

export class ConflictsPanel extends Panel {
  #summary = h("p", { class: "summary" });
  #list = h("ul", { class: "rows clashes" });
  #known = 0; // the last conflict that was told of

  constructor(context) {
    super(context, "Conflicts");
    this.element.classList.add("conflicts");
    this.element.append(
      this.#summary,
      h("p", { class: "hint" }, "Somebody else changed these captions before your edit arrived. Both versions are kept until you choose."),
      this.#list);
    this.watch("conflicts", "change");
    this.model.addEventListener("conflicts", () => this.#announce());
  }

  /** Said where one is at work, so that it is known though the panel is not looked at. */
  #announce() {
    const fresh = this.model.conflicts.filter((conflict) => conflict.id > this.#known);
    if (!fresh.length) return;
    this.#known = fresh.at(-1).id;
    announce(fresh.length === 1 ? `Conflict: ${fresh[0].why}` : `${fresh.length} of your edits met somebody else's. Both versions are kept.`);
  }

  update() {
    keepFocus(this.element, this.heading, () => {
      const { conflicts } = this.model;
      const said = conflicts.length ? `${count(conflicts.length, "conflict")} to decide.` : "No conflicts.";
      if (this.#summary.textContent !== said) fill(this.#summary, said);
      this.#summary.classList.toggle("done", !conflicts.length);
      this.#summary.nextElementSibling.hidden = !conflicts.length;
      keepRows(this.#list, conflicts, { key: (one) => one.id, make: (one) => this.#makeRow(one.id), fit: (row, one) => this.#fitRow(row, one) });
    });
  }

  #makeRow(id) {
    const settle = (choice) => {
      const conflict = this.model.conflicts.find((one) => one.id === id);
      this.actions.commit();
      this.actions.try(() => this.model.resolve(conflict, choice));
      if (!this.model.conflicts.length) this.actions.focusOn("list"); // the panel goes away
    };
    const why = h("p", { class: "why-not", id: `conflict-${id}` });
    const button = (choice, text) => h("button", { type: "button", dataset: { does: choice }, "aria-describedby": why.id, onclick: () => settle(choice) }, text);
    return h("li", { dataset: { row: id } },
      why,
      h("div", { class: "versions" }, h("div", { class: "version theirs" }, h("h3", {}), h("div", {})), h("div", { class: "version mine" }, h("h3", {}, "Yours"), h("div", {}))),
      h("div", { class: "does" }, button("theirs", "Keep theirs"), button("mine", "Use mine")));
  }

  #fitRow(row, conflict) {
    const [why, versions] = row.children;
    const [theirs, mine] = versions.children;
    const pairs = this.#pairs(conflict);
    const said = JSON.stringify([conflict.why, conflict.gone, pairs, pairs.map(({ key }) => nameOf(this.model, key))]);
    if (row.dataset.said === said) return;
    row.dataset.said = said;
    fill(why, conflict.why);
    fill(theirs.firstChild, conflict.by || "Theirs");
    fill(theirs.lastChild, pairs.map((pair) => this.#version(pair.key, pair.theirs, pair.mine, false)));
    fill(mine.lastChild, pairs.map((pair) => this.#version(pair.key, pair.mine, pair.theirs, true)));
    fill(row.querySelector('[data-does="mine"]'), conflict.gone && conflict.yours?.length ? "Put mine back" : "Use mine");
  }

  /** Each caption that the conflict is about: {key, theirs, mine}, null where it is not there. */
  #pairs(conflict) {
    const theirs = new Map(conflict.theirs.map((cue) => [cue.key, cue]));
    const mine = new Map(this.#mine(conflict).map((cue) => [cue.key, cue]));
    return [...new Set([...theirs.keys(), ...mine.keys()])]
      .map((key) => ({ key, theirs: this.model.byKey.get(key) ?? theirs.get(key) ?? null, mine: mine.get(key) ?? null }));
  }

  #mine({ yours, mine }) {
    if (yours?.length) return yours;
    try {
      return changeOf(mine, this.model).after;
    } catch (error) {
      if (error instanceof Refused) return [];
      throw error;
    }
  }

  /** A caption as it is in one version; with `compared` it is shown what is different from the `other`. */
  #version(key, cue, other, compared) {
    const place = h("p", { class: "where" }, whereabouts(this.model, key, cue?.start ?? other?.start ?? 0));
    if (!cue) return [place, h("p", { class: "gone" }, "Deleted.")];
    const { language, dir } = this.model.track;
    const times = `${shortClock(cue.start)}–${shortClock(cue.end)}`;
    const moved = other && (other.start !== cue.start || other.end !== cue.end);
    const shown = (name) => (compared && other ? showDiff(other[name], cue[name]) : cue[name]);
    return [
      place,
      moved && h("p", { class: "times" }, compared ? h("ins", {}, times) : times),
      (cue.voice || (compared && other?.voice)) && h("p", { class: "who" }, shown("voice")),
      h("p", { class: "said", lang: language ?? null, dir: dir ?? "auto" }, cue.text || other?.text ? shown("text") : "(no text)"),
    ];
  }
}
