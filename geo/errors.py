"""Every error the library raises, each also the builtin that a caller would expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class AtlasError(Exception):
    """Base of all errors that name what was given, what was expected and what to do."""


class DataNotFoundError(AtlasError, FileNotFoundError):
    """A data file or folder is not where it should be."""

    def __str__(self) -> str:
        """Give the sentence alone: OSError would print its arguments."""
        return str(self.args[0]) if self.args else ""


class CRSError(AtlasError, ValueError):
    """Coordinates came in another CRS than the one promised."""


class SpanError(AtlasError, ValueError):
    """A text is no span of days."""


class PlaceNotFoundError(AtlasError, LookupError):
    """A place name, id or coordinate resolves to nothing, or to more than one thing."""


class NameNotFoundError(AtlasError, LookupError):
    """A group or façade name resolves to nothing, or to more than one thing."""


class RecipeError(AtlasError, ValueError):
    """An area recipe cannot be compiled to a polygon."""


class GeometryError(AtlasError, ValueError):
    """A geometry is empty, invalid or of the wrong type."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one cell of one row.

    Parameters
    ----------
    row
        Line number in the file (header is line 1), or 0 for the file as a whole.
    column
        Column concerned, or an empty string for the whole row.
    given
        What stood there.
    problem
        What is wrong with it.
    remedy
        What to do about it.
    fix
        The likely correction as pairs of column and cell, or none; a person decides.
    confirmable
        The row may be right all the same: a person who says so keeps it.
    header
        What the file itself calls the column, where it calls it otherwise.
    """

    row: int
    column: str
    given: str
    problem: str
    remedy: str
    fix: tuple[tuple[str, str], ...] = ()
    confirmable: bool = False
    header: str = ""

    @property
    def where(self) -> str:
        """Column concerned, in our words and in those of the file."""
        return f"{self.column} ({self.header})" if self.header else self.column

    def sentence(self, file: str) -> str:
        """Tell file, row, column, problem and remedy in one line."""
        where = f"{file}, row {self.row}" if self.row else file
        if self.column:
            where += f", column {self.where!r}"
        given = f" (given: {self.given!r})" if self.given else ""
        return f"{where}: {self.problem}{given}. {self.remedy}"


class ConformError(AtlasError, ValueError):
    """A table does not fit its schema; carries every fault of every row at once."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.file = file
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(fault.sentence(file) for fault in self.faults))

    def __reduce__(self) -> tuple[type[ConformError], tuple[Any, ...]]:
        """Travel between processes by what it was made of, not by its sentence."""
        return type(self), (self.file, self.faults)

    @staticmethod
    def for_file(file: str, problem: str, remedy: str, *, given: str = "") -> ConformError:
        """Give the error with one fault of a file, or of a source, as a whole."""
        return ConformError(file, [Fault(0, "", given, problem, remedy)])


class FolderError(ConformError):
    """Tables of a data folder do not fit their schemas; carries every fault of every table.

    Parameters
    ----------
    errors
        One a table.
    """

    def __init__(self, errors: Sequence[ConformError]) -> None:
        self.errors = tuple(errors)
        super().__init__(errors[0].file, [fault for one in errors for fault in one.faults])
        self.args = ("\n".join(str(one) for one in errors),)

    def __reduce__(self) -> tuple[type[FolderError], tuple[Any, ...]]:
        """Travel between processes by what it was made of."""
        return type(self), (self.errors,)


class CasebookError(AtlasError, OSError):
    """The casebook cannot be opened, read or written; says why, and that nothing was lost."""

    def __str__(self) -> str:
        """Give the sentence alone: OSError would print its arguments."""
        return str(self.args[0]) if self.args else ""
