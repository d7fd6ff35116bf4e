"""Run every benchmark and write their tables to a file: `python -m tests.benchmarks bench/results.md`."""

from __future__ import annotations

import ast
import os
import platform
import subprocess
import sys
from pathlib import Path

from workflow.steps.exchange import write_text


def main() -> int:
    """Each `bench_*.py` prints a Markdown table; all of them together, with the machine they ran on, are the result."""
    target = Path(sys.argv[1])
    parts = [f"# Benchmarks\n\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}."]
    failed = []
    for file in sorted(Path(__file__).parent.glob("bench_*.py")):
        title = (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or file.stem).splitlines()[0]
        sys.stderr.write(f"{file.stem} …\n")
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{file.stem}"], stdout=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            failed.append(file.stem)
        parts.append(f"## {title}\n\n{done.stdout.strip() or 'failed'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_text(target, "\n\n".join(parts) + "\n")
    sys.stdout.write(f"Wrote {target}.\n")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
