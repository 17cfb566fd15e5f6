# The run's own workload and upstream: the argument PROGRAM says which. Their context is made by harness/environments/kind/images.
ARG BASE
FROM ${BASE}
ARG PROGRAM
WORKDIR /app
ENV E2E_PROGRAM=/app/${PROGRAM} E2E_EXECUTABLES=node NODE_COMPILE_CACHE=/app/.cache
COPY launch.sh /usr/local/bin/launch
COPY share-cache.sh /usr/local/bin/share-cache
COPY program ./
# Compiled once here, not at each start: without the harness both end at once.
RUN launch 2>/dev/null; share-cache 1000
USER 1000
ENTRYPOINT ["launch"]
