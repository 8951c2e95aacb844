"""The class table: what each emoji is called and what is true of it.

Only emoji whose plain English name is really what the picture shows, and
that are visually distinct from each other.  `colours` are the dominant
colours of the Noto drawing, so that a caption may mention one truthfully.
"""

from dataclasses import dataclass

# name | emoji | supercategory | split | colours | synonyms
TABLE = """
person|🧍|person|base|orange|
bicycle|🚲|vehicle|base|blue|bike
car|🚗|vehicle|base|red|
motorcycle|🏍|vehicle|base|red|motorbike
airplane|✈|vehicle|novel|blue|plane
bus|🚌|vehicle|novel|blue|
train|🚆|vehicle|base|blue|
truck|🚚|vehicle|base|orange|
boat|⛵|vehicle|base|red,white|sailboat
tractor|🚜|vehicle|base|green|
helicopter|🚁|vehicle|base|yellow|
rocket|🚀|vehicle|novel|red,white|
scooter|🛴|vehicle|base|blue|kick scooter
canoe|🛶|vehicle|base|brown|
traffic light|🚦|outdoor|base||traffic signal
mailbox|📫|outdoor|base|blue|
tent|⛺|outdoor|base|orange|
house|🏠|outdoor|base|white|
snowman|⛄|outdoor|base|white|
anchor|⚓|outdoor|base|gray|
bird|🐦|animal|base|blue|
cat|🐈|animal|novel|yellow|
dog|🐕|animal|novel|brown|
horse|🐎|animal|base|brown|
sheep|🐑|animal|base|white|
cow|🐄|animal|novel|black and white|
elephant|🐘|animal|novel|gray|
bear|🐻|animal|base|brown|
zebra|🦓|animal|base|black and white|
giraffe|🦒|animal|base|yellow|
pig|🐖|animal|base|pink|
rabbit|🐇|animal|base|gray|bunny
duck|🦆|animal|base|brown|
fish|🐟|animal|base|blue|
turtle|🐢|animal|base|green|tortoise
snake|🐍|animal|base|green|
penguin|🐧|animal|base|black and white|
owl|🦉|animal|novel|brown|
butterfly|🦋|animal|base|orange|
snail|🐌|animal|base|brown|
octopus|🐙|animal|base|pink|
crab|🦀|animal|base|orange|
whale|🐋|animal|base|blue|
frog|🐸|animal|base|green|
camel|🐪|animal|base|yellow|
kangaroo|🦘|animal|base|brown|
lion|🦁|animal|base|yellow|
monkey|🐒|animal|base|brown|
rooster|🐓|animal|base||cockerel
bee|🐝|animal|base|yellow|
flamingo|🦩|animal|base|pink|
parrot|🦜|animal|base|green|
backpack|🎒|accessory|base|red|rucksack
umbrella|☂|accessory|novel|purple|
handbag|👜|accessory|base|brown|purse
suitcase|🧳|accessory|base|blue|
crown|👑|accessory|novel|golden|
shoe|👟|accessory|base|blue|sneaker
boot|👢|accessory|base|brown|
dress|👗|accessory|base|blue|
tennis racket|🎾|sports|base|blue|
baseball|⚾|sports|base|white|
basketball|🏀|sports|base|orange|
kite|🪁|sports|base||
skateboard|🛹|sports|novel|black|
sled|🛷|sports|base|red|sledge
bottle|🍾|kitchen|base|green|
wine glass|🍷|kitchen|base||
cup|☕|kitchen|novel|white|mug
knife|🔪|kitchen|novel|gray|
spoon|🥄|kitchen|base|gray|
bowl|🥣|kitchen|base|blue|
banana|🍌|food|base|yellow|
apple|🍎|food|base|red|
sandwich|🥪|food|base||
tangerine|🍊|food|base|orange|
broccoli|🥦|food|base|green|
carrot|🥕|food|base|orange|
hot dog|🌭|food|base||hotdog
pizza|🍕|food|base||
donut|🍩|food|base|brown|doughnut
cake|🎂|food|novel|pink|
hamburger|🍔|food|base||burger
pineapple|🍍|food|novel|yellow|
strawberry|🍓|food|base|red|
pretzel|🥨|food|base|brown|
eggplant|🍆|food|base|purple|aubergine
avocado|🥑|food|base|green|
chair|🪑|furniture|base|brown|
couch|🛋|furniture|novel|blue|sofa
potted plant|🪴|furniture|base|green|houseplant
bed|🛏|furniture|base|blue|
toilet|🚽|furniture|base|white|
bathtub|🛁|furniture|base|white|bath
television|📺|electronic|base|brown|tv
laptop|💻|electronic|base|gray|notebook computer
computer mouse|🖱|electronic|base|white|
keyboard|⌨|electronic|novel|white|
cell phone|📱|electronic|base|black|mobile phone
camera|📷|electronic|base|black|
book|📕|indoor|base|red|
clock|⏰|indoor|base|red|alarm clock
vase|🏺|indoor|base|brown|
scissors|✂|indoor|novel|red|
teddy bear|🧸|indoor|base|brown|
toothbrush|🪥|indoor|base|orange|
key|🔑|indoor|base|golden|
balloon|🎈|indoor|base|red|
basket|🧺|indoor|base|brown|
candle|🕯|indoor|base|white|
guitar|🎸|music|novel|red|
drum|🥁|music|base|red|
trumpet|🎺|music|base|golden|
tree|🌳|plant|base|green|
cactus|🌵|plant|base|green|
mushroom|🍄|plant|novel|red and white|
sunflower|🌻|plant|base|yellow|
"""

IRREGULAR = {
    "person": "people", "knife": "knives", "sheep": "sheep", "fish": "fish",
    "cactus": "cacti", "scissors": "scissors", "computer mouse": "computer mice",
    "octopus": "octopuses", "snowman": "snowmen", "broccoli": "broccoli",
}


@dataclass(frozen=True)
class ObjectClass:
    id: int
    name: str
    emoji: str
    supercategory: str
    split: str
    colours: tuple
    synonyms: tuple


def plural(name):
    """The plural of a class name or of one of its synonyms."""
    if name in IRREGULAR:
        return IRREGULAR[name]
    if name.endswith(("s", "x", "z", "ch", "sh")):
        return name + "es"
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"


def article(phrase):
    return ("an " if phrase[0] in "aeiou" else "a ") + phrase


def _parse():
    rows = []
    for line in TABLE.strip().splitlines():
        name, emoji, group, split, colours, synonyms = line.split("|")
        rows.append(ObjectClass(len(rows) + 1, name, emoji, group, split,
                                tuple(c for c in colours.split(",") if c),
                                tuple(s for s in synonyms.split(",") if s)))
    return tuple(rows)


CLASSES = _parse()
BASE = tuple(c for c in CLASSES if c.split == "base")
NOVEL = tuple(c for c in CLASSES if c.split == "novel")
