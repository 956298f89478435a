"""Contract of the data exchange center (数据交换中心), version 1.

Files that institutions send and fetch (9101, 9102): uploads of an institution, results made for one
institution, and public files such as catalogs. Content lies in the object store under its SM3 digest.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Protocol

import msgspec

from hsaf.contract.errors import ErrorCode

FILE_UNKNOWN = ErrorCode(
    "exchange.file_unknown", 600, "没有文件查询号为 {file_qury_no}、文件名相符的文件", "请核对文件查询号和文件名"
)
FILE_EXPIRED = ErrorCode(
    "exchange.file_expired", 601, "文件 {filename} 已过下载截止时间 {dld_endtime}", "请重新生成或上传文件"
)
FILE_TOO_LARGE = ErrorCode(
    "exchange.file_too_large", 602, "文件 {filename} 过大：最多 {limit} MB，实际 {size} 字节", "请拆分后上传"
)
FILE_EMPTY = ErrorCode("exchange.file_empty", 603, "文件 {filename} 没有内容", "请核对文件数据")
FILE_QUOTA = ErrorCode(
    "exchange.file_quota", 604, "本机构未过期的上传文件合计不能超过 {limit} MB", "请待旧文件过期后再上传"
)
FILENAME_WRONG = ErrorCode("exchange.filename_wrong", 605, "文件名不能含有路径或控制字符", "请只传文件名和扩展名")
FILE_LOST = ErrorCode("exchange.file_lost", 606, "文件 {filename} 的内容缺失或校验不符", "请联系医保信息部门")

PUBLIC: Final = "plc"
"""Owner of files that every institution may download (national-interface section 3, rule 9)."""


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """A kept file. ``digest`` SM3 of the content in hex, ``size`` in bytes; ``data_cnt`` rows, 0 where
    nobody counted; it may be downloaded up to and including ``dld_endtime``."""

    fixmedins_code: str
    """The owner: an institution, or :data:`PUBLIC`."""
    file_qury_no: str
    filename: str
    digest: str
    size: int
    data_cnt: int
    made_at: datetime
    dld_endtime: datetime


class ExchangeContract(Protocol):
    """What other parts may ask of the exchange center. Writes run in the caller's unit of work; the
    owner of an upload and the reader of a file is the calling institution of the context."""

    def upload(self, filename: str, content: bytes) -> StoredFile:
        """9101. The caller's unit of work holds the institution's lock, which makes the quota exact.

        Raises ``FILENAME_WRONG``, ``FILE_EMPTY``, ``FILE_TOO_LARGE`` or ``FILE_QUOTA``.
        """
        ...

    def keep_for(self, fixmedins_code: str, filename: str, content: bytes, data_cnt: int = 0) -> StoredFile:
        """A file made for one institution, e.g. the result of a reconciliation (3202).

        Not counted in its quota. Raises ``FILENAME_WRONG`` or ``FILE_TOO_LARGE``.
        """
        ...

    def publish(self, filename: str, content: bytes, data_cnt: int = 0) -> StoredFile:
        """A public file. The same content under the same name again is the same file, kept longer.

        Raises ``FILENAME_WRONG`` or ``FILE_TOO_LARGE``.
        """
        ...

    def published(self, filename: str) -> StoredFile | None:
        """The newest public file of that name that stays for at least another day."""
        ...

    def opened(self, file_qury_no: str) -> tuple[StoredFile, bytes]:
        """An own or public file by its number alone, for working on what was uploaded (3202).

        Raises as :meth:`download`.
        """
        ...

    def download(self, file_qury_no: str, filename: str) -> tuple[StoredFile, bytes]:
        """9102: an own or public file and its content.

        Raises ``FILE_UNKNOWN`` (also for another institution's file), ``FILE_EXPIRED`` or ``FILE_LOST``.
        """
        ...
