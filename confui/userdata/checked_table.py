"""An SQL table in which damage is found that SQLite does not see: a checksum for each row.

SQLite checks the structure of its pages, not the values in them: most single flipped bits change a
text and pass `integrity_check`. So each row has a column `checksum`, the CRC-32 of its values, and
the table `summary` has one row with the number of changes ever made, the number of rows, the sum of
their checksums and the checksum of the schema. Together they show a changed row, a missing or
foreign row, and a changed column type.

Triggers record which rows a transaction touches, whatever statement it uses. They are temporary,
because triggers in the file would keep other programs from reading and repairing it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

Row = tuple[Any, ...]
"""The values of one row, in the order of the columns, without its checksum."""

Key = tuple[Any, ...]
"""The values of the columns that identify a row."""

Touched = dict[Key, int | None]
"""For each row that a transaction touched, its checksum before; `None` if there was no row."""

_EVENTS = {
    "INSERT": ("new",),
    "UPDATE": ("old", "new"),
    "DELETE": ("old",),
}


class DamagedError(Exception):
    """The file is not an intact database of confui."""


class RowChange(NamedTuple):
    """What one transaction changed."""

    number: int
    """Counts the changes of the file; larger than that of every earlier change."""
    rows: tuple[Row, ...]
    """The rows that were added or changed, as they are now."""
    removed: tuple[Key, ...]
    """The keys of the rows that were removed."""


class Summary(NamedTuple):
    """The row of the table `summary`, without its checksum."""

    changes: int
    """The number of the last change."""
    row_count: int
    total: int
    """The sum of the checksums of all rows."""
    schema: int
    """The checksum of the SQL of all tables."""


class TableDamage(NamedTuple):
    """What is wrong with the rows of a table."""

    keys: tuple[Key, ...]
    """Of the rows whose checksum is wrong."""
    summary: Summary | None
    """`None` if the summary itself is damaged."""
    incomplete: bool
    """Whether the rows are not those that the summary counts."""


class CheckedTable(NamedTuple):
    """A table with a column `checksum`, and a table `summary` beside it."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    """All columns but the checksum; the key comes first."""

    def watch(self, connection: "Connection") -> Touched:
        """Return a dict in which the connection records each row of this table that it touches.

        Raises one of SQLITE_ERRORS.
        """
        touched: Touched = {}

        def record(*values: Any) -> None:
            *key, checksum = values
            touched.setdefault(tuple(key), checksum)

        connection.create_function("confui_touched", len(self.key) + 1, record)
        for event, versions in _EVENTS.items():
            calls = "".join(
                f"SELECT confui_touched({', '.join(f'{version}.{name}' for name in self.key)}, "
                f"{'old.checksum' if version == 'old' else 'NULL'}); "
                for version in versions
            )
            connection.execute(
                f"CREATE TEMP TRIGGER touched_{event.lower()} AFTER {event} ON main.{self.name} "
                f"BEGIN {calls} END"
            )
        return touched

    def seal(self, connection: "Connection", touched: Touched, least: int) -> RowChange | None:
        """Write the checksums of the rows that a transaction touched, and the summary.

        Args:
            connection: In the transaction.
            touched: As recorded since its beginning.
            least: A number that the number of the change has to exceed.

        Returns:
            The change; `None` if no row was touched.

        Raises:
            DamagedError: The summary is damaged.
            SQLITE_ERRORS: The checksums cannot be written.
        """
        if not touched:
            return None
        summary = self.summary(connection)
        if summary is None:
            raise DamagedError("its summary is damaged")
        count, total = summary.row_count, summary.total
        rows, removed = [], []
        for key, before in dict(touched).items():
            row = self._find(connection, key)
            if row is not None:
                rows.append(row)
                count += 1
                total += self._write_checksum(connection, row)
            elif before is not None:
                removed.append(key)
            if before is not None:
                count -= 1
                total -= before
        number = max(summary.changes, least) + 1
        _write_summary(connection, Summary(number, count, total, summary.schema))
        return RowChange(number, tuple(rows), tuple(removed))

    def reseal(self, connection: "Connection", number: int) -> None:
        """Write the checksums of all rows and the summary, with `number` as the last change."""
        rows = self.rows(connection)
        total = sum(self._write_checksum(connection, row) for row in rows)
        _write_summary(connection, Summary(number, len(rows), total, _schema(connection)))

    def summary(self, connection: "Connection") -> Summary | None:
        """Return the summary; `None` if it is damaged. Raises one of SQLITE_ERRORS."""
        found = connection.execute(
            "SELECT changes, row_count, total, schema, checksum FROM summary"
        ).fetchall()
        if len(found) != 1 or checksum_of(found[0][:-1]) != found[0][-1]:
            return None
        return Summary(*found[0][:-1])

    def rows(self, connection: "Connection") -> list[Row]:
        """Return all rows in the order of their keys. Raises one of SQLITE_ERRORS."""
        return connection.execute(f"SELECT {', '.join(self.columns)} FROM {self.name}").fetchall()

    def key_of(self, row: Sequence[Any]) -> Key:
        """Return the key of a row."""
        return tuple(row[: len(self.key)])

    def find_damage(self, connection: "Connection") -> TableDamage | None:
        """Return what is wrong with the rows; `None` if they are sound.

        Raises:
            DamagedError: The schema was changed, or rows cannot be found by their keys.
            SQLITE_ERRORS: The rows cannot be read.
        """
        if not connection.in_transaction:
            # Another process must not change the rows between reading them and the summary.
            connection.execute("BEGIN")
            try:
                return self.find_damage(connection)
            finally:
                connection.execute("ROLLBACK")
        summary = self.summary(connection)
        if summary is not None and summary.schema != _schema(connection):
            raise DamagedError("its schema was changed")
        bad: list[Key] = []
        count = total = 0
        previous: Key = ()
        query = f"SELECT {', '.join(self.columns)}, checksum FROM {self.name}"
        for *row, checksum in connection.execute(query):
            key = self.key_of(row)
            if checksum_of(row) != checksum:
                bad.append(key)
            elif key <= previous:
                # Two pages swapped: each row is sound, but a search for its key misses it.
                raise DamagedError("its rows are out of order")
            else:
                previous = key
            count += 1
            total += checksum if isinstance(checksum, int) else 0
        incomplete = summary is None or (count, total) != (summary.row_count, summary.total)
        return TableDamage(tuple(bad), summary, incomplete) if bad or incomplete else None

    def apply(
        self, connection: "Connection", rows: Iterable[Row], removed: Iterable[Key] = ()
    ) -> None:
        """Add or replace rows, and remove others. The summary is left as it is.

        Raises:
            DamagedError: A row that is to be removed cannot be found by its key.
            SQLITE_ERRORS: They cannot be written.
        """
        where = " AND ".join(f"{name} = ?" for name in self.key)
        for key in removed:
            if not connection.execute(f"DELETE FROM {self.name} WHERE {where}", key).rowcount:
                raise DamagedError("a row has an unreadable key")
        update = ", ".join(f"{name} = excluded.{name}" for name in self.columns)
        connection.executemany(
            f"INSERT INTO {self.name} ({', '.join(self.columns)}) "
            f"VALUES ({', '.join('?' * len(self.columns))}) "
            f"ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {update}",
            rows,
        )

    def replace_all(self, connection: "Connection", rows: Iterable[Row]) -> None:
        """Change the table to have these rows and no others; equal rows are not touched."""
        before = {self.key_of(row): row for row in self.rows(connection)}
        after = {self.key_of(row): row for row in rows}
        changed = [row for key, row in after.items() if before.get(key) != row]
        self.apply(connection, changed, before.keys() - after.keys())

    def _find(self, connection: "Connection", key: Key) -> Row | None:
        where = " AND ".join(f"{name} = ?" for name in self.key)
        query = f"SELECT {', '.join(self.columns)} FROM {self.name} WHERE {where}"
        row: Row | None = connection.execute(query, key).fetchone()
        return row

    def _write_checksum(self, connection: "Connection", row: Row) -> int:
        checksum = checksum_of(row)
        where = " AND ".join(f"{name} = ?" for name in self.key)
        connection.execute(
            f"UPDATE {self.name} SET checksum = ? WHERE {where}", (checksum, *self.key_of(row))
        )
        return checksum


def checksum_of(values: Iterable[object]) -> int:
    """Return the CRC-32 of the values of a row: of their types, lengths and contents."""
    # Texts have their length in front; the other types are told apart by how Python writes them.
    text = "".join(
        [f"s{len(value)}:{value}" if isinstance(value, str) else f"{value!r};" for value in values]
    )
    return crc32(text.encode("utf-8", "surrogatepass"))


def _schema(connection: "Connection") -> int:
    """Return the checksum of the SQL of all tables. Raises one of SQLITE_ERRORS."""
    query = "SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY type, name"
    return checksum_of([value for row in connection.execute(query) for value in row])


def _write_summary(connection: "Connection", summary: Summary) -> None:
    values: Mapping[str, int] = {**summary._asdict(), "checksum": checksum_of(summary)}
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    connection.execute(f"UPDATE summary SET {assignments}", values)
