import EventStore
import Projections

/// How long a video will take, from what earlier ones took.
struct VideoForecast: Sendable {
    /// Words a second that a voice speaks at rate 1.
    private static let wordsPerSecond = 2.6
    /// Words in a paragraph that the service writes.
    private static let wordsPerParagraph = 75.0

    let host: ProjectionHost
    let clock: any WallClock

    /// Seconds of work for a video with these arguments of `create_video`.
    func seconds(for arguments: JSONObject) -> Double {
        let isDraft = arguments["quality"] == "draft"
        let speed = host.view(RenderSpeed.self).value
        return speed.seconds(for: .video, videoSeconds: length(for: arguments)) * (isDraft ? 0.3 : 1)
    }

    /// Seconds that the video itself will be long.
    func length(for arguments: JSONObject) -> Double {
        let script = arguments["video_script"]?.string ?? ""
        let paragraphs = arguments["paragraph_number"]?.number ?? 1
        let words =
            script.isEmpty
            ? Self.wordsPerParagraph * paragraphs : Double(script.split(whereSeparator: \.isWhitespace).count)
        return words / Self.wordsPerSecond / max(0.1, arguments["voice_rate"]?.number ?? 1)
    }

    /// Seconds until the videos that are under way or wait are done.
    func secondsQueued() -> Double {
        let now = clock.now()
        return host.view(TaskBoard.self).value.unfinished
            .filter { $0.kind == .video }
            .reduce(0) { $0 + ($1.estimatedRemaining(at: now) ?? 0) }
    }

    func moment(after seconds: Double) -> String { clock.now().advanced(bySeconds: seconds).iso8601 }
}
