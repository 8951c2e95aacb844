#!/usr/bin/env python3
"""Scores tags and noun phrases against a UD treebank, independently of pseudobox's own scorer.

usage: chunks.py TREEBANK.conllu[.gz] PREDICTIONS.tsv

PREDICTIONS is what `pseudobox concepts evaluate --predictions` writes: word, UPOS and B/I/O on a
line, an empty line after each sentence. What a base noun phrase is: schemas/caption-model.md.
"""

import gzip
import sys

ALLOWED = {"amod", "nummod", "compound", "det", "nmod:poss", "advmod", "punct", "goeswith",
           "cc:preconj", "flat"}
BASES = {"det", "amod", "nummod", "compound"}


def sentences(path):
    opener = gzip.open if path.endswith(".gz") else open
    rows = []
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                if rows:
                    yield rows
                rows = []
            elif line[0] != "#":
                cells = line.split("\t")
                if cells[0].isdigit():
                    rows.append((cells[1], cells[3], int(cells[6]) - 1, cells[7], cells[5]))
    if rows:
        yield rows


def gold(rows):
    """Outermost (first, last, head) of base noun phrases, pronouns among them."""
    tag = [row[1] for row in rows]
    head = [row[2] for row in rows]
    relation = [row[3] for row in rows]

    def branch(word, top):
        steps = 0
        while word >= 0 and head[word] != top and steps < len(rows):
            word, steps = head[word], steps + 1
        return word if word >= 0 and steps < len(rows) else None

    found = []
    for top, row in enumerate(rows):
        base = relation[top].split(":")[0]
        if tag[top] not in ("NOUN", "PROPN", "PRON"):
            continue
        if base in ("compound", "flat", "fixed", "goeswith", "det"):
            continue
        if tag[top] == "PRON" and "PronType=Rel" in row[4]:
            continue
        first = top
        while first > 0:
            child = branch(first - 1, top)
            if child is None or child > top:
                break
            name = relation[child]
            if name not in ALLOWED and name.split(":")[0] not in BASES:
                break
            if name == "nmod:poss" and tag[child] != "PRON":
                break
            first -= 1
        while first < top and (
            tag[first] in ("PUNCT", "CCONJ", "SYM")
            or (relation[first] == "advmod" and head[first] == top)
            or relation[first] == "cc:preconj"
        ):
            first += 1
        last = top
        while last + 1 < len(rows) and head[last + 1] == top and relation[last + 1] in (
            "flat", "compound", "goeswith"):
            last += 1
        found.append((first, last, top))
    kept, end = [], -1
    for first, last, top in sorted(found, key=lambda span: (span[0], -span[1])):
        if first > end:
            kept.append((first, last, top))
            end = last
    return kept


def predicted(path):
    rows = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if not line:
                yield rows
                rows = []
            else:
                rows.append(line.split("\t"))


def spans(rows):
    found, first = [], None
    for place, row in enumerate(rows + [["", "", "O"]]):
        if first is not None and row[2] != "I":
            alone = place - first == 1 and rows[first][1] in ("PRON", "DET")
            if not alone:
                found.append((first, place - 1))
            first = None
        if row[2] == "B":
            first = place
    return found


def main(treebank, predictions):
    tokens = right = 0
    counts = {"span": [0, 0, 0], "head": [0, 0, 0]}
    for truth, answer in zip(sentences(treebank), predicted(predictions), strict=True):
        assert [row[0] for row in truth] == [row[0] for row in answer], "other sentences"
        tokens += len(truth)
        right += sum(a[1] == b[1] for a, b in zip(truth, answer))
        wanted = [(a, b) for a, b, top in gold(truth) if truth[top][1] in ("NOUN", "PROPN")]
        found = spans(answer)
        for name, a, b in (
            ("span", set(wanted), set(found)),
            ("head", {x[1] for x in wanted}, {x[1] for x in found}),
        ):
            counts[name][0] += len(a & b)
            counts[name][1] += len(a)
            counts[name][2] += len(b)
    print(f"UPOS {right / tokens:.4f} of {tokens}")
    for name, (both, wanted, found) in counts.items():
        print(f"{name} P {both / found:.4f} R {both / wanted:.4f} F1 {2 * both / (wanted + found):.4f}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
