# The QScan stand-in with its model, under the executables of the public image. Its context is made by
# harness/environments/kind/images.
ARG BASE
FROM ${BASE}
WORKDIR /app
ENV E2E_PROGRAM=/app/mocks/qscan/main.ts E2E_EXECUTABLES="uv run python python3 pii_orchestrator.py" NODE_COMPILE_CACHE=/app/.cache
COPY launch.sh /usr/local/bin/uv
COPY share-cache.sh /usr/local/bin/share-cache
RUN cd /usr/local/bin && ln -s uv python && ln -s uv python3 && ln -s /usr/local/bin/uv /usr/bin/uv
COPY packages ./
COPY program ./
# Compiled once here, not at each start: the worker loads its model, then asks nobody for a job and is stopped.
RUN PULSE_ENDPOINT=http://127.0.0.1:1 timeout 3 uv run python pii_orchestrator.py >/dev/null; share-cache 1000
USER 1000
ENTRYPOINT ["uv", "run", "python", "pii_orchestrator.py"]
