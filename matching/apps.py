from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = "对接"

    def ready(self) -> None:
        from matching import declarations  # noqa: F401, PLC0415 -- models are loaded only now
