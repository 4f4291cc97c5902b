"""What remains of a picture."""

from dataclasses import dataclass, field

TAKING = "拍摄信息（时间、地点等）"
NOTES = "附注"
TAIL = "末尾多余的内容"


@dataclass(slots=True)
class Drawn:
    """Width and height in pixels, the parts needed to draw it, and words for what was left out."""

    width: int = 0
    height: int = 0
    parts: list[bytes] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
