// What the track was: its revisions, what is different between two of them, and one of them made the latest again.

import { count, fill, h, icon, set, shortClock } from "../dom.js";
import { showDiff, showParts, unseen } from "./diff.js";
import { confirm } from "./dialog.js";
import { dayAndTime } from "./findings.js";
import { keepFocus, keepRows, Panel } from "./panel.js";

const NOW = "now";
const TRANSCRIPT = "transcript";
const REST_MS = 800; // after an edit, until the server is asked again
const AT_FIRST = 100; // rows of a comparison before the rest is asked for

export class HistoryPanel extends Panel {
  #told = null;
  #rows = [];
  #whole = false;
  #number = 0;
  #timer = 0;
  #error = h("p", { class: "field-error", role: "alert" });
  #summary = h("p", { class: "summary", role: "status" });
  #list = h("ul", { class: "rows revisions" });
  #compared = h("p", { class: "summary", role: "status" });
  #differences = h("ul", { class: "rows differences" });

  constructor(context) {
    super(context, "History");
    this.element.classList.add("history");
    const choice = (id) => h("select", { id, onchange: () => this.#compare() });
    [this.from, this.to] = [choice("history-from"), choice("history-to")];
    this.keep = h("button", { type: "button", onclick: () => this.#cut() }, "Keep a revision now");
    this.more = h("button", { type: "button", class: "link more", hidden: true, onclick: () => {
      this.#whole = true;
      this.#showRows();
    } });
    this.comparing = h("section", { class: "comparing", "aria-labelledby": "history-compare" }, h("h3", { id: "history-compare" }, "Compare"),
      h("div", { class: "two" }, h("label", { for: "history-from" }, "From"), this.from, h("label", { for: "history-to" }, "To"), this.to),
      this.#compared, this.#differences, this.more);
    this.element.append(h("div", { class: "bar" }, this.#summary, this.keep), this.#error, this.#list, this.comparing);
    for (const event of ["track", "change"]) this.model.addEventListener(event, () => this.#soon());
  }

  show() {
    super.show();
    this.#load();
  }

  hide() {
    super.hide();
    clearTimeout(this.#timer);
  }

  #soon() {
    clearTimeout(this.#timer);
    if (this.shown) this.#timer = setTimeout(() => this.#load(), REST_MS);
  }

  #tellError = (why) => fill(this.#error, why && [icon("error"), h("span", {}, why)]);

  async #load() {
    const number = (this.#number += 1);
    const told = await this.withServer(() => this.api.revisions(), this.#tellError, { typing: false });
    if (!told || number !== this.#number) return;
    this.#tellError("");
    const first = this.#told === null;
    this.#told = told;
    this.#fitChoices(first);
    this.update();
    await this.#compare();
  }

  // --- revisions --------------------------------------------------------------------------------------------------

  update() {
    if (!this.#told) return void fill(this.#summary, "The history is on its way…");
    const { revisions, uncut = 0 } = this.#told;
    const said = `${count(revisions.length, "revision")}${uncut ? `, and ${count(uncut, "edit")} since` : ""}.`;
    if (this.#summary.textContent !== said) fill(this.#summary, said);
    set(this.keep, { "aria-disabled": uncut ? null : "true" });
    this.comparing.hidden = !revisions.length;
    keepFocus(this.element, this.heading, () => keepRows(this.#list, revisions, { key: (one) => one.number, make: (one) => this.#makeRow(one.number), fit: (row, one) => this.#fitRow(row, one) }));
    return undefined;
  }

  #makeRow(number) {
    const button = (does, text, label, act) => h("button", { type: "button", dataset: { does }, "aria-label": `${label} revision ${number}`, onclick: act }, text);
    return h("li", { dataset: { row: number } }, h("div", { class: "what" }), h("div", { class: "does" },
      button("compare", "Compare", "Compare with now:", () => this.#compareWith(number)),
      button("restore", "Restore…", "Restore", () => this.#restore(number))));
  }

  #fitRow(row, revision) {
    const said = JSON.stringify(revision);
    if (row.dataset.said === said) return;
    row.dataset.said = said;
    const { number, author, at, origin, made_by: engine, cues, words_changed: words, approved, live } = revision;
    fill(row.firstChild,
      h("p", { class: "where" }, h("strong", { class: "number" }, `Revision ${number}`), live && h("span", { class: "badge" }, "live"), h("time", { datetime: at }, dayAndTime(at))),
      h("p", {}, [author, origin === "automatic" && `made by ${engine || "an engine"}`].filter(Boolean).join(", "), ` · ${count(cues, "caption")}`,
        words !== null && words !== undefined && ` · ${words ? `${count(words, "word")} changed` : "no word changed"}`),
      approved && h("p", { class: "approved" }, icon("done"), h("span", {}, `Approved by ${approved.by}, `, h("time", { datetime: approved.at }, dayAndTime(approved.at)), approved.note && [": ", h("q", {}, approved.note)])));
  }

  async #cut() {
    const before = this.#told?.revisions[0]?.number;
    const told = await this.withServer(() => this.api.cut(), this.#tellError);
    if (!told) return;
    this.model.notice(told.revision === before ? `Every edit is in revision ${before} already.` : `Revision ${told.revision} is kept.`);
    await this.#load();
  }

  async #restore(number) {
    const sure = await confirm(this.root, {
      title: `Restore revision ${number}?`, sure: "Restore",
      text: `The captions become what they were in revision ${number}. It is a new edit: nothing is lost, and one undo takes it back.`,
    });
    if (!sure) return;
    this.actions.commit();
    this.actions.do({ kind: "restore", revision: number });
    const done = await this.withServer(() => true, this.#tellError);
    if (!done) return;
    this.model.notice(`The captions are as they were in revision ${number}.`);
    await this.#load();
  }

  // --- comparing --------------------------------------------------------------------------------------------------

  /** The versions one can choose; at first what is new since the last revision that was kept. */
  #fitChoices(first) {
    const { revisions, transcript, uncut = 0 } = this.#told;
    const versions = [[NOW, "Now"], ...revisions.map((one) => [String(one.number), `Revision ${one.number}, ${one.author}`])];
    if (transcript) versions.push([TRANSCRIPT, `The raw transcript, ${[transcript.engine, transcript.model].filter(Boolean).join(" ")}`]);
    const before = [this.from.value, this.to.value];
    for (const choice of [this.from, this.to]) fill(choice, versions.map(([value, text]) => h("option", { value }, text)));
    const latest = revisions[uncut ? 0 : 1] ?? revisions[0];
    const known = (value) => versions.some((one) => one[0] === value);
    this.from.value = !first && known(before[0]) ? before[0] : String(latest?.number ?? NOW);
    this.to.value = !first && known(before[1]) ? before[1] : NOW;
  }

  #compareWith(number) {
    this.from.value = String(number);
    this.to.value = NOW;
    this.#compare();
    this.from.focus();
    this.comparing.scrollIntoView({ block: "nearest" });
  }

  #comparison = 0;

  async #compare() {
    const number = (this.#comparison += 1);
    const [from, to] = [this.from.value, this.to.value];
    const told = await this.withServer(() => this.api.diff(from, to), (why) => number === this.#comparison && fill(this.#compared, why), { typing: false });
    if (number !== this.#comparison) return;
    this.#rows = told?.rows ?? [];
    this.#whole = false;
    if (told) fill(this.#compared, summary(told));
    this.#showRows();
  }

  #showRows() {
    const shown = this.#whole ? this.#rows : this.#rows.slice(0, AT_FIRST);
    fill(this.#differences, shown.map((row) => this.#difference(row)));
    this.#differences.hidden = !shown.length;
    this.more.hidden = shown.length === this.#rows.length;
    fill(this.more, `Show all ${this.#rows.length}`);
  }

  #difference({ key, number, start, parts, times, voices, looks }) {
    const { language, dir } = this.model.track;
    const kinds = new Set(parts.map(([kind]) => kind));
    const only = kinds.size === 1 && !kinds.has("same");
    return h("li", {}, h("button", { type: "button", class: "go", onclick: () => this.go(key, start) },
      h("span", { class: "where" }, number !== null && h("span", { class: "number" }, `Caption ${number}`), h("span", { class: "time" }, shortClock(start)),
        only && h("span", { class: "badge" }, kinds.has("gone") ? "deleted" : "new")),
      times && h("span", { class: "times" }, h("del", {}, unseen("(before: "), stretch(times[0]), unseen(")")), " → ", h("ins", {}, unseen("(now: "), stretch(times[1]), unseen(")"))),
      voices && h("span", { class: "who" }, showDiff(voices[0], voices[1])),
      parts.length > 0 && h("span", { class: "said", lang: language ?? null, dir: dir ?? "auto" }, showParts(parts)),
      looks && h("span", { class: "hint" }, "It looks different: where it stands, or how its words are set.")));
  }
}

function summary({ changed, same, words: [different, total] }) {
  if (!changed) return "No difference.";
  const share = total ? ` (${((100 * different) / total).toFixed(different / total < 0.1 ? 1 : 0)} %)` : "";
  return `${count(changed, "caption")} differ${changed === 1 ? "s" : ""}, ${same} ${same === 1 ? "is" : "are"} the same; ${different} of ${count(total, "word")} changed${share}.`;
}

function stretch([start, end]) {
  return `${shortClock(start)}–${shortClock(end)}`;
}
