"""The root of every error of this system; pure, so that the rules may raise it."""

from typing import ClassVar


class LicensingError(Exception):
    """Something cannot be done.  `code` is for programs, `text` (Chinese, translated at the edge) for people."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 422
    text: ClassVar[str] = "无法办理"

    def __init__(self, detail: str = "", **facts: object) -> None:
        self.detail, self.facts = detail, facts
        super().__init__(detail)

    def __str__(self) -> str:
        return f"{self.text}：{self.detail}" if self.detail else self.text
