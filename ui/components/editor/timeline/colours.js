// The theme's colours as a canvas takes them. They are variables of the style sheet, some of them mixed of others.

const NAMES = ["page", "panel", "ink", "ink-soft", "line", "line-strong", "accent", "accent-ink", "accent-soft", "error", "warning", "wave", "speech", "block", "block-now", "block-name"];

export class Colours {
  #probe;

  /** `probe` is an unseen element within the styles. */
  constructor(probe) {
    this.#probe = probe;
  }

  /** Read them anew: {page, panel, …}. */
  read() {
    const style = getComputedStyle(this.#probe);
    return Object.fromEntries(NAMES.map((name) => {
      this.#probe.style.color = `var(--${name})`;
      return [name, style.color];
    }));
  }
}
