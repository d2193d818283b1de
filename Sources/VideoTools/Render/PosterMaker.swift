/// Takes a still picture from a finished video.
public struct PosterMaker: Sendable {
    private let tools: RenderTools

    public init(tools: RenderTools = RenderTools()) { self.tools = tools }

    /// Writes one frame as JPEG.
    ///
    /// - Returns: CPU seconds used.
    public func make(from video: String, frame: Int, to path: String) async throws(StageError) -> Double {
        let seconds = Double(frame) / Double(RenderOptions.framesPerSecond)
        return try await AtomicFile.write(to: path) { part throws(StageError) in
            try await tools.audio(seconds: 10).runToSuccess(
                RenderTools.quiet + MediaGuard.input(video, seconds: 1, options: ["-ss", MediaGuard.decimal(seconds)])
                    + ["-frames:v", "1", "-q:v", "3", "-f", "image2", "-update", "1", MediaGuard.url(part)]
            ).cpuSeconds
        }
    }

    /// The frame at about 30 %, moved to where its scene is alone and its drawing has come in.
    static func frame(of plan: ScenePlan) -> Int {
        let wanted = plan.totalFrames * 3 / 10
        let bodies = plan.segments.filter { if case .body = $0.kind { true } else { false } }
        guard let body = bodies.last(where: { $0.start <= wanted }) else { return wanted }
        return min(max(wanted, body.start + 30), body.start + body.frames - 1)
    }
}
