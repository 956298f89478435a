"""Import files of the user center: one form per kind. Pure."""

from __future__ import annotations

from typing import Final

from hsaf.contract.rows import Field, Form, code, text, whole


def _sort(given: str) -> int:
    return whole(given) if given else 0


FORMS: Final[dict[str, Form]] = {
    "orgs": (
        Field("org_no", code),
        Field("org_name", code),
        Field("prnt_org_no", text),
        Field("admdvs", code),
        Field("org_type", text),
        Field("sort", _sort),
    ),
    "posts": (Field("post_code", code), Field("post_name", code)),
    "roles": (
        Field("role_code", code),
        Field("role_name", code),
        Field("kind", code),
        Field("org_no", text),
        Field("descr", text),
    ),
    "role_permissions": (Field("role_code", code), Field("use", code), Field("permission", code)),
    "role_orgs": (Field("role_code", code), Field("org_no", code)),
    "role_roles": (Field("role_code", code), Field("business_role", code)),
    "accounts": (
        Field("account", code),
        Field("name", code),
        Field("org_no", code),
        Field("admdvs", code),
        Field("certno", text),
        Field("phone", text),
        Field("email", text),
        Field("posts", text),
    ),
    "grants": (Field("account", code), Field("role_code", code)),
    "subsystems": (Field("subsystem", code), Field("name", code), Field("url", text), Field("sort", _sort)),
}
"""Columns of each kind as they stand in its file, parents before what refers to them."""
