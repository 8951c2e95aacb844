/// Lists of words written as text.
enum WordLists {
  /// The words of a text, separated by white space.
  static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}
