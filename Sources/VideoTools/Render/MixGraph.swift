/// The filter graph of the mix, pure; input 0 is the voice, input 1 the music.
struct MixGraph: Sendable {
    let duration: Double
    let hasMusic: Bool
    let options: RenderOptions

    /// Without a full format at its end ffmpeg 5.1 cannot choose a channel layout.
    static let format = "aresample=48000,aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo"

    /// The output is `[o]`.
    var text: String {
        let length = MediaGuard.decimal(duration)
        let voice =
            "[0:a:0]\(Self.format),volume=\(options.voiceVolume),apad=whole_dur=\(length),atrim=duration=\(length)"
        guard hasMusic else { return "\(voice)[o]" }
        let fade = min(1.5, duration / 3)
        return [
            "\(voice),asplit=2[va][vk]",
            "[1:a:0]\(Self.format),volume=\(Self.decibels(Self.bedGain(options.musicVolume))),afade=t=in:d=0.8,"
                + "atrim=duration=\(length),afade=t=out:st=\(MediaGuard.decimal(duration - fade)):d=\(MediaGuard.decimal(fade))[mb]",
            "[mb][vk]sidechaincompress=threshold=0.03:ratio=8:attack=20:release=400:makeup=1[md]",
            "[va][md]amix=inputs=2:duration=first:normalize=0,\(Self.format)[o]",
        ].joined(separator: ";")
    }

    /// 0.2 is -9 dB, 1 is +5 dB: a full scale that suits a bed rendered well below full scale.
    static func bedGain(_ volume: Double) -> Double { 20 * Logarithm.base10(max(volume, 0.001) / 0.2) - 9 }

    /// A gain as the volume filter takes it.
    static func decibels(_ gain: Double) -> String { "\((gain * 100).rounded() / 100)dB" }
}
