/// Nouns that count or measure what follows `of`.
enum MeasureNouns {
  /// Alone before `of` they name nothing: `a bunch of bananas` names the banana.
  ///
  /// Containers (cup, bowl, plate, bottle, box, basket, vase) are things of their own and not here.
  static let names = WordLists.words(
    """
    abundance amount arrangement array assortment batch bit body bunch chunk collection combination
    couple dash display dozen duo example form group half handful heap hundred image kind load lot
    majority mass medley million mix mixture multitude number pair part photo photograph picture
    piece plenty plethora portion quantity quarter range remainder rest row scoop selection
    sequence series set slab slice sort spread style thousand ton trio type variety version view
    """)

  /// Groups of living or like things, which a user may want to keep or to drop.
  static let collectives = WordLists.words(
    """
    band bouquet bundle clump cluster colony crowd family flock gang gathering herd horde line
    litter mob pack pile school section stack string swarm team
    """)
}
