import EventStore

/// What is known of a finished video.
struct VideoFacts: Codable, Sendable {
    let videoSeconds: Double
    let bytes: Int
    let width: Int
    let height: Int

    enum CodingKeys: String, CodingKey {
        case bytes, width, height
        case videoSeconds = "video_seconds"
    }
}

/// The stages of the picture and sound: `render` as a whole, and within it one for each segment, the mix, the
/// joining and so on.
///
/// Each is noted in the log by itself, so a killed render goes on at the segment where it was.
struct VideoRenderStages: Sendable {
    let renderer: VideoRenderer
    let stages: StageRunner

    /// The share of the whole task in which segments are encoded.
    private static let segmentShare = 0.17...0.95

    func run(_ request: VideoRequest, upstream: [String]) async throws(StageError) -> VideoFacts {
        let plan = await renderer.plan(request)
        var keys = upstream
        for recipe in plan.segments { keys.append(try recipe.key) }
        return try await stages.run(
            "render", inputs: [:], upstream: keys, share: 0.17...1, message: "rendering"
        ) { _ throws(StageError) in
            let video = try await render(request, plan, upstream: upstream)
            return StageRunner.Product(
                value: VideoFacts(
                    videoSeconds: plan.scenes.duration, bytes: video.output.bytes, width: request.options.size.width,
                    height: request.options.size.height))
        }.value
    }

    private func render(
        _ request: VideoRequest, _ plan: VideoPlan, upstream: [String]
    ) async throws(StageError) -> VideoRenderer.Step {
        let folder = stages.workFolder
        let segments = try await segments(plan, in: folder)
        let mix = try await step("mix", upstream, 0.95...0.96, "mixing the sound") { () throws(StageError) in
            try await renderer.mix(request, plan, in: folder)
        }
        _ = try await steps("captions", upstream, 0.96...0.96, "writing the captions") { () throws(StageError) in
            try await renderer.captions(plan, in: folder)
        }
        let parts = segments.map(\.key) + [mix.key]
        let video = try await step("mux", parts, 0.96...0.99, "joining picture and sound") { () throws(StageError) in
            try await renderer.mux(request, plan, segments: segments, mix: mix, in: folder)
        }
        _ = try await step("poster", [video.key], 0.99...1, "choosing the poster") { () throws(StageError) in
            try await renderer.poster(plan, video: video, in: folder)
        }
        return video
    }

    private func segments(_ plan: VideoPlan, in folder: String) async throws(StageError) -> [VideoRenderer.Step] {
        let total = Double(plan.scenes.totalFrames)
        let width = Self.segmentShare.upperBound - Self.segmentShare.lowerBound
        var done: [VideoRenderer.Step] = []
        for (index, recipe) in plan.segments.enumerated() {
            let frames = Double(recipe.segment.frames)
            let start = Self.segmentShare.lowerBound + width * Double(recipe.segment.start) / total
            let step = try await stages.run(
                "segment \(recipe.segment.name)", inputs: [:], upstream: [try recipe.key],
                share: start...(start + width * frames / total),
                message: "rendering the picture, part \(index + 1) of \(plan.segments.count)"
            ) { progress throws(StageError) in
                let step = try await renderer.segment(recipe, in: folder) { progress(Double($0) / frames) }
                return StageRunner.Product(value: step, files: [step.output.path], cpuSeconds: step.cpuSeconds)
            }
            done.append(step.value)
        }
        return done
    }

    private func step(
        _ stage: String, _ upstream: [String], _ share: ClosedRange<Double>, _ message: String,
        _ body: () async throws(StageError) -> VideoRenderer.Step
    ) async throws(StageError) -> VideoRenderer.Step {
        try await steps(stage, upstream, share, message) { () throws(StageError) in [try await body()] }[0]
    }

    private func steps(
        _ stage: String, _ upstream: [String], _ share: ClosedRange<Double>, _ message: String,
        _ body: () async throws(StageError) -> [VideoRenderer.Step]
    ) async throws(StageError) -> [VideoRenderer.Step] {
        try await stages.run(stage, inputs: [:], upstream: upstream, share: share, message: message) {
            _ throws(StageError) in
            let steps = try await body()
            return StageRunner.Product(
                value: steps, files: steps.map(\.output.path), cpuSeconds: steps.reduce(0) { $0 + $1.cpuSeconds })
        }.value
    }
}
