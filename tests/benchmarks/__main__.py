"""`python -m tests.benchmarks [NAME…]`: run the benchmarks, print a table, write build/bench.json."""

import sys

from tests.benchmarks.runner import main

if __name__ == "__main__":
    sys.exit(main())
