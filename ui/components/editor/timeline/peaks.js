// The waveform's outline, read from the file that workflow/media/peaks.py writes, and coarser outlines of it.

const MAGIC = "STPK";
const HEADER = 16; // bytes
const FAINT = 20; // of 128: what never gets louder is drawn as quiet as it is
const FACTOR = 4; // of a level to the one below: a column of pixels never looks at more than 4 pairs and a bit

/** Lowest and highest sample (-128 to 127) of stretches of sound. */
export class Peaks {
  /** The loudest sample of all, so that a quiet recording can be drawn as high as a loud one. */
  height;

  /** `levels` are {ms, pairs}: `ms` is what a pair stands for, `pairs` an Int8Array of lowest, highest, lowest … */
  constructor(pairs, ms) {
    this.levels = [{ ms, pairs }];
    while (this.levels.at(-1).pairs.length > 2048) this.levels.push(coarser(this.levels.at(-1)));
    this.height = this.levels.at(-1).pairs.reduce((most, sample) => Math.max(most, Math.abs(sample)), FAINT);
  }

  /** Read a file; throws `TypeError` when it is none of ours. */
  static read(buffer) {
    const view = new DataView(buffer);
    const magic = buffer.byteLength >= HEADER ? String.fromCharCode(...new Uint8Array(buffer, 0, 4)) : "";
    if (magic !== MAGIC || view.getUint16(4, true) !== 1) throw new TypeError("no waveform");
    const there = buffer.byteLength - HEADER;
    const pairs = Math.min(Number(view.getBigUint64(8, true)), there >> 1);
    return new Peaks(new Int8Array(buffer, HEADER, 2 * pairs), view.getUint16(6, true));
  }

  /** The loudest sample from `start` to `end` (ms), 0 to 1. */
  loudest(start, end) {
    const { ms, pairs } = this.levels[0];
    let most = 0;
    const last = Math.min(Math.ceil(end / ms) * 2, pairs.length);
    for (let at = Math.max(0, Math.floor(start / ms)) * 2; at < last; at += 2) most = Math.max(most, -pairs[at], pairs[at + 1]);
    return most / 128;
  }

  /** The coarsest level of which a column of `ms` still takes a whole pair. */
  level(ms) {
    let found = this.levels[0];
    for (const one of this.levels) if (one.ms <= ms) found = one;
    return found;
  }
}

function coarser({ ms, pairs }) {
  const count = Math.ceil(pairs.length / 2 / FACTOR);
  const found = new Int8Array(2 * count);
  for (let at = 0; at < count; at += 1) {
    let [low, high] = [127, -128];
    const end = Math.min(2 * FACTOR * (at + 1), pairs.length);
    for (let from = 2 * FACTOR * at; from < end; from += 2) {
      if (pairs[from] < low) low = pairs[from];
      if (pairs[from + 1] > high) high = pairs[from + 1];
    }
    found[2 * at] = low;
    found[2 * at + 1] = high;
  }
  return { ms: ms * FACTOR, pairs: found };
}

const loading = new WeakMap();

/** The peaks of a model's video, fetched once: a promise of `Peaks`, or of null where there is no sound or no answer. */
export function peaksOf(model) {
  if (!loading.has(model)) loading.set(model, load(model.peaks?.url));
  return loading.get(model);
}

async function load(url) {
  if (!url) return null;
  try {
    const answer = await fetch(url);
    return answer.ok ? Peaks.read(await answer.arrayBuffer()) : null;
  } catch {
    return null; // the captions can be worked on without
  }
}
