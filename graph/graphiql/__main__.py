"""`python -m graph.graphiql install`: what `./run serve` calls first. Nothing to do takes no time."""

import sys

from graph.graphiql.install import install


def main(arguments: list[str]) -> int:
    """Install; `--again` also when it failed lately."""
    if not arguments or arguments[0] != "install":
        sys.stderr.write("python -m graph.graphiql install [--again]\n")
        return 2
    return 0 if install(is_forced="--again" in arguments) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
