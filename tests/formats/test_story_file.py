"""The story file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import NoHeadline, StoryError, StorytrackError
from workflow.formats.story_file import MAX_BYTES, parse_story, read_story_bytes
from workflow.story import Link, Story

WITH_FRONT_MATTER = """---
headline: "Crimean Tatar women carry on"
language: en-GB
byline: Anna Kovalenko
video_credit: Crimean Solidarity
related_videos:
  - title: Seven years on
    url: https://example.org/seven
related_articles:
  - "Who is held | https://example.org/held"
  - Trials go on: https://example.org/trials
---

Over 100 men are held.

Their wives provide for the children.
"""


def test_front_matter_and_text_become_a_story() -> None:
    """Every key lands in its field, and the text is what follows."""
    assert parse_story(WITH_FRONT_MATTER, name="story.md") == Story(
        slug="crimean-tatar-women-carry-on",
        headline="Crimean Tatar women carry on",
        text="Over 100 men are held.\n\nTheir wives provide for the children.",
        language="en-GB",
        byline="Anna Kovalenko",
        credit="Crimean Solidarity",
        related_videos=(Link("Seven years on", "https://example.org/seven"),),
        related_articles=(
            Link("Who is held", "https://example.org/held"),
            Link("Trials go on", "https://example.org/trials"),
        ),
    )


def test_plain_text_has_its_headline_first_and_its_credit_last() -> None:
    """Without front matter the first paragraph is the headline, and the last line may name who made the video."""
    story = parse_story("Women carry\non\n\nTheir story.\n\nvideo by Lutfiye Z.\n", name="story.txt")
    assert (story.headline, story.text, story.credit) == ("Women carry on", "Their story.", "Lutfiye Z.")
    assert story.language == "en"


def test_a_markdown_heading_is_the_headline_without_its_mark() -> None:
    """A heading ends with its line, even where no empty line follows."""
    story = parse_story("# Women carry on\nTheir story.", name="story.md")
    assert (story.headline, story.text) == ("Women carry on", "Their story.")


def test_front_matter_without_headline_takes_the_first_paragraph() -> None:
    """The headline may stand in the text while the other facts stand above it."""
    story = parse_story("---\nbyline: Anna\n---\nThe headline\n\nThe text.", name="story.md")
    assert (story.headline, story.byline, story.text) == ("The headline", "Anna", "The text.")


def test_a_last_sentence_about_a_video_is_no_credit() -> None:
    """Prose that happens to begin with "Video by" stays in the text."""
    text = "Headline\n\nVideo by activists shows police searching houses."
    story = parse_story(text, name="story.txt")
    assert story.credit == ""
    assert story.text == "Video by activists shows police searching houses."


def test_a_credit_in_front_matter_is_not_said_twice() -> None:
    """The line that repeats the credit is taken off the text; another name stays."""
    same = parse_story("---\ncredit: Anna\n---\nHeadline\n\nText.\n\nVideo by Anna", name="a.md")
    other = parse_story("---\ncredit: Anna\n---\nHeadline\n\nText.\n\nVideo by Olha", name="a.md")
    assert (same.credit, same.text) == ("Anna", "Text.")
    assert (other.credit, other.text) == ("Anna", "Text.\n\nVideo by Olha")


@pytest.mark.parametrize(
    ("written", "tag"),
    [("no", "no"), ("en_us", "en-US"), ("crh", "crh"), ("UK", "uk"), ("", "en"), ("zh-hant", "zh-Hant")],
)
def test_languages_are_bcp_47_in_their_usual_writing(written: str, tag: str) -> None:
    """Norwegian is a language and not YAML's false; without a language a story is in English."""
    assert parse_story(f"---\nheadline: H\nlanguage: {written}\n---\n", name="a.md").language == tag


@pytest.mark.parametrize("written", ["english", "xx", "ua", "a", "'?'", "[en, uk]"])
def test_what_is_no_language_is_refused(written: str) -> None:
    """A country's code or a language's name would end in a track that no player offers."""
    with pytest.raises(StoryError, match=r"language in a\.md"):
        parse_story(f"---\nheadline: H\nlanguage: {written}\n---\n", name="a.md")


@pytest.mark.parametrize(
    "written",
    [
        "'T | https://x.org/a'",
        "'T: https://x.org/a'",
        "T: https://x.org/a",
        "{title: T, url: 'https://x.org/a'}",
        "{title: T, link: 'https://x.org/a'}",
        "[{T: 'https://x.org/a'}]",
    ],
)
def test_links_may_be_written_in_several_ways(written: str) -> None:
    """A bar, a colon, a mapping: all give the same link."""
    yaml = f"---\nheadline: H\nrelated_videos:\n  {written}\n---\n"
    assert parse_story(yaml, name="a.md").related_videos == (Link("T", "https://x.org/a"),)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "https://",
        "https:///x",
        "example.org",
        'https://x.org/"onclick=1',
        "https://x.org/<script>",
        "https://[::1",
        "ftp://x.org",
    ],
)
def test_only_web_links_are_taken(url: str) -> None:
    """A link stands on a public page: no script, no local file, nothing that breaks out of an attribute."""
    text = f"---\nheadline: H\nrelated_articles:\n  - title: T\n    url: '{url}'\n---\n"
    with pytest.raises(StoryError, match="links begin with https://"):
        parse_story(text, name="a.md")


