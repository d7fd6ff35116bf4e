"""The editor's panels in a real Chromium, with a real desk over a real store behind their routes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.steps.desk_factories import SLUG, Window, open_desk
from tests.store.factories import VIDEO as FILM
from tests.ui.editor.harness import ORIGIN
from workflow.captions.cue import Cue
from workflow.captions.track import Track, TrackKind
from workflow.errors import StorytrackError
from workflow.review.reading import Unreadable
from workflow.speech.transcript import Region, Segment, Word
from workflow.steps.review import Desk
from workflow.store import Store
from workflow.story import Story

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

PERSON = "Anna"
VIDEO = Path(__file__).parents[3] / "samples" / "stories" / "crimean-solidarity" / "video.mp4"
MS = 2500
"""Each caption has so long."""

HEARD = (
    ("Maye", "This is a story about the women\nof the Crimean tartar community."),
    ("Maye", "Seven years have passed since\nRussia annexed Crimea in 2014."),
    ("Maye", "More than 100 Crimean Tatar men\nare held as political prisoners."),
    ("Zulfiye", "They have wives and children at home."),
    ("Zulfiye", "The tartar men have been falsely\nlabelled as terrorists."),
    ("", "They are being sent to prison\nfor up to 20 years."),
    ("Zulfiye", "Zulfiye, it is their wives\nwho provide four the children."),
    ("Maye", "One parent has to do the work of two."),
)
DOUBTED = {"tartar": 0.12, "four": 0.004, "annexed": 0.31}
"""Words of which the engine was not sure; of all others it was."""
TRANSLATED = (
    "Це розповідь про жінок\nкримськотатарської громади.",
    "Минуло сім років відтоді,\nяк Росія анексувала Крим.",
    "Понад 100 кримських татар\nутримують як політв’язнів.",
    "Удома на них чекають дружини й діти.",
    "Цих чоловіків безпідставно\nназвали терористами.",
    "Їх кидають до в’язниць\nна строк до 20 років.",
    "Удома про дітей дбають дружини.",
    "Один із батьків працює за двох.",
)


TEXT = """More than 100 Crimean Tatar men are being held, seven years after Russia annexed Crimea in 2014.

Their wives are left with two tasks at once. The community formed an organization: Crimean Solidarity.

“Women stand together,” says Lutfiye Zudiyeva. The film is about <b>freedom</b>."""


class Newsroom:
    """A story with captions that an engine has made, and their translation; and the desk at which they are edited."""

    def __init__(self, store: Store) -> None:
        self.store = store
        media = store.media.add(VIDEO)
        story = Story(
            slug=SLUG, headline="Women stand together", text=TEXT, language="en", byline="Anna", credit="Desk"
        )
        store.stories.add(story, replace(FILM, sha256=media.sha256, duration_ms=60_000), by=PERSON)
        transcript = _heard(store)
        self.track = _saved(store, [text for _, text in HEARD], "en", "captions", transcript)
        self.other = _saved(store, TRANSLATED, "uk", "subtitles", None)
        self.desk: Desk = open_desk(store)

    def window(self, name: str) -> Window:
        """Another person's window on the captions."""
        return Window(self.desk, self.track, name, f"w{name}")

    def texts(self, track: int | None = None) -> list[str]:
        return [cue["text"] for cue in self.document(track)["cues"]]

    def voices(self) -> list[str]:
        return [cue["voice"] for cue in self.document()["cues"]]

    def document(self, track: int | None = None) -> dict[str, Any]:
        return self.desk.document(track or self.track, PERSON)

    def answer(self, route: Route) -> None:
        """What the server's routes answer, for Playwright's `page.route`."""
        asked = urlsplit(route.request.url)
        if asked.path.startswith("/media/"):
            _send_film(route)
            return
        _, _, _, track, *rest = asked.path.split("/")
        body = route.request.post_data_json
        try:
            told = self._tell(route.request.method, int(track), rest, dict(parse_qsl(asked.query)), body)
        except StorytrackError as error:
            status = 400 if isinstance(error, Unreadable) else 409
            route.fulfill(status=status, content_type="application/json", body=json.dumps({"why": str(error)}))
            return
        route.fulfill(content_type="application/json", body=json.dumps(told))

    def _tell(self, method: str, track: int, rest: list[str], asked: Mapping[str, str], body: Any) -> dict[str, Any]:
        desk = self.desk
        if rest[:1] == ["waivers"] and method == "DELETE":
            return desk.unwaive(track, PERSON, unquote(rest[1]))
        if rest[:1] == ["beside"]:
            return desk.beside(track, int(rest[1]))
        numbers = {name: int(value) if name in ("epoch", "edit", "checked") else value for name, value in asked.items()}
        tell: Mapping[str, Callable[[], dict[str, Any]]] = {
            "": lambda: desk.document(track, PERSON),
            "since": lambda: desk.since(track, PERSON, **numbers),
            "edits": lambda: desk.apply(track, PERSON, body),
            "find": lambda: desk.find(track, body),
            "fixes": lambda: desk.fixes(track, body),
            "waivers": lambda: desk.waive(track, PERSON, body),
            "revisions": lambda: desk.revisions(track),
            "diff": lambda: desk.diff(track, asked["from"], asked["to"]),
            "cut": lambda: desk.cut(track, PERSON),
        }
        return tell["/".join(rest)]()


