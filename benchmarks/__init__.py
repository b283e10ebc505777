"""What confui promises in figures, measured: `python -m benchmarks`."""
