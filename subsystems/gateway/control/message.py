"""A message of an institution, after its envelope and input were checked and converted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """The envelope in national field codes; ``input`` holds the converted nodes.

    In a node absent means not sent or empty; amounts are exact ``Decimal`` yuan.
    """

    infno: str
    msgid: str
    mdtrtarea_admvs: str
    recer_sys_code: str
    infver: str
    opter_type: str
    opter: str
    opter_name: str
    inf_time: datetime
    fixmedins_code: str
    fixmedins_name: str
    insuplc_admdvs: str = ""
    dev_no: str = ""
    dev_safe_info: str = ""
    cainfo: str = ""
    signtype: str = ""
    sign_no: str = ""
    input: Mapping[str, Any] = {}

    def node(self, name: str) -> Mapping[str, Any]:
        """A node of one row; empty when the table does not require it and it was not sent."""
        node: Mapping[str, Any] = self.input.get(name, {})
        return node

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        """The rows of a repeating node, none when it was not sent."""
        rows: list[Mapping[str, Any]] = self.input.get(name, [])
        return rows

    @property
    def psn_no(self) -> str:
        """The person the message is about: the first ``psn_no`` in it."""
        return self.first("psn_no")

    def first(self, field: str) -> str:
        """The first value of a field in the message that must have one."""
        return next(row[field] for row in self._first_rows() if field in row)

    def place_of(self, field: str) -> str:
        """Node and field of a field of the message, e.g. ``input.data.psn_name``.

        2401 calls the certificate type ``cert_type``.
        """
        for name in (field, field.removeprefix("psn_")):
            for node, content in self.input.items():
                if isinstance(content, dict) and name in content:
                    return f"input.{node}.{name}"
        return field

    def _first_rows(self) -> Iterator[Mapping[str, Any]]:
        for node in self.input.values():
            yield node[0] if isinstance(node, list) else node
