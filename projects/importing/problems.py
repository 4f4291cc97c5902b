"""What keeps an import from going on, in words."""

from django.db.models import TextChoices


class ImportProblem(TextChoices):
    BUSY = "busy", "这份文件{found}，请等它做完"
    CLOSED = "closed", "这份文件{found}，不能再改。要改，请重新上传"
    NOTHING = "nothing", "没有可以导入的行"
    NOTHING_LEFT = "nothing_left", "没有还能提交的草稿"
    NOT_WHOLE = (
        "not_whole",
        "还有 {found} 行要修正。请改好，或标为不导入，或改选“先导入没有问题的行”",
    )
    EMPTY = "empty", "表头下面没有数据。请检查表头在第几行，或换一个工作表"
    LONG_ROW = "long_row", "第 {found} 行的文字超过 {expected} 字。请删去不用导入的长文字再上传"
    UNCOMPUTED = (
        "uncomputed",
        "有 {found} 格以上的公式没有算出值。请用表格软件打开、保存一次再上传",
    )
    NO_TITLE = "no_title", "请先指定哪一列是“{expected}”"
    SUBJECT = "subject", "没有这一类导入，请从列出的里面选"
    TWICE = "twice", "“{found}”只能对应一列"
    NO_ROW = "no_row", "没有第 {found} 行"
    LATE = "late", "导入已超过 {expected} 小时，不能整批撤销。请到列表里逐个处理"
    GONE_ON = (
        "gone_on",
        "其中 {found} 项后来被修改、提交或认领过，不能整批撤销。请到列表里逐个处理",
    )
    ROLE_ENDED = "role_ended", "导入人现在没有这个身份了，没有导入。请由现在的经办重新上传"
    WISH = "wish", "这一行不能这样处理，请刷新页面后再试"
