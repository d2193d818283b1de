import EventStore

/// `analyze_video_content`.
struct AnalysisJob: Job {
    let workshop: Workshop
    let log: any EventLog
    /// The data folder, absolute.
    let folder: String

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        guard let type = AnalysisType(rawValue: input.text("analysis_type")) else {
            throw StageError(.invalidInput, "analysis_type must be quality, content, performance or full")
        }
        let policy = InputPolicy(roots: workshop.readableFolders, finalVideo: finalVideo)
        let path = try await policy.resolve(input.text("video_uri"))
        return try await stages.run("analysis", inputs: item.created.input, share: 0...1, message: "measuring") {
            _ throws(StageError) in
            let report = try await workshop.analyzer.analyze(path, type: type)
            guard let json = try? JSON(encoding: report) else {
                throw StageError(.providerFailed, "the measurements cannot be written as JSON")
            }
            return StageRunner.Product(value: json)
        }.value.object ?? [:]
    }

    /// The path of the final video that a task's own events name.
    private func finalVideo(of task: String) async -> String? {
        guard let stream = StreamName("task-\(task)"), let events = try? await log.readAll(Selection(stream: stream))
        else { return nil }
        let outputs = events.compactMap { $0.body(as: TaskStageCompleted.self) }.flatMap(\.outputs)
        return outputs.last { $0.path.hasSuffix("/final.mp4") }.map { folder + "/" + $0.path }
    }
}
