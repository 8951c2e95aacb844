/// Plurals that the endings alone do not tell.
enum NounForms {
  /// `plural=singular`, and words that stand for others (`people=person`).
  static let irregular = """
    people=person peoples=person persons=person person's=person folk=folk folks=folk
    men=man mens=man women=woman womens=woman children=child childrens=child childs=child
    feet=foot teeth=tooth geese=goose mice=mouse lice=louse oxen=ox dice=die pence=penny
    knives=knife wives=wife lives=life midwives=midwife penknives=penknife
    cacti=cactus octopi=octopus hippopotami=hippopotamus fungi=fungus stimuli=stimulus alumni=alumnus
    antennae=antenna media=medium bacteria=bacterium criteria=criterion phenomena=phenomenon
    axes=axe buses=bus busses=bus gases=gas lenses=lens irises=iris atlases=atlas
    canvases=canvas christmases=christmas trellises=trellis pelvises=pelvis aliases=alias
    quizzes=quiz tvs=tv cds=cd dvds=dvd pcs=pc suvs=suv rvs=rv atvs=atv vans=van ads=ad
    kids=kid dads=dad moms=mom bbqs=bbq 's=s sheeps=sheep deers=deer fishes=fish
    bookshelves=bookshelf surroundings=surroundings belongings=belongings
    leaves=leaf loaves=loaf halves=half calves=calf hooves=hoof wolves=wolf shelves=shelf
    scarves=scarf elves=elf thieves=thief selves=self werewolves=werewolf
    potatos=potato tomatos=tomato skiis=ski skies=sky skiers=skier pizzas=pizza
    gooses=goose foots=foot tooths=tooth mouses=mouse knifes=knife leafs=leaf
    loafs=loaf scarfs=scarf giraffes=giraffe zebras=zebra
    crises=crisis oases=oasis bases=base vertices=vertex matrices=matrix indices=index
    stairs=stairs greens=greens movies=movie cookies=cookie
    """

  /// Families of irregular plurals by ending.
  static let families: [(plural: String, singular: String)] = [
    ("women", "woman"), ("men", "man"), ("children", "child"), ("people", "person"),
    ("feet", "foot"), ("teeth", "tooth"), ("geese", "goose"), ("wives", "wife"),
    ("knives", "knife"),
  ]

  /// Only ever plural.
  static let onlyPlural = WordLists.words(
    """
    belongings binoculars bleachers boxers briefs clothes coveralls dungarees earphones eyeglasses
    fireworks french-fries goggles greens headphones jeans khakis leggings outskirts overalls
    pajamas panties pants pliers pyjamas remains scissors shears shorts spectacles stairs
    sunglasses surroundings suspenders sweatpants tights tongs trousers trunks tweezers woods
    """)

  /// Only ever plural, or the same in the plural, or singular in spite of an -s or -men.
  static let unchanged = onlyPlural.union(
    WordLists.words(
      """
      abdomen acumen always asparagus athletics atlas bias bus cactus canvas cattle chassis chess
      christmas citrus cosmos couscous debris economics electronics ethos gas glass gymnastics
      hummus iris kansas kudos lens lotus mathematics mattress molasses moss news octopus omen
      overseas pancreas paris perhaps physics plus ramen regimen semen series species specimen
      sports stamen swiss tapas tennis texas thermos trellis walrus yes
      """
    ))

  /// Singulars in -ie: their plurals in -ies lose only the s.
  static let singularsInIe = WordLists.words(
    """
    aussie beanie birdie bookie boogie brie brownie bogie budgie caddie calorie collie cookie coolie
    cutie doggie eerie foodie genie girlie goalie goodie hippie hoodie homie indie junkie kiddie
    laddie lassie lie magpie movie newbie pie pinkie prairie quickie rookie selfie sharpie smoothie
    sortie sweetie talkie techie tie underdoggie veggie walkie wedgie weenie yuppie zombie
    """)

  /// Singulars in -oe.
  static let singularsInOe = WordLists.words(
    "aloe canoe doe floe foe hoe horseshoe mistletoe oboe roe shoe sloe snowshoe tiptoe toe woe")

  /// Singulars in -f whose plural is in -ves.
  static let singularsInF = WordLists.words(
    "bookshelf calf elf half hoof kerchief leaf loaf scarf self sheaf shelf thief werewolf wolf")

  /// Singulars in -i.
  static let singularsInI = WordLists.words(
    """
    alibi bikini broccoli chili corgi deli graffiti hibachi jacuzzi kiwi martini mini panini
    pepperoni safari sari ski taxi tsunami tuktuki wasabi yeti zucchini wii spaghetti ravioli
    """)

  /// Singulars in -che, -she, -xe, -use: their plurals keep the e.
  static let singularsInE = WordLists.words(
    """
    ache avalanche axe backache brioche cache cause cliche clause creche douche excuse fuse
    greenhouse headache house lighthouse farmhouse birdhouse doghouse firehouse warehouse townhouse
    treehouse playhouse henhouse outhouse clubhouse porsche quiche moustache mustache muse
    niche pause pickaxe psyche quiche refuse ruse spouse blouse mouse titmouse toothache
    tube use creuse deuce luxe nurse
    """)
}
