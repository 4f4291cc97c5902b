"""How a reader wants pages shown: kept in a cookie, carried by `data-display` on <html>."""

from django.db import models

DISPLAY_COOKIE = "display"


class Display(models.TextChoices):
    """Each is a set of tokens in `static/css/tokens.css`; the standard one has no name."""

    LARGE = "large", "大字"
    CONTRAST = "contrast", "高对比"
    ELDER = "elder", "长者"
    DARK = "dark", "深色"


class Shown(models.TextChoices):
    """What the site's search finds, in the order in which it is shown."""

    ACHIEVEMENTS = "achievements", "成果"
    DEMANDS = "demands", "需求"
    OFFERS = "offers", "供给"
    ROADSHOWS = "roadshows", "路演"
    NOTICES = "notices", "公告"
