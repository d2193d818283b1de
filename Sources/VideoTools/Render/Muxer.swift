import Foundation

/// Joins the encoded segments and the mix into the finished file, without encoding the picture again.
public struct Muxer: Sendable {
    private let tools: RenderTools

    public init(tools: RenderTools = RenderTools()) { self.tools = tools }

    /// Writes `path`, an MP4 file that can be played while it is being loaded.
    ///
    /// - Parameters:
    ///   - segments: paths in order of time, all in one folder, with names this service chose.
    ///   - title: goes into the file's metadata, without control characters and at most 200 characters.
    ///   - check: looks at the unfinished file; what it throws keeps the file from appearing.
    /// - Returns: CPU seconds used.
    public func mux(
        segments: [String], audio: String, frames: Int, title: String, to path: String,
        check: (_ part: String) async throws(StageError) -> Void
    ) async throws(StageError) -> Double {
        guard let first = segments.first else { throw StageError(.invalidInput, "there is no segment to join") }
        let list = URL(filePath: first).deletingLastPathComponent().appending(path: "list.ffconcat").path
        try AtomicFile.write(Self.list(segments), to: list)
        let seconds = Double(frames) / Double(RenderOptions.framesPerSecond)
        return try await AtomicFile.write(to: path) { part throws(StageError) in
            let result = try await tools.audio(seconds: seconds).runToSuccess(
                arguments(list: list, audio: audio, seconds: seconds, title: title, to: part))
            try await check(part)
            return result.cpuSeconds
        }
    }

    private func arguments(
        list: String, audio: String, seconds: Double, title: String, to path: String
    ) -> [String] {
        RenderTools.quiet
            // The list is ours and names only files of its own folder.
            + ["-protocol_whitelist", "file", "-format_whitelist", "concat,mov,mp4", "-f", "concat", "-safe", "1"]
            + ["-i", MediaGuard.url(list)] + MediaGuard.input(audio, seconds: seconds)
            + ["-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy", "-c:a", "aac", "-b:a", "160k", "-ar", "48000"]
            + ["-t", MediaGuard.decimal(seconds), "-map_metadata", "-1", "-metadata", "title=\(Self.plain(title))"]
            + ["-movflags", "+faststart", "-video_track_timescale", "15360", MediaGuard.url(path)]
    }

    static func list(_ segments: [String]) -> String {
        "ffconcat version 1.0\n"
            + segments.map { "file \(URL(filePath: $0).lastPathComponent)\n" }.joined()
    }

    private static func plain(_ title: String) -> String {
        let scalars = title.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
        return String(String(scalars).prefix(200))
    }
}
