from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "留痕"

    def ready(self) -> None:
        from records import declarations  # noqa: F401, PLC0415 -- models are loaded only now
