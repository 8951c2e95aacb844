// swift-tools-version: 6.2
import PackageDescription

// Layers, top to bottom; an arrow may only point down, and siblings never import each other.
// The picture and the reasons are in Sources/README.md; Tests/TidyTests holds the tree to it.
let package = Package(
  name: "pseudobox",
  products: [
    .executable(name: "pseudobox", targets: ["pseudobox"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // C: system modules, thin shims, SIMD kernels with run-time dispatch.
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    .target(name: "CCaptionModel", exclude: ["caption.model", "LICENSE.md"]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(["-O3"])]),

    // values: the nouns that travel.
    .target(name: "Records"),

    // native: the only unsafe Swift.
    .target(name: "Kernels", dependencies: ["Records", "CKernels", "COpenBLAS"]),
    .target(
      name: "Codecs",
      dependencies: [
        "Records", "CCaptionModel", "CJPEG", "CPNG", "CZstd", "CZlib",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),

    // domain: siblings never import each other; Transformer lies below both of its users.
    .target(name: "Transformer", dependencies: ["Records", "Kernels", "Codecs"]),
    .target(name: "CLIP", dependencies: ["Records", "Kernels", "Codecs", "Transformer"]),
    .target(name: "Proposals", dependencies: ["Records", "Kernels", "Codecs", "Transformer"]),
    .target(name: "Concepts", dependencies: ["Records", "Kernels", "Codecs"]),
    .target(name: "Pairing", dependencies: ["Records", "Kernels"]),
    .target(name: "Inputs", dependencies: ["Records", "Codecs"]),
    .target(
      name: "ShardStore",
      dependencies: ["Records", "Codecs", .product(name: "GRDB", package: "GRDB.swift")]),

    // engine: order, threads, time, cancellation; knows no domain.
    .target(name: "Pipeline", dependencies: ["Records", "Codecs"]),

    // use: concrete passes and configuration; read-only report.
    .target(
      name: "Labeling",
      dependencies: [
        "Records", "Kernels", "Codecs", "CLIP", "Proposals", "Concepts", "Pairing", "Inputs",
        "ShardStore", "Pipeline", .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Records", "Codecs", "Concepts", "Inputs", "ShardStore",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(name: "Exports", dependencies: ["Records", "Codecs", "Concepts", "ShardStore"]),
    .target(
      name: "Benchmarks",
      dependencies: [
        "Records", "Kernels", "Codecs", "CLIP", "Concepts", "Inputs", "Pipeline", "Proposals",
        "ShardStore",
      ]),

    // tool: subcommands, printing, exit codes.
    .executableTarget(
      name: "pseudobox",
      dependencies: [
        "Records", "Kernels", "Codecs", "Transformer", "CLIP", "Concepts", "Inputs", "ShardStore",
        "Pipeline", "Labeling", "Reports", "Exports", "Benchmarks",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ]
)

// One test target for each source target that has a folder in Tests/.
for (name, extra) in [
  ("Kernels", ["Codecs"]), ("Codecs", []), ("Transformer", ["Kernels", "Codecs"]),
  ("CLIP", ["Kernels", "Codecs", "Transformer"]),
  ("Proposals", ["Kernels", "Codecs", "Transformer"]), ("Concepts", ["Codecs"]),
  ("Pairing", ["Kernels"]),
  ("Inputs", ["Codecs"]), ("ShardStore", ["Codecs"]), ("Pipeline", ["Codecs"]),
  ("Labeling", ["Pipeline", "Concepts", "ShardStore", "Codecs", "Inputs", "Kernels"]),
  ("Reports", ["ShardStore", "Codecs"]), ("Exports", ["ShardStore", "Codecs"]),
  ("Benchmarks", ["Kernels", "Codecs", "CLIP", "ShardStore"]),
] as [(String, [String])] {
  package.targets.append(
    .testTarget(
      name: "\(name)Tests",
      dependencies: [.target(name: name), "Records"] + extra.map { .target(name: $0) },
      path: "Tests/\(name)Tests"))
}
// Its tests change an index as somebody else would.
package.targets.first { $0.name == "ShardStoreTests" }?.dependencies.append(
  .product(name: "GRDB", package: "GRDB.swift"))
package.targets.append(
  .testTarget(name: "RecordsTests", dependencies: ["Records"], path: "Tests/RecordsTests"))
package.targets.append(.testTarget(name: "TidyTests", path: "Tests/TidyTests"))
package.targets.append(
  .testTarget(name: "CommandTests", dependencies: ["pseudobox"], path: "Tests/CommandTests"))

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]
for target in package.targets where [.regular, .executable].contains(target.type) {
  let isC = ["CCaptionModel", "CJPEG", "CPNG", "CKernels"].contains(target.name)
  if !isC { target.swiftSettings = settings + (target.swiftSettings ?? []) }
}
