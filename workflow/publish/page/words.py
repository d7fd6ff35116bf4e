"""The page's own words in the language of publication."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from markupsafe import Markup

from workflow.languages import primary_language

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language. `foreign` says that they are not in the language of the page and must be marked."""

    language: str
    foreign: bool
    phrases: Mapping[str, str]
    months: tuple[str, ...]

    def plain(self, key: str) -> str:
        """The phrase as text, for attributes and menu items."""
        return self.phrases[key]

    def say(self, key: str, **values: str) -> Markup:
        """The phrase as HTML; each value is escaped and isolated, so that no name turns the sentence round."""
        names = {name: Markup("<bdi>{}</bdi>").format(value) for name, value in values.items()}
        phrase = Markup(self.phrases[key]).format(**names)  # noqa: S704  our own words; format() escapes the values
        return Markup('<span lang="{}" dir="ltr">{}</span>').format(self.language, phrase) if self.foreign else phrase

    def date(self, day: date) -> str:
        """The day as a newspaper writes it: 23 November 2025."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"


@cache
def words_for(language: str) -> Words:
    """The words for a page in `language`: English, marked as such, where we have no others."""
    tables = tomllib.loads(resources.files("workflow.publish.page").joinpath("words.toml").read_text("utf-8"))
    key = primary_language(language)
    chosen = key if key in tables else FALLBACK
    table = dict(tables[chosen])
    months = tuple(table.pop("months"))
    return Words(chosen, chosen != key, table, months)
