extension ConfigurationMistakesTests {
  static let wrongForm: [Wrong] = [
    Wrong(file: "▸", "empty pipeline"),
    Wrong(file: "▸# nothing but a comment\n", "empty pipeline"),
    Wrong(file: "▸just a word", "the pipeline is not a mapping, found just a word"),
    Wrong(file: "▸- a\n- b\n", "the pipeline is not a mapping, found a list of 2"),
    Wrong(
      file: "version: 1\n▸\tplan: {}\n",
      "not valid YAML: found a tab character that violates indentation while scanning a plain "
        + "scalar"),
    Wrong(
      file: "plan: {a: 1\nlabels▸: [",
      "not valid YAML: did not find expected ',' or '}' while parsing a flow mapping"),
    Wrong(
      file: "report: {title: \"a\n▸",
      "not valid YAML: found unexpected end of stream while scanning a quoted scalar"),
    Wrong(
      "plan:\n  unit_images: 8\n ▸labels: 9",
      "not valid YAML: did not find expected key while parsing a block mapping"),
    Wrong("plan: {unit_images: ▸*eight}", "not valid YAML: found undefined alias"),
    Wrong("report: {title: ▸!!binary aGk=}", "YAML tag, found tag:yaml.org,2002:binary"),
    Wrong("report: {title: a▸\u{7}b}", "control character, found U+7"),
    Wrong("report: {title: é▸\u{0}}", "control character, found U+0"),
    Wrong("report: {title: a▸\u{2028}}", "control character, found U+2028"),
    Wrong("plan: {}\r▸labels: {}", "control character, found U+D"),
    Wrong("plan: {}\r\nlabels: ▸3\r\n", "labels is not a mapping, found 3"),
    Wrong("? ▸[a, b]\n: 1", "key that is not a word"),
    Wrong(
      file: "version: 1\n▸--- \nversion: 1",
      "not valid YAML: expected a single document in the stream, but found another document"),
    Wrong(
      "report:\n  title: " + String(repeating: "[", count: 31) + "▸[[]]"
        + String(repeating: "]", count: 31),
      "too large a pipeline"),
  ]

  static let wrongTogether: [Wrong] = [
    Wrong(
      file: """
        version: ▸2
        input: {images: a, captions: b.json}
        regions: {teacher: {model: m}, proposals: [{kind: whole_image}]}
        """,
      "version does not fit, found 2"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: b.json}
        regions:
          teacher:
            {model: m, mode: roi_align, scales: ▸[1, 1.5], overhang: ▸black,
             roi_align: {shortest_side: 600, longest_side: ▸500}}
          proposals: [{kind: whole_image}]
        """,
      "regions.teacher.scales has no meaning with mode roi_align, found [1.0, 1.5]",
      "regions.teacher.overhang has no meaning with mode roi_align, found \"black\"",
      "regions.teacher.roi_align.longest_side is below shortest_side, found 500"),
    Wrong(
      file: """
        version: 1
        ▸input: {images: a}
        regions: {teacher: {model: m}, proposals: [{kind: whole_image}]}
        """,
      "nothing to make concepts of"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: ▸b.json, captions_format: none}
        regions: {teacher: {model: m}, proposals: [{kind: whole_image}]}
        """,
      "nothing to make concepts of"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: ▸b.xml}
        regions: {teacher: {model: m}, proposals: [{kind: whole_image}]}
        """,
      "the format of input.captions is unknown, found \"b.xml\""),
    Wrong(
      file: """
        version: 1
        input: {images: ▸~/a, captions: b.json}
        regions: {teacher: {model: m}, proposals: [{kind: whole_image}, {kind: ▸ground_truth}]}
        """,
      "input.images does not fit, found ~/a",
      "regions.proposals.1 has no boxes to propose, found nothing"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: b.json}
        regions:
          teacher: {model: m, crop: ▸squish, scales: [1, ▸0], batch: ▸0}
          proposals: ▸[]
          chain: {▸nms: 0.5}
        """,
      "regions.teacher.crop does not fit, found squish; did you mean 'squash'?",
      "regions.teacher.scales.1 does not fit, found 0",
      "regions.teacher.batch does not fit, found 0",
      "regions.proposals does not fit, found a list of 0", "unknown key 'nms' in regions.chain"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: b.json}
        regions:
          teacher: {model: m, precision: ▸int4, int8_cosine_min: ▸99}
          proposals: [{kind: whole_image}]
        """,
      "regions.teacher.precision does not fit, found int4; did you mean 'int8'?",
      "regions.teacher.int8_cosine_min does not fit, found 99"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: b.json}
        regions:
          teacher: {model: m}
          proposals:
            - ▸owlv2
            - ▸{cells: [2]}
            - kind: ▸owlv3
            - ▸kind: owlv2
            - kind: grid
              ▸model: m
            - {kind: grid, cells: [▸0], ▸kind: grid}
            - {kind: whole_image, exempt: ▸Yes}
        """,
      "regions.proposals.0 is not a mapping, found owlv2",
      "missing key regions.proposals.1.kind; did you mean kind: grid?",
      "regions.proposals.2.kind does not fit, found owlv3; did you mean 'owlv2'?",
      "missing key regions.proposals.3.model",
      "unknown key 'model' in regions.proposals.4; did you mean 'regions.teacher.model'?",
      "regions.proposals.5.cells.0 does not fit, found 0",
      "repeated key 'kind' in regions.proposals.5, found it at my.yaml:12:8 already",
      "regions.proposals.6.exempt does not fit, found Yes; did you mean true?"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: b.json}
        regions:
          teacher: {model: m}
          proposals:
            - {kind: file, path: p.json, box_format: xywh, plus_one: ▸true}
            - {kind: file, path: q.json, coordinates: relative, plus_one: ▸true}
          chain: {top: ▸9, nms_iou: 0.5, steps: ▸[{kind: nms, scope: query}, {kind: top, count: 5}]}
        """,
      "regions.proposals.0.plus_one has no meaning with this box_format, found \"xywh\"",
      "regions.proposals.1.plus_one has no meaning with these coordinates, found \"relative\"",
      "regions.chain.top contradicts regions.chain.steps, found 9",
      "regions.chain.steps has no clip"),
    Wrong(
      file: """
        version: 1
        input: {images: a, captions: b.json}
        regions:
          teacher: {model: m}
          proposals:
            - {kind: owlv2, model: m, agnostic: ▸none}
            - {kind: owlvit, model: m, agnostic: ▸objectness}
            - {kind: owlvit, model: m, template: ▸every, queries: [cat, 1, ▸'']}
        """,
      "regions.proposals.0 proposes nothing, found agnostic none",
      "regions.proposals.1.agnostic does not fit: OWL-ViT has no objectness head, found objectness",
      "regions.proposals.2.template does not fit, found every",
      "regions.proposals.2.queries.2 does not fit, found \"\""),
    Wrong(
      "concepts: {add: [cat, dog], remove: [▸dog, ▸cat, bird]}",
      "concepts.remove.0 contradicts concepts.add, found \"dog\"",
      "concepts.remove.1 contradicts concepts.add, found \"cat\""),
  ]
}
