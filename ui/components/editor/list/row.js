// One row of the list: it is given one cue after the other and changes what is different.

import { clock, count, fill, h, icon, set } from "../dom.js";
import { wordsOf } from "../text.js";
import { flawsOf } from "./flaws.js";
import { fillWords } from "./said.js";

/** [name, its short heading or "" for a drawing, its full name], in the order of the columns. */
export const COLUMNS = [
  ["number", "#", "Number"],
  ["start", "Start", "Start"],
  ["end", "End", "End"],
  ["duration", "Length", "Length in seconds"],
  ["cps", "CPS", "Characters per second"],
  ["cpl", "CPL", "Characters per line"],
  ["voice", "Voice", "Voice"],
  ["text", "Text", "Text"],
  ["findings", "", "Findings"],
];
const PLAYS = "▶";
const JOINED = "\u2060"; // no line is broken after a drawing

/** A moment as the list shows it: without hours where the video has none. */
export function timeShown(ms, hours) {
  return hours ? clock(ms) : clock(ms).replace(/^0:/, "");
}

export class Row {
  key = null;
  cue = null;
  place = -1;
  stale = false;
  field = null; // {name, element}: what is typed into in place of a cell's text
  cells = {};
  #said = new Map(); // what a cell says, so that it is not said again
  #top = -1;
  #word = -1;

  constructor() {
    COLUMNS.forEach(([name], place) => {
      this.cells[name] = h("div", {
        role: name === "number" ? "rowheader" : "gridcell", class: `cell ${name}`, tabindex: "-1", "aria-colindex": place + 1, dataset: { column: name },
      });
    });
    this.element = h("div", { role: "row", class: "row" }, Object.values(this.cells));
    this.cells.number.append(h("span", { class: "playhead", "aria-hidden": "true" }, PLAYS), h("span", {}));
  }

  /** Put it where it belongs, in CSS pixels from the top of the list. */
  stand(top) {
    if (top === this.#top) return;
    this.#top = top;
    this.element.style.transform = `translateY(${top}px)`;
  }

  /** Show a cue. `look` is {rules, findings, doubted, marked, track, hours}. */
  fit(cue, place, look) {
    if (cue.key !== this.key) this.#word = -1;
    Object.assign(this, { key: cue.key, cue, place });
    this.element.classList.toggle("edited", this.field !== null);
    this.#say("place", String(place + 1), (text) => {
      set(this.element, { "aria-rowindex": place + 2 });
      this.cells.number.lastChild.textContent = text;
    });
    for (const name of ["start", "end"]) this.#time(name, cue[name], look.hours);
    this.measure(cue, look);
    this.#fitVoice(cue);
    this.#fitText(cue, look);
    this.#fitFindings(look.findings.filter((one) => !one.waived));
  }

  #say(name, text, show) {
    if (this.#said.get(name) === text) return;
    this.#said.set(name, text);
    show(text);
  }

  #time(name, ms, hours) {
    if (this.field?.name === name) return;
    this.#say(name, timeShown(ms, hours), (text) => {
      this.cells[name].textContent = text;
    });
  }

  /** The numbers of a cue, also of one that is only just being typed. */
  measure(cue, { rules, findings }) {
    const flaws = flawsOf(cue, rules, findings);
    this.#number("duration", ((cue.end - cue.start) / 1000).toFixed(2), flaws.duration);
    this.#number("cps", cue.cps === null ? "–" : cue.cps.toFixed(1), flaws.cps);
    this.#number("cpl", cue.text ? cue.cpl.join("/") : "0", flaws.cpl);
  }

  #number(name, text, flaw) {
    this.#say(name, `${text} ${flaw?.tone ?? ""} ${flaw?.why ?? ""}`, () => {
      const cell = this.cells[name];
      cell.className = `cell ${name} ${flaw?.tone ?? ""}`;
      set(cell, { title: flaw?.why });
      const parts = text.split("/").flatMap((part, at) => (at ? ["/", h("wbr"), part] : [part]));
      if (flaw) fill(cell, icon(flaw.tone), JOINED, parts, h("span", { class: "unseen" }, `. ${flaw.why}.`));
      else fill(cell, parts);
    });
  }

  #fitVoice({ voice }) {
    if (this.field?.name === "voice") return;
    this.#say("voice", voice, () => fill(this.cells.voice, voice && h("span", { title: voice }, voice)));
  }

  #fitText(cue, { doubted, marked, track }) {
    if (this.field?.name === "text") return;
    const marks = cue.marks?.length ? JSON.stringify(cue.marks) : "";
    this.#say("text", `${cue.text}\0${doubted}\0${marked}\0${marks}\0${track.language} ${track.dir}`, () => {
      const cell = this.cells.text;
      this.#word = -1;
      const words = doubted.length ? wordsOf(cue.text) : [];
      set(cell, {
        lang: track.language, dir: track.dir ?? "auto",
        "aria-description": doubted.length ? `Uncertain: ${doubted.map((place) => words[place]?.text).join(", ")}` : null,
      });
      if (cue.text) fillWords(cell, cue, { doubted, marked });
      else fill(cell, h("span", { class: "nothing", lang: "en", dir: "ltr" }, "no text"));
    });
  }

  #fitFindings(open) {
    this.#say("findings", open.map((one) => `${one.severity} ${one.message}`).join("\n"), () => {
      if (!open.length) return fill(this.cells.findings);
      const tone = open.some((one) => one.severity === "error") ? "error" : "warning";
      const said = open.map((one) => one.message).join(" ");
      const button = h("button", { type: "button", class: `found ${tone}`, tabindex: "-1", title: said, "aria-label": `${count(open.length, "finding")}: ${said}` }, icon(tone), String(open.length));
      return fill(this.cells.findings, button);
    });
  }

  /** How it stands to what one does: `current`, `selected`, `playing`, and the `column` that Tab comes to, or null. */
  state({ current, selected, playing, column }) {
    this.#say("state", `${current} ${selected} ${playing}`, () => {
      set(this.element, { "aria-current": current ? "true" : null, "aria-selected": String(selected) });
      this.element.classList.toggle("playing", playing);
    });
    this.#say("column", column ?? "", () => {
      for (const [name, cell] of Object.entries(this.cells)) cell.tabIndex = name === column ? 0 : -1;
    });
    if (!playing) this.speak(-1);
  }

  /** Mark the word that is being spoken; -1 for none. */
  speak(place) {
    if (place === this.#word) return;
    for (const [word, on] of [[this.#word, false], [place, true]]) {
      if (word >= 0) this.wordAt(word)?.classList.toggle("spoken", on);
    }
    this.#word = place;
  }

  wordAt(place) {
    return this.cells.text.querySelector(`[data-word="${place}"]`);
  }

  /** Show a field in place of what a cell says. */
  host(name, element) {
    this.field = { name, element };
    this.#said.delete(name);
    this.element.classList.add("edited");
    fill(this.cells[name], element);
    set(this.cells[name], { "aria-description": null });
  }

  /** The field is done with; the next `fit` puts what the cell says in its place. */
  release() {
    if (!this.field) return;
    this.#said.delete(this.field.name);
    this.field = null;
    this.stale = true;
  }
}
