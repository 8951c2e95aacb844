extension Architecture {
  /// A tensor of the checkpoint and how its random values are spread.
  struct Tensor {
    let name: String
    let shape: [Int]
    let mean: Float
    let deviation: Float
    /// Whether only the values' size counts: variances are not negative.
    var isPositive = false

    var count: Int { shape.reduce(1, *) }
  }

  /// All tensors under open_clip's names, conditioned as trained ones are: unit variance goes into
  /// every layer, and residual branches add half of it.
  var tensors: [Tensor] {
    var tensors = TensorList()
    switch vision {
    case .transformer(let width, let layers, let patch):
      let tokens = imageSize / patch * (imageSize / patch) + 1
      tensors.matrix("visual.conv1.weight", [width, 3, patch, patch])
      tensors.embedding("visual.class_embedding", [width])
      tensors.embedding("visual.positional_embedding", [tokens, width])
      tensors.norm("visual.ln_pre", width)
      tensors.blocks("visual.transformer", width: width, layers: layers)
      tensors.norm("visual.ln_post", width)
      tensors.transposed("visual.proj", [width, projection])
    case .residual(let stages, let width):
      tensors.resNet("visual", stages: stages, width: width, projection, imageSize)
    }
    tensors.embedding("token_embedding.weight", [vocabulary, textWidth])
    tensors.embedding("positional_embedding", [context, textWidth])
    tensors.blocks("transformer", width: textWidth, layers: textLayers)
    tensors.norm("ln_final", textWidth)
    tensors.transposed("text_projection", [textWidth, projection])
    tensors.add("logit_scale", [], mean: 4.6, deviation: 0)
    return tensors.all
  }
}

private struct TensorList {
  var all: [Architecture.Tensor] = []

  mutating func add(_ name: String, _ shape: [Int], mean: Float = 0, deviation: Float) {
    all.append(
      Architecture.Tensor(name: name, shape: shape, mean: mean, deviation: deviation))
  }

  /// `[outputs, inputs...]`; `gain` is the variance that a unit input leaves with.
  mutating func matrix(_ name: String, _ shape: [Int], gain: Float = 1) {
    let inputs = shape.dropFirst().reduce(1, *)
    add(name, shape, deviation: (gain / Float(inputs)).squareRoot())
  }

  mutating func transposed(_ name: String, _ shape: [Int]) {
    add(name, shape, deviation: 1 / Float(shape[0]).squareRoot())
  }

  mutating func embedding(_ name: String, _ shape: [Int]) {
    add(name, shape, deviation: 0.5)
  }

  mutating func norm(_ name: String, _ width: Int) {
    add("\(name).weight", [width], mean: 1, deviation: 0.1)
    add("\(name).bias", [width], deviation: 0.1)
  }

  mutating func linear(_ name: String, outputs: Int, inputs: Int, gain: Float = 1) {
    matrix("\(name).weight", [outputs, inputs], gain: gain)
    add("\(name).bias", [outputs], deviation: 0.1)
  }

  mutating func blocks(_ name: String, width: Int, layers: Int) {
    for layer in 0..<layers {
      let block = "\(name).resblocks.\(layer)"
      norm("\(block).ln_1", width)
      matrix("\(block).attn.in_proj_weight", [3 * width, width])
      add("\(block).attn.in_proj_bias", [3 * width], deviation: 0.1)
      linear("\(block).attn.out_proj", outputs: width, inputs: width, gain: 0.25)
      norm("\(block).ln_2", width)
      linear("\(block).mlp.c_fc", outputs: 4 * width, inputs: width)
      linear("\(block).mlp.c_proj", outputs: width, inputs: 4 * width, gain: 0.25)
    }
  }

  mutating func convolution(_ name: String, norm: String, _ shape: [Int], gain: Float = 2) {
    matrix("\(name).weight", shape, gain: gain)
    self.norm(norm, shape[0])
    add("\(norm).running_mean", [shape[0]], deviation: 0.1)
    all.append(
      Architecture.Tensor(
        name: "\(norm).running_var", shape: [shape[0]], mean: 1, deviation: 0.2,
        isPositive: true))
  }

  mutating func resNet(
    _ name: String, stages: [Int], width: Int, _ projection: Int, _ imageSize: Int
  ) {
    convolution("\(name).conv1", norm: "\(name).bn1", [width / 2, 3, 3, 3])
    convolution("\(name).conv2", norm: "\(name).bn2", [width / 2, width / 2, 3, 3])
    convolution("\(name).conv3", norm: "\(name).bn3", [width, width / 2, 3, 3])
    var channels = width
    for (stage, count) in stages.enumerated() {
      let planes = width << stage
      for index in 0..<count {
        let block = "\(name).layer\(stage + 1).\(index)"
        convolution("\(block).conv1", norm: "\(block).bn1", [planes, channels, 1, 1])
        convolution("\(block).conv2", norm: "\(block).bn2", [planes, planes, 3, 3])
        convolution(
          "\(block).conv3", norm: "\(block).bn3", [4 * planes, planes, 1, 1], gain: 0.25)
        if index == 0 {
          convolution(
            "\(block).downsample.0", norm: "\(block).downsample.1", [4 * planes, channels, 1, 1],
            gain: 1)
        }
        channels = 4 * planes
      }
    }
    let positions = imageSize / 32 * (imageSize / 32)
    embedding("\(name).attnpool.positional_embedding", [positions + 1, channels])
    for part in ["q_proj", "k_proj", "v_proj"] {
      linear("\(name).attnpool.\(part)", outputs: channels, inputs: channels)
    }
    linear("\(name).attnpool.c_proj", outputs: projection, inputs: channels)
  }
}
