/// The word lists of OWL-ST's n-gram queries.
enum NGramWords {
  /// The 61 words that say nothing of a picture and are taken out before runs are formed.
  ///
  /// Source: M. Minderer, A. Gritsenko, N. Houlsby, "Scaling Open-Vocabulary Object Detection"
  /// (2023), appendix A.2.
  static let generic = words(
    """
    alibaba aliexpress amazon available background blog buy co com description diy download
    facebook free gif hd ideas illustration illustrations image images img instagram jpg online
    org original page pdf photo photography photos picclick picture pictures png porn premium
    resolution royalty sale sex shutterstock stock svg thumbnail tumblr tumgir twitter uk uploaded
    vector vectors video videos wallpaper wallpapers wholesale www xxx youtube
    """)

  /// The 127 English stop words; runs of nothing else are no queries.
  ///
  /// Source: the English list of NLTK's stop-word corpus (M. F. Porter and others) in its form of
  /// 127 words, which the same appendix uses.
  static let stop = words(
    """
    a about above after again against all am an and any are as at be because been before being
    below between both but by can did do does doing don down during each few for from further had
    has have having he her here hers herself him himself his how i if in into is it its itself
    just me more most my myself no nor not now of off on once only or other our ours ourselves out
    over own s same she should so some such t than that the their theirs them themselves then
    there these they this those through to too under until up very was we were what when where
    which while who whom why will with you your yours yourself yourselves
    """)

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
