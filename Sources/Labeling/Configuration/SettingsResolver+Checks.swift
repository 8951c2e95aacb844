extension SettingsResolver {
  /// What the keys have to say to each other; run after all of them are resolved.
  mutating func checkTogether() {
    checkVersion()
    resolveCaptions()
    checkImageList()
    checkConceptNames()
    checkReadyPool()
    checkGroundTruth()
    checkRegionMode()
    checkChain()
    checkProposalFiles()
    checkOWLSources()
  }

  private mutating func checkVersion() {
    guard let version = values["version"], version.value != .integer(PipelineSettings.version)
    else { return }
    add(
      version.place, "version does not fit",
      expected: "\(PipelineSettings.version), the only one that this tool knows",
      found: version.value.canonicalText)
  }

  // `auto` becomes the format that the file name stands for, so that both digest alike.
  private mutating func resolveCaptions() {
    guard var format = values["input.captions_format"], let captions = values["input.captions"]
    else { return }
    if format.value == .text("none") || format.value == .text("archive") {
      values["input.captions"]?.value = .absent
    } else if case .path(let path) = captions.value {
      guard format.value == .text("auto") else { return }
      guard let known = InputSettings.CaptionsFormat(fileName: path.given) else {
        add(
          captions.place, "the format of input.captions is unknown",
          expected: ".json, .tsv, .csv, .jsonl or .txt, or input.captions_format",
          found: SettingValue.text(path.given).canonicalText)
        return
      }
      format.value = .text(known.rawValue)
    } else {
      format.value = .text(hasArchives ? "archive" : "none")
    }
    values["input.captions_format"] = format
  }

  private var hasArchives: Bool {
    guard case .path(let images)? = values["input.images"]?.value else { return false }
    return InputSettings.isArchive(images.given)
  }

  // A list of files names none inside an archive.
  private mutating func checkImageList() {
    guard case .path(let images)? = values["input.images"]?.value,
      let list = values["input.image_list"], list.value != .absent,
      InputSettings.isArchive(images.given) || InputSettings.isTable(images.given)
    else { return }
    add(
      list.place, "input.image_list has no meaning with images inside archives",
      expected: "input.images to be a folder, or no input.image_list",
      found: list.value.canonicalText)
  }

  private mutating func checkConceptNames() {
    guard let captions = values["input.captions"], let format = values["input.captions_format"],
      let added = values["concepts.add"],
      let addedFile = values["concepts.add_file"], let classes = values["input.image_labels"],
      let folders = values["input.class_folders"], let removed = values["concepts.remove"]
    else { return }
    let hasSource = [("concepts.corpus", SettingValue.list([])), ("concepts.pool", .absent)]
      .contains { values[$0.0].map(\.value) ?? $0.1 != $0.1 }
    if captions.value == .absent, format.value != .text("archive"), added.value == .list([]),
      addedFile.value == .absent,
      classes.value == .absent, folders.value == .flag(false), !hasSource
    {
      add(
        captions.place, "nothing to make concepts of",
        expected:
          "input.captions, input.image_labels, input.class_folders, concepts.corpus, concepts.pool, "
          + "concepts.add or concepts.add_file")
    }
    guard case .list(let addedNames) = added.value, case .list(let removedNames) = removed.value
    else { return }
    for (index, name) in removedNames.enumerated() where addedNames.contains(name) {
      add(
        removed.elementPlaces[index], "concepts.remove.\(index) contradicts concepts.add",
        expected: "a name in one of the two lists", found: name.canonicalText)
    }
  }

  // A ready pool is used as it is: what would change it is a contradiction, not ignored.
  private mutating func checkReadyPool() {
    guard let pool = values["concepts.pool"], pool.value != .absent else { return }
    for (key, usual) in [
      ("corpus", SettingValue.list([])), ("add", .list([])), ("add_file", .absent),
      ("remove", .list([])), ("remove_file", .absent), ("synonyms_file", .absent),
    ] {
      guard let setting = values["concepts.\(key)"], setting.value != usual else { continue }
      add(
        setting.place, "concepts.\(key) contradicts concepts.pool, which is used as it is",
        expected: "one of the two", found: setting.value.canonicalText)
    }
  }

  private mutating func checkGroundTruth() {
    guard let truth = values["input.ground_truth"], truth.value == .absent,
      case .list(let kinds)? = values["regions.proposals"]?.value
    else { return }
    for (index, kind) in kinds.enumerated() where kind == .text("ground_truth") {
      guard let source = values["regions.proposals.\(index).kind"] else { continue }
      add(
        source.place, "regions.proposals.\(index) has no boxes to propose",
        expected: "input.ground_truth to name a COCO instances json", found: "nothing")
    }
  }

  private mutating func checkRegionMode() {
    let teacher = "regions.teacher"
    guard let mode = values["\(teacher).mode"], let scales = values["\(teacher).scales"],
      let overhang = values["\(teacher).overhang"],
      let shortest = values["\(teacher).roi_align.shortest_side"],
      let longest = values["\(teacher).roi_align.longest_side"]
    else { return }
    if mode.value == .text("roi_align") {
      for (key, setting, usual) in [
        ("scales", scales, SettingValue.list([.number(1)])), ("overhang", overhang, .text("clip")),
      ] where setting.value != usual {
        add(
          setting.place, "\(teacher).\(key) has no meaning with mode roi_align",
          expected: usual.canonicalText, found: setting.value.canonicalText)
      }
    }
    if case .integer(let short) = shortest.value, case .integer(let long) = longest.value,
      long < short
    {
      add(
        longest.place, "\(teacher).roi_align.longest_side is below shortest_side",
        expected: "at least \(short)", found: "\(long)")
    }
  }

  // Steps replace the short keys: one that is set as well would be ignored.
  private mutating func checkChain() {
    guard let steps = values["regions.chain.steps"], case .list(let kinds) = steps.value else {
      return
    }
    for setting in ChainSettings.table.settings where setting.name != "steps" {
      guard case .value(let usual) = setting.fallback,
        let given = values["regions.chain.\(setting.name)"], given.value != usual
      else { continue }
      add(
        given.place, "regions.chain.\(setting.name) contradicts regions.chain.steps",
        expected: "a step instead", found: given.value.canonicalText)
    }
    if !kinds.contains(.text("clip")) {
      add(
        steps.place, "regions.chain.steps has no clip",
        expected: "one, because the boxes of a data set lie inside their images")
    }
  }

  // A width has no last pixel, and neither have parts of a side: only corners in pixels can be meant
  // in either way.
  private mutating func checkProposalFiles() {
    guard case .list(let kinds)? = values["regions.proposals"]?.value else { return }
    for (index, kind) in kinds.enumerated() where kind == .text("file") {
      let name = "regions.proposals.\(index)"
      guard let plusOne = values["\(name).plus_one"], plusOne.value == .flag(true) else { continue }
      for (what, key, usual, others) in [
        ("this box_format", "box_format", "xyxy", ["xywh", "cxcywh"]),
        ("these coordinates", "coordinates", "absolute", ["relative"]),
      ] {
        guard let given = values["\(name).\(key)"]?.value,
          others.contains(where: { .text($0) == given })
        else { continue }
        add(
          plusOne.place, "\(name).plus_one has no meaning with \(what)",
          expected: "\(key) \(usual)", found: given.canonicalText)
      }
    }
  }
}
