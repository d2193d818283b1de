/// What is kept of one task: by the rules of its tool, and of what was hidden when it was created.
struct TaskRecording: Sendable {
    var rule: RecordingRule
    /// What is kept of its arguments: `full` where nothing of them was left out.
    var level: RecordingPolicy

    /// What is kept of what comes of it at most.
    var results: RecordingPolicy { rule.results.isBlind ? level.stricter(rule.results) : level }

    /// What is kept of what it makes on its way at most: a field may come again there in another form.
    var stages: RecordingPolicy { rule.namesFields ? results.stricter(.redacted) : results }

    /// What is kept of a provider's answer at most.
    var providers: RecordingPolicy { rule.providerAnswers.stricter(stages) }

    /// A part of a whole, such as a video of a batch: what either rule hides is hidden.
    func part(_ own: RecordingRule) -> TaskRecording {
        let joint = RecordingRule(
            arguments: own.arguments.stricter(rule.arguments), results: own.results.stricter(rule.results),
            providerAnswers: own.providerAnswers.stricter(rule.providerAnswers),
            fields: Array(Set(own.fields + rule.fields)).sorted())
        return TaskRecording(rule: joint, level: level)
    }
}
