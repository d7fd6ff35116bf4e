// The list of stories. Python gives the rows (`ui/view.py`), the browser draws, filters and sorts them. Text goes in as
// text nodes only: headlines come from strangers.

import { h, fill } from "../editor/dom.js";
import { Filter } from "./filter.js";
import { storyElement } from "./story.js";

const lists = new WeakMap(); // where Streamlit put us -> StoryList

/** `data` is JSON in bytes: {stories, now}. Called again with each change; an element that shows the same is kept. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let list = lists.get(parentElement);
  if (!list) {
    list = new StoryList(parentElement);
    lists.set(parentElement, list);
  }
  list.act = (what) => setTriggerValue("asked", { ...what, at: Date.now() });
  list.update(JSON.parse(new TextDecoder().decode(data)).stories);
}

class StoryList {
  constructor(parent) {
    this.act = () => {};
    this.drawn = new Map(); // slug -> {json, element}
    this.stories = [];
    this.filter = new Filter(() => this.show());
    this.count = h("p", { class: "count", role: "status" });
    this.list = h("ul", { class: "stories", role: "list" });
    parent.querySelector(":scope > .root")?.remove();
    parent.append(h("div", { class: "root" }, this.filter.element, this.count, this.list));
    parent.addEventListener("click", (event) => this.clicked(event));
  }

  update(stories) {
    this.stories = stories;
    this.filter.offer(stories);
    const gone = new Set(this.drawn.keys());
    for (const story of stories) {
      gone.delete(story.slug);
      const json = JSON.stringify(story);
      const before = this.drawn.get(story.slug);
      if (before?.json === json) continue;
      const element = storyElement(story);
      this.drawn.set(story.slug, { json, element });
      if (before) replaceKeepingFocus(before.element, element);
    }
    for (const slug of gone) this.drawn.delete(slug);
    this.show();
  }

  show() {
    const shown = this.filter.chosen(this.stories);
    const elements = shown.map((story) => this.drawn.get(story.slug).element);
    const same = elements.length === this.list.children.length && elements.every((one, place) => one === this.list.children[place]);
    if (!same) fill(this.list, elements);
    const all = this.stories.length;
    const words = shown.length === all ? `${all} ${all === 1 ? "story" : "stories"}` : `${shown.length} of ${all} stories`;
    if (this.count.textContent !== words) this.count.textContent = words;
  }

  /** A plain click on a link of ours stays in this page; with a key held or another button the browser opens it. */
  clicked(event) {
    const button = event.target.closest("button[data-job]");
    if (button) {
      this.act({ do: button.dataset.do, job: Number(button.dataset.job) });
      return;
    }
    const link = event.target.closest("a[data-page]");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    this.act({ do: "open", page: link.dataset.page, query: Object.fromEntries(new URL(link.href).searchParams) });
  }
}

function replaceKeepingFocus(old, fresh) {
  const active = old.getRootNode().activeElement;
  const name = active && old.contains(active) ? active.dataset.focus : null;
  old.replaceWith(fresh);
  if (name) fresh.querySelector(`[data-focus="${CSS.escape(name)}"]`)?.focus();
}
