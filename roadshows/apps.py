from django.apps import AppConfig


class RoadshowsConfig(AppConfig):
    name = "roadshows"
    verbose_name = "路演活动"

    def ready(self) -> None:
        from roadshows import declarations  # noqa: F401, PLC0415 -- models are loaded only now
