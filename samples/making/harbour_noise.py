"""What is said and heard in the harbour sample: the hard one, with two voices, music, a pause, noise and numbers."""

from __future__ import annotations

from samples.making.screenplay import Hold, Say, Scene, Screenplay

TOM = "Tom Hale"
IRENE = "Irene Koval"

PLAY = Screenplay(
    slug="harbour-noise",
    title="Port Ellery: the night ferry and the noise",
    voices={TOM: "rms", IRENE: "slt"},
    scenes=(
        Scene("harbour", (Hold(4200, "[soft music]"),), sound="music"),
        Scene(
            "numbers",
            (
                Say("Port Ellery has 4,200 people / and one very busy harbour.", TOM, after_ms=600),
                Say("Last night, trucks were still / leaving the ferry at 3:15.", TOM),
                Say("On Dock Street, / we measured 74 decibels.", TOM),
                Hold(700),
            ),
        ),
        Scene(
            "quay",
            (
                Hold(1900, "[wind and ship engines]"),
                Say("You can hear it now, / and this is a quiet evening.", IRENE, after_ms=0),
                Say("I have lived here for 31 years, // and I have never slept so badly.", IRENE, after_ms=1520),
                Hold(700),
            ),
            sound="quay",
        ),
        Scene(
            "petition",
            (
                Say("In nine days, Irene Koval / collected 1,186 signatures.", TOM, after_ms=2400),
                Say("We are not / against the ferry.", IRENE, after_ms=700),
                Say("We would just like to sleep.", IRENE, after_ms=1180),
            ),
        ),
        Scene(
            "vote",
            (
                Say("The harbour board will vote / on Tuesday at 7:30 in the evening.", TOM, after_ms=1500),
                Say("A sound wall would cost $2.4 million.", TOM),
                Hold(700),
            ),
        ),
        Scene("close", (Hold(3600, "[soft music]"),), sound="music"),
    ),
)
