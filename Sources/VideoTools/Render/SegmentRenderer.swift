/// Encodes one segment to a file.
public struct SegmentRenderer: Sendable {
    private let tools: RenderTools

    public init(tools: RenderTools = RenderTools()) { self.tools = tools }

    /// Encodes a segment; the file appears at `path` when it is whole.
    ///
    /// - Parameters:
    ///   - path: an absolute path that ends in `.mp4`; helper files are left beside it.
    ///   - onFrames: the number of frames done so far, now and then.
    /// - Returns: CPU seconds used.
    /// - Throws: `providerFailed` when ffmpeg fails or gives fewer frames than the recipe says; `timedOut`;
    ///   `cancelled`. No part of the file is left.
    public func render(
        _ recipe: SegmentRecipe, to path: String, onFrames: (@Sendable (Int) -> Void)? = nil
    ) async throws(StageError) -> Double {
        let graph = SegmentGraph(recipe: recipe, stem: String(path.dropLast(4)))
        for (file, text) in graph.files { try AtomicFile.write(text, to: file) }
        let seconds = Double(recipe.segment.frames) / Double(RenderOptions.framesPerSecond)
        let program = tools.encoder(seconds: seconds)
        let result = try await AtomicFile.write(to: path) { part throws(StageError) in
            let result = try await program.runToSuccess(arguments(recipe, graph, part)) { line in
                if let onFrames, let frames = Self.frames(line) { onFrames(frames) }
            }
            try check(result.output, recipe)
            return result
        }
        return result.cpuSeconds
    }

    private func arguments(_ recipe: SegmentRecipe, _ graph: SegmentGraph, _ part: String) -> [String] {
        RenderTools.quiet + ["-nostats", "-progress", "pipe:1", "-filter_complex_threads", "\(recipe.threads)"]
            + graph.inputs + ["-filter_complex_script", graph.graphPath, "-map", "[o]"]
            + ["-frames:v", "\(recipe.segment.frames)", "-r", "\(RenderOptions.framesPerSecond)"]
            + ["-c:v", "libx264", "-preset", recipe.preset.encoderPreset, "-crf", "21", "-pix_fmt", "yuv420p"]
            + ["-profile:v", "high", "-g", "60", "-threads", "\(recipe.threads)", "-flags", "+cgop"]
            + ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
            + ["-map_metadata", "-1", "-video_track_timescale", "15360", "-an", MediaGuard.url(part)]
    }

    /// A source that ends early is no error for ffmpeg, but would shift all that follows.
    private func check(_ progress: String, _ recipe: SegmentRecipe) throws(StageError) {
        let done = progress.split(separator: "\n").reversed().lazy.compactMap { Self.frames(String($0)) }.first ?? 0
        guard done == recipe.segment.frames else {
            throw StageError(
                .providerFailed, "segment \(recipe.segment.name) has \(done) frames instead of \(recipe.segment.frames)"
            )
        }
    }

    private static func frames(_ line: String) -> Int? {
        line.hasPrefix("frame=") ? Int(line.dropFirst(6).drop { $0 == " " }) : nil
    }
}
