"""Every shipped rubric passes gapcheck's own checks of rubrics, by the real command line."""

from __future__ import annotations

import json

import pytest

from curriculum_gap.cli import main
from curriculum_gap.rubric import shipped


@pytest.mark.parametrize("name", shipped())
def test_it_has_no_warning(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["rubric", "check", name, "--format", "json"])
    out, err = capfd.readouterr()
    [checked] = json.loads(out)["rubrics"]
    warnings = [
        f"{one['path']}: {one['what']}"
        for one in checked["findings"]
        if one["severity"] == "warning"
    ]
    assert (code, err, warnings) == (0, "", [])


@pytest.mark.parametrize("name", shipped())
def test_its_passages_come_out_as_written(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    code = main(["rubric", "test", name])
    out, err = capfd.readouterr()
    assert (code, err) == (0, ""), out
    assert "0 wrong" in out
