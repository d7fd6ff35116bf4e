// The story's text beside its captions: how its names are spelt, and whether they stand in the captions.

import { fill, h, set } from "../dom.js";
import { namesIn } from "./names.js";
import { Panel } from "./panel.js";

export class StoryPanel extends Panel {
  #find = h("button", { type: "button", "aria-disabled": "true", onclick: () => this.#findSelected() }, "Find in captions");
  #text = h("div", { class: "story-text" });
  #shown = null;
  #selected = "";

  constructor(context) {
    super(context, "Story");
    this.element.classList.add("story");
    this.element.append(h("div", { class: "bar" }, h("p", { class: "hint" }, "Press a name, or select some text."), this.#find), this.#text);
    this.watch("change");
    this.heard = () => this.#look();
  }

  show() {
    super.show();
    document.addEventListener("selectionchange", this.heard);
  }

  hide() {
    super.hide();
    document.removeEventListener("selectionchange", this.heard);
  }

  update() {
    const { story } = this.model;
    if (story === this.#shown) return;
    this.#shown = story;
    this.#find.parentElement.hidden = !story?.text;
    set(this.#text, { lang: story?.language || null, dir: story?.dir || "auto" });
    if (!story?.text) return void fill(this.#text, h("p", { class: "hint" }, "The story has no text."));
    fill(this.#text, h("h3", {}, story.headline), story.byline && h("p", { class: "byline" }, story.byline),
      paragraphs(story.text).map((one) => h("p", {}, this.#named(one))), story.credit && h("p", { class: "byline" }, `Video: ${story.credit}`));
  }

  /** A paragraph in which every name can be pressed. */
  #named(text) {
    const nodes = [];
    let at = 0;
    for (const [start, end] of namesIn(text)) {
      const name = text.slice(start, end);
      nodes.push(text.slice(at, start), h("button", { type: "button", class: "name", title: "Find in captions", onclick: () => this.#search(name) }, name));
      at = end;
    }
    return [...nodes, text.slice(at)];
  }

  #look() {
    if (!this.element.isConnected) return document.removeEventListener("selectionchange", this.heard);
    const selection = this.root.getSelection?.() ?? document.getSelection();
    const within = selection?.rangeCount && this.#text.contains(selection.anchorNode) && this.#text.contains(selection.focusNode);
    this.#selected = within ? selection.toString().trim() : "";
    return set(this.#find, { "aria-disabled": this.#selected ? null : "true" });
  }

  #findSelected() {
    if (!this.#selected) return this.model.notice("Select some of the story's text first.");
    return this.#search(this.#selected);
  }

  #search(pattern) {
    this.model.dispatchEvent(new CustomEvent("search", { detail: { pattern: pattern.replace(/\s+/gu, " ").slice(0, 500) } }));
    this.actions.find();
  }
}

function paragraphs(text) {
  return text.split(/\n\s*\n/u).map((one) => one.trim()).filter(Boolean);
}
