public import EventStore

/// How long work takes here, learnt from the work that was done.
///
/// Exponentially weighted means (each new measurement counts a quarter) of wall-clock seconds for each kind of task,
/// and of wall-clock seconds for each second of video. Until something has been measured, the fallbacks hold: a
/// 30-second video of 1080 × 1920 pixels on two cores of 2026 took about 1.0 s of wall clock a second of video to
/// render (preset veryfast) and about 15 s for script, voice and pictures.
public struct RenderSpeed: Projection {
    public static let name = "render_speed"
    public static let version = 1
    public static let consumes: [any Event.Type] = [
        TaskCreated.self, TaskClaimed.self, TaskStageCompleted.self, TaskCompleted.self, TaskFailed.self,
        TaskCancelled.self,
    ]

    /// Seconds of rendering for each second of video, before anything was measured.
    public static let fallbackSecondsPerVideoSecond = 1.0
    /// Seconds of everything but rendering for a video, before anything was measured.
    public static let fallbackPreparation = 15.0
    /// Seconds of a whole task, before anything was measured.
    public static let fallbackSeconds: [TaskKind: Double] = [
        .script: 1, .terms: 0.5, .voice: 5, .video: 45, .batch: 45, .analysis: 10,
    ]
    private static let weight = 0.25
    private static let openLimit = 10_000

    private struct Open: Codable, Sendable {
        let kind: TaskKind
        /// A later attempt skips finished stages, so only a first one tells what the whole takes.
        var isFirstAttempt = true
        var renderSeconds: Double?
    }

    private var open = RecentMap<String, Open>(limit: openLimit)
    private var byKind: [TaskKind: Double] = [:]
    private var perVideoSecond: Double?
    private var preparation: Double?

    public init() {}

    public mutating func apply(_ event: RecordedEvent) {
        switch event.body {
        case let fact as TaskCreated: open[fact.task] = Open(kind: fact.kind)
        case let fact as TaskClaimed: open[fact.task]?.isFirstAttempt = fact.attempt <= 1
        case let fact as TaskStageCompleted where fact.stage == "render": measure(fact)
        case let fact as TaskCompleted: finish(fact)
        case let fact as TaskFailed: open[fact.task] = nil
        case let fact as TaskCancelled: open[fact.task] = nil
        default: break
        }
    }

    /// Wall-clock seconds a task of this kind should take; with the video's length where it is known.
    public func seconds(for kind: TaskKind, videoSeconds: Double? = nil) -> Double {
        if kind == .video, let videoSeconds {
            return (preparation ?? Self.fallbackPreparation) + videoSeconds * secondsPerVideoSecond
        }
        return byKind[kind] ?? Self.fallbackSeconds[kind] ?? 10
    }

    /// Wall-clock seconds of rendering for each second of video.
    public var secondsPerVideoSecond: Double { perVideoSecond ?? Self.fallbackSecondsPerVideoSecond }

    /// Whether anything has been measured for this kind.
    public func isMeasured(_ kind: TaskKind) -> Bool { byKind[kind] != nil }

    public var json: JSON {
        [
            "seconds_per_video_second": .double(secondsPerVideoSecond), "measured": .bool(perVideoSecond != nil),
            "seconds_by_kind": .object(
                JSONObject(TaskKind.allCases.map { ($0.rawValue, .double(seconds(for: $0))) })),
        ]
    }

    /// A render says how long its video is: `video_seconds` in its result, or `duration`.
    private mutating func measure(_ fact: TaskStageCompleted) {
        open[fact.task]?.renderSeconds = fact.seconds
        guard let length = (fact.result["video_seconds"] ?? fact.result["duration"])?.number, length > 0.1 else {
            return
        }
        Self.blend(&perVideoSecond, fact.seconds / length)
    }

    private mutating func finish(_ fact: TaskCompleted) {
        guard let task = open[fact.task] else { return }
        open[fact.task] = nil
        guard task.isFirstAttempt else { return }
        Self.blend(&byKind[task.kind], fact.seconds)
        if task.kind == .video, let render = task.renderSeconds {
            Self.blend(&preparation, max(0, fact.seconds - render))
        }
    }

    private static func blend(_ mean: inout Double?, _ measured: Double) {
        guard measured.isFinite, measured >= 0 else { return }
        mean = mean.map { $0 + weight * (measured - $0) } ?? measured
    }
}
