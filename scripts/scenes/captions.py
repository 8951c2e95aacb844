"""Captions in several styles, saying only what the boxes make true."""

from collections import OrderedDict

from scenes.backgrounds import KINDS
from scenes.classes import article, plural

NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven"}
PAIRED = {"scissors"}                        # a plurale tantum: "a pair of scissors"
MASS = {"broccoli"}
MOODS = ("On a sunny morning", "On a quiet afternoon", "At the end of the day", "On a warm summer day",
         "In the early morning", "In a cheerful mood", "On a cold winter evening", "In the soft light")
PICTURES = ("a photo", "a picture", "a view", "an image", "a close-up", "a snapshot", "a drawing", "the scene")


def _choice(rng, items):
    return items[int(rng.integers(len(items)))]


def _size_word(obj, scene):
    share = obj.box[2] * obj.box[3] / (scene.image.width * scene.image.height)
    return "large" if share > 0.11 else "small" if share < 0.016 else None


def noun_phrase(rng, group, scene, plain=0.55):
    """ "a small red apple", "two knives", "several people" for objects of one class."""
    cls, count = group[0].cls, len(group)
    name = _choice(rng, cls.synonyms) if cls.synonyms and rng.random() < 0.2 else cls.name
    words = []
    if rng.random() > plain:
        size = _size_word(group[0], scene) if count == 1 else None
        if size and rng.random() < 0.6:
            words.append(_choice(rng, {"large": ("large", "big"), "small": ("small", "little", "tiny")}[size]))
        if cls.colours and rng.random() < 0.5:
            words.append(_choice(rng, cls.colours))
    if name in MASS:
        lead = ["some"] if count == 1 else [NUMBERS[count], *(["pieces", "of"])]
        return " ".join(lead + words + [name])
    if name in PAIRED:
        lead = "a pair of" if count == 1 else f"{NUMBERS[count]} pairs of"
        return " ".join([lead] + words + [name])
    if count == 1:
        return article(" ".join(words + [name]))
    many = [NUMBERS[count]] * 3
    many += ["a pair of", "a couple of"] if count == 2 else ["several", "a group of", "a bunch of"]
    return " ".join([_choice(rng, many)] + words + [plural(name)])


def _listing(parts):
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]


def relation(a, b):
    """A preposition that holds of box a with respect to box b, or None."""
    (ax, ay, aw, ah), (bx, by, bw, bh) = a.box, b.box
    gap_x, gap_y = max(bx - ax - aw, ax - bx - bw), max(by - ay - ah, ay - by - bh)
    if gap_x < 0 and gap_y < 0:
        return None                          # overlapping: nothing simple is true
    dx, dy = ax + aw / 2 - bx - bw / 2, ay + ah / 2 - by - bh / 2
    if max(gap_x, gap_y) < 16:
        return "next to" if gap_x >= gap_y else ("just above" if dy < 0 else "just below")
    if gap_x > 0 and abs(dx) > 1.5 * abs(dy):
        return "to the left of" if dx < 0 else "to the right of"
    if gap_y > 0 and abs(dy) > 1.5 * abs(dx):
        return "above" if dy < 0 else "below"
    return None


def _posture(rng, cls):
    if cls.supercategory == "animal":
        return _choice(rng, ("resting", "sitting", "shown", "waiting"))
    if cls.supercategory == "vehicle":
        return _choice(rng, ("parked", "stopped", "shown"))
    if cls.supercategory == "person":
        return "standing"
    return _choice(rng, ("sitting", "placed", "shown", "lying"))


def _is(group):
    plain_plural = len(group) > 1 and group[0].cls.name not in MASS
    return "are" if plain_plural else "is"


def _relations(groups):
    singles = [g[0] for g in groups if len(g) == 1]
    found = [(a, b, relation(a, b)) for a in singles for b in singles if a is not b]
    return [f for f in found if f[2]]


def one_caption(rng, scene, groups, style):
    """One caption; `groups` are the objects by class, in random order."""
    where = _choice(rng, KINDS[scene.background][0]) if rng.random() < 0.65 else ""
    tail = f" {where}" if where else ""
    few = groups[:int(rng.integers(1, min(len(groups), 4) + 1))]
    listed = _listing([noun_phrase(rng, g, scene) for g in few])
    if style == "relation":
        known = _relations(groups)
        if known:
            a, b, rel = _choice(rng, known)
            subject, other = noun_phrase(rng, [a], scene), noun_phrase(rng, [b], scene)
            verb = _choice(rng, ("is", "sits", "can be seen")) if rng.random() < 0.6 else _posture(rng, a.cls)
            stop = "." if rng.random() < 0.9 else ""
            return f"{subject[0].upper()}{subject[1:]} {verb} {rel} {other}{tail}{stop}"
        style = "telegraphic"
    if style == "telegraphic":
        return listed + tail
    if style == "photo":
        lead = _choice(rng, PICTURES)
        return f"{lead[0].upper()}{lead[1:]} of {listed}{tail}." if lead != "the scene" else f"The scene shows {listed}{tail}."
    if style == "existential":
        verb = _is(few[0])
        return f"There {verb} {listed}{tail}."
    if style == "posture":
        subject = noun_phrase(rng, groups[0], scene)
        return f"{subject[0].upper()}{subject[1:]} {_posture(rng, groups[0][0].cls)} {where or 'in the middle of the picture'}."
    if style == "mood":
        return f"{_choice(rng, MOODS)}, {listed} can be seen{tail}."
    # "together": everything in one sentence, the background last
    listed = _listing([noun_phrase(rng, g, scene) for g in groups[:5]])
    verb = "are" if len(groups) > 1 else _is(groups[0])
    return f"{listed[0].upper()}{listed[1:]} {verb} {where or 'in the picture'}."


STYLES = ("relation", "telegraphic", "photo", "existential", "posture", "mood", "together")


def captions_for(rng, scene):
    """Three to five different captions of one scene."""
    by_class = OrderedDict()
    for obj in scene.objects:
        by_class.setdefault(obj.cls.id, []).append(obj)
    groups = list(by_class.values())
    out = []
    for i in rng.permutation(len(STYLES))[:int(rng.integers(3, 6))]:
        shuffled = [groups[j] for j in rng.permutation(len(groups))]
        out.append(one_caption(rng, scene, shuffled, STYLES[i]))
    return list(OrderedDict.fromkeys(out))
