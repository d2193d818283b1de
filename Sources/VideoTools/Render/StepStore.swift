import Foundation

/// Remembers beside every output by which key it was made, so that a step is not done twice.
struct StepStore: Sendable {
    private struct Record: Codable {
        let key: String
        let bytes: Int
        let sha256: String
    }

    /// The output at `path`, if it was made by this key and has not changed since.
    func finished(_ key: String, at path: String) -> StepOutput? {
        guard let data = FileManager.default.contents(atPath: recordPath(path)),
            let record = try? JSONDecoder().decode(Record.self, from: data), record.key == key
        else { return nil }
        let output = StepOutput(path: path, bytes: record.bytes, sha256: record.sha256)
        return output.verify() ? output : nil
    }

    /// Notes that the output at `path` is whole.
    func record(_ key: String, at path: String) throws(StageError) -> StepOutput {
        let output = try StepOutput.of(path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let record = Record(key: key, bytes: output.bytes, sha256: output.sha256)
        guard let data = try? encoder.encode(record) else {
            throw StageError(.providerFailed, "the record of a finished step could not be written")
        }
        try AtomicFile.write(String(decoding: data, as: UTF8.self), to: recordPath(path))
        return output
    }

    private func recordPath(_ path: String) -> String { path + ".key" }
}
