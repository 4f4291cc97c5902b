from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    name = "introductions"
    verbose_name = "双方对接"

    def ready(self) -> None:
        from introductions import declarations  # noqa: F401, PLC0415 -- models are loaded only now
