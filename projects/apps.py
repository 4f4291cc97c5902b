from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "成果"

    def ready(self) -> None:
        from projects import declarations  # noqa: F401, PLC0415 -- models are loaded only now
