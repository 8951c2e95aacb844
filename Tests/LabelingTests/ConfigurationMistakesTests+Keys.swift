extension ConfigurationMistakesTests {
  static let wrongKeys: [Wrong] = [
    Wrong(
      "labels:\n  ▸temprature: 0.01",
      "unknown key 'temprature' in labels; did you mean 'temperature'?"),
    Wrong(
      "labels:\n  ▸topConcepts: 5",
      "unknown key 'topConcepts' in labels; did you mean 'top_concepts'?"),
    Wrong("labels:\n  ▸zebra: 1", "unknown key 'zebra' in labels"),
    Wrong("▸lables: {}", "unknown key 'lables' in the pipeline; did you mean 'labels'?"),
    Wrong(
      "▸temperature: 0.1",
      "unknown key 'temperature' in the pipeline; did you mean 'labels.temperature'?"),
    Wrong(
      "plan: {▸nms_iou: 0.5}",
      "unknown key 'nms_iou' in plan; did you mean 'regions.chain.nms_iou'?"),
    Wrong("▸<<: {a: 1}", "unknown key '<<' in the pipeline"),
    Wrong("▸\"a\\nb\": 1", "unknown key 'a\\u000ab' in the pipeline"),
    Wrong(
      "▸seed: 1\nlabels: {▸rule: first}\nplan: {unit_images: ▸x}",
      "unknown key 'seed' in the pipeline; did you mean 'report.seed'?",
      "unknown key 'rule' in labels; did you mean 'labels.class_boxes.rule'?",
      "plan.unit_images does not fit, found x"),
    Wrong(
      "plan:\n  unit_images: 8\n  ▸unit_images: 9",
      "repeated key 'unit_images' in plan, found it at my.yaml:2:3 already"),
    Wrong(
      "plan: {unit_images: 8, ▸\"unit_images\": 9, ▸unit_images: 1}",
      "repeated key 'unit_images' in plan, found it at my.yaml:1:8 already",
      "repeated key 'unit_images' in plan, found it at my.yaml:1:8 already"),
    Wrong(
      "report: {title: title, seed: 3, ▸title: other title, ▸seed: 4}\nlabels: {▸title: x}",
      "repeated key 'title' in report, found it at my.yaml:1:10 already",
      "repeated key 'seed' in report, found it at my.yaml:1:24 already",
      "unknown key 'title' in labels; did you mean 'report.title'?"),
    Wrong(
      "plan: {}\n▸plan: {}", "repeated key 'plan' in the pipeline, found it at my.yaml:1:1 already"
    ),
    Wrong(
      file: """
        ▸input: {images: a, captions: b.json}
        regions: {teacher: {model: m}, proposals: [{kind: whole_image}]}
        """,
      "missing key version"),
    Wrong(
      file: """
        version: 1
        ▸input: {captions: b.json}
        regions: {▸teacher: {}, proposals: [{kind: whole_image}]}
        """,
      "missing key input.images", "missing key regions.teacher.model"),
    Wrong(
      file: """
        version: 1
        input:
          ▸images:
          captions: a.json
        regions: {teacher: {▸model: null}, proposals: [{kind: whole_image}]}
        """,
      "missing key input.images", "missing key regions.teacher.model"),
  ]
}
