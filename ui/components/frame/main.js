// The story's page in a frame, as wide as a phone or a desk: a desk's page is drawn smaller where there is less room.

import { h } from "../editor/dom.js";

const WIDTHS = { phone: ["Phone", 390, 780], desk: ["Desktop", 1280, 900] }; // label, CSS pixels
const KEPT = "storytrack.preview.width";
const ABOVE_PX = 260; // what stands above the page in a window that has not been scrolled
const frames = new WeakMap(); // where Streamlit put us -> Frame

/** `data` is JSON in bytes: {address, title, mark}. Called again with each change. */
export default function mount({ data, parentElement }) {
  let frame = frames.get(parentElement);
  if (!frame) frames.set(parentElement, (frame = new Frame(parentElement)));
  frame.show(JSON.parse(new TextDecoder().decode(data)));
}

class Frame {
  constructor(parent) {
    this.buttons = Object.entries(WIDTHS).map(([name, [label, width]]) =>
      h("button", { type: "button", "aria-pressed": "false", dataset: { width: name }, onclick: () => this.widen(name) },
        label, h("span", { class: "aside" }, ` ${width}`)));
    this.link = h("a", { target: "_blank", rel: "noopener", class: "button" }, "Open in a tab of its own");
    this.page = h("iframe", { allow: "fullscreen; autoplay" });
    this.stage = h("div", { class: "stage" }, h("div", { class: "paper" }, this.page));
    this.element = h("div", { class: "root" },
      h("div", { class: "bar", role: "group", "aria-label": "Width of the page" }, this.buttons, this.link), this.stage);
    parent.querySelector(":scope > .root")?.remove();
    parent.append(this.element);
    this.name = kept() ?? (innerWidth < 700 ? "phone" : "desk");
    new ResizeObserver(() => this.fit()).observe(this.stage);
    this.widen(this.name);
  }

  show({ address, title, mark }) {
    this.page.title = title;
    this.link.href = address;
    const wanted = `${address}#${mark}`;
    if (this.shown === wanted) return;
    if (this.shown) this.page.contentWindow?.location.replace("about:blank");
    this.shown = wanted;
    this.page.src = address;
  }

  widen(name) {
    this.name = name in WIDTHS ? name : "desk";
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.width === this.name));
    try {
      sessionStorage.setItem(KEPT, this.name);
    } catch {
      // a browser that keeps nothing begins with the other width
    }
    this.fit();
  }

  fit() {
    const [, width, height] = WIDTHS[this.name];
    const room = this.stage.clientWidth;
    if (!room) return;
    const scale = Math.min(1, room / width);
    this.page.style.inlineSize = `${width}px`;
    // A desk's page has the whole height of the window; a phone's stays a phone's.
    const tall = this.name === "desk" ? Math.max(height * scale, innerHeight - ABOVE_PX) : height * scale;
    this.page.style.blockSize = `${Math.floor(tall / scale)}px`;
    this.page.style.transform = `scale(${scale})`;
    this.page.parentElement.style.inlineSize = `${Math.floor(width * scale)}px`;
    this.page.parentElement.style.blockSize = `${Math.floor(tall)}px`;
  }
}

function kept() {
  try {
    return sessionStorage.getItem(KEPT);
  } catch {
    return null;
  }
}
