"""What is wrong with a catalogue file, collected so that all of it is shown at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext_noop as _

from workflow.rules.errors import LicensingError


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: file, line (from 1) and key as they stand in the file, and a sentence."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        told = ": ".join(filter(None, [f"{self.file}:{self.line}", self.key, self.text]))
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in told)


class CatalogueError(LicensingError):
    """The catalogue files cannot be taken; `problems` lists every reason."""

    code: ClassVar[str] = "catalogue_invalid"
    text: ClassVar[str] = _("事项目录文件有误")

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(slots=True)
class Problems:
    """The collector that readers write to; `file` is the one being read."""

    file: str = ""
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, key: str, text: str) -> None:
        """Note one problem; reading goes on, so that the next one is found too."""
        self.found.append(Problem(self.file, line, key, text))

    def raise_if_any(self) -> None:
        """Raise CatalogueError with all that was found, in the order of files and lines."""
        if self.found:
            raise CatalogueError(sorted(set(self.found), key=lambda one: (one.file, one.line, one.key)))
