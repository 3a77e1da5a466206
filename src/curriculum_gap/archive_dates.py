"""ZIP archives in which no date of today stands, so that the same values give the same bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO

__all__ = ["with_fixed_dates"]

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP archive can hold


def with_fixed_dates(package: bytes) -> bytes:
    """The same ZIP archive, its members compressed and with one date for all of them."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as made, zipfile.ZipFile(out, "w") as fixed:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, _DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(member, made.read(name))
    return out.getvalue()