@pytest.mark.parametrize("text", ["", "  \n\n ", "---\nbyline: Anna\n---\n", "Video by Anna", "---\n---\n", "#"])
def test_a_story_without_headline_is_refused(text: str) -> None:
    """There is nothing to call it."""
    with pytest.raises(NoHeadline, match=r"a\.md has no headline"):
        parse_story(text, name="a.md")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("---\nheadline: H\nbyline: 'Anna\n---\n", "is not YAML \\(line"),
        ("---\nheadline: H\nbyline: a: b\n---\n", "is not YAML \\(line 3: mapping values are not allowed here\\)"),
        ("---\nheadline: H\n", "does not end"),
        ("---\njust words\n---\nText", "has no keys"),
        ("---\n- a\n- b\n---\nText", "has no keys"),
        ("---\nheadline: [a, b]\n---\n", "headline in a.md is not a text"),
        ("---\nheadline: H\nrelated_article: x\n---\n", "write 'related_articles'"),
        ("---\nheadline: H\nslug: ../../etc\n---\n", "slug in a.md"),
        ("---\nheadline: H\nslug: A B\n---\n", "slug in a.md"),
        ("---\nheadline: H\nrelated_videos: [[a]]\n---\n", "nested too deeply"),
        ("---\nheadline: H\nrelated_videos: [{title: [a]}]\n---\n", "nested too deeply"),
        ("---\nheadline: H\na: &a [*a]\n---\n", "is not YAML"),
        ("---\na: " + "[" * 5000 + "\n---\n", "nested too deeply"),
        ("---\na: " + "x" * 70_000 + "\n---\n", "longer than"),
        ("a" * 501, "501 characters"),
    ],
)
def test_broken_front_matter_is_one_sentence(text: str, sentence: str) -> None:
    """What is wrong, where, and what to do."""
    with pytest.raises(StoryError, match=sentence):
        parse_story(text, name="a.md")


def test_front_matter_cannot_build_objects() -> None:
    """A tag that asks for a Python object gives at most a text."""
    text = "---\nheadline: !!python/object/apply:os.system ['true']\n---\n"
    with pytest.raises(StoryError):
        parse_story(text, name="a.md")


@pytest.mark.timeout(60)
def test_aliases_that_grow_without_end_are_refused_quickly() -> None:
    """Nine lists, each ten times the one before, would be a billion items."""
    lists = "\n".join(f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10) if i else 'x'}]" for i in range(10))
    with pytest.raises(StoryError, match="nested too deeply"):
        parse_story(f"---\nheadline: H\n{lists}\nrelated_videos: *l9\n---\n", name="a.md")


def test_bytes_may_have_a_mark_and_any_line_ends() -> None:
    """A file from Windows Notepad is the same story."""
    plain = read_story_bytes(WITH_FRONT_MATTER.encode(), "a.md")
    assert read_story_bytes(b"\xef\xbb\xbf" + WITH_FRONT_MATTER.replace("\n", "\r\n").encode(), "a.md") == plain
    assert read_story_bytes(WITH_FRONT_MATTER.replace("\n", "\r").encode(), "a.md") == plain


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("Заголовок\n\nТекст".encode("cp1251"), r"not UTF-8 \(line 1\)"),
        (b"Headline\n\n" + "Текст".encode("cp1251"), r"not UTF-8 \(line 3\)"),
        ("Headline".encode("utf-16"), "not a text file"),
        (b"Head\0line", "not a text file"),
        (b"a" * (MAX_BYTES + 1), "larger than 5 MB"),
    ],
)
def test_bytes_that_are_no_text_are_refused(data: bytes, sentence: str) -> None:
    """Another encoding, a binary file, something far too long."""
    with pytest.raises(StoryError, match=sentence):
        read_story_bytes(data, "a.md")


@pytest.mark.timeout(60)
def test_the_longest_story_is_read_in_a_moment() -> None:
    """Nothing in the parser grows faster than the text: it would take hours."""
    text = "Headline\n\n" + "Video by A\n" * 400_000
    assert parse_story(text, name="a.md").credit == "A"
    parse_story("Headline\n\nVideo by" + " " * 4_000_000, name="a.md")


words = st.text(max_size=60)
front = st.lists(
    st.sampled_from(["headline: ", "language: ", "credit: ", "slug: ", "related_videos: ", "- ", "  ", "x: "])
)


@given(st.one_of(words, st.builds(lambda keys, a, b: "---\n" + a.join(keys) + "\n---\n" + b, front, words, words)))
def test_any_text_is_a_story_or_one_of_our_errors(text: str) -> None:
    """No text gets a foreign exception out of the parser."""
    try:
        story = parse_story(text, name="a.md")
    except StorytrackError:
        return
    assert story.headline
    assert story.slug


@given(st.binary(max_size=200))
def test_any_bytes_are_a_story_or_one_of_our_errors(data: bytes) -> None:
    """Nor do any bytes."""
    try:
        read_story_bytes(data, "a.md")
    except StorytrackError:
        return
