// Moving or stretching the times of many captions at once, seen before it is done; what is done is one edit.

import { buttons, form, open } from "./panels/dialog.js";
import { clock, count, fill, h, icon, parseClock, set } from "./dom.js";
import { Refused } from "./text.js";

const RANGES = [["chosen", "The chosen captions"], ["on", "This caption and all after it"], ["all", "All captions"]];
const WAYS = [["shift", "Move them, each as long as before"], ["stretch", "Stretch them between two moments"]];

/** Ask which captions and where to, and do it. `context` is {model, player, actions}. */
export function showRetime(root, { model, player, actions }) {
  actions.commit();
  return open(root, { title: "Shift or stretch times" }, (close) => {
    const chosen = { range: model.selection.size > 1 ? "chosen" : "on", way: "shift" };
    const by = field("retime-by", "Seconds to move them by, with a minus for earlier", "0.0");
    const start = field("retime-start", "The first starts at", "");
    const end = field("retime-end", "The last ends at", "");
    const shift = h("div", { class: "two" }, by.parts, h("button", { type: "button", onclick: () => startHere() }, "Start at the playhead"));
    const stretch = h("div", { class: "two" }, start.parts, end.parts);
    const preview = h("p", { class: "summary", role: "status" });
    const error = h("p", { class: "field-error", id: "retime-error", role: "alert" });

    const cues = () => cuesIn(model, chosen.range);
    const command = () => (chosen.way === "shift" ? shiftOf(cues(), by.input) : stretchOf(cues(), start.input, end.input));
    const startHere = () => {
      by.input.value = seconds(Math.round(player.ms) - cues()[0].start);
      show();
    };
    const newRange = () => {
      const [first, last] = spanOf(cues());
      start.input.value = clock(first);
      end.input.value = clock(last);
      show();
    };
    const show = () => {
      shift.hidden = chosen.way !== "shift";
      stretch.hidden = chosen.way !== "stretch";
      fill(error);
      for (const { input } of [by, start, end]) set(input, { "aria-invalid": null, "aria-describedby": null });
      fill(preview, told(cues(), quietly(command)));
    };
    const done = () => {
      try {
        const wanted = command();
        const change = model.do(wanted);
        close(true);
        model.notice(change ? `The times of ${count(wanted.cues.length, "caption")} are changed.` : "Nothing is changed.");
      } catch (why) {
        if (!(why instanceof Refused)) throw why;
        fill(error, icon("error"), h("span", {}, why.message));
        const { input } = chosen.way === "shift" ? by : end;
        set(input, { "aria-invalid": "true", "aria-describedby": error.id });
        input.focus();
      }
    };
    for (const { input } of [by, start, end]) input.addEventListener("input", show);
    const content = form(done, [
      choice("Which captions", "retime-range", RANGES, chosen.range, (range) => { chosen.range = range; newRange(); }),
      choice("How", "retime-way", WAYS, chosen.way, (way) => { chosen.way = way; show(); }),
      shift, stretch, preview, error,
      buttons(h("button", { type: "button", onclick: () => close() }, "Cancel"), h("button", { type: "submit", class: "main" }, "Change the times")),
    ]);
    newRange();
    return content;
  });
}

function cuesIn(model, range) {
  if (range === "all") return model.cues;
  if (range === "chosen") return model.selected().map((key) => model.byKey.get(key));
  return model.cues.slice(Math.max(0, model.place(model.current)));
}

function spanOf(cues) {
  return [cues[0].start, cues.reduce((latest, cue) => Math.max(latest, cue.end), 0)];
}

function shiftOf(cues, input) {
  const found = /^\s*([+-]?)(\d{1,5}(?:[.,]\d{1,3})?)\s*$/.exec(input.value.replace("−", "-"));
  if (!found) throw new Refused("Write how many seconds, as in 0.5 or -1.25.");
  const ms = Math.round(Number(found[2].replace(",", ".")) * 1000);
  return { kind: "shift", cues: cues.map((cue) => cue.key), by_ms: found[1] === "-" ? -ms : ms };
}

function stretchOf(cues, first, last) {
  const [start, end] = [first, last].map((input) => parseClock(input.value));
  if (start === null || end === null) throw new Refused("Write both moments, as in 1:02.5.");
  return { kind: "stretch", cues: cues.map((cue) => cue.key), start, end };
}

function quietly(act) {
  try {
    return act();
  } catch (why) {
    if (!(why instanceof Refused)) throw why;
    return null;
  }
}

/** What would become of the first and the last, in words. */
function told(cues, command) {
  const [first, last] = spanOf(cues);
  if (!command) return count(cues.length, "caption");
  const [from, to] = command.kind === "shift" ? [first + command.by_ms, last + command.by_ms] : [command.start, command.end];
  return `${count(cues.length, "caption")}: ${clock(first)} to ${clock(last)} becomes ${from < 0 ? "a time before the video" : `${clock(from)} to ${clock(to)}`}.`;
}

function seconds(ms) {
  return (ms / 1000).toFixed(3).replace(/0{1,2}$/, "");
}

function field(id, label, value) {
  const input = h("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", value, autofocus: id === "retime-by" });
  return { input, parts: h("div", { class: "one" }, h("label", { for: id }, label), input) };
}

function choice(legend, name, choices, value, choose) {
  return h("fieldset", { class: "choice" }, h("legend", {}, legend), choices.map(([one, label]) =>
    h("label", { class: "switch" }, h("input", { type: "radio", name, value: one, checked: one === value, onchange: () => choose(one) }), label)));
}
