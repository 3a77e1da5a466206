"""A badge: the share of expected topics as a small SVG image."""

from __future__ import annotations

import re
from html import escape

__all__ = ["badge_of", "figure_in"]

_HEIGHT = 20
_CHARACTER = 6.6  # average width in pixels of 11 px Verdana
_GREEN, _OLIVE, _GREY = "#2e7d32", "#7a6a00", "#666"
_TITLE = re.compile(r"<title>([^<]*)</title>")

_TEMPLATE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" aria-label="{said}">
  <title>{said}</title>
  <clipPath id="r"><rect width="{width}" height="{height}" rx="3" fill="#fff"/></clipPath>
  <g clip-path="url(#r)">
    <rect width="{left}" height="{height}" fill="#444"/>
    <rect x="{left}" width="{right}" height="{height}" fill="{colour}"/>
  </g>
  <g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">
    <text x="{left_middle}" y="14">{label}</text>
    <text x="{right_middle}" y="14">{figure}</text>
  </g>
</svg>
"""


def badge_of(label: str, figure: str, share: float) -> str:
    """The badge that says ``label`` and ``figure``; ``share`` (0–1) picks the colour, which is
    dark enough under white letters at any share."""
    label, figure = label[:60], figure[:30]
    left, right = (round(len(text) * _CHARACTER + 12) for text in (label, figure))
    return _TEMPLATE.format(
        width=left + right,
        height=_HEIGHT,
        left=left,
        right=right,
        left_middle=left / 2,
        right_middle=left + right / 2,
        colour=_GREEN if share >= 2 / 3 else _OLIVE if share >= 1 / 3 else _GREY,
        said=escape(f"{label}: {figure}"),
        label=escape(label),
        figure=escape(figure),
    )


def figure_in(svg: str) -> str:
    """What a badge says, "" where it says nothing: a badge that says the same is left alone."""
    found = _TITLE.search(svg)
    return found[1] if found else ""
