/// The arguments that keep ffmpeg to the files it is given.
///
/// By default ffmpeg follows what it finds inside a file: a playlist that calls itself `.mp4` pulls in other
/// local files. These lists come before every input, for ffprobe too.
enum MediaGuard {
    /// Containers that name no other file.
    static let formats = [
        "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "mpegts", "wav", "mp3", "flac", "ogg", "aac",
        "image2", "png_pipe", "jpeg_pipe", "webp_pipe", "gif",
    ]

    /// The flags that come before a media file's `-i`.
    static let flags = ["-protocol_whitelist", "file", "-format_whitelist", formats.joined(separator: ",")]

    /// How a path is named: `file:` makes names that start with `-` or look like a protocol inert.
    static func url(_ path: String) -> String { "file:" + path }

    /// A media file as an input, with at most `seconds` of it read.
    static func input(_ path: String, seconds: Double, options: [String] = []) -> [String] {
        flags + options + ["-t", decimal(seconds), "-i", url(path)]
    }

    /// Seconds with three decimals, never in scientific form.
    static func decimal(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded(.up))
        let rest = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
