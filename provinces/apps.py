from django.apps import AppConfig


class ProvincesConfig(AppConfig):
    name = "provinces"
    verbose_name = "工作方案"

    def ready(self) -> None:
        from provinces import declarations  # noqa: F401, PLC0415 -- models are loaded only now
