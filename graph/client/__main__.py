"""`python -m graph.client build`, which `./run serve` calls first, and `check`, which `./run check` does."""

import subprocess
import sys

from graph.client.building import build, project, run


def main(arguments: list[str]) -> int:
    """Build the client if its sources are others than the last time; or judge them by their types."""
    if arguments == ["build"]:
        return 0 if build() else 1
    if arguments == ["check"]:
        return check()
    sys.stderr.write("python -m graph.client build|check\n")
    return 2


def check() -> int:
    """Every document fits the schema and every part its neighbours; what does not is told."""
    with project() as place:
        try:
            run(place, "build/schema.ts")
            for part in (".", "src/worker"):  # a worker has another world than a page
                run(place, "node_modules/typescript/bin/tsc", "--project", part)
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"{(error.stdout + error.stderr).decode(errors='replace')}\n")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
