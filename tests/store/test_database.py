"""The database: durable, alone while it writes, and clear when it cannot be used."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from tests.store.factories import STORY, stored_story, track
from workflow.errors import StoreError, UnknownStory
from workflow.store import Store
from workflow.store.database import SCHEMA, Database, sqlite_url
from workflow.store.events import append_event
from workflow.store.migrations import config
from workflow.store.tables import AuditEventRow, Base, RevisionRow, StoryRow

OPEN = "import sys; from pathlib import Path; from workflow.store import Store; store = Store(Path(sys.argv[1]))\n"


@pytest.fixture
def locks(tmp_path: Path) -> Path:
    (tmp_path / "locks").mkdir()
    return tmp_path / "locks"


@pytest.fixture
def database(tmp_path: Path, locks: Path) -> Database:
    return Database(sqlite_url(tmp_path / "test.db"), locks)


def test_the_migrations_make_exactly_the_models_tables(database: Database, tmp_path: Path) -> None:
    """What code expects and what a database has never drift apart, and the known version is the last migration."""
    with create_engine(sqlite_url(tmp_path / "test.db")).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == SCHEMA
    assert ScriptDirectory.from_config(config()).get_current_head() == SCHEMA


def test_the_models_are_portable() -> None:
    """PostgreSQL can make every table."""
    for table in Base.metadata.sorted_tables:
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]  # SQLAlchemy's


def test_connections_are_safe(database: Database) -> None:
    """Foreign keys are held, readers and the writer do not block each other, a commit is on the disk."""
    with database.read() as session:
        answers = {
            name: session.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode", "synchronous")
        }
    assert answers == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    """Whole or not at all."""

    def half() -> None:
        with database.write() as session:
            append_event(session, datetime.now(UTC), "Anna", "wrote", slug="s", what={})
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        half()
    with database.read() as session:
        assert session.scalars(select(AuditEventRow)).all() == []


def test_a_foreign_key_is_held(database: Database) -> None:
    """A revision of no track cannot be stored."""
    with pytest.raises(StoreError, match="FOREIGN KEY constraint failed"), database.write() as session:
        session.execute(
            text(
                "INSERT INTO revisions (track_id, number, webvtt, sha256, author, origin, made_by, created_at)"
                " VALUES (99, 1, '', '', '', '', '', '2021-03-01')"
            )
        )


def test_a_second_writer_waits_for_the_first(store: Store, tmp_path: Path, home: Path) -> None:
    """Two processes that save revisions of one track at the same time get different numbers, and lose none."""
    stored_story(store, tmp_path)
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.store.factories import track; from workflow.store import Store\n"
        "with Store(Path(sys.argv[1])) as store:\n"
        "    for number in range(10):\n"
        "        words = track(f'{sys.argv[2]} {number}')\n"
        "        store.tracks.save_revision('a-story', words, author='A', origin='automatic')\n"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code, home, name]) for name in ("one", "two")]
    assert [run.wait() for run in runs] == [0, 0]
    texts = {store.tracks.revision("a-story", "uk", number=number).track.cues[0].lines[0] for number in range(1, 21)}
    assert texts == {f"{name} {number}" for name in ("one", "two") for number in range(10)}
    assert store.tracks.latest("a-story", "uk").number == 20


def test_processes_may_start_a_new_home_together(home: Path) -> None:
    """The tables are made once; nobody fails, nobody sees half of them."""
    code = OPEN + "print(store.stories.list())"
    runs = [
        subprocess.Popen([sys.executable, "-c", code, home], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [run.communicate() for run in runs]
    assert [(answer.strip(), error) for answer, error in answers] == [("()", "")] * 2


def test_a_kill_in_mid_transaction_leaves_a_sound_database(store: Store, tmp_path: Path, home: Path) -> None:
    """What was committed is there, what was not is not, and the next writer need not wait."""
    stored_story(store, tmp_path)
    code = (
        "import os, signal, sys; from pathlib import Path; from sqlalchemy import text\n"
        "from workflow.store.database import Database, sqlite_url\n"
        "home = Path(sys.argv[1])\n"
        "with Database(sqlite_url(home / 'storytrack.db'), home / 'locks').write() as session:\n"
        "    session.execute(text('PRAGMA cache_size = 1'))\n"  # the pages go to the log before the commit
        "    session.execute(text('UPDATE stories SET text = hex(zeroblob(3000000))'))\n"
        "    session.execute(text('DELETE FROM tracks'))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, home], check=False).returncode == -signal.SIGKILL
    store.tracks.save_revision("a-story", track("Так"), author="Anna", origin="automatic")
    outside = sqlite3.connect(home / "storytrack.db")
    assert outside.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert outside.execute("PRAGMA foreign_key_check").fetchall() == []
    outside.close()


def test_revisions_never_change(store: Store, tmp_path: Path, home: Path, locks: Path) -> None:
    """Neither through the models; a mistake in our own code is caught before the database is asked."""
    stored_story(store, tmp_path)
    store.tracks.save_revision("a-story", track("Так"), author="Anna", origin="automatic")
    database = Database(sqlite_url(home / "storytrack.db"), locks)
    with pytest.raises(StoreError, match="never changed"), database.write() as session:
        session.scalars(select(RevisionRow)).one().webvtt = "forged"
    with pytest.raises(StoreError, match="never changed"), database.write() as session:
        session.delete(session.scalars(select(RevisionRow)).one())


def test_an_up_to_date_database_is_opened_without_alembic(store: Store, home: Path) -> None:
    """Importing it would take longer than the rest of the start."""
    code = OPEN + "print('alembic' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code, home], capture_output=True, text=True, check=True).stdout
    assert answer.strip() == "False"


def test_only_the_owner_looks_into_a_new_home(store: Store, home: Path) -> None:
    """Unpublished stories are nobody else's to read."""
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_database_from_a_newer_version_is_refused(store: Store, home: Path) -> None:
    """It is left as it is."""
    outside = sqlite3.connect(home / "storytrack.db")
    outside.execute("UPDATE alembic_version SET version_num = '9999'")
    outside.commit()
    outside.close()
    with pytest.raises(StoreError, match="newer Storytrack"):
        Store(home)


