# Callboard's image: docker build --tag callboard .
# It runs as user 10001, needs nothing writable but /data, and keeps config.yaml, campaigns and an SQLite file there.
# docs/containers.md says how to run it.

# The Python that the tests run on; any from 3.11 does: --build-arg PYTHON=3.13-slim-trixie
ARG PYTHON=3.11-slim-trixie

# What Callboard needs, which changes less often than Callboard: a layer of its own.
FROM python:${PYTHON} AS needs
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY requirements/runtime.txt requirements/
RUN python -m venv --without-pip /opt/callboard \
    && python -m pip --python /opt/callboard/bin/python install --require-hashes --requirement requirements/runtime.txt

# Callboard itself, as a wheel. --no-index: whatever the lock lacks is an error, not a download.
FROM needs AS program
COPY requirements/build.txt requirements/
RUN python -m pip install --require-hashes --requirement requirements/build.txt
COPY pyproject.toml README.md LICENSE config.yaml ./
COPY campaigns campaigns
COPY bot bot
RUN python -m hatchling build --target wheel --directory /dist \
    && python -m pip --python /opt/callboard/bin/python install --no-index --prefix /program /dist/*.whl

FROM python:${PYTHON}
# pg_dump, pg_restore and psql, for backup and restore with PostgreSQL. Debian's security fixes are wanted: no version.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 callboard \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin callboard \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data /backups
COPY --from=needs /opt/callboard /opt/callboard
COPY --from=program /program /opt/callboard
ENV PATH=/opt/callboard/bin:$PATH PYTHONDONTWRITEBYTECODE=1
# A first start compiles the sentences, which a read-only file system couldn't keep. It also tries what was built.
RUN callboard init /tmp/first \
    && callboard check --config /tmp/first/config.yaml \
    && rm -r /tmp/first
WORKDIR /data
VOLUME /data
USER 10001:10001
# The port is this container's own, and asked without a proxy.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client, os; port = int(os.environ.get('CALLBOARD_MONITORING_PORT') or 9464); asked = http.client.HTTPConnection('127.0.0.1', port, timeout=4); asked.request('GET', '/healthz'); raise SystemExit(asked.getresponse().status != 200)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["callboard"]
CMD ["run"]
