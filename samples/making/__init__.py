"""How the sample videos are made: written by hand, spoken by Debian's voices, drawn and mixed here."""
