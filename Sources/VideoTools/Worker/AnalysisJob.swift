import EventStore

/// `analyze_video_content`.
struct AnalysisJob: Job {
    let workshop: Workshop
    let log: any EventLog
    let folder: String

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        guard let type = AnalysisType(rawValue: input.text("analysis_type")) else {
            throw StageError(.invalidInput, "analysis_type must be quality, content, performance or full")
        }
        let uri = input.text("video_uri")
        // Where a task's video lies is in its own events; a subscription to look it up is not a stage.
        let finished = await finalVideos(for: uri)
        let policy = InputPolicy(roots: [folder + "/tasks"] + workshop.readableFolders) { finished[$0] }
        let path = try policy.path(of: uri)
        let report = try await stages.run("analysis", inputs: item.created.input, share: 0...1, message: "measuring") {
            _ throws(StageError) in
            let report = try await workshop.analyzer.analyze(path, type: type)
            return StageRunner.Product(value: report, cpuSeconds: report.cpuSeconds)
        }.value
        return report.json
    }

    /// The path of the final video of the task that a `task://` URI names.
    private func finalVideos(for uri: String) async -> [String: String] {
        guard uri.hasPrefix("task://"), let id = uri.dropFirst(7).split(separator: "/").first.map(String.init),
            let stream = StreamName("task-\(id)"), let events = try? await log.readAll(Selection(stream: stream))
        else { return [:] }
        let outputs = events.compactMap { $0.body(as: TaskStageCompleted.self) }.flatMap(\.outputs)
        guard let final = outputs.last(where: { $0.path.hasSuffix("/final.mp4") }) else { return [:] }
        return [id: folder + "/" + final.path]
    }
}
