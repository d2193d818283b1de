/// The arguments of the programs that look at a video; pure.
struct AnalysisPasses: Sendable {
    /// The rectangle that is not black edge, in pixels of the video.
    struct ActivePart: Equatable {
        let x: Int
        let y: Int
        let width: Int
        let height: Int
        /// Of the whole picture, 0 to 1.
        let share: Double
    }

    /// How much is decoded to measure the speed of it.
    static let decodeSeconds = 10.0

    let path: String
    let facts: AnalysisReport.MediaFacts

    private let quiet = ["-hide_banner", "-nostdin", "-nostats"]

    /// All detectors at once; samples go to standard output, events to standard error.
    var survey: [String] {
        let picture =
            "[0:v:0]scale='if(gt(iw,ih),-2,480)':'if(gt(iw,ih),480,-2)':flags=fast_bilinear,"
            + "blackdetect=d=0.1:pix_th=0.10,freezedetect=n=-60dB:d=1,scdet=t=12,fps=2,signalstats,siti,"
            + "blurdetect,blockdetect,cropdetect=limit=24:round=2:reset=0:skip=0,metadata=mode=print:file=-[p]"
        let sound = "[0:a:0]ebur128=peak=true:framelog=verbose,silencedetect=n=-45dB:d=0.5[s]"
        let graph = facts.audio == nil ? picture : picture + ";" + sound
        return quiet + ["-v", "info"] + MediaGuard.input(path, seconds: facts.duration + 1)
            + ["-filter_complex", graph, "-map", "[p]", "-f", "null", "-"]
            + (facts.audio == nil ? [] : ["-map", "[s]", "-f", "null", "-"])
    }

    /// Key frames at their own size, at most 960 pixels a side from the middle of the active part.
    func details(_ active: ActivePart) -> [String] {
        let crop = "crop=\(active.width):\(active.height):\(active.x):\(active.y),crop='min(iw,960)':'min(ih,960)'"
        return quiet + ["-v", "error", "-skip_frame", "nokey"] + MediaGuard.input(path, seconds: facts.duration + 1)
            + ["-an", "-vf"]
            + ["\(crop),blurdetect=block_width=32:block_height=32:block_pct=80,blockdetect,metadata=mode=print:file=-"]
            + ["-f", "null", "-"]
    }

    /// One line a packet; key frames have a `K`.
    var packets: [String] {
        ["-v", "error"] + MediaGuard.flags
            + ["-select_streams", "v:0", "-show_entries", "packet=flags", "-of", "csv=p=0", "-i", MediaGuard.url(path)]
    }

    /// Decodes and nothing else, with one thread.
    var decode: [String] {
        quiet + ["-v", "error", "-threads", "1"] + MediaGuard.input(path, seconds: Self.decodeSeconds)
            + ["-map", "0:v:0", "-f", "null", "-"]
    }

    /// What cropdetect has come to by the end, brought back to the size of the video.
    func activePart(_ samples: FrameSamples) -> ActivePart {
        let whole = ActivePart(x: 0, y: 0, width: facts.width, height: facts.height, share: 1)
        guard let x = samples.last("cropdetect.x"), let y = samples.last("cropdetect.y"),
            let width = samples.last("cropdetect.w"), let height = samples.last("cropdetect.h"), width > 0, height > 0
        else { return whole }
        let factor = Double(min(facts.width, facts.height)) / 480
        let (realWidth, realHeight) = (width * factor, height * factor)
        let share = realWidth * realHeight / Double(facts.width * facts.height)
        // The detector rounds; less than 2 % is no edge, and a sliver is nothing that could be measured.
        guard share < 0.98, realWidth >= 64, realHeight >= 64 else {
            return ActivePart(x: 0, y: 0, width: facts.width, height: facts.height, share: min(1, share))
        }
        let (left, top) = (Int(x * factor) / 2 * 2, Int(y * factor) / 2 * 2)
        return ActivePart(
            x: left, y: top, width: min(Int(realWidth) / 2 * 2, facts.width - left),
            height: min(Int(realHeight) / 2 * 2, facts.height - top), share: share)
    }
}
