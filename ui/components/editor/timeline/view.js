// Which part of the video is seen, and how large. Pure: pixels of the page and milliseconds.

const MOST = 1; // pixels for a millisecond: finer than any caption is timed
const FIRST_MS = 20_000; // as much as is seen at first, some eight captions
const FIRST_SCALE = 0.045; // or fewer, where they would be too narrow to be taken hold of
const STEPS = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
const LABEL_PX = 84; // room for "1:02:03.45"

export class View {
  left = 0; // ms
  scale = 0; // pixels for a millisecond
  width = 0; // pixels
  whole = 1; // ms

  get span() {
    return this.width / this.scale;
  }

  get right() {
    return this.left + this.span;
  }

  x(ms) {
    return (ms - this.left) * this.scale;
  }

  ms(x) {
    return this.left + x / this.scale;
  }

  /** Take another width or length; what is seen at the left stays. */
  resize(width, whole) {
    if (!width) return;
    this.width = width;
    this.whole = Math.max(1000, whole);
    this.scale ||= Math.max(FIRST_SCALE, width / Math.min(FIRST_MS, this.whole));
    this.#clamp();
  }

  scrollTo(left) {
    this.left = left;
    this.#clamp();
  }

  /** So many times larger; what is at `x` stays there. */
  zoom(factor, x = this.width / 2) {
    const at = this.ms(x);
    this.scale *= factor;
    this.#clamp();
    this.scrollTo(at - x / this.scale);
  }

  /** See from `start` to `end` with a third of that around it. */
  fit(start, end) {
    const room = Math.max(1, end - start) / 3;
    this.scale = this.width / (end - start + 2 * room);
    this.#clamp();
    this.scrollTo((start + end - this.span) / 2);
  }

  sees(ms) {
    return ms >= this.left && ms <= this.right;
  }

  #clamp() {
    this.scale = Math.min(Math.max(this.scale, this.width / this.whole), MOST);
    this.left = Math.min(Math.max(this.left, 0), Math.max(0, this.whole - this.span));
  }

  /** The marks of the ruler: {step, small, marks}; `marks` are moments with a label, a `small` lies between them. */
  ruler() {
    const step = STEPS.find((one) => one * this.scale >= LABEL_PX) ?? STEPS.at(-1);
    const marks = [];
    for (let at = Math.floor(this.left / step) * step; at <= this.right; at += step) marks.push(at);
    return { step, small: step / 5, marks };
  }
}
