import Benchmarks
import CLIP
import Codecs
import Concepts
import Exports
import Glibc
import Inputs
import Labeling
import Pipeline
import Reports
import ShardStore
import Transformer

extension ExitCode {
  /// The code for what a command threw; `nil` for the argument parser's own errors.
  init?(of error: any Error) {
    switch error {
    case let error as Interrupted:
      self = Self.of(signal: error.signal)
    case is StoppedWorker:
      self = .tryAgain
    case is UnitSelectionError, is GateError:
      self = .usage
    case let error as SlurmError:
      self = Self.of(error)
    case let error as Labeling.ConfigurationError:
      if case .unreadable = error { self = .input } else { self = .configuration }
    case let error as OWLSourceError:
      if case .noQueries = error { self = .input } else { self = .configuration }
    case is RegionModeError:
      self = .configuration
    case let error as PipelineError:
      self = Self.of(error)
    case let error as InputError:
      self = Self.of(error)
    case let error as FileError:
      self = Self.of(error)
    case let error as ShardError:
      if case .file(let file) = error { self = Self.of(file) } else { self = .data }
    case let error as IndexError:
      if case .file(let file) = error { self = Self.of(file) } else { self = .data }
    case let error as ConceptError:
      switch error {
      case .badPool, .badSynonyms: self = .input
      case .badCounts, .partsDiffer: self = .data
      }
    case is TrainingError:
      self = .input
    case let error as TeacherProblems:
      self = error.problems.first.flatMap(ExitCode.init(of:)) ?? .software
    case is RejectedImage, is EmbeddingFault:
      self = .data
    case let error where Self.ofModel(error) != nil:
      self = Self.ofModel(error) ?? .data
    case is CompressedFileError:
      self = .data
    case let error as ExportError:
      self = Self.of(error)
    case is BenchmarkError:
      self = .input
    case let error as ReportError:
      if case .template = error { self = .software } else { self = .data }
    default:
      return nil
    }
  }

  /// A model's files: missing ones are missing input, wrong ones bad data; `nil` for other errors.
  private static func ofModel(_ error: any Error) -> ExitCode? {
    switch error {
    case let error as SafetensorsError:
      if case .unreadable = error.problem { .input } else { .data }
    case let error as TokenizerError:
      switch error {
      case .noVocabulary, .unreadable: .input
      case .malformed, .otherModel, .contextTooShort: .data
      }
    case let error as Transformer.ConfigurationError: error.isUnreadable ? .input : .data
    case is CheckpointError, is ShardIndexError: .data
    default: nil
    }
  }

  private static func of(signal: Int32) -> ExitCode {
    switch signal {
    case SIGINT: .interrupted
    case SIGTERM: .terminated
    default: .tryAgain
    }
  }

  private static func of(_ error: PipelineError) -> ExitCode {
    switch error {
    case .planChanged, .inputsChanged, .labelSetNotPlanned, .imprecise: .configuration
    case .tooManyRejected, .emptyPool, .unreadablePlan, .artifactMismatch: .data
    case .missingArtifact: .input
    case .beingWritten, .notYet: .tryAgain
    case .severalLabelSets, .otherLabelSets: .usage
    }
  }

  private static func of(_ error: SlurmError) -> ExitCode {
    switch error {
    case .notInstalled: .input
    case .failed, .partlySubmitted: .inputOutput
    case .alreadyQueued: .tryAgain
    }
  }

  private static func of(_ error: ExportError) -> ExitCode {
    switch error {
    case .unknownFormat, .exists, .notAnExport, .unknownSource, .unknownSplit: .usage
    case .needs: .input
    case .mismatch, .badLabelSet, .sameStem, .sameID, .noRegions, .categoriesWithoutConcept, .empty,
      .tooLarge:
      .data
    }
  }

  private static func of(_ error: InputError) -> ExitCode {
    switch error {
    case .missing, .unreadable: .input
    case .pipeFailed: .tryAgain
    default: .data
    }
  }

  private static func of(_ error: FileError) -> ExitCode {
    switch error {
    case .call(let call, _, let system, _):
      // What is not there to be read is a missing input; a place that cannot be written is not.
      call.hasPrefix("open") || call.hasPrefix("listing the model")
        ? ([ENOENT, ENOTDIR].contains(system.code) ? .input : .inputOutput) : .inputOutput
    case .conflict: .data
    case .tooLarge, .notRegular: .input
    case .shortRead: .inputOutput
    }
  }
}
