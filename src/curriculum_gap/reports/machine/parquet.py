"""Tidy rows in columns, for DuckDB, pandas and their like; needs the extra ``parquet``.

Takes a report, gives the bytes of a Parquet file with the rows of
:mod:`curriculum_gap.reports.machine.table_rows`, compressed with zstd.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports.escaping import escape_surrogates
from curriculum_gap.reports.machine.streaming import WriteDocument
from curriculum_gap.reports.machine.table_rows import COLUMNS, rows_of

__all__ = ["stream"]

_ROW_GROUP = 20_000  # rows held in memory before they are written


@contextmanager
def stream(report: Report, out: IO[bytes], reader_version: str = "") -> Iterator[WriteDocument]:
    """Write one document after another. Raises UsageError where pyarrow is missing."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError(
            "parquet", "needs pyarrow, which is not installed", "pip install 'gapcheck[parquet]'"
        ) from None
    arrow_types = {str: pa.string(), int: pa.int32(), float: pa.float64(), bool: pa.bool_()}
    schema = pa.schema([(name, arrow_types[kind]) for name, kind in COLUMNS.items()])
    rows: list[dict[str, Any]] = []

    with pq.ParquetWriter(out, schema, compression="zstd") as table:

        def write_group() -> None:
            table.write_table(pa.Table.from_pylist(rows, schema))
            rows.clear()

        def write_document(entry: Coverage | Unread) -> None:
            for row in rows_of(entry, report, reader_version):
                rows.append({name: _value(value) for name, value in row.items()})
            if len(rows) >= _ROW_GROUP:
                write_group()

        yield write_document
        write_group()


def _value(value: Any) -> Any:
    """Arrow refuses text with lone surrogates: they become visible escapes."""
    return escape_surrogates(value) if isinstance(value, str) else value
