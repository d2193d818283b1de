/// A finished video and what it took.
public struct RenderedVideo: Equatable, Sendable {
    /// `final.mp4`.
    public let video: StepOutput
    public let poster: StepOutput
    /// `captions.srt` and `captions.vtt`.
    public let captions: [StepOutput]
    public let plan: VideoPlan
    /// CPU seconds of all programs that ran; steps that were skipped took none.
    public let cpuSeconds: Double
    /// How many segments were encoded now, and not found finished.
    public let segmentsEncoded: Int
}

/// How far a render has come.
public struct RenderProgress: Equatable, Sendable {
    /// `segments`, `mix`, `mux` or `poster`.
    public let step: String
    public let framesDone: Int
    public let framesTotal: Int
}

extension VideoRenderer {
    /// Runs all steps in order, one program at a time.
    ///
    /// - Parameters:
    ///   - folder: absolute path of the video's own folder; made when it is missing.
    ///   - onProgress: called from the threads that read the programs' output.
    /// - Throws: what the failing step throws; finished steps stay, for the next attempt.
    public func render(
        _ request: VideoRequest, in folder: String, onProgress: (@Sendable (RenderProgress) -> Void)? = nil
    ) async throws(StageError) -> RenderedVideo {
        let plan = await plan(request)
        let total = plan.scenes.totalFrames
        let captions = try await captions(plan, in: folder)
        var segments: [Step] = []
        for recipe in plan.segments {
            let before = recipe.segment.start
            let step = try await segment(recipe, in: folder) { frames in
                onProgress?(RenderProgress(step: "segments", framesDone: before + frames, framesTotal: total))
            }
            segments.append(step)
        }
        onProgress?(RenderProgress(step: "mix", framesDone: total, framesTotal: total))
        let mix = try await mix(request, plan, in: folder)
        onProgress?(RenderProgress(step: "mux", framesDone: total, framesTotal: total))
        let video = try await mux(request, plan, segments: segments, mix: mix, in: folder)
        onProgress?(RenderProgress(step: "poster", framesDone: total, framesTotal: total))
        let poster = try await poster(plan, video: video, in: folder)
        let steps = captions + segments + [mix, video, poster]
        return RenderedVideo(
            video: video.output, poster: poster.output, captions: captions.map(\.output), plan: plan,
            cpuSeconds: steps.reduce(0) { $0 + $1.cpuSeconds },
            segmentsEncoded: segments.count { !$0.skipped })
    }
}
