#!/usr/bin/env bash
# Gradescope runs this once, when the image is built. Beside it in the zip: run_autograder, a wheel of this project, and
# whatever else an assignment needs: specs/ for your own, data/ for texts, seed for marks that count.
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends python3 python3-venv bubblewrap
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install --quiet /autograder/source/*.whl
/autograder/venv/bin/grade doctor || true  # the log of the build then says what confines student code there
