"""What can be wrong with a spreadsheet that passed inspection, in words."""

from django.db.models import TextChoices


class SheetProblem(TextChoices):
    """Each label is the sentence people read."""

    EMPTY = "sheet_empty", "表格里没有内容。请填好后再上传"
    HIDDEN = (
        "sheet_hidden",
        "有内容的工作表都隐藏着（{found}）。请取消隐藏后再上传",
    )
    NO_TAB = "sheet_no_tab", "文件里没有工作表“{found}”。请从这些里选：{expected}"
    ROWS = "sheet_rows", "表格有 {found} 行，最多 {expected} 行。请拆成几个文件后再上传"
    FAR = (
        "sheet_far",
        "单元格 {found} 有内容，离表格太远（最多到第 {expected} 行）。请删掉这一行后再上传",
    )
    SCATTERED = (
        "sheet_scattered",
        "单元格 {found} 有内容，离表格太远，读不下。请删掉它，或另存为 xlsx 后再上传",
    )
    COLUMNS = (
        "sheet_columns",
        "单元格 {found} 有内容，超出了前 {expected} 列。请删掉多余的列后再上传",
    )
    LONG = (
        "sheet_long",
        "单元格 {found} 的文字超过 {expected} 字。请缩短后再上传",
    )
    OPEN_QUOTE = (
        "sheet_open_quote",
        "第 {found} 行有一格长得不像文字，多半是引号不成对。请另存为 xlsx 后再上传",
    )
    MERGED = "sheet_merged", "合并的单元格超过 {expected} 处。请取消合并后再上传"
    ENCODING = (
        "sheet_encoding",
        "第 {found} 行的文字认不出编码。请另存为 xlsx 或“CSV UTF-8”后再上传",
    )
    QUOTES = "sheet_quotes", "第 {found} 行的引号不成对。请改正，或另存为 xlsx 后再上传"
    BROKEN = "sheet_broken", "表格读不出来（{found}）。请用 Excel 或 WPS 另存为 xlsx 后再上传"
    HEAVY = "sheet_heavy", "表格内容太多，读不下。请拆成几个文件后再上传"
    SLOW = "sheet_slow", "表格太大，{expected} 秒内读不完。请拆成几个文件后再上传"
