"""Why a document cannot be made: each a class with a code, an HTTP status and a sentence (Chinese, translated at the edge)."""

from django.utils.translation import gettext_noop as _


class DocumentError(Exception):
    """A document cannot be made as it stands; what was given has to be mended before it is tried again."""

    code, status, text = "document", 422, _("文书无法制作")

    def __init__(self, detail: str = "", *, field: str = "") -> None:
        super().__init__(detail)
        self.detail, self.field = detail, field

    def __str__(self) -> str:
        return "：".join(part for part in (str(self.text), self.detail) if part)


class UnknownKind(DocumentError):
    """There is no such kind of document, or no such variant of it."""

    code, text = "unknown_document_kind", _("没有这种文书")


class ContentMissing(DocumentError):
    """What the law requires this document to say is not there; `field` is its path in the content."""

    code, text = "content_missing", _("文书缺少法定内容")


class UnprintableCharacter(DocumentError):
    """A character has no glyph in the typefaces in use, is private or unassigned, or steers the display unseen.

    `field` is the path in the content, `character` the character itself."""

    code, text = "unprintable_character", _("文书含有无法印出的字符")

    def __init__(self, character: str, why: str, *, field: str) -> None:
        super().__init__(f"{field}：{shown(character)}（{why}）", field=field)
        self.character = character


class BureauDataWrong(DocumentError):
    """The folder with the bureau's own data, typefaces or templates cannot be used as it is."""

    code, status, text = "bureau_data_wrong", 500, _("本机关的文书资料有误")


class TemplateFault(DocumentError):
    """The template of this kind cannot be set, or does not say where the seal goes."""

    code, status, text = "template_fault", 500, _("文书模板有误")


def shown(character: str) -> str:
    """The character as a message names it: its code point, and itself where it can be seen.

    >>> shown("镕"), shown(chr(0xE000))
    ('镕 U+9555', 'U+E000')
    """
    point = f"U+{ord(character):04X}"
    return f"{character} {point}" if character.isprintable() and not character.isspace() else point
