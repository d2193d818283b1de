import Synchronization
import VideoTools

/// The programs that sandboxes start, cut off from the network where this machine permits it.
///
/// The voice stays warm from one call to the next, and is one of their own: the service's could reach the network.
final class SandboxPrograms: Sendable {
    private enum Launcher {
        case unknown
        /// Nil where it is not permitted.
        case known([String]?)
    }

    private let python: String?
    private let launcher = Mutex(Launcher.unknown)
    private let voice = Mutex<WorkerVoice?>(nil)

    /// - Parameter python: the Python of the neural voice; nil without.
    init(python: String?) { self.python = python }

    /// Whether programs are cut off; asked of the machine once.
    var isCutOff: Bool { get async { await words() != nil } }

    /// Runs `body`, whose programs are cut off, with the voice of sandboxes.
    func running<Value: Sendable>(_ body: (WorkerVoice) async throws -> Value) async throws -> Value {
        let words = await words() ?? []
        let voice = voice.withLock { kept in
            let voice = kept ?? WorkerVoice(environment: VoiceEnvironment(python: python), launcher: words)
            kept = voice
            return voice
        }
        return try await ProgramNetwork.using(words) { try await body(voice) }
    }

    /// Ends the voice; the next call starts it again.
    func close() async {
        let voice = voice.withLock { kept in
            defer { kept = nil }
            return kept
        }
        await voice?.close()
    }

    private func words() async -> [String]? {
        if case .known(let words) = launcher.withLock({ $0 }) { return words }
        let found = await ProgramNetwork.findLauncher()
        launcher.withLock { $0 = .known(found) }
        return found
    }
}
