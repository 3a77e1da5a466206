"""Scans made of our own examples: pages drawn, turned a little, greyed, blurred and made noisy.

    python benchmarks/scanned.py [--dpi N]

makes a PDF of each example and a scan of it, reads the scans as ``--ocr`` does
beside the PDFs with text that they were drawn from, and prints which topics differ in level.
"""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "examples"))


class Scanner(NamedTuple):
    """How pages are scanned: dots per inch, the most degrees that a sheet lies askew, the spread of
    grey noise (0–255), the grey of the paper, the radius of blur in dots, the quality of JPEG."""

    dpi: int = 200
    skew: float = 1.5
    noise: float = 14.0
    paper: int = 232
    blur: float = 0.7
    quality: int = 60


SCANNER = Scanner()


def scan_pdf(
    content: bytes, scanner: Scanner = SCANNER, pages: int = 1_000, seed: int = 1
) -> bytes:
    """The first pages of a PDF as a PDF of pictures without text."""
    import numpy
    import pypdfium2
    from PIL import Image, ImageFilter

    chance = random.Random(seed)
    noise = numpy.random.default_rng(seed)
    pictures = []
    document = pypdfium2.PdfDocument(content)
    for _, page in zip(range(pages), document, strict=False):
        sheet = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil()
        angle = chance.uniform(-scanner.skew, scanner.skew)
        sheet = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
        sheet = sheet.filter(ImageFilter.GaussianBlur(scanner.blur))
        dots = numpy.asarray(sheet, dtype=float) * (scanner.paper - 20) / 255 + 20
        shade = numpy.linspace(0, 18, dots.shape[1])  # one side is darker
        dots += noise.normal(0, scanner.noise, dots.shape) - shade
        sheet = Image.fromarray(dots.clip(0, 255).astype("uint8"))
        pictures.append(sheet)
    document.close()
    out = io.BytesIO()
    pictures[0].save(
        out, "PDF", save_all=True, append_images=pictures[1:], resolution=scanner.dpi,
        quality=scanner.quality,
    )  # fmt: skip
    return out.getvalue()


def main() -> None:
    """Prints, for a scan of each example, the share and the topics whose level differs."""
    import build

    from curriculum_gap.compiled import load_rubric
    from curriculum_gap.nouns import Coverage, Limits
    from curriculum_gap.pipeline import check_bytes
    from curriculum_gap.readers import find_ocr

    dpi = int(sys.argv[2]) if sys.argv[1:2] == ["--dpi"] else SCANNER.dpi
    rubric = load_rubric("equity-mental-health", print)
    limits = Limits(ocr=find_ocr("eng"))
    for name, look in build.EXAMPLES.items():
        content = build.as_pdf(build.read_source(name), look)
        text = check_bytes(content, name, rubric, limits)
        scan = check_bytes(scan_pdf(content, SCANNER._replace(dpi=dpi)), name, rubric, limits)
        if not isinstance(text, Coverage) or not isinstance(scan, Coverage):
            print(name, text, scan)
            continue
        pairs = zip(text.topics, scan.topics, strict=True)
        other = [f"{a.topic}: {a.level} → {b.level}" for a, b in pairs if a.level != b.level]
        print(f"{name}: {text.share:.1%} → {scan.share:.1%}; {'; '.join(other) or 'same levels'}")


if __name__ == "__main__":
    main()
