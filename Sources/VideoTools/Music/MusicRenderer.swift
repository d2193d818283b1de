import Foundation

/// Plays composed music into a file, with fluidsynth and a General MIDI sound font.
public struct MusicRenderer: Sendable {
    /// Where Debian's `timgm6mb-soundfont` puts it.
    public static let defaultSoundFont = "/usr/share/sounds/sf2/TimGM6mb.sf2"

    private let soundFont: String
    private let synthesizer: ExternalProgram
    private let cutter: ExternalProgram
    private let gain: Double
    private let loudness: Double
    private let secondsLimit: Double

    /// - Parameters:
    ///   - gain: of the synthesizer, 0.1 ... 5.
    ///   - loudness: of the file, in LUFS.
    ///   - secondsLimit: longest piece.
    public init(
        soundFont: String = MusicRenderer.defaultSoundFont, fluidsynth: String = "fluidsynth",
        ffmpeg: String = "ffmpeg",
        gain: Double = 1.4, loudness: Double = -18, timeout: Duration = .seconds(120), secondsLimit: Double = 900
    ) {
        self.soundFont = soundFont
        self.gain = gain
        self.loudness = loudness
        self.secondsLimit = secondsLimit
        synthesizer = ExternalProgram(executable: fluidsynth, timeout: timeout)
        cutter = ExternalProgram(executable: ffmpeg, timeout: timeout)
    }

    /// Composes and plays a piece of exactly `seconds`, with a fade at both ends.
    ///
    /// - Parameter path: absolute, ends in `.wav`; 44.1 kHz stereo; appears whole or not at all.
    /// - Throws: `invalidInput`, `missingPart`, `providerFailed`, `timedOut`, `cancelled`.
    public func render(seed: UInt64, seconds: Double, mood: MusicMood, to path: String) async throws(StageError) {
        guard path.hasPrefix("/"), path.hasSuffix(".wav") else {
            throw StageError(.invalidInput, "the music path is not absolute or does not end in .wav")
        }
        guard seconds >= 1, seconds <= secondsLimit else {
            throw StageError(.invalidInput, "music of \(seconds) s", hint: "1 to \(Int(secondsLimit)) s")
        }
        guard FileManager.default.isReadableFile(atPath: soundFont) else {
            throw StageError(
                .missingPart, "the sound font \(soundFont.split(separator: "/").last ?? "") is not there",
                hint: "apt-get install timgm6mb-soundfont")
        }
        let score = MusicComposer.compose(seed: seed, seconds: seconds, mood: mood)
        try await AtomicFile.write(to: path) { part async throws(StageError) in
            try await play(score, seconds: seconds, to: part)
        }
    }

    private func play(_ score: [UInt8], seconds: Double, to part: String) async throws(StageError) {
        let midi = part + ".mid"
        let raw = part + ".raw.wav"
        defer { [midi, raw].forEach { try? FileManager.default.removeItem(atPath: $0) } }
        guard FileManager.default.createFile(atPath: midi, contents: Data(score)) else {
            throw StageError(.providerFailed, "the music cannot be written", hint: "check the free space")
        }
        try await synthesizer.runToSuccess(["-ni", "-q", "-g", "\(gain)", "-r", "44100", "-F", raw, soundFont, midi])
        // fluidsynth ends well even when it could not read its input.
        guard FileManager.default.fileExists(atPath: raw) else {
            throw StageError(.providerFailed, "fluidsynth wrote no music")
        }
        // Instruments differ by 10 dB in the sound font; the mix wants to know what it gets.
        let level = "loudnorm=I=\(loudness):TP=-2:LRA=11,aresample=44100,aformat=channel_layouts=stereo"
        let fades =
            "aformat=channel_layouts=stereo,apad=whole_dur=\(seconds),\(level),afade=t=in:d=0.3,afade=t=out:st=\(max(0, seconds - 1.5)):d=1.5"
        try await cutter.runToSuccess([
            "-hide_banner", "-nostdin", "-v", "error", "-y", "-i", "file:\(raw)", "-af", fades, "-t", "\(seconds)",
            "-c:a", "pcm_s16le", "-fflags", "+bitexact", "-flags", "+bitexact", part,
        ])
    }
}
