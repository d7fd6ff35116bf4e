// The drawing of what a View sees: speech, waveform, shots, captions, ruler. Nothing is kept from one drawing to the next.

import { moment } from "../player/moment.js";
import { firstFrom } from "./snap.js";

const NAME_PX = 17; // the strip with a caption's number and text
const THIN_PX = 3; // captions narrower than this are drawn together
const SHOT_PX = 8; // of shot changes nearer to each other one is drawn for all
const LANES = 3; // captions at one time have their names one under the other
const HANDLE_PX = 4;

/** The room at the top for the ruler, in pixels. */
export function rulerOf(height) {
  return height < 90 ? 16 : 20;
}

export class Painter {
  #canvas;
  #pen;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext("2d", { alpha: false });
  }

  /** Fit the canvas to its room, in pixels of the page; true when that changed. */
  fit(width, height) {
    const ratio = window.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.#canvas.width === across && this.#canvas.height === down) return false;
    [this.#canvas.width, this.#canvas.height] = [across, down];
    return true;
  }

  /**
   * Draw: `seen` is {view, height, colours, font, peaks, model, preview, hover, playing}; `playing` is a Set of keys,
   * `preview` {key or null, start, end, point}, `hover` {key, part}.
   */
  draw(seen) {
    const pen = this.#pen;
    const ratio = this.#canvas.width / seen.view.width;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { view, height, colours } = seen;
    const top = rulerOf(height);
    pen.fillStyle = colours.page;
    pen.fillRect(0, 0, view.width, height);
    this.#speech(seen, top);
    drawWave(pen, { ...seen, ratio, top: top + NAME_PX, bottom: height - 2 });
    this.#shots(seen, top);
    this.#blocks(seen, top);
    if (seen.preview?.point) this.#line(view.x(seen.preview.point.ms), top, height, colours.accent, [4, 3]);
    this.#ruler(seen, top);
  }

  #speech({ view, height, colours, model }, top) {
    const speech = model.speech ?? [];
    this.#pen.fillStyle = colours.speech;
    let last = -1;
    for (let at = firstFrom(speech, view.left, ([, end]) => end); at < speech.length && speech[at][0] < view.right; at += 1) {
      const [from, to] = [Math.max(last, view.x(speech[at][0])), view.x(speech[at][1])];
      if (to <= last) continue;
      last = Math.max(to, from + 1);
      this.#pen.fillRect(from, top, last - from, height - top);
    }
  }

  #shots({ view, height, colours, model }, top) {
    const shots = model.shots ?? [];
    const pen = this.#pen;
    const [lines, feet] = [new Path2D(), new Path2D()];
    let last = -Infinity;
    for (let at = firstFrom(shots, view.left); at < shots.length && shots[at] < view.right; at += 1) {
      const x = Math.round(view.x(shots[at]));
      if (x - last < SHOT_PX) continue;
      last = x;
      lines.moveTo(x + 0.5, top);
      lines.lineTo(x + 0.5, height);
      feet.moveTo(x - 4, height);
      feet.lineTo(x + 4, height);
      feet.lineTo(x, height - 6);
    }
    pen.strokeStyle = colours["line-strong"];
    pen.lineWidth = 1;
    pen.setLineDash([2, 3]);
    pen.stroke(lines);
    pen.setLineDash([]);
    pen.fillStyle = colours["ink-soft"];
    pen.fill(feet);
  }

  #line(x, top, bottom, colour, dash) {
    const pen = this.#pen;
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    pen.setLineDash(dash);
    pen.beginPath();
    pen.moveTo(Math.round(x) + 0.5, top);
    pen.lineTo(Math.round(x) + 0.5, bottom);
    pen.stroke();
    pen.setLineDash([]);
  }

  #blocks(seen, top) {
    const { view, height, colours, model, preview } = seen;
    const pen = this.#pen;
    const ends = new Array(LANES).fill(-Infinity);
    const late = [];
    let thinEnd = -1;
    for (const [place, cue] of visible(model, view)) {
      if (cue.key === preview?.key) {
        late.push([cue, place, 0]);
        continue;
      }
      const [x, width] = [view.x(cue.start), (cue.end - cue.start) * view.scale];
      const lane = Math.max(0, ends.findIndex((end) => end <= cue.start));
      ends[lane] = cue.end;
      if (cue.key === model.current) late.push([cue, place, lane]);
      else if (width < THIN_PX) {
        if (x + width <= thinEnd) continue;
        const from = Math.max(x, thinEnd);
        thinEnd = Math.max(x + width, from + 1);
        pen.fillStyle = colours["block-now"];
        pen.fillRect(from, top, thinEnd - from, height - top);
      } else this.#block(seen, cue, place, lane, top);
    }
    for (const [cue, place, lane] of late) this.#block(seen, { ...cue, ...(preview?.key === cue.key ? { start: preview.start, end: preview.end } : {}) }, place, lane, top);
    if (preview && preview.key === null) this.#block(seen, { ...preview, text: "", key: null }, null, 0, top);
  }

  #block({ view, height, colours, font, model, hover, playing }, cue, place, lane, top) {
    const pen = this.#pen;
    const isCurrent = cue.key === model.current || cue.key === null;
    const chosen = isCurrent || model.selection.has(cue.key);
    const x = Math.max(-4, view.x(cue.start));
    const width = Math.max(1, Math.min(view.width + 4, view.x(cue.end)) - x);
    pen.fillStyle = colours[isCurrent || playing.has(cue.key) ? "block-now" : "block"];
    pen.fillRect(x, top, width, height - top);
    const nameTop = top + lane * NAME_PX;
    pen.fillStyle = colours[chosen ? "accent-soft" : "block-name"];
    pen.fillRect(x, nameTop, width, NAME_PX);
    pen.strokeStyle = colours[chosen ? "accent" : "line-strong"];
    pen.lineWidth = isCurrent ? 2 : 1;
    pen.strokeRect(x + 0.5, top + 0.5, width - 1, height - top - 1);
    if (playing.has(cue.key)) {
      pen.fillStyle = colours.accent;
      pen.fillRect(x, height - 3, width, 3);
    }
    for (const part of ["start", "end"]) {
      if (hover?.key !== cue.key || hover.part !== part) continue;
      pen.fillStyle = colours.accent;
      pen.fillRect(part === "start" ? x - 1 : x + width - HANDLE_PX + 1, top, HANDLE_PX, height - top);
    }
    if (width > 14 && place !== null) this.#name({ colours, font, model }, cue, place, { x, width, top: nameTop });
  }

  #name({ colours, font, model }, cue, place, { x, width, top }) {
    const pen = this.#pen;
    pen.save();
    pen.beginPath();
    pen.rect(x + 2, top, width - 4, NAME_PX);
    pen.clip();
    pen.textBaseline = "middle";
    const middle = top + NAME_PX / 2 + 0.5;
    let from = x + 5;
    const tone = toneOf(model.findingsOf(cue.key));
    if (tone) {
      pen.fillStyle = colours[tone];
      sign(pen, tone, from, middle);
      from += 12;
    }
    const number = String(place + 1);
    pen.font = `600 11px ${font}`;
    pen.fillStyle = colours.ink;
    pen.fillText(number, from, middle);
    from += pen.measureText(number).width + 6;
    if (x + width - from > 16) {
      pen.font = `12px ${font}`;
      pen.fillText(cue.text.slice(0, Math.ceil(width / 3)).replaceAll("\n", " "), from, middle);
    }
    pen.restore();
  }

  #ruler({ view, colours, font }, top) {
    const pen = this.#pen;
    pen.fillStyle = colours.panel;
    pen.fillRect(0, 0, view.width, top);
    pen.fillStyle = colours.line;
    pen.fillRect(0, top - 1, view.width, 1);
    const { step, small, marks } = view.ruler();
    pen.font = `11px ${font}`;
    pen.textBaseline = "middle";
    for (const at of marks) {
      pen.fillStyle = colours["line-strong"];
      pen.fillRect(Math.round(view.x(at)), top - 8, 1, 8);
      for (let between = at + small; between < at + step - 1; between += small) pen.fillRect(Math.round(view.x(between)), top - 4, 1, 4);
      pen.fillStyle = colours["ink-soft"];
      pen.fillText(shown(at, step), view.x(at) + 4, (top - 2) / 2);
    }
  }
}

