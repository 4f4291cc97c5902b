from django.apps import AppConfig


class ToyConfig(AppConfig):
    name = "tests.toy"
    label = "toy"

    def ready(self):
        from tests.toy import declarations  # noqa: F401, PLC0415 -- models are loaded only now
