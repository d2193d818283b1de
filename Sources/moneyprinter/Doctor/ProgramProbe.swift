import EventStore
import Foundation
import VideoTools

/// Finds a program, its version, and the features it must have been built with.
struct ProgramProbe: Sendable {
    /// A list that the program prints, and the names that must stand in it.
    struct Features: Sendable {
        let arguments: [String]
        let names: [String]
    }

    let program: String
    let versionArguments: [String]
    var features: [Features] = []
    let need: Part.Need
    let cost: String
    let package: String

    func examine() async -> Part {
        guard let path = ExternalProgram.locate(program) else {
            return part(.missing, version: nil, "not on PATH")
        }
        do throws(StageError) {
            let version = Self.version(in: try await output(versionArguments))
            var lacking: [String] = []
            for feature in features {
                let words = Set(
                    try await output(feature.arguments).split(whereSeparator: \.isWhitespace).map(String.init))
                lacking += feature.names.filter { !words.contains($0) }
            }
            guard lacking.isEmpty else {
                return part(.limited, version: version, "\(path) was built without \(lacking.joined(separator: ", "))")
            }
            return part(.ok, version: version, path)
        } catch {
            return part(.limited, version: nil, "\(path) cannot be used: \(error.message)")
        }
    }

    /// Standard output, or the errors where a program prints its version there.
    private func output(_ arguments: [String]) async throws(StageError) -> String {
        let result = try await ExternalProgram(executable: program, niceness: 0, timeout: .seconds(10)).run(arguments)
        return result.output.isEmpty ? result.errorTail : result.output
    }

    private func part(_ state: Part.State, version: String?, _ detail: String) -> Part {
        Part(
            name: program, need: need, state: state, version: version, detail: detail, cost: cost,
            install: "apt-get install -y --no-install-recommends \(package)")
    }

    /// The first word that starts with a number and a dot: `5.1.9-0+deb12u1`, `1.51`.
    static func version(in text: String) -> String? {
        let words = text.prefix(400).split { $0.isWhitespace || $0 == "," }.map { $0.drop { $0 == "v" || $0 == "n" } }
        return words.first { word in
            let number = word.prefix(while: \.isNumber)
            return !number.isEmpty && word.dropFirst(number.count).first == "."
        }.map(String.init)
    }
}

extension ProgramProbe {
    /// The programs of the pipeline, in the order of the work.
    static func all(_ configuration: Configuration) -> [ProgramProbe] { [python, espeak, fluidsynth, ffmpeg, ffprobe] }

    private static let python = ProgramProbe(
        program: "python3", versionArguments: ["--version"], need: .required,
        cost: "no voice can speak: the voice worker is a Python program", package: "python3")

    private static let espeak = ProgramProbe(
        program: "espeak-ng", versionArguments: ["--version"], need: .required,
        cost: "only English can be spoken, and nothing where the neural voice is missing too", package: "espeak-ng")

    private static let fluidsynth = ProgramProbe(
        program: "fluidsynth", versionArguments: ["--version"], need: .required,
        cost: "no music: only bgm_type \"\" can be made", package: "fluidsynth")

    private static let ffmpeg = ProgramProbe(
        program: "ffmpeg", versionArguments: ["-version"],
        features: [
            Features(arguments: ["-hide_banner", "-encoders"], names: ["libx264", "aac"]),
            Features(
                arguments: ["-hide_banner", "-filters"],
                names: [
                    "ass", "xfade", "zoompan", "gradients", "loudnorm", "sidechaincompress", "ebur128", "blackdetect",
                    "freezedetect", "scdet", "blurdetect", "signalstats",
                ]),
        ],
        need: .required, cost: "no video can be made or analysed", package: "ffmpeg")

    private static let ffprobe = ProgramProbe(
        program: "ffprobe", versionArguments: ["-version"], need: .required,
        cost: "no file can be checked, neither a result nor your own material", package: "ffmpeg")
}

extension Array where Element == ProgramProbe {
    /// Examines all at once; the order is kept.
    func examine() async -> [Part] {
        await withTaskGroup(of: (Int, Part).self) { group in
            for (index, probe) in enumerated() { group.addTask { (index, await probe.examine()) } }
            var parts: [(Int, Part)] = []
            for await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
