"""The law as files that run: every story in this folder is played against the real engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.play.player import play
from config.play.reader import BadScenario, read
from config.throwaway import Stage, stage
from notifications.models import Message

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.yaml"))


@pytest.fixture(scope="session")
def prepared(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Stage]:
    with django_db_blocker.unblock(), stage() as made:  # type: ignore[attr-defined]
        yield made


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_story_happens_as_told(file: Path, prepared: Stage, django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.unblock(), prepared.rehearsal():  # type: ignore[attr-defined]
        assert play(read(file)) is None
        set_aside = Message.objects.exclude(quarantine_reason="")
        assert list(set_aside.values_list("kind", "quarantine_reason")) == []


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, by: nobody, do: accept}\n", 3, "by"),
        ("title: x\nsteps:\n  - {at: 2026-01-05 09:00, by: clerk, do: fly}\n", 3, "do"),
        ("title: x\nsteps:\n  - {at: yesterday, by: clerk, do: accept}\n", 3, "at"),
        ("title: x\nsteps:\n  - at: 2026-01-05 09:00\n    do: sweep\n    expcet: {status: received}\n", 5, "expcet"),
        ("title: x\ntitle: y\nsteps: []\n", 2, "title"),
        ("title: x\n", 1, "steps"),
        ("title: x\nsteps:\n  - at: 2026-01-05 09:00\n    do: sweep\n    expect:\n      due: {never: 2026-01-05}\n", 6, "never"),
    ],
)
def test_a_file_that_does_not_fit_names_line_and_key(text: str, line: int, key: str, tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadScenario) as error:
        read(file)
    assert (error.value.line, error.value.key) == (line, key)
