import Records

/// A crop with what is said under it, for the template `CropView.template`.
struct CropView {
  let address: String
  let kind: String
  /// Always shown.
  let text: String
  /// Shown beside `text` when the crop is enlarged.
  let about: String

  /// A crop inside `{{#crops}}`.
  static let template = """
    {{#crops}}<figure class="crop {{kind}}"><button type="button" class="zoom" \
    aria-label="Enlarge: {{text}}"><img src="{{address}}" alt="{{about}}"></button>\
    <figcaption><bdi>{{text}}</bdi> <span class="about"><bdi>{{about}}</bdi></span></figcaption>\
    </figure>{{/crops}}
    """
}
