import EventStore

/// `generate_video_script`.
struct ScriptJob: Job {
    let workshop: Workshop

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        let request = try ScriptRequest(
            subject: input.text("video_subject"), language: input.text("language"),
            paragraphs: input.int("paragraph_number", 1))
        let script = try await stages.run(
            "script", inputs: item.created.input, share: 0...1, message: "writing the script"
        ) { _ throws(StageError) in
            StageRunner.Product(value: try await workshop.script.write(request))
        }.value
        let words = script.text.split(whereSeparator: \.isWhitespace).count
        return [
            "script": .string(script.text), "word_count": .int(words),
            // The published interface counts half a second a word.
            "estimated_duration": .double(Double(words) * 0.5), "language": .string(script.language),
            "provider": .string(script.provider), "warnings": .array(script.warnings.map(JSON.string)),
        ]
    }
}
