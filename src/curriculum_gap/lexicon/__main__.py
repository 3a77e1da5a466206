"""Compiles each lexicon: ``python -m curriculum_gap.lexicon`` writes ``en.json`` from ``en.yaml``.

Loading YAML and expanding phrases takes about 0.3 s, loading the JSON 2 to 3 ms.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from curriculum_gap.lexicon.notation import compile_expression, compile_phrases, compile_words

__all__ = ["compile_lexicon", "main"]

_FOLDER = Path(__file__).parent


def compile_lexicon(source: Path) -> str:
    """The text of the JSON file for a lexicon in YAML. Words become sorted lists, phrases and
    expressions regular expressions; other entries stay as they are.

    Raises NotationError for a phrase that breaks the notation.
    """
    import yaml

    groups = yaml.safe_load(source.read_text("utf-8"))
    pieces = groups.pop("pieces", {})
    compiled = {name: _compiled(group, pieces) for name, group in groups.items()}
    return json.dumps(compiled, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _compiled(entry: Any, pieces: dict[str, Any]) -> Any:
    if isinstance(entry, list):
        return [_compiled(part, pieces) for part in entry]
    if not isinstance(entry, dict):
        return entry
    if set(entry) == {"words"}:
        return compile_words(entry["words"], pieces)
    if set(entry) == {"phrases"}:
        return compile_phrases(entry["phrases"], pieces)
    if set(entry) == {"phrases", "anchors"}:  # rarer ones than those found
        return compile_phrases(entry["phrases"], pieces) | {"anchors": sorted(entry["anchors"])}
    if "expression" in entry:
        return compile_expression(entry["expression"], pieces, entry.get("anchors", ()))
    return {name: _compiled(part, pieces) for name, part in entry.items()}


def main() -> None:
    """Compile every lexicon of the package."""
    for source in sorted(_FOLDER.glob("*.yaml")):
        source.with_suffix(".json").write_text(compile_lexicon(source), "utf-8")


if __name__ == "__main__":
    main()
