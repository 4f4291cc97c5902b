"""What can be wrong with an uploaded file, in words."""

from django.db.models import TextChoices


class UploadProblem(TextChoices):
    """Each label is the sentence people read; `found` may name a part of the file."""

    EXTENSION = "upload_extension", "不能上传{found}。可以上传：{expected}"
    EMPTY = "upload_empty", "这个文件是空的。请检查后重新上传"
    TOO_LARGE = "upload_too_large", "文件超过 {expected}。请压缩图片或拆成几个文件后再上传"
    MISMATCH = (
        "upload_mismatch",
        "这个文件不是真正的 {expected} 文件（{found}）。请用原来的软件另存后再上传",
    )
    BROKEN = "upload_broken", "文件已损坏，打不开（{found}）。请用原来的软件另存后再上传"
    TRUNCATED = "upload_truncated", "文件不完整（{found}）。请重新导出或重新传一次"
    ENCRYPTED = "upload_encrypted", "文件加了密码，无法检查。请去掉密码后再上传"
    MACROS = "upload_macros", "文件里有宏（{found}）。请另存为不含宏的格式后再上传"
    CONTROL = "upload_control", "文件里有控件（{found}）。请删除控件后再上传"
    COMMAND = "upload_command", "文件里有会启动程序的指令（{found}）。请删除后再上传"
    REMOTE = (
        "upload_remote",
        "打开文件时会从别处取内容（{found}）。请断开外部链接或改为嵌入后再上传",
    )
    PACKAGED = (
        "upload_packaged",
        "文件里嵌着另一个打包的文件（{found}）。请删掉它，需要时单独上传",
    )
    PROGRAM = "upload_program", "文件里夹带程序（{found}），不能接收。请删掉它后再上传"
    ENTITIES = (
        "upload_entities",
        "文件的 {found} 里有不该有的定义，打开时可能卡死。请用 Office 或 WPS 另存后再上传",
    )
    PATH = (
        "upload_path",
        "文件内部的名称不安全（{found}），不能接收。请用 Office 或 WPS 另存后再上传",
    )
    TWICE = "upload_twice", "文件内部有重名的部分（{found}）。请用原来的软件另存后再上传"
    BOMB = "upload_bomb", "文件解开后过大（{found}），不能接收。请精简后再上传"
    POLYGLOT = (
        "upload_polyglot",
        "文件里藏着另一种内容（{found}），不能接收。请用原来的软件重新导出后再上传",
    )
    PAGES = "upload_pages", "文件有 {found} 页，最多 {expected} 页。请拆成几个文件后再上传"
    PIXELS = "upload_pixels", "图片太大（{found} 像素），最多{expected}像素。请缩小后再上传"
    ANIMATED = "upload_animated", "这是动图，只收静止的图片。请另存为普通的 {expected} 后再上传"
    PORTFOLIO = (
        "upload_portfolio",
        "这是 PDF 文件包，内容都在夹带的文件里。请取出来，一个一个上传",
    )
    MEDIA = "upload_media", "PDF 里嵌有{found}。请去掉后再上传；视频可以单独上传 mp4"
    FORM = "upload_form", "这个 PDF 是动态表单，别的软件看不到内容。请打印成 PDF 后再上传"
    SIGNED = (
        "upload_signed",
        "PDF 里有{found}，去掉它会让电子签章失效。请换用不含它的文件，签章后再上传",
    )
    RESTRICTED = (
        "upload_restricted",
        "PDF 里有{found}，但文件限制修改，不能替你去掉。请解除限制后再上传",
    )
    SLOW = "upload_slow", "文件太复杂，{expected} 秒内检查不完。请精简后再上传"
    HEAVY = "upload_heavy", "文件太复杂，检查时占用的内存过多。请精简后再上传"
    VIRUS = "upload_virus", "文件带有病毒（{found}），不能接收。请杀毒后再上传"
    UNSCANNED = "upload_unscanned", "病毒检查暂时不可用，文件没有保存。请稍后再试"
