// Which stories are shown, and in which order. Remembered for as long as the tab lives.

import { h, fill } from "../editor/dom.js";

const KEPT = "storytrack.stories.filter";

const ORDERS = {
  newest: ["Newest first", (a, b) => b.added - a.added],
  oldest: ["Oldest first", (a, b) => a.added - b.added],
  findings: ["Most to mend first", (a, b) => b.errors - a.errors || b.warnings - a.warnings || b.added - a.added],
  headline: ["Headline, A to Z", (a, b) => a.headline.localeCompare(b.headline)],
};

const STATES = {
  all: ["All", () => true],
  work: ["Being transcribed", (story) => ["queued", "running"].includes(story.job?.state)],
  trouble: ["Transcription failed or stopped", (story) => ["failed", "stopped"].includes(story.job?.state)],
  none: ["Without captions", (story) => story.tracks.length === 0],
  draft: ["Draft", (story) => has(story, "draft")],
  "in review": ["In review", (story) => has(story, "in review")],
  returned: ["Returned", (story) => has(story, "returned")],
  approved: ["Approved", (story) => has(story, "approved")],
  published: ["Published", (story) => has(story, "published")],
  withdrawn: ["Withdrawn", (story) => has(story, "withdrawn")],
  errors: ["With errors", (story) => story.errors > 0],
};

export class Filter {
  constructor(changed) {
    const kept = remembered();
    this.text = h("input", { type: "search", id: "find", autocomplete: "off", placeholder: "Headline, person, language", value: kept.text ?? "" });
    this.state = select("state", STATES, kept.state);
    this.language = h("select", { id: "language" });
    this.order = select("order", ORDERS, kept.order);
    this.wanted = kept.language ?? "";
    this.element = h("form", { class: "filter", role: "search", "aria-label": "Stories" },
      field("Find", this.text), field("Status", this.state), field("Language", this.language), field("Order", this.order));
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("input", () => {
      this.wanted = this.language.value;
      remember({ text: this.text.value, state: this.state.value, language: this.wanted, order: this.order.value });
      changed();
    });
    // Streamlit takes plain letters for commands of its own when they come out of here.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
  }

  /** The languages there are to choose from. */
  offer(stories) {
    const tags = [...new Set(stories.flatMap((story) => languages(story)))].filter(Boolean).sort();
    const options = ["", ...tags];
    if (options.join() === [...this.language.options].map((one) => one.value).join()) return;
    const names = new Intl.DisplayNames(["en"], { type: "language" });
    fill(this.language, options.map((tag) => h("option", { value: tag }, tag ? nameOf(names, tag) : "All")));
    this.language.value = options.includes(this.wanted) ? this.wanted : "";
    this.element.hidden = stories.length < 2;
  }

  chosen(stories) {
    const words = this.text.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const [, inState] = STATES[this.state.value];
    const language = this.language.value;
    return stories
      .filter((story) => inState(story) && (!language || languages(story).includes(language)) && matches(story, words))
      .sort(ORDERS[this.order.value][1]);
  }
}

function matches(story, words) {
  const text = [story.headline, story.slug, ...story.meta, ...story.tracks.flatMap((track) => [track.name, track.status, track.detail, track.editing])]
    .join(" ").toLocaleLowerCase();
  return words.every((word) => text.includes(word));
}

const has = (story, status) => story.tracks.some((track) => track.status === status);
const languages = (story) => (story.tracks.length ? story.tracks.map((track) => track.language) : [story.language]);

function nameOf(names, tag) {
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

function select(id, choices, chosen) {
  const element = h("select", { id }, Object.entries(choices).map(([value, [label]]) => h("option", { value }, label)));
  if (chosen in choices) element.value = chosen;
  return element;
}

const field = (label, control) => h("div", { class: "field" }, h("label", { for: control.id }, label), control);

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

function remember(filter) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(filter));
  } catch {
    // a browser that keeps nothing forgets the filter, and that is all
  }
}
