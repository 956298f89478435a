"""Setting pages as PDF with Typst. A template is a ``.typ`` file; what it shows comes as data, never as markup.

Every template may ``#import "@local/hsaf:1.0.0": *`` (``print/local/hsaf``): fonts, footers with verification code and
page number, tables. What the data is: ``{"title", "footer", "sheets": [{"title", "code", ...}]}``, a sheet for each thing
printed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from hsaf.contract import context
from hsaf.functions.model import File
from hsaf.functions.refusals import NOTHING_TO_PRINT
from hsaf.kernel.faults import Fault, Faulty

PDF: Final = "application/pdf"
PROVING: Final = str(Path(__file__).with_name("proving.py"))
FOLDER: Final = Path(__file__).with_name("print")
RECORD: Final = FOLDER / "record.typ"
"""``{"rows": [[label, text]]}``."""
SHEET: Final = FOLDER / "sheet.typ"
"""``{"subtitle", "facts": [[label, text]], "tables": [{"title", "head", "rows", "right"}]}``; ``right`` are the columns of
numbers."""

Sheet = Mapping[str, Any]


def pdf(name: str, sheets: Sequence[Sheet], template: Path, note: str = "") -> File:
    """Every sheet on pages of its own; ``note`` goes into the footer. Raises ``NOTHING_TO_PRINT`` where Typst is missing
    or cannot set the page."""
    now = context.current()
    footer = f"打印人：{now.actor_name}　打印时间：{now.wall_time:%Y-%m-%d %H:%M}{'　' if note else ''}{note}"
    coded = [{"code": "", **sheet} for sheet in sheets]
    try:
        content = _set(template, {"title": name, "footer": footer, "sheets": coded})
    except (ImportError, RuntimeError) as error:
        raise NOTHING_TO_PRINT(reason=type(error).__name__) from error
    return File(f"{name}.pdf", content, PDF)


def _set(template: Path, data: Mapping[str, Any]) -> bytes:
    import typst

    said = json.dumps(data, ensure_ascii=False)
    content: bytes = typst.compile(template, sys_inputs={"data": said}, package_path=FOLDER, font_paths=_fonts())
    return content


@cache
def _fonts() -> Any:
    """Those of the system, looked for once: that takes longer than setting a page."""
    import typst

    return typst.Fonts()


class Check(NamedTuple):
    """A template to be proven by a sample; ``where`` and ``what`` are told when it fails."""

    template: Path
    where: str
    what: str
    sample: Sheet


def require_sound(checks: Sequence[Check]) -> None:
    """Print samples before anybody is waiting. Raises ``Faulty`` naming file and line of every bad template."""
    told = tuple((str(one.template), one.template.read_bytes(), json.dumps(_sample(one))) for one in checks)
    faults = [
        Fault(one.where, f"{one.what}：打印模板不能排版：{_place(said, one.template)}", "改正该行")
        for one, said in zip(checks, _diagnosed(told), strict=True)
        if said
    ]
    if faults:
        raise Faulty(*faults)


def _sample(one: Check) -> dict[str, Any]:
    sheet = {"title": "样张", "code": "0000", **one.sample}
    return {"title": "样张", "footer": "", "sheets": [sheet, sheet]}


@lru_cache(8)
def _diagnosed(told: tuple[tuple[str, bytes, str], ...]) -> Sequence[str]:
    """Asked of a process of its own: see :mod:`.proving`."""
    if not told:
        return ()
    checks = [(template, json.loads(data)) for template, _, data in told]
    asked = json.dumps({"packages": str(FOLDER), "checks": checks})
    done = subprocess.run(  # noqa: S603 -- this interpreter, a file of ours
        [sys.executable, PROVING], input=asked, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    found: list[str] = json.loads(done.stdout)
    return found


def _place(diagnostic: str, template: Path) -> str:
    """``unknown variable: x（bank.typ 第 4 行）`` of what Typst tells at length."""
    lines = [line.strip() for line in diagnostic.split("error: ", 1)[-1].splitlines() if line.strip()]
    at = next((line.rpartition("┌─ ")[2] for line in lines if "┌─ " in line), "")
    file, _, rest = at.partition(f"{template.name}:") if template.name in at else (at, "", "")
    line = rest.partition(":")[0]
    return f"{lines[0]}（{template.name} 第 {line} 行）" if line else f"{lines[0]}（{file or template.name}）"
