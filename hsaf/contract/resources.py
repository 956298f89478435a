"""What the platform itself puts under permission control: menus, functions and APIs, components and their APIs."""

from __future__ import annotations

import msgspec

MENU, FUNCTION, API, COMPONENT, COMPONENT_API = "menu", "function", "api", "component", "component_api"
"""Kinds of resources (HB-01.4.4 to .8)."""


class DeclaredResource(msgspec.Struct, frozen=True, kw_only=True):
    """A resource a subsystem declares. ``resource_id`` says where it comes from: a page's code
    (``base_information.bank``), a permission, or a route; ``parent_id`` is empty directly under the subsystem."""

    resource_id: str
    subsystem: str
    kind: str
    parent_id: str
    name: str
    permission: str = ""
    path: str = ""
