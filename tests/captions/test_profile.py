"""Profiles: a newsroom's rules as data."""

from __future__ import annotations

from fractions import Fraction

import pytest

from workflow.captions.profile import SHIPPED, parse_profile, shipped_profile
from workflow.errors import CaptionError, UnknownProfile

NETFLIX = {
    "max_lines": 2,
    "min_duration_ms": 833,
    "max_duration_ms": 7000,
    "min_gap_frames": 2,
    "min_gap_ms": 80,
    "gap_zero_allowed": False,
    "close_gaps_under_ms": 500,
    "max_lead_ms": 83,
    "max_tail_ms": 500,
    "shot_snap_ms": 500,
    "speaker": "[name]",
    "sound": "[lower]",
    "music": "♪",
    "dialogue_dash": "-",
    "ellipsis": "…",
}
SLAVIC_SPEEDS = {"max_cps": 17, "child_max_cps": 13, "sdh_max_cps": 20, "sdh_child_max_cps": 17}
WEB = {
    "warn_cps": 17,
    "max_cps": 20,
    "warn_wpm": 180,
    "warn_lead_ms": 250,
    "max_lead_ms": 500,
    "max_tail_ms": 1500,
    "speaker": "NAME:",
    "sound": "[lower]",
    "music": "♪",
    "ellipsis": "…",
}
PRESETS: dict[str, dict[str, object]] = {
    "netflix-en": NETFLIX | {"max_cpl": 42, "max_cps": 20, "child_max_cps": 17},
    "netflix-ru": NETFLIX | SLAVIC_SPEEDS | {"max_cpl": 39},
    "netflix-uk": NETFLIX | SLAVIC_SPEEDS | {"max_cpl": 42},
    "bbc": {
        "max_cpl": 37,
        "max_lines": 2,
        "warn_wpm": 180,
        "min_ms_per_word": 300,
        "close_gaps_under_ms": 1000,
        "max_lead_ms": 1500,
        "max_tail_ms": 1500,
        "speaker": "NAME:",
        "sound": "CAPS",
        "music": "#",
        "dialogue_dash": "– ",
        "ellipsis": "...",
    },
    "dcmp": {
        "max_cpl": 32,
        "max_lines": 2,
        "max_wpm": 160,
        "child_max_wpm": 130,
        "min_duration_ms": 1333,
        "max_duration_ms": 6000,
        "speaker": "(name)",
        "sound": "[lower]",
        "music": "♪",
        "ellipsis": "...",
    },
    "web-news": WEB
    | {
        "max_cpl": 42,
        "target_cpl": 37,
        "max_lines": 2,
        "warn_min_duration_ms": 1000,
        "min_duration_ms": 833,
        "max_duration_ms": 7000,
        "min_gap_frames": 2,
        "min_gap_ms": 80,
        "close_gaps_under_ms": 500,
        "shot_snap_ms": 500,
        "dialogue_dash": "– ",
    },
    "vertical": WEB | {"max_cpl": 25, "max_lines": 3, "min_duration_ms": 700, "max_duration_ms": 5000},
}
LEFT_OUT = {
    "min_gap_frames": 0,
    "min_gap_ms": 0,
    "gap_zero_allowed": True,
    "dialogue_dash": "",
    "severities": {},
}


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_profile_holds_exactly_the_numbers_of_its_guide(key: str) -> None:
    """Every number that the guide gives, and nothing for a rule that it does not have."""
    profile = shipped_profile(key)
    for rule in profile.__slots__:
        if rule not in {"key", "name"}:
            assert getattr(profile, rule) == PRESETS[key].get(rule, LEFT_OUT.get(rule)), rule


def test_an_unknown_profile_is_refused_with_the_known_ones() -> None:
    """The sentence says which profiles there are."""
    with pytest.raises(UnknownProfile, match=r"There is no profile 'tv': choose one of web-news, netflix-en,.*"):
        shipped_profile("tv")


