"""What the sign-in page of the demo region shows: who may be tried, and with which password."""

from __future__ import annotations

from typing import Any

import msgspec
from werkzeug.wrappers import Request, Response

from plugins.demo_region import files
from plugins.demo_region.seeding import DEMO_PASSWORD


def answer(_: Request) -> Response:
    """``{"accounts": [{"account", "name", "org_name", "descr"}], "password"}``."""
    return Response(msgspec.json.encode(content()), content_type="application/json;charset=UTF-8")


def content() -> dict[str, Any]:
    orgs = {row["org_no"]: row["org_name"] for row in files.staff("orgs")}
    posts = {row["post_code"]: row["post_name"] for row in files.staff("posts")}
    accounts = [
        {
            "account": row["account"],
            "name": row["name"],
            "org_name": orgs[row["org_no"]],
            "descr": posts[row["posts"]],
        }
        for row in files.staff("accounts")
    ]
    return {"accounts": accounts, "password": DEMO_PASSWORD}
