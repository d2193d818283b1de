import EventStore

extension Configuration {
    /// What the log keeps of what passes through.
    struct Recording: Equatable, Sendable {
        var arguments = RecordingPolicy.redacted
        var results = RecordingPolicy.redacted
        var providerAnswers = RecordingPolicy.full
        var fields: [String] = []
        var secretFields = SecretNames.standard
        /// By the tool's name; what a tool's own table leaves out is as for all.
        var tools: [String: ToolRecording] = [:]

        var rules: RecordingRules {
            let standard = RecordingRule(
                arguments: arguments, results: results, providerAnswers: providerAnswers, fields: fields)
            return RecordingRules(
                standard: standard, tools: tools.mapValues { $0.rule(standard) }, secretFields: secretFields)
        }
    }

    /// What is kept of the calls of one tool; nil: as of all.
    struct ToolRecording: Equatable, Sendable {
        var arguments: RecordingPolicy?
        var results: RecordingPolicy?
        var providerAnswers: RecordingPolicy?
        var fields: [String]?

        func rule(_ standard: RecordingRule) -> RecordingRule {
            RecordingRule(
                arguments: arguments ?? standard.arguments, results: results ?? standard.results,
                providerAnswers: providerAnswers ?? standard.providerAnswers, fields: fields ?? standard.fields)
        }
    }

    /// What running a recorded call again may cost.
    struct Replay: Equatable, Sendable {
        /// Where sandboxes are made; nil: the system's folder for temporary files.
        var folder: String?
        var seconds = 600
        var megabytes = 2048
        /// Sandboxes at work at once; one more waits.
        var concurrent = 1
    }
}
