import EventStore
import Foundation
import VideoTools

/// The Python environment of the neural voice and the wheels in it.
struct NeuralVoiceProbe: Sendable {
    /// Nil where no environment was found, or none is wanted.
    let python: String?

    private static let packages = ["hibari-tts", "onnxruntime", "numpy"]

    /// Asks for versions without loading the model, which takes half a second.
    private static let script = """
        import importlib.metadata as m, json, sys
        def version(name):
            try: return m.version(name)
            except m.PackageNotFoundError: return None
        print(json.dumps({name: version(name) for name in sys.argv[1:]}))
        """

    func examine() async -> Part {
        guard let python else {
            return part(.missing, version: nil, "no \(Configuration.Voice.environmentFolder) was found")
        }
        let program = ExternalProgram(executable: python, niceness: 0, timeout: .seconds(20))
        do throws(StageError) {
            let output = try await program.runToSuccess(["-I", "-c", Self.script] + Self.packages).output
            guard let versions = try? JSON(parsing: Array(output.utf8)) else {
                return part(.limited, version: nil, "\(python) does not answer")
            }
            let lacking = Self.packages.filter { versions[$0]?.string == nil }
            let version = versions["hibari-tts"]?.string
            guard lacking.isEmpty else {
                return part(.limited, version: version, "\(python) lacks \(lacking.joined(separator: ", "))")
            }
            return part(.ok, version: version, python)
        } catch {
            return part(.limited, version: nil, "\(python) cannot be used: \(error.message)")
        }
    }

    private func part(_ state: Part.State, version: String?, _ detail: String) -> Part {
        let folder = Configuration.Voice.environmentFolder
        let source = "Sources/VideoTools/Resources/voice_requirements.txt"
        let isInRepository = FileManager.default.fileExists(atPath: source)
        let requirements = isInRepository ? source : VoiceEnvironment.requirements ?? source
        return Part(
            name: "neural voice", need: .optional, state: state, version: version, detail: detail,
            cost: "espeak-ng speaks English too: understood, but plainly a machine",
            install: "python3 -m venv \(folder) && \(folder)/bin/pip install --require-hashes --only-binary :all:"
                + " -r \(requirements)")
    }
}
