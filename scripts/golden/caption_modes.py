#!/usr/bin/env python3
"""Writes Tests/Golden/modes: what published rules say of captions, for the modes that follow them.

Usage: python3 scripts/golden/caption_modes.py SHARED   (a folder with data/captions, data/categories)

`ngram`: OWL-ST's queries, written from appendix A.2 of "Scaling Open-Vocabulary Object Detection".
`substring`: the tags of Detic and RKD, written from their description: a name of a category stands
in the captions' lower-case text between spaces, or at an end beside one.

`cases.jsonl` holds hostile captions and every 200th of the real ones, with the answers; `all.json`
has SHA-256 digests of the answers for all of them, to be compared where SHARED is at hand.
"""
import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "Tests/Golden/modes"
SHARED = pathlib.Path(sys.argv[1]) / "data"

NASTY = [
    "", " ", "\t\n", "photo", "a photo of the", "the the the", "dog", "a dog", "dog ", " dog", "dog.",
    "a dog.", "DOG on a table", "a hot dog", "hot  dog here", "a\thot dog b", "a hot\u00a0dog b",
    "a hot dog\u3000b", "\u03a3\u039f\u03a6\u039f\u03a3 \u03a3 \u03a3. a\u03a3b \u039f\u03a3' \u03a3\u0301x",
    "\u0130stanbul dog \u0130 cat", "cafe\u0301 dog caf\u00e9", "a \u0301dog b", "an \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 dog",
    "a\x1cdog\x1dcat\x1eb\x1fc", "a\x85dog", "a\u200bdog b", "\u05d0\u05d1 dog \u05d2", "!!! ... dog --- , cat",
    "a 'dog' \"cat\" (bus) [car] {tie} <b>bird</b>", "dog,cat dog-cat well-known don't",
    "\u00abdog\u00bb \u201ccat\u201d \u2018bus\u2019 \u2014 car \u2026", "image of IMAGES Image, photos. www http://www.x.com",
    " ".join(f"w{i}" for i in range(60)), " ".join(["the"] * 400 + ["dog"]), " ".join(["dog"] * 40),
    " ".join(["of", "a"] * 150 + ["cat", "on", "the"] * 20), "x" * 5000, "\u00df \u1e9e \ufb01 \u01c5 \u2167",
    "a bow and an orange shirt with a tie", "train of thought", "ends with a dog", "dog starts",
    "a sausage, a hot_dog and_a cat", "bow (weapon) bow", "\x00 dog \x00", "\u1e9eE \u03a3",
]


def ngrams(caption, stop, generic, strip, words_max=10, queries_max=300):
    words = caption.lower().split()
    if strip:
        words = [strip(w) for w in words]
    words = [w for w in words if w and w not in generic]
    queries = []
    for start in range(len(words)):
        for length in range(1, words_max + 1):
            if start + length > len(words):
                break
            gram = words[start:start + length]
            if all(w in stop for w in gram):
                continue
            if len(queries) == queries_max:
                return queries
            queries.append(" ".join(gram))
    return queries


def map_name(name):
    name = name.replace("_", " ")
    if "(" in name:
        name = name[:name.find("(")]
    return name.lower().strip()


def tags(captions, categories):
    text = " ".join(captions).lower()
    found = []
    for index, names in enumerate(categories):
        for name in names:
            if name and (f" {name} " in text or text.startswith(name + " ")
                         or text.endswith(" " + name)):
                found.append(index)
                break
    return found


def real_captions():
    coco = json.load(open(SHARED / "captions/coco_captions_dev.json"))
    captions = [a["caption"] for a in coco["annotations"]]
    with open(SHARED / "captions/cc3m_validation.txt", encoding="utf-8") as file:
        captions += [line.rstrip("\n") for line in file]
    return captions


def main():
    stop = set((SHARED / "nlp/owlst_stopwords_127.txt").read_text().split())
    generic = set((SHARED / "nlp/owlst_generic_words.txt").read_text().split())
    assert len(stop) == 127 and len(generic) == 61
    lvis = json.load(open(SHARED / "categories/lvis_v1_train_cat_info.json"))
    lvis = [[map_name(n) for n in [c["name"]] + c["synonyms"]] for c in lvis]
    coco = [[map_name(c["name"])] for c in json.load(open(SHARED / "categories/coco.json"))["coco80"]]
    captions = real_captions()
    digests = {name: hashlib.sha256() for name in ("ngram", "lvis", "coco")}
    for caption in captions:
        digests["ngram"].update("\n".join(ngrams(caption, stop, generic, None)).encode() + b"\0")
        for name, categories in (("lvis", lvis), ("coco", coco)):
            found = tags([caption], categories)
            digests[name].update(",".join(map(str, found)).encode() + b"\n")
    pairs = [captions[i:i + 5] for i in range(0, len(captions), 5)]
    digests["lvis5"] = hashlib.sha256()
    for group in pairs:
        found = tags(group, lvis)
        digests["lvis5"].update(",".join(map(str, found)).encode() + b"\n")
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "all.json").write_text(json.dumps(
        {"captions": len(captions), **{n: d.hexdigest() for n, d in digests.items()}}, indent=1) + "\n")
    small = [["dog"], ["cat", "kitty"], ["sausage", "hot dog"], ["bow_(weapon)", "bow"], ["orange"],
             ["tie"], ["train"], ["bus"], ["bird"], ["caf\u00e9"], ["\u03c3\u03bf\u03c6\u03bf\u03c2"], ["and a"]]
    cleaned = [[map_name(n) for n in names] for names in small]
    with open(OUT / "cases.jsonl", "w", encoding="utf-8") as file:
        file.write(json.dumps({"vocabulary": small}) + "\n")
        for caption in NASTY + captions[::200]:
            case = {"caption": caption, "ngram": ngrams(caption, stop, generic, None),
                    "substring": tags([caption], cleaned)}
            if len(case["ngram"]) > 60:
                text = "\n".join(case["ngram"]).encode()
                case["ngram"] = {"count": len(case["ngram"]), "sha256": hashlib.sha256(text).hexdigest()}
            file.write(json.dumps(case) + "\n")


main()
