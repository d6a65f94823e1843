"""What `rows` needs of a connection to a database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")


class Cursor(Protocol):
    """What a statement found or did."""

    @property
    def rowcount(self) -> int:
        """Rows that it changed."""

    def fetchone(self) -> Any:
        """The next row; None after the last."""

    def fetchall(self) -> list[Any]:
        """The rows that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class Db(Protocol):
    """A connection. Statements are PostgreSQL's, but that values stand as `?`."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Cursor:
        """Execute one statement."""

    def executemany(self, statement: str, values: Iterable[Sequence[Any]], /) -> Any:
        """Execute one statement with each of the values."""

    def close(self) -> None:
        """Close the connection."""


Statements = Callable[[Db], Result]


def transaction(db: Db, begin: str, statements: Statements[Result]) -> Result:
    """Execute all statements, or none of them when they raise."""
    db.execute(begin)
    try:
        result = statements(db)
        db.execute("COMMIT")
    except BaseException:
        # Some errors, such as a full disk, have rolled back already.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    return result
