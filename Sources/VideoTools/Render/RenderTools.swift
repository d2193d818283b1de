/// The programs a render runs, and how they may run.
public struct RenderTools: Sendable {
    public let ffmpeg: String
    public let ffprobe: String
    /// 0 to 19; a render must not starve the service.
    public let niceness: Int
    /// No progress for this long ends a run.
    public let stallTimeout: Duration
    /// Wall-clock seconds allowed for each second of video, on top of a minute.
    public let slowness: Double
    /// Bytes of address space of one program; nil for no bound.
    public let memoryLimit: Int?
    /// Bytes of the largest file a program may write; nil for no bound.
    public let fileSizeLimit: Int?

    public init(
        ffmpeg: String = "ffmpeg", ffprobe: String = "ffprobe", niceness: Int = 10,
        stallTimeout: Duration = .seconds(60), slowness: Double = 20, memoryLimit: Int? = 4 << 30,
        fileSizeLimit: Int? = 2 << 30
    ) {
        self.ffmpeg = ffmpeg
        self.ffprobe = ffprobe
        self.niceness = niceness
        self.stallTimeout = stallTimeout
        self.slowness = slowness
        self.memoryLimit = memoryLimit
        self.fileSizeLimit = fileSizeLimit
    }

    /// ffmpeg, bounded for a piece of work of this many seconds of media.
    func encoder(seconds: Double) -> ExternalProgram {
        ExternalProgram(
            executable: ffmpeg, niceness: niceness, timeout: .seconds(slowness * seconds + 60),
            stallTimeout: stallTimeout, progressPrefix: "frame=", outputLimit: 4 << 20,
            memoryLimit: memoryLimit, fileSizeLimit: fileSizeLimit)
    }

    /// ffmpeg for sound, which is quick and reports no frames.
    func audio(seconds: Double) -> ExternalProgram {
        ExternalProgram(
            executable: ffmpeg, niceness: niceness, timeout: .seconds(slowness * seconds + 60),
            memoryLimit: memoryLimit, fileSizeLimit: fileSizeLimit)
    }

    var probe: MediaProbe { MediaProbe(executable: ffprobe) }

    /// What every run of ffmpeg starts with.
    static let quiet = ["-hide_banner", "-nostdin", "-y", "-v", "error"]
}
