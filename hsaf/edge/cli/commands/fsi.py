"""``hsaf fsi call FILE``: send messages of the national interface and print the answers."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, BinaryIO, Final

import click
import msgspec

from hsaf.edge.cli.output import emit
from hsaf.edge.fsi_client import FsiClient, Reply, over_http
from hsaf.edge.fsi_steps import search, substitute

INSTITUTION: Final = "{fixmedins_code}"
"""Stands in a key for the code of the message's institution."""


@click.group(short_help="定点医药机构接口")
def command() -> None:
    """定点医药机构接口。"""


@command.command(short_help="签名并发送报文，打印应答")
@click.argument("file", type=click.File("rb"))
@click.option("--url", metavar="URL", help="网关地址，默认为本机配置的端口。")
@click.option("--access-key", envvar="HSAF_FSI_ACCESS_KEY", required=True, help="机构的 access key。", show_envvar=True)
@click.option("--secret-key", envvar="HSAF_FSI_SECRET_KEY", required=True, help="机构的 secret key。", show_envvar=True)
def call(file: BinaryIO, url: str | None, access_key: str, secret_key: str) -> None:
    """签名并发送 FILE（- 为标准输入），打印应答。

    FILE 是一条完整的 JSON 报文，或一组步骤（request、save，后面的报文用 ${名称} 引用前面的应答）；
    遇到失败的应答即停止。密钥中的 {fixmedins_code} 代表报文的机构编号：示范省的密钥是
    AK-{fixmedins_code}、SK-{fixmedins_code}。全部成功时退出码为 0，否则为 1。
    """
    post, saved = over_http(url or _own_address()), dict[str, str]()
    for step in _steps(file):
        message = _filled(step["request"], saved)
        code = str(message.get("fixmedins_code", ""))
        client = FsiClient(post, access_key.replace(INSTITUTION, code), secret_key.replace(INSTITUTION, code))
        answer = _sent(client, message)
        emit(answer)
        if answer.get("infcode") != 0:
            raise SystemExit(1)
        saved |= {name: str(search(answer, key)) for name, key in step.get("save", {}).items()}


def _filled(request: dict[str, Any], saved: dict[str, str]) -> dict[str, Any]:
    try:
        message: dict[str, Any] = substitute(request, saved)
    except KeyError as missing:
        raise click.ClickException(f"报文引用了前面没有保存的 {missing}") from missing
    return message


def _sent(client: FsiClient, message: dict[str, Any]) -> dict[str, Any]:
    try:
        return _answer(client.call(message))
    except OSError as error:
        raise click.ClickException(f"网关没有应答：{error}；请先启动服务（hsaf serve）") from error


def _answer(reply: Reply) -> dict[str, Any]:
    try:
        return reply.answer
    except msgspec.DecodeError as error:
        text = reply.body[:200].decode(errors="replace")
        raise click.ClickException(f"应答不是 JSON（HTTP {reply.status}）：{text}") from error


def _steps(file: BinaryIO) -> list[dict[str, Any]]:
    """The steps of a file; one message is a list of one. Numbers stay as written.

    Raises ``click.ClickException``.
    """
    try:
        content = json.load(file, parse_float=Decimal)
    except ValueError as error:
        raise click.ClickException(f"文件不是合法的 JSON：{error}") from error
    steps = content if isinstance(content, list) else [{"request": content}]
    if not steps or not all(_is_step(step) for step in steps):
        raise click.ClickException("文件不是报文或步骤：缺少 infno")
    return steps


def _is_step(step: Any) -> bool:
    request = step.get("request") if isinstance(step, dict) else None
    return isinstance(request, dict) and "infno" in request


def _own_address() -> str:
    from hsaf.kernel.config import load_settings

    server = load_settings().server
    return f"http://{server.host}:{server.port}/fsi"
