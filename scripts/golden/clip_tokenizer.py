#!/usr/bin/env python3
"""Write Tests/Golden/tokenizer: a tiny CLIP vocabulary in three forms and reference ids.

The merges are learned here from a few sentences; the ids come from Hugging Face `tokenizers`,
whose CLIP pipeline cleans less than open_clip does, so the texts need no cleaning.

Usage: python3 scripts/golden/clip_tokenizer.py
"""
import json
from collections import Counter
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

TARGET = Path(__file__).parents[2] / "Tests/Golden/tokenizer"
MERGES = 120
CORPUS = """a photo of a cat and two dogs on the table . a traffic light next to a teddy bear
the man's bananas are on a red plate . there are three umbrellas under the tree . don't we're
a woman is standing near the fire hydrant while a child holds a kite . café über naïve 2024"""
TEXTS = [
    "", "a", "a photo of a cat", "the man's dog isn't here", "we're we'll they've i'd i'm don't",
    "traffic light, teddy bear.", "''s '", "1,000 cats!?", "café über naïve", "ünïcödé 猫 😀",
    "a-b/c_d", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "tablephotoumbrellastandinghydrant" * 4, "½ cup ² ٣",
]
PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"""


def byte_names():
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    names, free = {b: chr(b) for b in printable}, 0x100
    for byte in range(256):
        if byte not in names:
            names[byte] = chr(free)
            free += 1
    return printable, names


def learn(names):
    words = Counter(CORPUS.split())
    parts = {}
    for word in words:
        symbols = [names[b] for b in word.encode()]
        symbols[-1] += "</w>"
        parts[word] = symbols
    merges = []
    for _ in range(MERGES):
        pairs = Counter()
        for word, symbols in parts.items():
            for pair in zip(symbols, symbols[1:]):
                pairs[pair] += words[word]
        if not pairs:
            break
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        merges.append(best)
        for word, symbols in parts.items():
            merged, index = [], 0
            while index < len(symbols):
                if tuple(symbols[index : index + 2]) == best:
                    merged.append("".join(best))
                    index += 2
                else:
                    merged.append(symbols[index])
                    index += 1
            parts[word] = merged
    return merges


def main():
    printable, names = byte_names()
    order = printable + [b for b in range(256) if b not in printable]
    tokens = [names[b] for b in order]
    tokens += [token + "</w>" for token in tokens]
    merges = learn(names)
    tokens += ["".join(pair) for pair in merges] + ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: index for index, token in enumerate(tokens)}

    tokenizer = Tokenizer(models.BPE(vocabulary, merges, end_of_word_suffix="</w>"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="removed", invert=True),
        pre_tokenizers.ByteLevel(add_prefix_space=False)])

    for form in ["pair", "single", "old"]:
        (TARGET / form).mkdir(parents=True, exist_ok=True)
    (TARGET / "pair/vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False) + "\n")
    lines = "".join(f"{a} {b}\n" for a, b in merges)
    (TARGET / "pair/merges.txt").write_text("#version: 0.2\n" + lines)
    special = [{"id": vocabulary[t], "content": t} for t in ["<|startoftext|>", "<|endoftext|>"]]
    model = {"type": "BPE", "end_of_word_suffix": "</w>", "vocab": vocabulary}
    for form, pairs in [("single", [list(p) for p in merges]), ("old", [" ".join(p) for p in merges])]:
        file = {"added_tokens": special, "model": {**model, "merges": pairs}}
        (TARGET / form / "tokenizer.json").write_text(json.dumps(file, ensure_ascii=False) + "\n")
    start, end = vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]
    with open(TARGET / "golden.jsonl", "w") as out:
        for text in TEXTS:
            ids = [start, *tokenizer.encode(text, add_special_tokens=False).ids, end]
            out.write(json.dumps({"text": text, "ids": ids}) + "\n")


if __name__ == "__main__":
    main()
