import EventStore

/// `generate_video_terms`.
struct TermsJob: Job {
    let workshop: Workshop

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        let request = try TermRequest(
            subject: input.text("video_subject"), script: input.text("video_script"), amount: input.int("amount", 5))
        let terms = try await stages.run("terms", inputs: item.created.input, share: 0...1, message: "finding terms") {
            _ throws(StageError) in
            StageRunner.Product(value: try await workshop.terms.terms(request))
        }.value
        return [
            "terms": .array(terms.terms.map(JSON.string)), "provider": .string(terms.provider),
            "warnings": .array(terms.warnings.map(JSON.string)),
        ]
    }
}
