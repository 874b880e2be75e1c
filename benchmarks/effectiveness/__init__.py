"""How well Verbatim chooses what to quote, beside plain rank-bm25 and BM25 over stems.

    python -m benchmarks.effectiveness                        everything; takes some minutes
    python -m benchmarks.effectiveness --quick --compare      the development sets, and our gain over stems
    python -m benchmarks.effectiveness --quick --system ours --check docs/effectiveness.json

The sets are public research data that are no part of this project: `--data` names their folder, whose README says what
they are. Only `seeds.jsonl` is here, our questions about our own articles.

The systems see the same sentences, cut as we cut them:

- `rank-bm25` as its README uses it: `BM25Okapi` over the sentences, parted at white space, and no analysis;
- `stems`: BM25 over our terms of each sentence and of its article's title;
- `ours`: `SentenceRanker` among given candidates, `Library` in the open setting.

Our segmentation may cut elsewhere than a set does. So a quote is judged by its place in the article: it is right when
it has at least half of a labelled sentence (WikiQA), or covers the answer's span and lies in its paragraph (XQuAD);
over 700 characters it is wrong. Sentences that nobody labelled count as wrong, even where another article answers too.

A thing to measure is a function in `parts`. `Ours(ranker)` takes any ranker: `--ablation` loops over some that learned
without a group of features.
"""
