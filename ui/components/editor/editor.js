// One track's editor: the parts, joined, in a shadow root of their own.

import { Actions } from "./actions.js";
import { Api } from "./api.js";
import { announceIn, fill, h, isText } from "./dom.js";
import { showHelp } from "./help.js";
import { Keys } from "./keys.js";
import { CueList } from "./list.js";
import { Model } from "./model.js";
import { Moves } from "./moves.js";
import { workThroughOutages } from "./outage.js";
import { Outbox } from "./outbox.js";
import { panelsFor } from "./panels.js";
import { Player } from "./player.js";
import { showSettings } from "./preferences.js";
import { showRetime } from "./retime.js";
import { Settings } from "./settings.js";
import { Sidebar } from "./sidebar.js";
import { StatusLine } from "./status.js";
import { Timeline } from "./timeline.js";
import { Toolbar } from "./toolbar.js";
import { pauseWhileTyping } from "./typing.js";

const STYLES = ["style.css", "player.css", "list.css", "timeline.css", "panels.css"];
const STYLE_PATIENCE_MS = 5000;

export class Editor {
  #api;
  #root;
  #frame = h("div", { class: "frame" });
  #end = new AbortController();
  #resume = false; // the video played when the editor was taken off the page

  /** `track` is the track's id, `base` where the application is mounted, `first` the promise of its document, if any. */
  constructor({ track, base = "", first = null }) {
    this.#api = new Api(track, base);
    this.element = h("div", { class: "storytrack-editor" });
    this.#root = this.element.attachShadow({ mode: "open" });
    const live = h("div", { class: "unseen", role: "status", "aria-live": "polite" });
    announceIn(live);
    this.#root.append(this.#frame, live);
    this.#styled = this.#style();
    window.addEventListener("resize", () => this.#fit(), { signal: this.#end.signal });
    this.#load(first);
  }

  #styled;

  /** Put the editor into a place on the page; it goes on where it was. */
  attach(parent) {
    if (this.element.parentNode !== parent) parent.append(this.element);
    this.#fit();
    this.element.dataset.theme = isDark(this.element) ? "dark" : "light";
    if (this.#resume) this.player?.play();
    this.#resume = false;
  }

  /** End it for good. */
  destroy() {
    this.outbox?.stop();
    this.player?.destroy?.();
    this.timeline?.destroy();
    this.#end.abort();
    this.element.remove();
  }

  /** Links to the style sheets; resolves when they are there, or when waiting longer helps nobody. */
  #style() {
    const loaded = STYLES.map((name) => {
      const link = h("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href });
      this.#root.prepend(link);
      return new Promise((done) => {
        link.addEventListener("load", done);
        link.addEventListener("error", done);
      });
    });
    return Promise.race([Promise.all(loaded), new Promise((done) => setTimeout(done, STYLE_PATIENCE_MS))]);
  }

  async #load(first = null) {
    const waiting = h("p", { class: "loading" }, "The captions are on their way…");
    fill(this.#frame, waiting);
    try {
      const [document] = await Promise.all([first ?? this.#api.document(), this.#styled]);
      this.#build(document);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const again = h("button", { type: "button", class: "main", onclick: () => this.#load() }, "Try again");
      fill(this.#frame, h("div", { class: "failed", role: "alert" }, h("p", {}, `The captions cannot be shown. ${error.why ?? ""}`), again));
      if (!error.why) throw error;
    }
  }

  #build(document) {
    const { signal } = this.#end;
    const settings = new Settings();
    const model = (this.model = new Model(document));
    const player = (this.player = new Player(model));
    const actions = (this.actions = new Actions(model, player, settings));
    const outbox = (this.outbox = new Outbox(model, this.#api));
    const keys = new Keys(actions, settings);
    const isCaption = (field) => isText(field) && Boolean(this.list?.element.contains(field)) && field.localName === "textarea";
    actions.attach({ outbox, api: this.#api, window: this.#window(isCaption, keys, settings) });
    const timeline = (this.timeline = new Timeline(model, player, actions));
    const list = (this.list = new CueList(model, player, actions));
    actions.attach({ list, timeline });
    const panels = panelsFor({ model, player, actions, api: this.#api, outbox });
    this.sidebar = new Sidebar({ model, actions, settings, panels, signal });
    const toolbar = new Toolbar({ model, actions, keys, settings, signal });
    const moves = new Moves({ model, api: this.#api, outbox, actions, root: this.#root }, signal);
    const status = new StatusLine(model, signal);
    keys.listen(this.#frame, { signal, isCaption });
    pauseWhileTyping({ element: this.#frame, player, settings, isCaption, signal });
    this.#nameKeys(keys, settings, signal);
    this.#follow(settings, signal);
    this.#keepPlaying(player, signal);
    workThroughOutages({ root: this.#root, actions, model, signal });
    model.addEventListener("conflicts", () => model.conflicts.length && this.sidebar.show("conflicts"), { signal });
    fill(this.#frame,
      h("div", { class: "head" }, title(model, signal), moves.element),
      toolbar.element,
      h("div", { class: "left" }, h("div", { class: "screen" }, player.element), this.sidebar.element),
      h("div", { class: "captions" }, list.element), h("div", { class: "times" }, timeline.element), status.element);
    this.#commitOnLeaving(actions, signal);
    if (model.current === null && model.cues.length) model.setCurrent(model.cues[0].key);
    outbox.start();
    this.#fit();
  }

  /** What the actions ask of the window. */
  #window(isCaption, keys, settings) {
    const openSettings = () => showSettings(this.#root, { actions: this.actions, keys, settings });
    return {
      isCaption,
      show: (name, options) => this.sidebar.show(name, options),
      help: () => showHelp(this.#root, { actions: this.actions, keys, openSettings }),
      settings: openSettings,
      retime: () => showRetime(this.#root, { model: this.model, player: this.player, actions: this.actions }),
      focusOn: (part) => (part === "timeline" ? this.timeline.focus() : this.sidebar.focus()),
    };
  }

  /** The buttons of the video say the keys that do the same, as the person has set them. */
  #nameKeys(keys, settings, signal) {
    const tell = () => this.player.controls.nameKeys((id) => keys.hint(id));
    settings.addEventListener("change", tell, { signal });
    tell();
  }

  #follow(settings, signal) {
    const tell = () => {
      this.list.follow = settings.get("follow");
    };
    settings.addEventListener("change", tell, { signal });
    tell();
  }

  /** What is half typed is an edit before the page goes, so that the outbox, which listens too, can send it. */
  #commitOnLeaving(actions, signal) {
    for (const event of ["beforeunload", "pagehide"]) window.addEventListener(event, () => actions.commit(), { capture: true, signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && actions.commit(), { signal });
  }

  /** A browser stops a video that is taken off the page, though it be put back a moment later. */
  #keepPlaying({ video }, signal) {
    video.addEventListener("pause", () => {
      if (!this.element.isConnected) this.#resume = true;
    }, { signal });
  }

  /** As high as the window leaves room for, so that the video and the list are seen together. */
  #fit() {
    if (!this.element.isConnected) return;
    const top = Math.max(0, this.element.getBoundingClientRect().top + window.scrollY);
    this.element.style.setProperty("--editor-top", `${Math.round(Math.min(top, 240))}px`);
  }
}

/** Whether the theme around an element is a dark one: by its background, or by what the reader's system prefers. */
function isDark(element) {
  const background = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  if (!background) return matchMedia("(prefers-color-scheme: dark)").matches;
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  pen.fillStyle = background;
  pen.fillRect(0, 0, 1, 1);
  const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
}

/** What is edited, and where it stands. */
function title(model, signal) {
  const name = h("strong", {});
  const what = h("span", { class: "what" });
  const badge = h("span", { class: "badge" });
  const show = () => {
    const { headline, label, language, kind, status } = model.track;
    fill(name, headline ?? "");
    fill(what, [[label, kind].filter(Boolean).join(" "), language].filter(Boolean).join(" · "));
    fill(badge, status ?? "");
    badge.dataset.status = status ?? "";
  };
  model.addEventListener("track", show, { signal });
  show();
  return h("div", { class: "title" }, name, what, badge);
}
