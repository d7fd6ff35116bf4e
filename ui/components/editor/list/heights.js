// How high each of thousands of rows is and where it begins; a change or a question costs a few steps. Pure.

/** Heights in a binary indexed tree (Fenwick 1994). All in CSS pixels from the top of the first row. */
export class Heights {
  #heights;
  #sums;

  constructor(heights) {
    this.#heights = Float64Array.from(heights);
    this.#sums = new Float64Array(this.#heights.length + 1);
    for (let node = 1; node < this.#sums.length; node += 1) {
      this.#sums[node] += this.#heights[node - 1];
      const above = node + (node & -node);
      if (above < this.#sums.length) this.#sums[above] += this.#sums[node];
    }
  }

  get length() {
    return this.#heights.length;
  }

  get total() {
    return this.top(this.#heights.length);
  }

  of(place) {
    return this.#heights[place] ?? 0;
  }

  /** Where a row begins. */
  top(place) {
    let sum = 0;
    for (let node = Math.min(place, this.#heights.length); node > 0; node -= node & -node) sum += this.#sums[node];
    return sum;
  }

  set(place, height) {
    const grown = height - this.#heights[place];
    this.#heights[place] = height;
    for (let node = place + 1; node < this.#sums.length; node += node & -node) this.#sums[node] += grown;
  }

  /** The place of the row at a height; the first or the last beyond the ends. */
  at(y) {
    let node = 0;
    let left = y;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.#heights.length))); step >= 1; step /= 2) {
      const next = node + step;
      if (next < this.#sums.length && this.#sums[next] <= left) {
        node = next;
        left -= this.#sums[next];
      }
    }
    return Math.max(0, Math.min(node, this.#heights.length - 1));
  }
}
