"""Outside any case: powers of attorney given and taken back, the answer to a pre-check, the code for a new password."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from notifications.wording import Wording

ACCOUNT: Mapping[str, Wording] = MappingProxyType(
    {
        "power_given": Wording(
            _("授权委托通知"),
            _("{principal}委托您自 {from_on} 至 {until_on}（均含当日）代为办理申请事务。"),
        ),
        "power_revoked": Wording(
            _("授权委托收回通知"),
            _("{principal}已收回对您的授权委托，即时生效。此前您依委托办理的事项不受影响。"),
        ),
        "pre_check_answered": Wording(
            _("预审已经答复：{item}"),
            _("您就“{item}”请求的预审已经答复，请登录查看。预审不是申请，不产生法律效力。"),
            (_("答复：{answer}"),),
        ),
        "password_code": Wording(
            _("重设密码的验证码"),
            _("您的验证码是 {code}，{minutes} 分钟内有效，只能使用一次。不是您本人操作的，请不必理会，您的密码没有改变。"),
        ),
    }
)
