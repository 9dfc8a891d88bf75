"""Names and numbers as anybody may see them: enough to recognise what one knows, too little to learn it (个人信息保护法 6)."""

from approvals.people import Applicant, ApplicantKind

HIDDEN = "*"
HEAD, TAIL, SHORT = 2, 4, 6  # what stays of an enterprise's name, and from which length on
SHOWN_DIGITS = 4


def masked_name(kind: str, name: str) -> str:
    """A person's family name; of an enterprise its first two and last four characters.

    >>> masked_name("person", "陈小明"), masked_name("enterprise", "广州测试化工有限公司")
    ('陈**', '广州****有限公司')
    """
    if kind == ApplicantKind.PERSON or len(name) <= SHORT:
        return name[:1] + HIDDEN * max(1, len(name) - 1)
    return name[:HEAD] + HIDDEN * (len(name) - HEAD - TAIL) + name[-TAIL:]


def public_name(holder: Applicant) -> str:
    """Of an enterprise the name as it is registered, of a person masked."""
    return masked_name(holder.kind, holder.name) if holder.kind == ApplicantKind.PERSON else holder.name


def public_number(holder: Applicant) -> str:
    """Of an enterprise the unified social credit code, of a person the last four characters of the identity number."""
    if holder.kind == ApplicantKind.ENTERPRISE:
        return holder.uscc or ""
    number = holder.resident_id
    return HIDDEN * (len(number) - SHOWN_DIGITS) + number[-SHOWN_DIGITS:] if number else ""
