// Fixing what the checks found: the server proposes edits that change no word, a person sees them first, one undo takes
// them back.

import { count, h, shortClock } from "../dom.js";
import { changeOf } from "../local.js";
import { Refused } from "../text.js";
import { showDiff, unseen } from "./diff.js";
import { confirm } from "./dialog.js";
import { nameOf } from "./panel.js";

const MOST_SHOWN = 60;

/**
 * Ask the server for fixes of these findings and do them as one edit; of several a person is shown what changes and
 * asked first. Resolves to the sentence that says what was done, null when nothing was.
 */
export async function fixFindings(panel, ids) {
  const { model } = panel;
  const told = await panel.withServer(() => panel.api.fixes(ids));
  if (!told) return null;
  const { fixes, left } = told;
  if (!fixes.length) {
    model.notice(left[0]?.why ?? "This is fixed already.");
    return null;
  }
  const command = fixes.length === 1 ? fixes[0].do : { kind: "several", commands: fixes.map((fix) => fix.do) };
  if (ids.length > 1 && !(await confirmed(panel, command, told, ids.length))) return null;
  if (!panel.actions.do(command)) return null;
  return [`${count(fixes.length, "problem")} fixed.`, left.length > 0 && `${left.length} left for you.`].filter(Boolean).join(" ");
}

function confirmed(panel, command, { fixes, left }, asked) {
  let change;
  try {
    change = changeOf(command, panel.model);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    panel.model.notice(error.message);
    return false;
  }
  const text = `${fixes.length} of ${count(asked, "problem")} can be fixed. No word is changed, and one undo takes it all back.`;
  return confirm(panel.root, {
    title: `Fix ${count(fixes.length, "problem")}?`, text, sure: `Fix ${fixes.length}`, content: [changesShown(panel.model, change), leftShown(left)],
  });
}

/** What a change does to each caption, as a list. */
export function changesShown(model, { before, after }) {
  const now = new Map(after.map((cue) => [cue.key, cue]));
  const old = new Map(before.map((cue) => [cue.key, cue]));
  const rows = [...before, ...after.filter((cue) => !old.has(cue.key))].map((cue) => h("li", {},
    h("span", { class: "number" }, nameOf(model, cue.key) || "New caption"), " ", difference(old.get(cue.key), now.get(cue.key))));
  const more = rows.length - MOST_SHOWN;
  return h("div", { class: "changes", tabindex: "0", role: "group", "aria-label": "What changes" },
    h("ul", {}, rows.slice(0, MOST_SHOWN)), more > 0 && h("p", {}, `And ${count(more, "caption")} more.`));
}

function difference(old, cue) {
  if (!cue) return [h("del", {}, unseen("(deleted: "), times(old), " ", old.text, unseen(")"))];
  if (!old) return [h("ins", {}, unseen("(new: "), times(cue), " ", cue.text, unseen(")"))];
  const moved = old.start !== cue.start || old.end !== cue.end;
  return [
    moved && h("span", { class: "times" }, h("del", {}, times(old)), " → ", h("ins", {}, times(cue))), " ",
    old.text !== cue.text && h("span", { class: "said" }, showDiff(old.text, cue.text)),
    !moved && old.text === cue.text && "changes out of sight",
  ];
}

function times({ start, end }) {
  return `${shortClock(start)}–${shortClock(end)}`;
}

/** What is left for a person, each reason once. */
function leftShown(left) {
  if (!left.length) return null;
  const reasons = Map.groupBy(left, (one) => one.why);
  return h("div", { class: "left-over" }, h("h3", {}, `Left for you: ${left.length}`),
    h("ul", {}, [...reasons].map(([why, those]) => h("li", {}, those.length > 1 ? `${those.length} ×: ${why}` : why))));
}
