"""Files of the call as a browser sends them."""

from django import forms

from accounts.forms.people import DeskForm
from foundation.uploads import TAKEN, Purpose

ACCEPTED = ",".join(f".{form}" for form in TAKEN[Purpose.SCAN])


class ScanForm(DeskForm):
    file = forms.FileField(
        label="盖章扫描件",
        help_text="PDF、OFD 或图片，不超过 20 MB。彩色、300 dpi 最好认",
        widget=forms.FileInput({"accept": ACCEPTED}),
    )


class CallFileForm(DeskForm):
    file = forms.FileField(
        label="通知附件",
        help_text="PDF、Word、WPS、Excel、OFD 或图片，不超过 20 MB，公开下载",
        widget=forms.FileInput(
            {"accept": ",".join(f".{form}" for form in TAKEN[Purpose.DOCUMENT])}
        ),
    )