/** The waveform as one shape: for every column of the screen the lowest and the highest sample. */
export function drawWave(pen, { view, peaks, colours, ratio, top, bottom }) {
  if (!peaks) return;
  const column = 1 / ratio / view.scale; // ms
  const { ms, pairs } = peaks.level(column);
  const last = pairs.length >> 1;
  const [middle, half] = [(top + bottom) / 2, (bottom - top) / 2 / peaks.height];
  const columns = Math.min(Math.ceil(view.width * ratio), Math.ceil((last * ms - view.left) / column));
  const [highs, lows] = [new Float32Array(columns), new Float32Array(columns)];
  for (let at = 0; at < columns; at += 1) {
    const from = Math.max(0, Math.floor((view.left + at * column) / ms));
    const to = Math.min(last, Math.max(from + 1, Math.ceil((view.left + (at + 1) * column) / ms)));
    let [low, high] = [127, -128];
    for (let pair = from; pair < to; pair += 1) {
      if (pairs[2 * pair] < low) low = pairs[2 * pair];
      if (pairs[2 * pair + 1] > high) high = pairs[2 * pair + 1];
    }
    highs[at] = middle - Math.max(high, 0) * half - 0.5;
    lows[at] = middle - Math.min(low, 0) * half + 0.5;
  }
  pen.fillStyle = colours.wave;
  pen.beginPath();
  pen.moveTo(0, middle);
  for (let at = 0; at < columns; at += 1) pen.lineTo(at / ratio, highs[at]);
  for (let at = columns - 1; at >= 0; at -= 1) pen.lineTo(at / ratio, lows[at]);
  pen.fill();
}

/** The cues that are seen with their places, in order. */
export function* visible(model, view) {
  const standing = model.allAt(view.left);
  for (const cue of standing) yield [model.place(cue.key), cue];
  for (let place = model.lastBefore(view.left) + 1; place < model.cues.length && model.cues[place].start < view.right; place += 1) yield [place, model.cues[place]];
}

/** "error" or "warning" for a cue in which something was found that nobody has waived, else null. */
export function toneOf(findings) {
  const open = findings.filter((finding) => !finding.waived);
  if (!open.length) return null;
  return open.some((finding) => finding.severity === "error") ? "error" : "warning";
}

/** An octagon for an error, a triangle for a warning: told apart without their colours. */
function sign(pen, tone, x, y) {
  pen.beginPath();
  const corners = tone === "error" ? [[3, -4], [6, -4], [9, -1], [9, 2], [6, 5], [3, 5], [0, 2], [0, -1]] : [[4.5, -5], [9, 4], [0, 4]];
  for (const [across, down] of corners) pen.lineTo(x + across, y + down);
  pen.fill();
}

function shown(ms, step) {
  const whole = moment(ms);
  if (step >= 1000) return whole.slice(0, -4);
  return step >= 100 ? whole.slice(0, -2) : whole.slice(0, -1);
}
