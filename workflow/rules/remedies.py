"""救济: where and until when an adverse decision can be contested.

Sources: 行政许可法 7, 38(2); 行政复议法 20 (sixty days), 24 (the people's government of the same level); 行政诉讼法 46 (six
months from knowing)."""

RECONSIDERATION_DAYS = 60
SUIT_MONTHS = 6


def remedies(*, government: str, court: str) -> dict[str, str | int]:
    """What a decision tells of reconsideration and suit; both bodies are the bureau's data, and must be there."""
    return {
        "government": government,
        "court": court,
        "days": RECONSIDERATION_DAYS,
        "months": SUIT_MONTHS,
    }
