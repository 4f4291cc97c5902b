# One image for web, worker, beat and the one-shot commands; docker-compose.yml says which is which.

FROM python:3.11-slim-bookworm AS packages
# A mirror, where pypi.org is far: docker compose build --build-arg PIP_INDEX_URL=…
ARG PIP_INDEX_URL=https://pypi.org/simple
RUN python -m venv /opt/venv
COPY requirements.txt /opt/requirements.txt
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary=:all: -r /opt/requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 ztc \
    && useradd --uid 10001 --gid ztc --no-create-home --home-dir /srv/ztc --shell /usr/sbin/nologin ztc \
    && install -d -o ztc -g ztc -m 0700 /var/lib/ztc/media
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv/ztc
COPY manage.py ./
COPY deploy/healthz.py deploy/
COPY foundation foundation/
COPY records records/
COPY accounts accounts/
COPY projects projects/
COPY provinces provinces/
COPY introductions introductions/
COPY matching matching/
COPY roadshows roadshows/
COPY showcase showcase/
COPY portal portal/
COPY ztc ztc/
COPY templates templates/
COPY static static/
# The root file system is read-only at run time: byte code is made here, caches go to /tmp.
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache \
    DJANGO_SETTINGS_MODULE=ztc.settings.prod \
    ZTC_STATE_DIR=/var/lib/ztc
RUN python -m compileall -q .
# Settings want all they need even to copy files; these values live for this one line.
RUN ZTC_SECRET_KEY=build ZTC_AUDIT_KEY=build ZTC_SITE_URL=https://build.invalid ZTC_ALLOWED_HOSTS=build.invalid ZTC_SMTP_HOST=build.invalid DATABASE_URL=postgres://build.invalid/build REDIS_URL=redis://build.invalid \
    python manage.py collectstatic --noinput
USER ztc
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD ["python", "deploy/healthz.py", "8000"]
CMD ["gunicorn", "ztc.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--timeout", "60", "--graceful-timeout", "20", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
