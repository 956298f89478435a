"""Prints samples of templates, in a process of its own: Typst starts threads, which a server's forked workers would miss.

Run as a script: ``{"packages", "checks": [[template, data]]}`` on standard input, a diagnostic for each (empty: it prints)
on standard output. Without Typst everything is said to print.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def diagnose(packages: str, checks: list[tuple[str, Any]]) -> list[str]:
    try:
        import typst
    except ImportError:
        return ["" for _ in checks]
    fonts = typst.Fonts()
    found = []
    for template, data in checks:
        try:
            typst.compile(
                template,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                package_path=packages,
                font_paths=fonts,
            )
            found.append("")
        except RuntimeError as error:
            found.append(getattr(error, "diagnostic", "") or str(error))
    return found


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(diagnose(asked["packages"], asked["checks"]), sys.stdout)
