import Foundation

/// What ffprobe says about a file.
struct MediaInfo: Decodable, Equatable, Sendable {
    struct Stream: Decodable, Equatable, Sendable {
        let codec_type: String?
        let codec_name: String?
        let profile: String?
        let pix_fmt: String?
        let width: Int?
        let height: Int?
        let r_frame_rate: String?
        let nb_frames: String?
        let nb_read_packets: String?
        let sample_rate: String?
        let channels: Int?
        let duration: String?
        let start_time: String?
        let color_space: String?
        let bit_rate: String?
    }

    struct Format: Decodable, Equatable, Sendable {
        let format_name: String?
        let duration: String?
        let bit_rate: String?
        let size: String?
        let tags: [String: String]?
    }

    let streams: [Stream]
    let format: Format

    var video: Stream? { streams.first { $0.codec_type == "video" } }
    var audio: Stream? { streams.first { $0.codec_type == "audio" } }
    /// Seconds; nil for a still picture.
    var duration: Double? { format.duration.flatMap(Double.init) }

    /// Frames per second of the picture.
    var frameRate: Double? {
        guard let parts = video?.r_frame_rate?.split(separator: "/").compactMap({ Double($0) }), parts.count == 2,
            parts[1] > 0
        else { return nil }
        return parts[0] / parts[1]
    }
}

/// Asks ffprobe what a file holds, without trusting the file.
struct MediaProbe: Sendable {
    let executable: String
    let timeout: Duration

    init(executable: String = "ffprobe", timeout: Duration = .seconds(20)) {
        self.executable = executable
        self.timeout = timeout
    }

    /// - Throws: `invalidInput` when the file is no media file of an allowed kind; the message does not name it.
    func info(_ path: String) async throws(StageError) -> MediaInfo {
        let program = ExternalProgram(executable: executable, timeout: timeout, outputLimit: 1 << 20)
        let result = try await program.run(
            ["-v", "error", "-hide_banner"] + MediaGuard.flags
                + ["-show_streams", "-show_format", "-of", "json", "-i", MediaGuard.url(path)])
        guard result.status == 0,
            let info = try? JSONDecoder().decode(MediaInfo.self, from: Data(result.output.utf8)), !info.streams.isEmpty
        else { throw StageError(.invalidInput, "the file is not a video, image or sound of a supported kind") }
        return info
    }

    /// Whether a first frame can be decoded.
    ///
    /// A head tells of pictures that a download that broke off never brought, and ffmpeg would read such a film again and
    /// again for one.
    func hasPicture(_ path: String) async throws(StageError) -> Bool {
        let program = ExternalProgram(executable: executable, timeout: timeout, outputLimit: 1 << 20)
        let result = try await program.run(
            ["-v", "error", "-hide_banner"] + MediaGuard.flags
                + ["-select_streams", "v:0", "-read_intervals", "%+#30", "-show_entries", "frame=width"]
                + ["-of", "csv=p=0", "-i", MediaGuard.url(path)])
        return result.output.contains { $0.isNumber }
    }
}
