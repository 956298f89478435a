"""Refusals of the core business subsystem itself."""

from __future__ import annotations

from typing import Final

from hsaf.contract.errors import ErrorCode

FORM_WRONG: Final = ErrorCode("core_business.form_wrong", 880, "文件有误：{reason}", "请按 docs/how-to 的样例改正")
