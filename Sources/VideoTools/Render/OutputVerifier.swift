/// Checks that a finished video is what was asked for.
public struct OutputVerifier: Sendable {
    private let tools: RenderTools

    public init(tools: RenderTools = RenderTools()) { self.tools = tools }

    /// - Throws: `providerFailed` that lists every deviation.
    public func verify(_ path: String, frames: Int, size: PixelSize) async throws(StageError) {
        let info = try await tools.probe.info(path)
        let faults = Self.faults(info, Mp4Layout(path: path), frames: frames, size: size)
        guard faults.isEmpty else {
            throw StageError(.providerFailed, "the finished video is not as planned: " + faults.joined(separator: ", "))
        }
    }

    static func faults(_ info: MediaInfo, _ layout: Mp4Layout, frames: Int, size: PixelSize) -> [String] {
        let rate = RenderOptions.framesPerSecond
        let video = info.video
        let seconds = Double(frames) / Double(rate)
        let found = info.duration ?? 0
        let checks: [(Bool, String)] = [
            (info.streams.count == 2, "\(info.streams.count) streams instead of 2"),
            (video?.codec_name == "h264", "video is \(video?.codec_name ?? "missing") instead of h264"),
            // ultrafast uses none of High's tools and marks itself as a lower profile, which every player reads.
            (
                ["High", "Constrained Baseline", "Baseline", "Main"].contains(video?.profile ?? ""),
                "profile is \(video?.profile ?? "unknown")"
            ),
            (video?.pix_fmt == "yuv420p", "pixel format is \(video?.pix_fmt ?? "unknown") instead of yuv420p"),
            (video?.r_frame_rate == "\(rate)/1", "frame rate is \(video?.r_frame_rate ?? "unknown")"),
            (
                video?.width == size.width && video?.height == size.height,
                "size is \(video?.width ?? 0)x\(video?.height ?? 0) instead of \(size.width)x\(size.height)"
            ),
            (video?.nb_frames == "\(frames)", "\(video?.nb_frames ?? "0") frames instead of \(frames)"),
            (info.audio?.codec_name == "aac", "audio is \(info.audio?.codec_name ?? "missing") instead of aac"),
            (abs(found - seconds) <= 2.0 / Double(rate), "duration is \(found) s instead of \(seconds) s"),
            (layout.startsFast, "the index is not at the front"),
        ]
        return checks.filter { !$0.0 }.map(\.1)
    }
}
