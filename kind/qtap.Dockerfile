# The Qtap stand-in, under the executables of the public image. Its context is made by harness/environments/kind/images.
ARG BASE
FROM ${BASE}
WORKDIR /app
ENV E2E_PROGRAM=/app/mocks/qtap/main.ts E2E_EXECUTABLES="tini -- qtap tap" NODE_COMPILE_CACHE=/app/.cache
COPY launch.sh /usr/local/bin/qtap
COPY share-cache.sh /usr/local/bin/share-cache
RUN cd /usr/local/bin && \
  ln -s qtap tini && ln -s qtap tap && ln -s /usr/local/bin/qtap /usr/bin/tini && ln -s /usr/local/bin/qtap /app/qtap
COPY packages ./
COPY program ./
# Compiled once here, not at each start; what an event store at Pulse needs is loaded for one only.
RUN echo '{}' | qtap validate - && \
  node --eval 'import("/app/mocks/qtap/pulse/pulse-events.ts").then(() => process.exit())' && share-cache 1010
USER 1010
ENTRYPOINT ["tini", "--", "qtap"]
