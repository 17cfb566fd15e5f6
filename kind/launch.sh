#!/bin/sh
# Stands for every executable of the image: leading words that name one are dropped, as the embedded kubelet does, for the
# program stands for all of them. E2E_PROGRAM and E2E_EXECUTABLES are the image's own.
while [ $# -gt 0 ]; do
  case " $E2E_EXECUTABLES " in *" ${1##*/} "*) shift ;; *) break ;; esac
done
exec node --disable-warning=ExperimentalWarning "$E2E_PROGRAM" "$@"
