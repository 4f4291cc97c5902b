"""What can be wrong with a scan that passed inspection, in words."""

from django.db.models import TextChoices


class ScanProblem(TextChoices):
    """Each label is the sentence people read."""

    EMPTY = "scan_empty", "这个文件是空的。请重新扫描后上传"
    BROKEN = "scan_broken", "扫描件读不出来（{found}）。请重新扫描，存成 PDF 后再上传"
    BOMB = "scan_bomb", "扫描件解开后过大（{found}）。请重新扫描，存成 PDF 后再上传"
    PIXELS = (
        "scan_pixels",
        "扫描的图片太大（{found} 像素），最多{expected}像素。请用 300 dpi 重新扫描",
    )
    PAPER = (
        "scan_paper",
        "第 {found} 页的纸张超过 {expected} 毫米，不像一页公文。请按 A4 重新扫描",
    )
    PAGES = "scan_pages", "扫描件有 {found} 页，只读了前 {expected} 页。其余的请人工核对"
    NO_PICTURES = (
        "scan_no_pictures",
        "OFD 里没有扫描的图片，系统读不出页上的二维码。请人工核对，或上传扫描的 PDF",
    )
    BARE_PAGES = "scan_bare_pages", "第 {found} 页没有扫描的图片，系统没有读。请人工核对这几页"
    SLOW = "scan_slow", "扫描件太复杂，系统在规定时间内读不完。请用 300 dpi 重新扫描"
    HEAVY = "scan_heavy", "扫描件太复杂，读它要的内存过多。请用 300 dpi 重新扫描"
