#!/bin/sh
# Stands for an editor: changes one value of the file that it is given.
sed -i 's/a: "1"/a: "5"/' "$1"
