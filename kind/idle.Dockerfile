# Stands for any side-car: does nothing until it is stopped. A command of a manifest that the image lacks is not found, where
# the embedded kubelet takes any.
ARG BASE
FROM ${BASE}
COPY program /app
ENTRYPOINT ["node", "/app/harness/environments/embedded/cluster/process/idle.ts"]