def _heard(store: Store) -> int:
    run = store.transcripts.begin(SLUG, run_key="k", engine="an engine", model="small", task="transcribe", by=PERSON)
    segments = [_segment(text, place * MS) for place, (_, text) in enumerate(HEARD)]
    run.save_section(0, Region(0, len(HEARD) * MS), segments)
    return run.finish(language="en").id


def _segment(text: str, start_ms: int) -> Segment:
    words = text.split()
    each = (MS - 200) // len(words)
    spoken = tuple(
        Word(word, start_ms + place * each, start_ms + (place + 1) * each - 20, DOUBTED.get(word, 0.97))
        for place, word in enumerate(words)
    )
    return Segment(start_ms, start_ms + MS - 200, spoken, "en")


def _saved(store: Store, texts: list[str] | tuple[str, ...], language: str, kind: TrackKind, run: int | None) -> int:
    voices = [voice for voice, _ in HEARD]
    cues = tuple(
        Cue("", place * MS, place * MS + MS - 200, tuple(text.split("\n")), voice=voices[place])
        for place, text in enumerate(texts)
    )
    label = {"en": "English", "uk": "Українська"}[language]
    track = Track(cues=cues, kind=kind, language=language, label=label)
    return store.tracks.save_revision(
        SLUG,
        track,
        author=PERSON,
        origin="automatic",
        made_by="an engine (small)" if run else "",
        transcript_id=run,
        profile="web-news",
    ).track_id


def _send_film(route: Route) -> None:
    """The sample's video, in parts as the browser asks for them."""
    film = VIDEO.read_bytes()
    wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", ""))
    start, end = (int(wanted[1]), int(wanted[2] or len(film) - 1)) if wanted else (0, len(film) - 1)
    headers = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{end}/{len(film)}"}
    route.fulfill(
        status=206 if wanted else 200,
        content_type="video/mp4",
        headers=headers if wanted else {"Accept-Ranges": "bytes"},
        body=film[start : end + 1],
    )


MOUNT = """
async ([track, theme]) => {
  const load = (name) => import(`/${name}.js`);
  const [{ Actions }, { Api }, { Model }, { Outbox }, { Settings }, { Sidebar }, { panelsFor }, { h, announceIn }] =
    await Promise.all(["actions", "api", "model", "outbox", "settings", "sidebar", "panels", "dom"].map(load));
  // A real video with what the panels ask of the player.
  class Film extends EventTarget {
    video = h("video", { muted: true, preload: "auto" });
    constructor(model) {
      super();
      this.video.muted = true;
      this.video.src = model.media.video;
      const tell = (name) => this.dispatchEvent(new CustomEvent(name, { detail: { ms: this.ms } }));
      this.video.addEventListener("timeupdate", () => tell("time"));
      this.video.addEventListener("pause", () => tell("pause"));
    }
    get ms() { return this.video.currentTime * 1000; }
    get playing() { return !this.video.paused; }
    seek(ms) { this.video.currentTime = ms / 1000; }
    play() { this.video.play(); }
    pause() { this.video.pause(); }
  }
  const api = new Api(track);
  const model = new Model(await api.document());
  const settings = new Settings();
  const player = new Film(model);
  const actions = new Actions(model, player, settings);
  const outbox = new Outbox(model, api);
  const panels = panelsFor({ model, player, actions, api, outbox });
  const sidebar = new Sidebar({ model, actions, settings, panels, signal: new AbortController().signal });
  const notices = [];
  model.addEventListener("notice", ({ detail }) => notices.push(detail.text));
  actions.attach({ outbox, api, window: { show: (...asked) => sidebar.show(...asked), isCaption: () => false } });
  const host = h("div", { "data-theme": theme });
  const live = h("div", { class: "unseen live", role: "status" });
  announceIn(live);
  const root = host.attachShadow({ mode: "open" });
  const styles = ["style.css", "panels.css"].map((href) => h("link", { rel: "stylesheet", href: `/${href}` }));
  const loaded = styles.map((link) => new Promise((done) => link.addEventListener("load", done)));
  root.append(...styles, h("div", { class: "frame" }, h("div", { class: "left" }, sidebar.element)), live);
  document.documentElement.style.background = theme === "dark" ? "#0e1117" : "#ffffff";
  document.body.style.margin = "8px";
  const heading = h("h1", { style: { position: "absolute", "clip-path": "inset(50%)" } }, "Panels");
  document.body.replaceChildren(h("main", {}, heading, host));
  await Promise.all(loaded);
  outbox.start();
  window.editor = { model, player, actions, outbox, panels, sidebar, notices, root };
}
"""


def show_panels(page: Page, newsroom: Newsroom, *, theme: str = "light") -> None:
    """Mount the panels of the newsroom's captions; `window.editor` has the parts."""
    page.route(f"{ORIGIN}/api/**", newsroom.answer)
    page.route(f"{ORIGIN}/media/**", newsroom.answer)
    page.evaluate(MOUNT, [newsroom.track, theme])
