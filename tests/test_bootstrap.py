"""Settings, engines and profiles are chosen and joined in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.terminals import listening
from workflow.bootstrap import Hearing, choose_engine, find_profile, make_request, open_workshop
from workflow.captions.profile import shipped_profile
from workflow.errors import (
    CaptionError,
    NoDevice,
    UnknownEngine,
    UnknownModel,
    UnknownProfile,
    UnsupportedLanguage,
    WeightsMissing,
)
from workflow.settings import Settings
from workflow.speech.engine import Request
from workflow.story import Link, Story

STORY = Story(
    slug="wives",
    headline="Mumine Saliieva waits",
    text="Seiran Saliiev is held.",
    byline="Ann Lee",
    related_articles=(Link("Seven years", "https://example.org/"),),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A home without anything in it, and a folder of weights without any."""
    (tmp_path / "weights").mkdir()
    return Settings(home=tmp_path / "home", whisper_models=tmp_path / "weights")


@pytest.fixture
def nothing_to_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that reaches nothing: its proxy does not answer."""
    for name in ("https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.slow
def test_auto_takes_whisper_where_its_weights_are(settings: Settings) -> None:
    """A file in the folder of weights is enough, nothing is asked of the network, and there is nothing to warn of."""
    assert settings.whisper_models is not None
    (settings.whisper_models / "large-v3-turbo.pt").write_bytes(b"weights, not read before the first section")
    terminal, said = listening()
    engine = choose_engine(Hearing(), Request(language="uk"), settings, terminal)
    assert (engine.name, engine.model, said.getvalue()) == ("whisper", "turbo", "")


@pytest.mark.usefixtures("nothing_to_fetch")
def test_auto_without_weights_says_who_hears_instead(settings: Settings) -> None:
    """The stand-in is never taken silently; an empty file, left by a broken download, counts as none."""
    assert settings.whisper_models is not None
    (settings.whisper_models / "large-v3-turbo.pt").touch()
    terminal, said = listening()
    engine = choose_engine(Hearing(), Request(language="en"), settings, terminal)
    assert engine.name == "pocketsphinx"
    assert "warning: Whisper's weights (turbo) are not on this machine" in said.getvalue()


@pytest.mark.usefixtures("nothing_to_fetch")
@pytest.mark.parametrize(
    ("request_", "model"), [(Request(language="uk"), "turbo"), (Request(language="en", task="translate"), "medium")]
)
def test_auto_does_not_fall_back_on_what_cannot_do_it(settings: Settings, request_: Request, model: str) -> None:
    """Ukrainian, or a translation, without Whisper: which file is missing, from where, and where it belongs."""
    terminal, said = listening()
    with pytest.raises(WeightsMissing) as caught:
        choose_engine(Hearing(), request_, settings, terminal)
    assert caught.value.model == model
    assert str(settings.whisper_models) in str(caught.value)
    assert "https://" in str(caught.value)
    assert said.getvalue() == ""


@pytest.mark.parametrize(
    ("request_", "story_language", "told"),
    [
        (Request(), "uk", "`--language en` if English is spoken"),
        (Request(language="uk"), "en", "'uk'"),
        (Request(candidates=("en", "uk")), "en", "'uk'"),
    ],
)
def test_embedded_engine_does_not_hear_another_language_as_english(
    settings: Settings, request_: Request, story_language: str, told: str
) -> None:
    """A Ukrainian story's video would come out as invented English: it is refused with what to do."""
    terminal, _ = listening()
    with pytest.raises(UnsupportedLanguage, match=told):
        choose_engine(Hearing(engine="pocketsphinx"), request_, settings, terminal, story_language=story_language)


@pytest.mark.usefixtures("nothing_to_fetch")
def test_weights_that_are_missing_are_no_reason_to_offer_an_engine_that_cannot_help(settings: Settings) -> None:
    """For Ukrainian the embedded engine is not offered; for Crimean Tatar it is said what can be done."""
    terminal, _ = listening()
    with pytest.raises(WeightsMissing) as caught:
        choose_engine(Hearing(), Request(), settings, terminal, story_language="uk")
    assert "or use `--engine pocketsphinx`" not in str(caught.value)
    with pytest.raises(UnsupportedLanguage, match="--script"):
        choose_engine(Hearing(), Request(language="crh"), settings, terminal)


def test_auto_does_not_stand_in_for_a_file_that_was_named(settings: Settings, tmp_path: Path) -> None:
    """Whoever gives a checkpoint's path and mistypes it does not get another engine's words."""
    terminal, _ = listening()
    with pytest.raises(UnknownModel, match=r"mine\.pt"):
        choose_engine(Hearing(model=str(tmp_path / "mine.pt")), Request(), settings, terminal)


