from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "用户与机构"

    def ready(self) -> None:
        from accounts import declarations  # noqa: F401, PLC0415 -- models are loaded only now
