"""A newsroom worth looking at: stories at every stage, for the pictures and for what looks at every screen."""

from __future__ import annotations

from pathlib import Path

from tests.cli_support import SAMPLES, storytrack
from tests.steps.desk_factories import Window, open_desk, set_text
from tests.ui.journeys.homes import SLUG, heard_home
from workflow.store import JobState, Store

HARBOUR = "harbour-noise"
ANNA, MARKO = "Anna Kovalenko", "Marko Bilyk"

CORRECTED = {
    0: "This is a story about the women\nof the Crimean Tatar community.",
    1: "Seven years have passed\nsince Russia annexed Crimea in 2014.",
    2: "More than 100 Crimean Tatar men\nare held as political prisoners.",
    3: "They have wives and children at home.",
    4: "These men have been falsely\nlabelled as terrorists.",
    5: "They are being sent to prison\nfor up to 20 years.",
    7: "One parent has to do the work of two.",
    9: "No family should have to go\nthrough this alone.",
    13: "for Freedom in Russian-Occupied Crimea.”",
}
"""By the place of the caption. The rest is as the engine heard it, with names and words that are still wrong."""
VOICES = {"Narrator": (0, 1, 2, 3, 4, 5, 7, 9), "Lutfiye Zudiyeva": (8, 10)}
FINDING = {8: "And when their husbands stand trial the women come to support them"}
"""A line that is too long: the checks find it, and a button breaks it."""

TRANSLATED = """WEBVTT

00:01.400 --> 00:05.960
Це розповідь про жінок
кримськотатарської громади.

00:06.040 --> 00:11.920
Минуло сім років відтоді,
як Росія анексувала Крим.

00:12.920 --> 00:18.240
Понад 100 кримських татар
утримують як політв’язнів.

00:18.320 --> 00:21.400
Удома на них чекають дружини й діти.

00:22.400 --> 00:26.640
Цих чоловіків безпідставно
назвали терористами.

00:26.720 --> 00:31.000
Їх кидають до в’язниць
на строк до 20 років.

00:32.000 --> 00:36.840
Удома про дітей дбають
їхні дружини.

00:36.920 --> 00:40.000
Одна мати працює за двох.

00:40.960 --> 00:46.080
А коли чоловіків судять,
жінки приходять їх підтримати.

00:46.160 --> 00:49.720
Жодна родина не має
проходити через це сама.

00:50.720 --> 00:55.640
Тож громада об’єдналася
й заснувала організацію.

00:55.720 --> 01:00.840
Вона недержавна і зветься
«Кримська солідарність».

01:01.840 --> 01:06.000
Їхню історію розповідає фільм
«Кримська солідарність:

01:06.080 --> 01:10.080
боротьба за свободу
в окупованому Росією Криму».

01:11.080 --> 01:14.640
Чоловіки у в’язниці.
Жінки не здаються.
"""


def showcase(home: Path) -> tuple[int, int]:
    """The home, made by the command line and the embedded engine; a track half corrected, and one without a flaw.

    The first story has captions that one person has begun to correct and another has read, and subtitles that are
    approved; of the second the captions are there and nobody has asked for more; a third could not be transcribed.
    """
    heard_home(home)
    with Store(home) as store:
        track = store.tracks.list(SLUG)[0].id
        _correct(store, track)
    subtitles = home.parent / "ukrainian.vtt"
    subtitles.write_text(TRANSLATED, "utf-8")
    harbour = SAMPLES / HARBOUR
    for words in (
        ("import", SLUG, subtitles, "--language", "uk", "--kind", "subtitles", "--label", "Українська"),
        ("approve", SLUG, "--language", "uk", "--kind", "subtitles"),
        ("new", harbour / "story.md", harbour / "video.mp4"),
        ("import", HARBOUR, harbour / "reference.vtt", "--language", "en"),
    ):
        done = storytrack(home, *words)
        assert done.code == 0, done.err
    with Store(home) as store:
        _read_again(store, track)
        _fail(store)
    return tracks_of(home)


def tracks_of(home: Path) -> tuple[int, int]:
    """The two tracks of a home that `showcase` has made."""
    with Store(home) as store:
        return store.tracks.list(SLUG)[0].id, store.tracks.list(HARBOUR)[0].id


def _correct(store: Store, track: int) -> None:
    """What a producer has done in the first minutes."""
    desk = open_desk(store)
    anna = Window(desk, track, ANNA, "anna")
    keys = _keys(anna)
    for place, text in CORRECTED.items():
        anna.do(set_text(keys[place], text))
    for voice, places in VOICES.items():
        anna.do({"kind": "set-voice", "cues": [keys[place] for place in places], "voice": voice})
    desk.cut(track, ANNA)


def _read_again(store: Store, track: int) -> None:
    """What a colleague has done after her."""
    marko = Window(open_desk(store), track, MARKO, "marko")
    for place, text in FINDING.items():
        marko.do(set_text(_keys(marko)[place], text))


def _keys(window: Window) -> list[str]:
    """The keys of the captions, in their order."""
    return [cue["key"] for cue in sorted(window.cues.values(), key=lambda cue: int(cue["start"]))]


def _fail(store: Store) -> None:
    """A video without sound that somebody has asked for."""
    job = store.jobs.add(
        "night-watch", "The night watch at the lighthouse", {"engine": "pocketsphinx"}, by=MARKO, video="gone.mp4"
    )
    store.jobs.claim(1)
    store.jobs.end(job.id, JobState.FAILED, error="The video has no sound, so there is nothing to caption.")
