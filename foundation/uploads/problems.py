"""What can be wrong with an uploaded file, in words."""

from django.db.models import TextChoices


class UploadProblem(TextChoices):
    """Each label is the sentence people read; `found` may name a member of an archive."""

    EXTENSION = "upload_extension", "不能上传{found}。可以上传：{expected}"
    EMPTY = "upload_empty", "这个文件是空的。请检查后重新上传"
    TOO_LARGE = "upload_too_large", "文件超过 {expected}。请压缩图片或拆成几个文件后再上传"
    MISMATCH = (
        "upload_mismatch",
        "这个文件不是真正的 {expected} 文件（{found}）。请用原来的软件另存后再上传",
    )
    BROKEN = "upload_broken", "文件已损坏，打不开（{found}）。请用原来的软件另存后再上传"
    ENCRYPTED = "upload_encrypted", "文件加了密码，无法检查。请去掉密码后再上传"
    MACROS = "upload_macros", "文件里有宏（{found}）。请另存为不含宏的格式后再上传"
    BOMB = "upload_bomb", "文件解开后过大（{found}），不能接收。请精简后再上传"
    MEMBER = "upload_member", "文件里有不安全的内容（{found}），不能接收。请重新制作这个文件"
    VIRUS = "upload_virus", "文件带有病毒（{found}），不能接收。请杀毒后再上传"
    UNSCANNED = "upload_unscanned", "病毒检查暂时不可用，文件没有保存。请稍后再试"
