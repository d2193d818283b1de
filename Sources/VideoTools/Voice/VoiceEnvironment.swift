import Foundation

/// Where the parts of the voice are.
public struct VoiceEnvironment: Sendable, Equatable {
    /// The Python interpreter of an environment that has `voice_requirements.txt` installed; nil for none,
    /// and then espeak-ng speaks everything.
    public let python: String?
    /// Any Python 3 for espeak-ng: a name on `PATH` or a path.
    public let plainPython: String
    /// The worker script; nil for the one that comes with the service.
    public let worker: String?

    public init(python: String? = nil, plainPython: String = "python3", worker: String? = nil) {
        self.python = python
        self.plainPython = plainPython
        self.worker = worker
    }

    /// The path of the worker script.
    ///
    /// - Throws: `missingPart` when it is not there.
    public func workerPath() throws(StageError) -> String {
        let path = worker ?? Bundle.module.url(forResource: "voice_worker", withExtension: "py")?.path
        guard let path, FileManager.default.isReadableFile(atPath: path) else {
            throw StageError(.missingPart, "the voice worker script is missing", hint: "set its path, or reinstall")
        }
        return path
    }

    /// The pinned requirements of the neural voice, for `pip install --require-hashes -r`.
    public static var requirements: String? {
        Bundle.module.url(forResource: "voice_requirements", withExtension: "txt")?.path
    }
}
