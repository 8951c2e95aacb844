/// The closed classes of English, as far as captions use them.
enum FunctionWords {
  static let determiners = WordLists.words(
    """
    a all an another any both each either enough every few half many most much multiple neither no
    numerous several some such the these this those various
    """)

  static let possessives = WordLists.words("my your his her its our their whose")

  static let pronouns = WordLists.words(
    """
    anybody anyone anything everybody everyone everything he hers herself him himself i it itself
    me mine myself nobody none nothing oneself other others ours ourselves she somebody someone
    something that theirs them themselves there they us we what whatever which who whoever whom
    you yours yourself yourselves
    """)

  /// Pronouns that stand where a noun phrase could.
  static let indefinites = WordLists.words(
    """
    anybody anyone anything everybody everyone everything nobody none nothing one oneself other
    others somebody someone something
    """)

  static let prepositions = WordLists.words(
    """
    aboard about above across after against along alongside amid amidst among amongst around as at
    atop before behind below beneath beside besides between beyond by despite down during except
    for from in inside into like near nearby of off on onto opposite out outside over past per
    since through throughout til till to toward towards under underneath unlike until unto up upon
    versus via vs vs. w/ wit with within without
    """)

  static let conjunctions = WordLists.words(
    "and or but nor yet so & plus + while as because although though if when where than whether")

  static let auxiliaries = WordLists.words(
    """
    'd 'll 'm 're 've am are aren't be been being can can't cannot could couldn't did didn't do
    does doesn't don't had has hasn't have haven't having is isn't may might must shall should was
    wasn't were weren't will won't would wouldn't
    """)

  static let adverbs = WordLists.words(
    """
    again ago ahead almost alone already also altogether always anyway apart aside away back
    backward backwards barely close-by down downhill downstairs downtown downward either else
    elsewhere enough even ever everywhere far fast forever forth forward forwards hard hardly here
    high how however in indoors instead inward just later least less low maybe meanwhile midair
    more most n't nearby never next not now nowhere off often on once only out outdoors outward
    over overhead perhaps please quite rather really side-by-side sideways simply somehow
    sometimes somewhat somewhere soon still straight then thereby therefore together tomorrow
    tonight too twice up uphill upright upside upstairs upward upwards usually very well why
    yesterday
    """)

  static let numbers = WordLists.words(
    """
    billion dozen dozens eight eighteen eighty eleven fifteen fifty five forty four fourteen
    hundred hundreds million nine nineteen ninety one seven seventeen seventy six sixteen sixty
    ten thirteen thirty thousand thousands three twelve twenty two zero
    """)

  /// Nouns that a participle joins to describe a third: `snow covered`, `horse drawn`.
  static let participleNouns = WordLists.words(
    """
    battery bread brick cheese chocolate cloud dirt flower fruit grass hand horse ice leaf moss mud
    oven pan rain salt sand sea snow steam stone sugar sun tree vine water wind wood
    """)

  /// All words of the closed classes, possessive endings among them.
  static let all = determiners.union(possessives).union(pronouns).union(prepositions)
    .union(conjunctions).union(auxiliaries).union(["'s", "n't", "not", "here", "very", "too"])
}