def test_command_line_comes_before_settings(settings: Settings) -> None:
    """What the command names is taken; an engine that nobody knows is refused with those there are."""
    terminal, _ = listening()
    own = Settings(home=settings.home, engine="siri")
    assert choose_engine(Hearing(engine="pocketsphinx"), Request(), own, terminal).name == "pocketsphinx"
    with pytest.raises(UnknownEngine, match="auto, whisper, faster-whisper, pocketsphinx"):
        choose_engine(Hearing(), Request(), own, terminal)


def test_own_profile_comes_before_the_shipped_one(settings: Settings) -> None:
    """A newsroom's file is found by its name, and may take a shipped one's name."""
    folder = settings.home / "profiles"
    folder.mkdir(parents=True)
    shipped = Path(__file__).parents[1] / "workflow" / "captions" / "profiles" / "bbc.toml"
    (folder / "ours.toml").write_text(shipped.read_text("utf-8"), "utf-8")
    assert find_profile("ours", settings).key == "ours"
    assert find_profile(None, settings) == shipped_profile("web-news")
    (folder / "web-news.toml").write_text(shipped.read_text("utf-8"), "utf-8")
    assert find_profile("web-news", settings).name == shipped_profile("bbc").name


def test_profile_that_is_not_there_or_not_readable_is_refused(settings: Settings) -> None:
    """The sentence lists the newsroom's own profiles too, and names the file that is broken."""
    folder = settings.home / "profiles"
    folder.mkdir(parents=True)
    (folder / "ours.toml").write_bytes(b"name = '\xff'")
    with pytest.raises(UnknownProfile, match=r"web-news.*ours"):
        find_profile("theirs", settings)
    with pytest.raises(CaptionError, match=r"ours\.toml cannot be read"):
        find_profile("ours", settings)


@pytest.mark.parametrize(
    ("asked", "set_to", "language", "candidates"),
    [
        (None, None, None, ()),
        (None, "Ukrainian", "uk", ()),
        ("auto", "uk", None, ()),
        ("eng", "uk", "en", ()),
        ("uk, ru,en", None, None, ("uk", "ru", "en")),
    ],
)
def test_language_is_one_or_several_or_to_be_detected(
    settings: Settings, asked: str | None, set_to: str | None, language: str | None, candidates: tuple[str, ...]
) -> None:
    """Names and codes become tags; the command's word comes before the settings', `auto` among them."""
    own = Settings(home=settings.home, language=set_to, beam=3)
    request = make_request(STORY, Hearing(language=asked), own)
    assert (request.language, request.candidates, request.beam) == (language, candidates, 3)


def test_the_story_is_the_hint_unless_it_is_refused(settings: Settings) -> None:
    """The names in the story are given to the engine; `--no-hint` gives none."""
    request = make_request(STORY, Hearing(beam=5), settings)
    assert request.beam == 5
    assert "Mumine Saliieva" in " ".join((request.hint.text, *request.hint.names))
    without = make_request(STORY, Hearing(hint=False), settings)
    assert (without.hint.text, without.hint.names) == ("", ())
    with pytest.raises(UnsupportedLanguage):
        make_request(STORY, Hearing(language="klingonish"), settings)


def test_the_database_may_stand_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The URL in the settings is the database in use; the home then holds none."""
    elsewhere = tmp_path / "elsewhere.db"
    monkeypatch.setenv("STORYTRACK_DATABASE", f"sqlite:///{elsewhere}")
    with open_workshop(tmp_path / "home", quiet=True, as_json=False) as shop:
        assert shop.store.stories.list() == ()
    assert elsewhere.exists()
    assert not (tmp_path / "home" / "storytrack.db").exists()


@pytest.mark.slow
def test_the_device_reaches_the_engine(settings: Settings) -> None:
    """The command's device comes before the settings'; both are what the engine says it runs on."""
    terminal, _ = listening()
    own = Settings(home=settings.home, engine="faster-whisper", device="cuda")
    assert choose_engine(Hearing(), Request(), own, terminal).options["device"] == "cuda"
    assert choose_engine(Hearing(device="cpu"), Request(), own, terminal).options["device"] == "cpu"


def test_device_that_is_none_is_refused_by_its_name(settings: Settings) -> None:
    """A mistyped device is not told as a broken model."""
    terminal, _ = listening()
    with pytest.raises(NoDevice, match="no device 'gpu'"):
        choose_engine(Hearing(engine="pocketsphinx", device="gpu"), Request(), settings, terminal)