def test_a_file_that_is_no_database_is_refused(home: Path) -> None:
    """It is left as it is."""
    home.mkdir()
    (home / "storytrack.db").write_text("my notes " * 1000)
    with pytest.raises(StoreError, match="is not a database"):
        Store(home)
    assert (home / "storytrack.db").read_text().startswith("my notes")


def test_another_programs_database_is_refused(home: Path) -> None:
    """Our tables do not go among others."""
    home.mkdir()
    other = sqlite3.connect(home / "storytrack.db")
    other.execute("CREATE TABLE recipes (name)")
    other.close()
    with pytest.raises(StoreError, match="another program's database"):
        Store(home)


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path, home: Path) -> None:
    """A file in the home's place, a folder in the database's."""
    home.write_text("")
    with pytest.raises(StoreError, match="cannot be used as Storytrack's folder"):
        Store(home)
    (tmp_path / "home" / "storytrack.db").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store(tmp_path / "home")


def test_a_read_only_database_is_one_sentence(store: Store, home: Path, locks: Path) -> None:
    """Reading it goes on."""
    path = str(home / "storytrack.db").replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    database = Database(f"sqlite:///file:{path.replace('%', '%25')}?mode=ro&uri=true", locks)
    with database.read() as session:
        assert session.scalars(select(StoryRow)).all() == []
    with pytest.raises(StoreError, match="is read-only"), database.write() as session:
        session.execute(text("DELETE FROM stories"))


def test_a_full_disk_is_one_sentence(database: Database) -> None:
    """Nothing of the transaction stays. SQLite's limit on its file's size fails as a full disk does."""

    def fill() -> None:
        with database.write() as session:
            session.execute(text("PRAGMA max_page_count = 1"))
            for _ in range(1000):
                append_event(session, datetime.now(UTC), "Anna", "wrote", slug="s", what={"text": "x" * 10_000})
                session.flush()
            raise AssertionError

    with pytest.raises(StoreError, match="The disk is full, nothing was stored"):
        fill()
    with database.read() as session:
        assert session.scalars(select(AuditEventRow)).all() == []


@pytest.mark.parametrize("url", ["nonsense", "nosuch://host/db", "postgresql+nosuch://anna:secret@host/db"])
def test_a_url_that_names_no_database_is_one_sentence(home: Path, url: str) -> None:
    """A password in it is not shown."""
    with pytest.raises(StoreError, match="The database's URL cannot be used here") as raised:
        Store(home, url=url)
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize("slug", ["", "../../etc/passwd", "a/b", "A b"])
def test_what_is_no_slug_locks_nothing(store: Store, home: Path, slug: str) -> None:
    """A name from the command line reaches no file outside the home."""
    with pytest.raises(UnknownStory), store.lock(slug):
        pass
    assert sorted(path.name for path in (home / "locks").iterdir()) == ["schema.lock"]


def test_one_story_is_worked_on_by_one_run(store: Store, home: Path) -> None:
    """The second is told at once; another story is free; a killed run's hold ends with it."""
    code = (
        "import sys, time; from pathlib import Path; from workflow.store import Store\n"
        "with Store(Path(sys.argv[1])).lock('a-story'):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, home], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match="Another run is working on the story 'a-story'"), store.lock("a-story"):
        pass
    with store.lock(STORY.slug):
        pass
    holder.kill()
    holder.wait()
    holder.stdout.close()
    with store.lock("a-story"):
        pass
