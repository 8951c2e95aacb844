"""The phrases the models learn from: class names, distractor nouns, templates."""

from scenes.backgrounds import KINDS
from scenes.classes import CLASSES, article, plural

TEMPLATES = (
    "{a}", "{a}.", "{n}.", "{n}", "a photo of {a}.", "a photo of the {n}.", "a photo of {a}", "there is {a}.",
    "there is {a} in the scene.", "a picture of {a}.", "an image of {a}.", "the {n}", "one {n}",
    "a close-up photo of {a}.", "a cropped photo of {a}.", "a good photo of {a}.", "this is {a}.",
    "a small {n}", "a large {n}", "a photo of a small {n}.", "a photo of a large {n}.",
    "a drawing of {a}.", "a photo of one {n}.", "there is the {n} in the scene.", "itap of {a}.",
)
PLURAL_TEMPLATES = ("{p}", "two {p}", "several {p}.", "a photo of {p}.", "three {p}", "a group of {p}", "a couple of {p}")

BACKGROUND_NOUNS = tuple(dict.fromkeys(n for _, nouns in KINDS.values() for n in nouns))
# Words that captions use and that name no object: never right for an object's crop.
OTHER_NOUNS = (
    "photo", "picture", "image", "view", "close-up", "snapshot", "drawing", "scene", "group", "bunch", "pair",
    "couple", "background", "front", "top", "middle", "morning", "afternoon", "evening", "day", "end", "light",
    "mood", "winter", "summer", "left", "right", "piece", "side", "corner", "ground", "kitchen", "kitchen floor",
    "beach", "shadow", "night", "time", "row", "lot", "room", "foreground", "line", "spot", "sun", "rain",
    "open sky", "grassy field", "white snow", "red", "blue", "white", "sitting", "parked", "shown", "placed",
)
NOUNS = tuple(dict.fromkeys(BACKGROUND_NOUNS + OTHER_NOUNS))


def class_phrase(rng, cls):
    """A phrase for a class: any template, sometimes a synonym, a plural or a true colour."""
    name = cls.name
    if cls.synonyms and rng.random() < 0.25:
        name = cls.synonyms[rng.integers(len(cls.synonyms))]
    roll = rng.random()
    if roll < 0.12:
        return PLURAL_TEMPLATES[rng.integers(len(PLURAL_TEMPLATES))].format(p=plural(name))
    if roll < 0.24 and cls.colours:
        name = f"{cls.colours[rng.integers(len(cls.colours))]} {name}"
    return fill(TEMPLATES[rng.integers(len(TEMPLATES))], name)


def noun_phrase(rng, noun):
    return fill(TEMPLATES[rng.integers(len(TEMPLATES))], noun)


def fill(template, name):
    return template.format(a=article(name), n=name)


def vocabulary_corpus(rng, captions):
    """Sentences that the tokenizer learns its merges from."""
    phrases = [class_phrase(rng, c) for c in CLASSES for _ in range(20)]
    phrases += [fill(t, c.name) for c in CLASSES for t in TEMPLATES]
    phrases += [s for c in CLASSES for s in c.synonyms for _ in range(20)]
    phrases += [plural(c.name) for c in CLASSES for _ in range(10)]
    phrases += [noun_phrase(rng, n) for n in NOUNS for _ in range(20)]
    return list(captions) + phrases
