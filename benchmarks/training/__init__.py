"""The parts of `benchmarks/train_ranker.py`: what is learned from, and how sure it makes the ranker."""
