# One image for the web service, the workers and the migrations; compose.yaml says which is which.
# tests/test_dockerfile.py carries out the RUN and COPY steps below in a clean tree, since not every machine has Docker.
ARG PYTHON=python:3.11-slim
FROM ${PYTHON} AS build
WORKDIR /hearback
COPY .ci/runtime_requirements.py .ci/
COPY pyproject.toml requirements.lock README.md ./
RUN python -m venv /venv
# What the running service needs out of the one lock file, each file checked by its hash.
RUN python .ci/runtime_requirements.py > /venv/runtime.lock
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /venv/runtime.lock
# The program stays beside its migrations, so it is installed in place; the tool for that, locked as well, leaves again.
COPY alembic.ini ./
COPY alembic alembic
COPY app app
RUN python .ci/runtime_requirements.py --only setuptools > /venv/build.lock
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /venv/build.lock
RUN /venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation -e .
RUN /venv/bin/python -m pip uninstall --yes --quiet setuptools pip
RUN python -m compileall -q /hearback/app

FROM ${PYTHON}
ENV PATH=/venv/bin:/usr/local/bin:/usr/bin:/bin
ENV PYTHONUNBUFFERED=1
# Nobody in particular: no name, no home, no right but to write into /data, where a SQLite database would lie.
RUN mkdir /data
RUN chown 10001:10001 /data
WORKDIR /hearback
COPY --from=build /venv /venv
COPY --from=build /hearback /hearback
USER 10001:10001
ENV HEARBACK_DATABASE_URL=sqlite:////data/hearback.db
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["hearback"]
CMD ["serve", "--host", "0.0.0.0"]
