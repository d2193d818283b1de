/// Tries one writer after the other; a script by a later one says in its warnings what went wrong before.
public struct FallbackScriptWriter: ScriptWriter {
    private let writers: [any ScriptWriter]

    /// - Parameter writers: in order of preference, at least one.
    public init(_ writers: [any ScriptWriter]) { self.writers = writers }

    /// - Throws: the last writer's error, with those of the others in its hint; `cancelled` at once.
    public func write(_ request: ScriptRequest) async throws(StageError) -> Script {
        var failures: [StageError] = []
        for writer in writers {
            do throws(StageError) {
                let script = try await writer.write(request)
                return Script(
                    text: script.text, language: script.language, provider: script.provider,
                    warnings: failures.map { "\($0.message); used \(script.provider) instead" } + script.warnings)
            } catch {
                if error.code == .cancelled { throw error }
                failures.append(error)
            }
        }
        guard let last = failures.last else { throw StageError(.missingPart, "no script writer is configured") }
        let others = failures.dropLast().map(\.message)
        throw StageError(
            last.code, last.message, hint: ([last.hint].compactMap(\.self) + others).joined(separator: "; "))
    }
}
