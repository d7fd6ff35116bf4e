"""The newsroom's settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workflow.errors import StorytrackError
from workflow.settings import Settings, load_settings


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's configuration and data folders of this test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "config" / "storytrack"
    folder.mkdir(parents=True)
    return folder


def test_without_any_file_the_defaults_hold(configuration: Path, tmp_path: Path) -> None:
    """A first start needs no settings."""
    settings = load_settings(home=None, env={})
    assert settings == Settings(home=tmp_path / "data" / "storytrack")
    assert (settings.engine, settings.profile) == ("auto", "web-news")


def test_the_home_is_the_option_then_the_variable_then_the_data_folder(configuration: Path, tmp_path: Path) -> None:
    """What stands nearest to the command wins."""
    env = {"STORYTRACK_HOME": str(tmp_path / "by-variable")}
    assert load_settings(home=tmp_path / "by-option", env=env).home == tmp_path / "by-option"
    assert load_settings(home=None, env=env).home == tmp_path / "by-variable"
    assert load_settings(home=None, env={"STORYTRACK_HOME": ""}).home == tmp_path / "data" / "storytrack"


def test_environment_beats_home_beats_user(configuration: Path, tmp_path: Path) -> None:
    """Each key comes from the first place that has it."""
    (configuration / "storytrack.toml").write_text('engine = "whisper"\nmodel = "small"\nprofile = "bbc"\nbeam = 2\n')
    (tmp_path / "storytrack.toml").write_text('model = "medium"\nbeam = 5\nlanguage = "uk"\n')
    settings = load_settings(home=tmp_path, env={"STORYTRACK_BEAM": "3", "STORYTRACK_LANGUAGE": ""})
    assert (settings.engine, settings.model, settings.profile) == ("whisper", "medium", "bbc")
    assert (settings.beam, settings.language) == (3, "uk")


def test_a_relative_path_counts_from_its_file(configuration: Path, tmp_path: Path) -> None:
    """Settings mean the same wherever the command is run."""
    (tmp_path / "storytrack.toml").write_text('whisper_models = "models"\n')
    assert load_settings(home=tmp_path, env={}).whisper_models == tmp_path / "models"


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("engine = whisper", "not TOML"),
        ('engin = "whisper"', "unknown key 'engin': write 'engine'"),
        ('home = "/x"', "unknown key 'home': the home is chosen with --home"),
        ('colour = "red"', "unknown key 'colour': there are engine, model"),
        ("engine = 3", "engine in .* is 3: it must be a text"),
        ('engine = ""', "engine in .* it must be a text"),
        ("[engine]\nname = 'x'", "it must be a text"),
        ('beam = "5"', "it must be a whole number from 1 up"),
        ("beam = 0", "it must be a whole number from 1 up"),
        ("beam = true", "it must be a whole number from 1 up"),
        ("whisper_models = 1", "it must be a path"),
    ],
)
def test_bad_settings_are_one_sentence(configuration: Path, tmp_path: Path, toml: str, sentence: str) -> None:
    """The file, the key, and what to write instead."""
    (tmp_path / "storytrack.toml").write_text(toml)
    with pytest.raises(StorytrackError, match=sentence):
        load_settings(home=tmp_path, env={})


def test_bytes_that_are_no_text_are_one_sentence(configuration: Path, tmp_path: Path) -> None:
    """A file in another encoding is not TOML."""
    (tmp_path / "storytrack.toml").write_bytes(b'engine = "\xff"')
    with pytest.raises(StorytrackError, match="not TOML"):
        load_settings(home=tmp_path, env={})


def test_a_folder_in_the_place_of_the_file_is_one_sentence(configuration: Path, tmp_path: Path) -> None:
    """Whatever stands there, the answer is ours."""
    (tmp_path / "storytrack.toml").mkdir()
    with pytest.raises(StorytrackError, match="cannot be read"):
        load_settings(home=tmp_path, env={})


def test_a_bad_variable_is_named() -> None:
    """The reader learns which variable to mend."""
    with pytest.raises(StorytrackError, match="STORYTRACK_BEAM is 'many': it must be a whole number"):
        load_settings(home=Path("/nowhere"), env={"STORYTRACK_BEAM": "many"})


def test_settings_cost_little_to_import() -> None:
    """The command line reads them at every start: nothing heavy may come along."""
    code = "import sys, workflow.settings; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "numpy", "sqlalchemy", "platformdirs", "pandas"} & set(modules)
