"""How fast Verbatim is, and how large.

    python -m benchmarks.efficiency index                      the embedded engine, 10,000 and 100,000 passages
    python -m benchmarks.efficiency index --passages 1000000   takes some minutes and 4 GB
    python -m benchmarks.efficiency text                       analysis and segmentation
    python -m benchmarks.efficiency answering                  `verbatim ask --jsonl`, indexing from nothing included
    python -m benchmarks.efficiency ingest                     10,000 articles of 600 words, and reloads of them
    python -m benchmarks.efficiency load                       a crowd of 200 chats at the bot itself
    python -m benchmarks.efficiency soak                       reloads every second under 50 questions a second

Machines are noisy: compare figures of one run, and quote ratios and medians.
"""
