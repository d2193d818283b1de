public import EventStore

/// A stage that a task has behind it; a later attempt skips it while its key is the same and its files are unharmed.
public struct FinishedStage: Codable, Equatable, Sendable {
    public let stage: String
    /// SHA-256 over the stage's version, inputs and upstream keys.
    public let key: String
    public let outputs: [StageOutput]
    public let result: JSON
    /// Wall-clock seconds.
    public let seconds: Double
    /// CPU seconds of external programs.
    public let cpuSeconds: Double

    init(_ fact: TaskStageCompleted) {
        stage = fact.stage
        key = fact.key
        outputs = fact.outputs
        result = fact.result
        seconds = fact.seconds
        cpuSeconds = fact.cpuSeconds
    }

    public var json: JSON {
        [
            "stage": .string(stage), "key": .string(key), "seconds": .double(seconds),
            "cpu_seconds": .double(cpuSeconds), "result": result,
            "outputs": .array(
                outputs.map {
                    ["path": .string($0.path), "bytes": .int($0.bytes), "sha256": .string($0.sha256)]
                }),
        ]
    }
}
