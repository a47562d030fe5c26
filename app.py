"""The Gradio entry: the same as `ecqa serve`, with the same options."""

import sys

from ecqa.interfaces.cli.main import run

if __name__ == "__main__":
    sys.exit(run(["serve", *sys.argv[1:]]))
