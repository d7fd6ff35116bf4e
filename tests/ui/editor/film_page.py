"""The editor's video and timeline in a real Chromium: the sample's film, its waveform, a real desk."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.ui.editor.desk_page import VIDEO, Newsroom
from tests.ui.editor.harness import ORIGIN
from workflow.media.audio import decode_audio
from workflow.media.peaks import write_peaks
from workflow.media.probe import probe

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

SPEECH = ((0, 4300), (5050, 9700), (12_480, 14_700), (15_300, 19_600))
"""Stretches that make a snap easy to foresee."""
SHOTS = (3000, 9500)

MOUNT = """
async ([track, theme, facts, ready]) => {
  const load = (name) => import(`/${name}.js`);
  const names = ["actions", "api", "keys", "model", "outbox", "player", "settings", "timeline", "dom"];
  const all = Object.assign({}, ...(await Promise.all(names.map(load))));
  const { Actions, Api, Keys, Model, Outbox, Player, Settings, Timeline, announceIn, h } = all;
  const api = new Api(track);
  const told = await api.document();
  const model = new Model({ ...told, ...facts, media: { ...told.media, ...facts.media } });
  const settings = new Settings();
  const player = new Player(model);
  player.video.muted = true;
  const actions = new Actions(model, player, settings);
  const outbox = new Outbox(model, api);
  const timeline = new Timeline(model, player, actions);
  const notices = [];
  model.addEventListener("notice", ({ detail }) => notices.push(detail.text));
  actions.attach({ outbox, api, timeline, window: { isCaption: () => false } });
  const host = h("div", { "data-theme": theme, style: { "block-size": "auto" } });
  const root = host.attachShadow({ mode: "open" });
  const live = h("div", { class: "unseen live", role: "status" });
  announceIn(live);
  const sheets = ["style", "player", "list", "timeline", "panels"];
  const styles = sheets.map((name) => h("link", { rel: "stylesheet", href: `/${name}.css` }));
  const loaded = styles.map((link) => new Promise((done) => link.addEventListener("load", done)));
  const left = h("div", { class: "left" }, h("div", { class: "screen" }, player.element));
  const frame = h("div", { class: "frame" }, left, h("div", { class: "times" }, timeline.element));
  new Keys(actions, settings).listen(frame, { signal: new AbortController().signal, isCaption: () => false });
  root.append(...styles, frame, live);
  document.documentElement.style.background = theme === "dark" ? "#0e1117" : "#ffffff";
  document.body.style.margin = "8px";
  const heading = h("h1", { style: { position: "absolute", "clip-path": "inset(50%)" } }, "Editor");
  document.body.replaceChildren(h("main", {}, heading, host));
  await Promise.all(loaded);
  outbox.start();
  window.editor = { model, player, actions, outbox, timeline, notices, root, host };
  const { video } = player;
  if (!ready || video.readyState > 2) return;
  await new Promise((done) => video.addEventListener("canplay", done, { once: true }));
}
"""


@cache
def outline() -> bytes:
    """The waveform of the sample, as the project's own code writes it."""
    with TemporaryDirectory() as folder:
        target = Path(folder) / "peaks.bin"
        write_peaks(decode_audio(VIDEO, Path(folder) / "sound.wav"), target)
        return target.read_bytes()


@cache
def film() -> dict[str, Any]:
    """What the document says of the sample's video."""
    seen = probe(VIDEO)
    return {
        "duration_ms": seen.duration_ms,
        "frame_rate": float(seen.frame_rate or 0),
        "width": seen.width,
        "height": seen.height,
        "has_video": True,
    }


def show_film(page: Page, newsroom: Newsroom, *, theme: str = "light", ready: bool = True, **facts: Any) -> None:
    """Mount the player and the timeline on the newsroom's captions; `window.editor` has the parts.

    `facts` stand in the document in place of those that the desk tells: shots, speech, media.
    """
    page.route(f"{ORIGIN}/api/**", newsroom.answer)
    page.route(f"{ORIGIN}/media/**", newsroom.answer)
    page.route(f"{ORIGIN}/media/**/peaks-*", _send_outline)
    told = {"speech": SPEECH, "shots": SHOTS, **facts, "media": film() | facts.get("media", {})}
    told.setdefault("peaks", {"url": "/media/a-story/peaks-0.bin", "per_second": 100})
    page.evaluate(MOUNT, [newsroom.track, theme, told, ready])


def _send_outline(route: Route) -> None:
    route.fulfill(content_type="application/octet-stream", body=outline())
