"""Tidy rows in columns, for DuckDB, pandas and their like; needs the extra ``parquet``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from curriculum_gap.errors import UsageError
from curriculum_gap.nouns import Coverage, Report, Unread
from curriculum_gap.reports.inert import as_text
from curriculum_gap.reports.rows import COLUMNS, rows_of
from curriculum_gap.reports.streaming import Put, whole
from curriculum_gap.reports.view import View

__all__ = ["render", "writing"]

_GROUP = 20_000  # rows held in memory before they are written


def render(report: Report, view: View) -> bytes:
    """All documents; ``view`` changes nothing. Raises UsageError where pyarrow is missing."""
    del view
    return whole(writing, report)


@contextmanager
def writing(report: Report, out: IO[bytes], reader_version: str = "") -> Iterator[Put]:
    """Write one document after another; call what comes for each. Raises UsageError where pyarrow
    is missing."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError(
            "parquet", "needs pyarrow, which is not installed", "pip install 'gapcheck[parquet]'"
        ) from None
    types = {
        "text": pa.string(),
        "integer": pa.int32(),
        "number": pa.float64(),
        "truth": pa.bool_(),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    rows: list[dict[str, Any]] = []

    with pq.ParquetWriter(out, schema, compression="zstd") as table:

        def write() -> None:
            table.write_table(pa.Table.from_pylist(rows, schema))
            rows.clear()

        def put(entry: Coverage | Unread) -> None:
            for row in rows_of(entry, report, reader_version):
                rows.append({name: _value(value) for name, value in row.items()})
            if len(rows) >= _GROUP:
                write()

        yield put
        write()


def _value(value: Any) -> Any:
    return as_text(value) if isinstance(value, str) else value
