"""What is said in the Crimean Solidarity sample, and where its captions break."""

from __future__ import annotations

from samples.making.screenplay import Hold, Say, Scene, Screenplay

_NEW_CARD = 1500  # milliseconds between scenes: the card changes in the middle of them

PLAY = Screenplay(
    slug="crimean-solidarity",
    title="Crimean Solidarity: the women who carry on",
    voices={"": "rms"},
    scenes=(
        Scene(
            "title",
            (
                Hold(1400),
                Say("This is a story about the women / of the Crimean Tatar community.", after_ms=0),
                Say("Seven years have passed since / Russia annexed Crimea in 2014."),
            ),
        ),
        Scene(
            "prisoners",
            (
                Say("More than 100 Crimean Tatar men / are held as political prisoners.", after_ms=_NEW_CARD),
                Say("They have wives and children at home."),
            ),
        ),
        Scene(
            "sentences",
            (
                Say("These men have been falsely / labelled as terrorists.", after_ms=_NEW_CARD),
                Say("They are being sent to prison / for up to 20 years."),
            ),
        ),
        Scene(
            "families",
            (
                Say("At home, it is their wives who are left / to provide for the children.", after_ms=_NEW_CARD),
                Say("One parent has to do / the work of two."),
            ),
        ),
        Scene(
            "court",
            (
                Say("And when their husbands stand trial, // the women come to support them.", after_ms=_NEW_CARD),
                Say("No family should have to / go through this alone."),
            ),
        ),
        Scene(
            "solidarity",
            (
                Say("So the community came together / and formed an organization.", after_ms=_NEW_CARD),
                Say("It is a non-governmental group, / and its name is Crimean Solidarity."),
            ),
        ),
        Scene(
            "film",
            (
                Say(
                    "A film tells their story. // "
                    "It is called “Crimean Solidarity: // The Fight for Freedom / in Russian-Occupied Crimea.”",
                    after_ms=_NEW_CARD,
                ),
            ),
        ),
        Scene(
            "close",
            (
                Say("The men are in prison. / The women carry on.", after_ms=_NEW_CARD),
                Hold(2600),
            ),
        ),
    ),
)
