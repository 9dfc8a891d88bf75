"""What can keep a document from being sealed: each a class with a code and a sentence for the people who run the signer."""

from django.utils.translation import gettext_noop as _


class SealError(Exception):
    """The document cannot be sealed now.  `text` is Chinese and is translated where it is shown; the detail is for the log."""

    code, text = "seal", _("无法加盖印章")

    def __str__(self) -> str:
        return f"{self.code}: {detail}" if (detail := super().__str__()) else self.code


class NoSeal(SealError):
    """This process has no key of the seal that is asked for: it is not the signer, or the seal is not enrolled."""

    code, text = "no_seal", _("没有可用的印章密钥")


class SealNotValid(SealError):
    """The certificate is not yet, or no longer, valid."""

    code, text = "seal_not_valid", _("印章证书不在有效期内")


class KeyExposed(SealError):
    """The file with the key can be read by others than its owner; it is not used before that is mended."""

    code, text = "key_exposed", _("印章密钥文件的权限过宽")


class KeyUnreadable(SealError):
    """The file with the key cannot be read: not PEM or PKCS#12, another password, a key of another certificate."""

    code, text = "key_unreadable", _("印章密钥文件无法读取")


class TimestampMissing(SealError):
    """The time-stamping authority that is configured did not answer as it should."""

    code, text = "timestamp_missing", _("时间戳服务没有响应")


class NotSealable(SealError):
    """The rendered file itself is at fault: no such page, no PDF.  Trying again would change nothing."""

    code, text = "not_sealable", _("文书文件无法盖章")
