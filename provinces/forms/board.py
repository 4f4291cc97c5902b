"""What of the board is shown, and in which order."""

from django import forms
from django.db.models import TextChoices


class View(TextChoices):
    MEANS = "means", "平均分"
    EXPERTS = "experts", "按专家"
    DISPERSION = "dispersion", "分歧"


class Show(TextChoices):
    ALL = "all", "全部方案"
    SECOND = "second", "只看要复议、暂缓的"
    LACKING = "lacking", "只看未评完的"


class Order(TextChoices):
    RANK = "rank", "名次"
    STANDARDISED = "standardised", "标准化名次"
    DISPERSION = "dispersion", "分歧，大的在前"
    UNIT = "unit", "单位"


class BoardForm(forms.Form):
    """What is not said, or said wrong, is the first of its choices."""

    show = forms.ChoiceField(label="显示", choices=Show, required=False)
    sort = forms.ChoiceField(label="排列", choices=Order, required=False)
    view = forms.ChoiceField(label="视图", choices=View, required=False, widget=forms.HiddenInput)

    def wanted(self) -> dict[str, str]:
        """By field; never an error."""
        self.is_valid()
        firsts = {"view": View.MEANS, "show": Show.ALL, "sort": Order.RANK}
        return {name: self.cleaned_data.get(name) or str(one) for name, one in firsts.items()}