@pytest.mark.parametrize(
    ("rate", "gap_ms"), [(Fraction(24), 83), (Fraction(25), 80), (Fraction(30000, 1001), 67), (Fraction(60), 33)]
)
def test_two_frames_last_as_long_as_the_video_shows_them(rate: Fraction, gap_ms: int) -> None:
    """A gap in frames becomes milliseconds of that video."""
    assert shipped_profile("netflix-en").at(rate).min_gap_ms == gap_ms


def test_sound_without_a_picture_has_frames_of_25_a_second() -> None:
    """Two frames are then 80 ms; a profile without a gap in frames stays as it is."""
    assert shipped_profile("netflix-en").at(None).min_gap_ms == 80
    assert shipped_profile("bbc").at(Fraction(24)).min_gap_ms == 0


@pytest.mark.parametrize(
    ("key", "children", "deaf_children"),
    [("netflix-en", 17, 17), ("netflix-ru", 13, 17), ("web-news", 20, 20)],
)
def test_children_read_more_slowly(key: str, children: float, deaf_children: float) -> None:
    """A guide's speeds for children come into force, for deaf readers too; without any, the others stay."""
    profile = shipped_profile(key)
    assert profile.for_children().max_cps == children
    assert profile.for_children().for_sdh().max_cps == deaf_children
    assert profile.for_sdh().for_children().max_cps == deaf_children


def test_captions_for_deaf_readers_may_be_faster() -> None:
    """Netflix allows 20 characters a second in Russian captions and 17 in subtitles."""
    assert shipped_profile("netflix-ru").max_cps == 17
    assert shipped_profile("netflix-ru").for_sdh().max_cps == 20
    assert shipped_profile("dcmp").for_children().max_wpm == 130


def test_a_newsroom_writes_its_own_profile() -> None:
    """Two limits are enough; a check's severity can be set."""
    profile = parse_profile('max_cpl = 36\nmax_lines = 2\n[severities]\n"too-long" = "off"', "ours")
    assert (profile.key, profile.name, profile.max_cpl) == ("ours", "ours", 36)
    assert profile.severities == {"too-long": "off"}


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("max_cpl = ", "The profile 'ours' is not TOML: .*"),
        ("max_cpl = 42", "The profile 'ours' needs max_lines."),
        ("", "The profile 'ours' needs max_cpl and max_lines."),
        ("max_cpm = 42", "The profile 'ours' has no rule called 'max_cpm'."),
        ('key = "web-news"', "The profile 'ours' has no rule called 'key'."),
        ("max_cpl = true", "sets max_cpl to True: it must be a whole number from 1 up."),
        ("max_cpl = 0", "sets max_cpl to 0: it must be a whole number from 1 up."),
        ("max_lines = 2.0", "sets max_lines to 2.0: it must be a whole number from 1 up."),
        ("max_cps = -1", "sets max_cps to -1: it must be a number from 0 up."),
        ("max_cps = nan", "sets max_cps to nan: it must be a number from 0 up."),
        ("max_cps = inf", "sets max_cps to inf: it must be a number from 0 up."),
        (f"max_cps = {10**400}", "it must be a number from 0 up."),
        ('max_cps = "20"', "sets max_cps to '20': it must be a number from 0 up."),
        ("max_duration_ms = 6.5", "it must be a whole number from 0 up."),
        ("gap_zero_allowed = 1", "sets gap_zero_allowed to 1: it must be true or false."),
        ("name = 5", "sets name to 5: it must be text in quotes."),
        ('speaker = "<name>"', r'it must be "\[name\]" or "\(name\)" or "NAME:".'),
        ("music = []", 'it must be "♪" or "#".'),
        ('severities = "off"', "it must be a table of checks"),
        ('[severities]\n"too-long" = "fatal"', 'a table of checks, each "error", "warning" or "off".'),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(toml: str, sentence: str) -> None:
    """One clear sentence for each way to write it wrong."""
    with pytest.raises(CaptionError, match=sentence):
        parse_profile(toml, "ours")
