"""Pages of the HTTP edge: ``/health`` per plugin, ``/metrics``, and a page that says what runs here."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any, Final

from werkzeug.wrappers import Response

from hsaf import __version__
from hsaf.edge.answers import json_response
from hsaf.observe import metrics

HERE: Final = Path(__file__).resolve().parent

ENTER: Final = '<p><a class="enter" href="app/">进入统一门户</a></p>'
NO_PAGES: Final = "<p>页面没有构建：安装 Node 20 以上版本后执行 <code>make web</code> 并重新启动。接口不受影响。</p>"


def health(kernel: Any) -> Response:
    """200 when every enabled plugin can work, otherwise 503; each with its reason.

    ``disabled`` are known plugins that do not run here, with the reason.
    """
    reports = kernel.health()
    plugins = {
        code: {"name": kernel.known[code].manifest.name, "ok": report.ok, "detail": report.detail}
        for code, report in reports.items()
    }
    ready = kernel.state == "ready"
    well = ready and all(report.ok for report in reports.values())
    content = {
        "status": "ok" if well else "unavailable",
        "state": str(kernel.state),
        "version": __version__,
        "region": kernel.settings.region,
        "zone": str(kernel.settings.zone),
        "plugins": plugins,
        "disabled": dict(kernel.plan.off),
    }
    return json_response(content, 200 if well else 503)


def metrics_page() -> Response:
    """Metrics of every worker in the Prometheus text format."""
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def landing(kernel: Any, *, pages: bool) -> Response:
    """What runs here and what to try, for a person who opened the address in a browser.

    ``pages`` says whether the web front end is built; without it the page says how to get it.
    """
    rows = "\n".join(
        f"<tr><td>{escape(found.manifest.name)}</td><td><code>{escape(found.code)}</code></td>"
        f"<td>{escape(found.manifest.version)}</td></tr>"
        for found in kernel.plan.order
        if found.manifest.kind != "adapter"
    )
    values = {"region": escape(kernel.settings.region), "version": escape(__version__)}
    page = _template().substitute(values, rows=rows, enter=ENTER if pages else NO_PAGES)
    return Response(page, content_type="text/html; charset=utf-8")


@cache
def _template() -> Template:
    return Template((HERE / "landing.html").read_text("utf-8"))
