"""The reference text of the contract benchmark through other makers of PDFs, where they are installed.

WeasyPrint is looked for in this environment, or in the one whose Python `BENCH_WEASYPRINT` names; LibreOffice on the
path. Neither is a dependency of the project.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.bare_platypus import Story

_WEASYPRINT = """
import statistics, sys, time
from weasyprint import HTML
html = open(sys.argv[1], encoding="utf-8").read()
times = []
for number in range(int(sys.argv[2])):
    start = time.perf_counter()
    HTML(string=html.replace("Wanja", f"Wanja{number}"), base_url=".").write_pdf()
    times.append(time.perf_counter() - start)
print(statistics.median(times) * 1000)
"""


def html_of(story: Story, fonts: list[tuple[str, bytes]], folder: Path) -> str:
    """The story of the bare build as a page of HTML in the same font and sizes; the fonts are written to `folder`."""
    faces = []
    for name, data in fonts:
        file = folder / f"{name}.ttf"
        file.write_bytes(data)
        weight = 600 if name.endswith("Bold") else 400
        faces.append(f"@font-face {{font-family: Bare; font-weight: {weight}; src: url({file.as_uri()})}}")
    style = (
        "@page {size: A4; margin: 20mm 20mm 24mm 25mm} body {font: 9.2pt/14pt Bare, Inter, sans-serif}"
        " h1 {font-size: 19pt; line-height: 23pt} h2 {font-size: 10pt; margin: 12pt 0 3pt; break-after: avoid}"
        " p {margin: 0 0 3pt 10mm; text-indent: -10mm} table {border-collapse: collapse; width: 100%; font-size: 8pt}"
        " thead {display: table-header-group} td, th {border-bottom: 0.5pt solid #E5E3DD; text-align: left}"
    )
    body = "\n".join(_html(kind, content) for kind, content in story)
    head = f"<meta charset='utf-8'><style>{' '.join(faces)} {style}</style>"
    return f"<html><head>{head}</head><body>{body}</body></html>"


def _html(kind: str, content: object) -> str:
    from html import escape

    if kind == "table":
        assert isinstance(content, list)
        head, *rows = content
        cells = "".join(f"<th>{escape(text)}</th>" for text in head)
        lines = "".join("<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows)
        return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"
    if kind == "paragraph":
        assert isinstance(content, tuple)
        return f"<p>{content[0]} {content[1]}</p>"  # both were escaped for the bare build
    return f"<h{1 if kind == 'title' else 2}>{content}</h{1 if kind == 'title' else 2}>"


def weasyprint_ms(html: str, rounds: int = 5) -> float | None:
    """Median milliseconds of WeasyPrint in one process; None where it is not installed."""
    python = os.environ.get("BENCH_WEASYPRINT", sys.executable)
    found = subprocess.run([python, "-c", "import weasyprint"], capture_output=True, check=False)
    if found.returncode != 0:
        return None
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "contract.html")
        page.write_text(html, encoding="utf-8")
        done = subprocess.run([python, "-c", _WEASYPRINT, str(page), str(rounds)], capture_output=True, text=True,
                              check=True, timeout=120)
    return float(done.stdout)


def libreoffice_ms(html: str, rounds: int = 3) -> float | None:
    """Median milliseconds of one conversion by LibreOffice, a process each as it offers it; None where it is absent."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        return None
    times = []
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "contract.html")
        page.write_text(html, encoding="utf-8")
        command = [office, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless", "--convert-to",
                   "pdf:writer_web_pdf_Export", "--outdir", folder, str(page)]
        for number in range(rounds + 1):
            start = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True, timeout=60)
            if number:  # the first run makes its profile
                times.append((time.perf_counter() - start) * 1000)
        if not Path(folder, "contract.pdf").is_file():
            raise AssertionError("LibreOffice wrote no PDF")
    return statistics.median(times)
