"""What can be wrong with a file that somebody hands in: each a class with a code, an HTTP status and a sentence."""

from django.utils.translation import gettext_noop as _


class FileError(Exception):
    """A file cannot be taken or shown.  `text` is Chinese and is translated where it is shown."""

    code, status, text = "file", 422, _("文件无法处理")


class NoSuchFile(FileError):
    """There is none, or it is not yours."""

    code, status, text = "no_such_file", 404, _("没有找到该文件")


class FileRefused(FileError):
    """It was refused or removed; it cannot be continued or shown."""

    code, status, text = "file_refused", 410, _("该文件未被接收，请重新选择文件上传")


class BadUpload(FileError):
    """A header or a name that cannot be read."""

    code, status, text = "bad_upload", 400, _("上传请求有误，请刷新页面后重试")


class TooLarge(FileError):
    """The file, or one part of it, is larger than is taken."""

    code, status, text = "too_large", 413, _("文件过大，单个文件不超过 200 MB")


class OverQuota(FileError):
    """The account has too much lying about that no application uses."""

    code, status, text = "over_quota", 413, _("尚未提交的文件超过 1 GB，请先提交申请或者移除不用的文件")


class NoRoom(FileError):
    """The disk is full; nothing of this part was kept."""

    code, status, text = "no_room", 507, _("暂时无法上传，请稍后再试")


class WrongOffset(FileError):
    """The part does not begin where the last one ended."""

    code, status, text = "wrong_offset", 409, _("上传进度不一致，正在重新核对")


class Locked(FileError):
    """Another request is writing this upload."""

    code, status, text = "locked", 423, _("该文件正在另一处上传")


class BrokenPart(FileError):
    """The part arrived otherwise than it was sent (tus: checksum mismatch)."""

    code, status, text = "broken_part", 460, _("这一段传输有误，正在重传")


class WrongKind(FileError):
    """By its content it is nothing that is taken as a material."""

    code, status, text = "wrong_kind", 415, _("文件类型不符：只接收 PDF、JPG、PNG、TIFF、WebP、HEIC，以文件内容为准")


class Infected(FileError):
    """The virus scanner found something; the file is removed."""

    code, status, text = "infected", 422, _("文件含有病毒，已经删除")


class NotYetScanned(FileError):
    """The virus scanner has not yet answered; the file is not shown before."""

    code, status, text = "not_yet_scanned", 409, _("文件正在查毒，请稍后再打开")


class DraftGone(FileError):
    """The draft was lodged or deleted meanwhile."""

    code, status, text = "draft_gone", 409, _("这份草稿已经提交或者删除，请先到“我的申请”核对，避免重复提交")


class DraftChanged(FileError):
    """The draft was saved from another window since."""

    code, status, text = "draft_changed", 409, _("草稿已在另一个窗口修改，请刷新页面")
