"""Gold questions, metrics, runs, comparison and gate: figures that everything else is judged by."""
