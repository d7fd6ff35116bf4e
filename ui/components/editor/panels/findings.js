// What the checks found, by check: go there, fix it, or waive it with a reason.

import { count, fill, h, icon, say, set, timeOfDay } from "../dom.js";
import { byCheck, inOrder, titleOf } from "./checks.js";
import { ask } from "./dialog.js";
import { unseen } from "./diff.js";
import { fixFindings } from "./fixes.js";
import { keepFocus, keepRows, nameOf, Panel, whereabouts } from "./panel.js";

const AT_FIRST = 50; // rows of a group before the rest is asked for
const FILTERS = [["", "All"], ["error", "Errors"], ["warning", "Warnings"]];
const WORDS = { error: "Error", warning: "Warning" };

export class FindingsPanel extends Panel {
  #filter = "";
  #folded = new Set();
  #whole = new Set(); // groups of which every row is shown
  #filters = new Map();
  #summary = h("p", { class: "summary", role: "status" });
  #result = h("p", { class: "result", role: "status" });
  #groups = h("div", { class: "groups" });
  #waived = h("details", { class: "waived" }, h("summary", {}), h("ul", { class: "rows" }));

  constructor(context) {
    super(context, "Findings");
    this.element.classList.add("findings");
    for (const [severity, label] of FILTERS) {
      this.#filters.set(severity, h("button", { type: "button", "aria-pressed": "false", onclick: () => this.#choose(severity) }, label));
    }
    this.fixAll = h("button", { type: "button", onclick: () => this.#fix(this.#safe()) }, "Fix all safe ones");
    this.element.append(
      this.#summary,
      h("div", { class: "bar" }, h("div", { class: "choice", role: "group", "aria-label": "Show" }, [...this.#filters.values()]), this.fixAll),
      this.#result, this.#groups, this.#waived);
    this.watch("findings", "current");
    this.model.addEventListener("change", ({ detail }) => detail.order && this.later());
    this.model.addEventListener("edit", () => this.#tellResult(null));
  }

  show() {
    super.show();
    this.measure();
  }

  update() {
    keepFocus(this.element, this.heading, () => this.#fill());
  }

  /** Once all is written that this frame shows: to scroll somewhere a browser lays out the page. */
  measure() {
    const current = this.#groups.querySelector("[aria-current]");
    if (current !== this.#seen) current?.scrollIntoView({ block: "nearest" });
    this.#seen = current;
  }

  #seen = null;

  #start = (finding) => this.model.byKey.get(finding.cue)?.start ?? finding.start;

  #fill() {
    const all = inOrder(this.model.findings.values(), this.#start);
    const open = all.filter((finding) => !finding.waived);
    this.#showCounts(open);
    const seen = open.filter((finding) => !this.#filter || finding.severity === this.#filter);
    keepRows(this.#groups, byCheck(seen), { key: (group) => group.check, make: (group) => this.#makeGroup(group), fit: (row, group) => this.#fitGroup(row, group) });
    this.#showWaived(all.filter((finding) => finding.waived));
  }

  #showCounts(open) {
    const errors = open.filter((finding) => finding.severity === "error").length;
    const counts = { "": open.length, error: errors, warning: open.length - errors };
    for (const [severity, label] of FILTERS) {
      const button = this.#filters.get(severity);
      set(button, { "aria-pressed": String(severity === this.#filter) });
      say(button, `${label} ${counts[severity]}`);
    }
    const none = this.#filter === "error" ? "No errors." : "No warnings.";
    const said = !open.length ? "Nothing to fix." : counts[this.#filter] ? `${count(errors, "error")}, ${count(counts.warning, "warning")}.` : none;
    say(this.#summary, said);
    this.#summary.classList.toggle("done", !open.length);
    this.fixAll.hidden = this.#safe().length < 2;
  }

  /** The findings that can be fixed without a word being changed, of one check or of all that are shown. */
  #safe(check = null) {
    return this.actions.openFindings()
      .filter((one) => one.fix && (!check || one.check === check) && (!this.#filter || one.severity === this.#filter))
      .map((one) => one.id);
  }

  #choose(severity) {
    this.#filter = severity;
    this.update();
  }

  // --- groups -----------------------------------------------------------------------------------------------------

  #makeGroup({ check }) {
    const list = h("ul", { class: "rows", id: `findings-${check}` });
    const fold = h("button", { type: "button", class: "fold", "aria-expanded": "true", "aria-controls": list.id, onclick: () => this.#fold(check) }, h("span", {}, titleOf(check)), h("span", { class: "number" }));
    const fix = h("button", { type: "button", class: "fix-group", onclick: () => this.#fix(this.#safe(check)) });
    const more = h("button", { type: "button", class: "link more", onclick: () => {
      this.#whole.add(check);
      this.update();
    } });
    return h("section", { class: "group" }, h("div", { class: "group-head" }, h("h3", {}, fold), fix), list, more);
  }

  #fitGroup(row, { check, findings }) {
    const [fold, fix, list, more] = [".fold", ".fix-group", ".rows", ".more"].map((name) => row.querySelector(name));
    const shut = this.#folded.has(check);
    const shown = shut ? [] : this.#whole.has(check) ? findings : findings.slice(0, AT_FIRST);
    const safe = this.#safe(check).length;
    set(fold, { "aria-expanded": String(!shut) });
    say(fold.lastChild, ` ${findings.length}`);
    fix.hidden = safe < 2;
    say(fix, `Fix ${safe}`);
    set(fix, { "aria-label": `Fix ${safe}: ${titleOf(check)}` });
    list.hidden = shut;
    more.hidden = shut || shown.length === findings.length;
    say(more, `Show all ${findings.length}`);
    keepRows(list, shown, { key: (finding) => finding.id, make: (finding) => this.#makeRow(finding.id), fit: (one, finding) => this.#fitRow(one, finding) });
  }

  #fold(check) {
    if (!this.#folded.delete(check)) this.#folded.add(check);
    this.update();
  }

  // --- one finding ------------------------------------------------------------------------------------------------

  #makeRow(id) {
    const button = (does, act, text = "") => h("button", { type: "button", class: does, dataset: { does }, onclick: () => act(this.model.findings.get(id)) }, text);
    return h("li", { dataset: { row: id } },
      button("go", (finding) => this.go(finding.cue, this.#start(finding), { play: true })),
      h("div", { class: "does" },
        button("fix", () => this.#fix([id])),
        button("write", (finding) => this.#write(finding), "Write a caption"),
        button("waive", (finding) => this.#waive(finding), "Waive…")));
  }

  #fitRow(row, finding) {
    const { model } = this;
    const name = nameOf(model, finding.cue) || "the stretch without a caption";
    const said = `${finding.severity} ${finding.message} ${finding.fix} ${name} ${this.#start(finding)}`;
    set(row, { "aria-current": finding.cue !== null && finding.cue === model.current ? "true" : null });
    if (row.dataset.said === said) return;
    row.dataset.said = said;
    const [go, fix, write, waive] = row.querySelectorAll("button");
    fill(go, h("span", { class: `severity ${finding.severity}` }, icon(finding.severity), unseen(`${WORDS[finding.severity]}: `)),
      h("span", { class: "where" }, whereabouts(model, finding.cue, finding.start)), h("span", { class: "message" }, finding.message));
    fill(fix, finding.fix ?? "");
    fix.hidden = !finding.fix;
    write.hidden = finding.cue !== null || finding.end <= finding.start;
    if (finding.fix) set(fix, { "aria-label": `${finding.fix}: ${name}` });
    set(waive, { "aria-label": `Waive… ${finding.message} ${name}` });
  }

  async #fix(ids) {
    const said = await fixFindings(this, ids);
    if (said) this.#tellResult(said);
  }

  /** What was done, with its undo for as long as it is the last edit. */
  #tellResult(text) {
    if (text === null && !this.#result.firstChild) return;
    fill(this.#result, text !== null && [icon("done"), ` ${text} `, h("button", { type: "button", onclick: () => {
      this.actions.undo();
      this.heading.focus();
    } }, "Undo")]);
  }

  /** A caption for a stretch in which somebody speaks and none stands. */
  #write({ start, end }) {
    const change = this.actions.do({ kind: "insert", start, end, text: "", voice: "" });
    if (change) this.actions.go(change.after[0].key, { typing: true });
  }

  // --- waivers ----------------------------------------------------------------------------------------------------

  async #waive(finding) {
    const name = nameOf(this.model, finding.cue);
    const reason = await ask(this.root, {
      title: "Waive this finding", text: `${name ? `${name}: ` : ""}${finding.message}`, label: "Why it may stay as it is",
      sure: "Waive", needed: "Write the reason: whoever approves the captions reads it.",
    });
    if (reason === null) return;
    const answer = await this.withServer(() => this.api.waive(finding.id, reason));
    if (answer) this.model.adopt(answer);
  }

  async #unwaive(id) {
    const answer = await this.withServer(() => this.api.unwaive(id));
    if (answer) this.model.adopt(answer);
  }

  #showWaived(waived) {
    const [summary, list] = this.#waived.children;
    this.#waived.hidden = !waived.length;
    say(summary, `Waived: ${waived.length}`);
    keepRows(list, waived, { key: (finding) => finding.id, make: (finding) => this.#makeWaived(finding.id), fit: (row, finding) => this.#fitWaived(row, finding) });
  }

  #makeWaived(id) {
    return h("li", { dataset: { row: id } },
      h("button", { type: "button", class: "go", dataset: { does: "go" }, onclick: () => {
        const finding = this.model.findings.get(id);
        this.go(finding.cue, this.#start(finding), { play: true });
      } }),
      h("p", { class: "reason" }),
      h("div", { class: "does" }, h("button", { type: "button", dataset: { does: "unwaive" }, onclick: () => this.#unwaive(id) }, "Take the waiver back")));
  }

  #fitWaived(row, finding) {
    const [go, reason, does] = row.children;
    const { by, reason: why, at } = finding.waived;
    fill(go, h("span", { class: "where" }, whereabouts(this.model, finding.cue, finding.start)), h("span", { class: "message" }, finding.message));
    fill(reason, h("q", {}, why), ` ${by}, `, h("time", { datetime: at }, dayAndTime(at)));
    set(does.firstChild, { "aria-label": `Take the waiver back: ${finding.message} ${nameOf(this.model, finding.cue)}` });
  }
}

/** A moment as a day and a time in the reader's own way: "24 Nov, 14:02". */
export function dayAndTime(when) {
  const date = new Date(when);
  if (Number.isNaN(date.getTime())) return String(when ?? "");
  const day = date.toLocaleDateString([], { day: "numeric", month: "short" });
  const today = date.toDateString() === new Date().toDateString();
  return today ? `today ${timeOfDay(date).slice(0, 5)}` : `${day}, ${timeOfDay(date).slice(0, 5)}`;
}
