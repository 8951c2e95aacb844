#!/usr/bin/env python3
"""Writes generated captions to stdout: the same ones for a seed, as many as asked for, streaming.

    python3 scripts/bench/generate_captions.py 10000000 --seed 7 | zstd > captions.tsv.zst

Lines are `image<TAB>caption`, five captions an image. Words are drawn with the skew of natural text
(a Zipf law), and made-up words keep arriving, so that the number of distinct names grows with the
number of captions as it does on the web.
"""

import argparse
import random
import sys

NOUNS = """man woman person dog cat horse table plate street building field tree car bus train truck
boat bench umbrella kite ball bat glove racket skateboard surfboard snowboard pizza sandwich cake
donut banana apple orange carrot bowl cup fork knife spoon bottle glass vase flower chair couch bed
toilet sink oven refrigerator microwave toaster clock book laptop keyboard mouse phone television
remote bird sheep cow elephant bear zebra giraffe bag suitcase tie hat shirt jacket shoe sign light
hydrant meter window door wall floor road beach wave mountain hill river lake grass snow sand sky
bridge tower church house room kitchen bathroom mirror lamp pillow blanket towel rug basket box
girl boy child baby player rider surfer skier crowd team plane airport station track kitten puppy
tomato onion pepper cheese bread soup salad noodle rice chicken fish shrimp coffee wine beer""".split()
ADJECTIVES = """large small red blue green white black brown yellow old young wooden metal empty
busy tall tiny bright dark striped plastic stone colorful wet dirty clean modern snowy grassy""".split()
MODIFIERS = """city street kitchen tennis baseball traffic fire stop coffee wine dining living parking
train bus computer cell water soccer picnic park beach christmas birthday school police tour""".split()
VERBS = """sitting standing lying walking running resting waiting placed parked shown seen left""".split()
PLACES = """on near behind under above beside against inside outside of""".replace(" of", "").split()
SYLLABLES = "ba ko ri ta lu men dor vi sa que zil pa tro ney gal mi fen ro".split()


def made_up(random_source, rank):
    """A word for a rank of the endless tail: always the same one."""
    word = ""
    rank += 1
    while rank:
        rank, digit = divmod(rank, len(SYLLABLES))
        word += SYLLABLES[digit]
    return word + ("" if len(word) > 3 else "x")


def zipf(random_source, size):
    """A rank below `size`, the first ones the most likely."""
    return int(size ** random_source.random()) - 1


def noun(random_source, number):
    if random_source.random() < 0.01:
        # The tail grows with the captions written so far.
        return made_up(random_source, int(random_source.random() * (number + 100)))
    word = NOUNS[zipf(random_source, len(NOUNS))]
    if random_source.random() < 0.3:
        return MODIFIERS[zipf(random_source, len(MODIFIERS))] + " " + word
    return word


def phrase(random_source, number):
    words = noun(random_source, number)
    if random_source.random() < 0.4:
        words = ADJECTIVES[zipf(random_source, len(ADJECTIVES))] + " " + words
    draw = random_source.random()
    if draw < 0.15:
        return "two " + words + "s"
    return ("a " if draw < 0.7 else "the ") + words


def caption(random_source, number):
    text = phrase(random_source, number)
    for _ in range(1 + int(random_source.random() * 3)):
        text += f" {random_source.choice(VERBS)} {random_source.choice(PLACES)} "
        text += phrase(random_source, number)
    return text[0].upper() + text[1:] + "."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--first", type=int, default=0, help="number of the first caption")
    options = parser.parse_args()
    lines = []
    for number in range(options.first, options.first + options.count):
        # A source of its own for each caption: any part of the corpus can be made alone.
        random_source = random.Random(options.seed * 1_000_003 + number)
        lines.append(f"{number // 5:09d}.jpg\t{caption(random_source, number)}\n")
        if len(lines) == 10_000:
            sys.stdout.write("".join(lines))
            lines.clear()
    sys.stdout.write("".join(lines))


if __name__ == "__main__":
    main()
