"""``hsaf serve``: the HTTP edge in the foreground."""

from __future__ import annotations

import click


@click.command(short_help="启动服务（前台运行）")
def command() -> None:
    """启动服务，前台运行，Ctrl-C 停止。

    端口、数据目录等由环境变量 HSAF_PORT、HSAF_DATA_DIR、HSAF_DATABASE_URL、HSAF_WORKERS 指定。
    """
    from hsaf.edge.server import serve
    from hsaf.kernel.config import load_settings

    serve(load_settings())
