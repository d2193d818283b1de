/// All that was measured in a video, before it is judged.
struct Measurements: Equatable, Sendable {
    let info: MediaInfo
    /// Two frames a second, at a short side of 480.
    let samples: FrameSamples
    /// Key frames at their own size.
    let details: FrameSamples
    let log: DetectorLog
    /// The share of the picture that is not black edge, 0 to 1.
    let activeArea: Double

    var duration: Double { max(info.duration ?? 0, 0.04) }
    var hasAudio: Bool { info.audio != nil }
    var shortSide: Int { min(info.video?.width ?? 0, info.video?.height ?? 0) }

    var blackShare: Double { min(1, log.black.total / duration) }
    /// Black counts as frozen for the filter; here it counts once.
    var frozenShare: Double { min(1, max(0, log.frozen.total - log.frozen.overlap(log.black)) / duration) }
    var silentShare: Double { hasAudio ? min(1, log.silent.total / duration) : 1 }

    /// The mean blur of frames that have edges; nil where none has.
    var blur: Double? { details.mean("blur") ?? samples.mean("blur") }
    var blockiness: Double? { details.withEdges.median("block") ?? samples.withEdges.median("block") }
    var brightness: Double? { samples.mean("signalstats.YAVG") }
}
