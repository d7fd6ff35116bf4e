"""The list of captions in a real Chromium, with the panels beside it, a video, and a real desk behind their routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.editor.desk_page import Newsroom
from tests.ui.editor.harness import ORIGIN

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOUNT = """
async ([track, theme, many, language]) => {
  const names = ["actions", "api", "dom", "keys", "list", "model", "outbox", "panels", "settings", "sidebar"];
  const parts = Object.assign({}, ...await Promise.all(names.map((name) => import(`/${name}.js`))));
  const { Actions, Api, CueList, Keys, Model, Outbox, Settings, Sidebar, announceIn, h, isText, panelsFor } = parts;
  // A real video with what the list and the panels ask of the player.
  class Film extends EventTarget {
    video = h("video", { muted: true, preload: "auto", style: { "inline-size": "100%" } });
    sought = [];
    constructor(model) {
      super();
      this.video.muted = true;
      this.video.src = model.media.video;
      const tell = (name) => this.dispatchEvent(new CustomEvent(name, { detail: { ms: this.ms } }));
      for (const event of ["timeupdate", "seeking"]) this.video.addEventListener(event, () => tell("time"));
      this.video.addEventListener("pause", () => tell("pause"));
    }
    get ms() { return Math.round(this.video.currentTime * 1000); }
    get playing() { return !this.video.paused; }
    seek(ms) { this.sought.push(ms); this.video.currentTime = ms / 1000; }
    play() { this.video.play(); }
    pause() { this.video.pause(); }
  }
  const api = new Api(track);
  const document_ = await api.document();
  if (many !== null) {
    const said = document_.cues;
    document_.cues = Array.from({ length: many }, (_, place) => {
      const cue = said[place % said.length];
      const by = place * 2500 - cue.start;
      const words = cue.words.map(([text, start, end, sure]) => [text, start + by, end + by, sure]);
      return { ...cue, key: `r1.${place + 1}`, start: cue.start + by, end: cue.end + by, words };
    });
    document_.media = { ...document_.media, duration_ms: many * 2500 };
    document_.findings = document_.findings.filter((one) => one.cue);
  }
  if (language) document_.track = { ...document_.track, ...language };
  const model = new Model(document_);
  const settings = new Settings();
  const player = new Film(model);
  const actions = new Actions(model, player, settings);
  const outbox = new Outbox(model, api);
  const list = new CueList(model, player, actions);
  const keys = new Keys(actions, settings);
  const isCaption = (field) => isText(field) && list.element.contains(field) && field.localName === "textarea";
  const panels = panelsFor({ model, player, actions, api, outbox });
  const { signal } = new AbortController();
  const sidebar = new Sidebar({ model, actions, settings, panels, signal });
  const notices = [];
  model.addEventListener("notice", ({ detail }) => notices.push(detail.text));
  actions.attach({ outbox, api, list, window: { show: (...asked) => sidebar.show(...asked), isCaption } });
  list.follow = true;
  const host = h("div", { "data-theme": theme });
  const root = host.attachShadow({ mode: "open" });
  const live = h("div", { class: "unseen live", role: "status" });
  announceIn(live);
  const sheets = ["style.css", "list.css", "panels.css"];
  const styles = sheets.map((href) => h("link", { rel: "stylesheet", href: `/${href}` }));
  const loaded = styles.map((link) => new Promise((done) => link.addEventListener("load", done)));
  const frame = h("div", { class: "frame" },
    h("div", { class: "left" }, h("div", { class: "screen" }, player.video), sidebar.element),
    h("div", { class: "captions" }, list.element));
  root.append(frame, live);
  for (const link of styles) root.prepend(link);
  keys.listen(frame, { signal, isCaption });
  document.documentElement.style.background = theme === "dark" ? "#0e1117" : "#ffffff";
  document.body.style.margin = "8px";
  const heading = h("h1", { style: { position: "absolute", "clip-path": "inset(50%)" } }, "Captions");
  document.body.replaceChildren(h("main", {}, heading, host));
  await Promise.all(loaded);
  if (many === null) outbox.start();
  window.editor = { model, player, actions, outbox, list, sidebar, notices, root };
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}
"""


def show_list(
    page: Page,
    newsroom: Newsroom,
    *,
    theme: str = "light",
    many: int | None = None,
    language: dict[str, str] | None = None,
) -> None:
    """Mount the list of the newsroom's captions; `window.editor` has the parts.

    With `many` the captions are repeated until there are so many, and nothing is saved.
    """
    page.route(f"{ORIGIN}/api/**", newsroom.answer)
    page.route(f"{ORIGIN}/media/**", newsroom.answer)
    page.evaluate(MOUNT, [newsroom.track, theme, many, language])
