"""How a profile writes what a caption means: who speaks."""

from __future__ import annotations

from workflow.captions.profile import Profile


def speaker_label(voice: str, profile: Profile) -> str:
    """The visible label of a speaker: "[Maria]", "(Maria)" or "MARIA:"; "" for a speaker without a name."""
    name = " ".join(voice.split())
    if not name:
        return ""
    if profile.speaker == "NAME:":
        return f"{name.upper()}:"
    return f"[{name}]" if profile.speaker == "[name]" else f"({name})"


def label_on_own_line(profile: Profile) -> bool:
    """Whether the label stands on a line of its own above the words, as the DCMP's key wants it."""
    return profile.speaker == "(name)"
