import EventStore

/// `analyze_video_content`.
struct AnalysisJob: Job {
    let workshop: Workshop
    let videos: FinishedVideos

    func run(_ item: WorkItem, _ stages: StageRunner) async throws(StageError) -> JSONObject {
        let input = TaskInput(item.created.input)
        guard let type = AnalysisType(rawValue: input.text("analysis_type")) else {
            throw StageError(.invalidInput, "analysis_type must be quality, content, performance or full")
        }
        let policy = InputPolicy(roots: workshop.readableFolders, finalVideo: finalVideo)
        let file = try await policy.open(input.text("video_uri"))
        return try await stages.run("analysis", inputs: item.created.input, share: 0...1, message: "measuring") {
            _ throws(StageError) in
            let report = try await workshop.analyzer.analyze(file, type: type)
            guard let json = try? JSON(encoding: report) else {
                throw StageError(.providerFailed, "the measurements cannot be written as JSON")
            }
            return StageRunner.Product(value: json)
        }.value.object ?? [:]
    }

    private func finalVideo(of task: String) async -> String? {
        if let path = await videos.path(of: task) { return path }
        return await workshop.earlierVideos?.path(of: task)
    }
}
