import Testing

@testable import VideoTools

@Suite("Analysis parsers and scores")
struct QualityScoreTests {
    @Test("a span that lasts to the end of the file is closed by its duration")
    func openSpans() {
        let log = DetectorLog(
            text: """
                [freezedetect @ 0x1] lavfi.freezedetect.freeze_start: 2
                [silencedetect @ 0x1] silence_start: 1.5
                [silencedetect @ 0x1] silence_end: 2.5 | silence_duration: 1
                [blackdetect @ 0x1] black_start:3 black_end:4 black_duration:1
                [scdet @ 0x1] lavfi.scd.score: 39.111, lavfi.scd.time: 2.25
                """, duration: 5)
        #expect(log.frozen.total == 3)
        #expect(log.silent.total == 1)
        #expect(log.frozen.overlap(log.black) == 1)
        #expect(log.cuts == [2.25])
    }

    @Test("frames without edges count neither for blur nor for block artefacts")
    func blackFrames() {
        let samples = FrameSamples(
            printed: """
                frame:0    pts:0       pts_time:0
                lavfi.blur=-nan
                lavfi.block=900
                frame:1    pts:1       pts_time:0.5
                lavfi.blur=5
                lavfi.block=2
                """)
        #expect(samples.mean("blur") == 5)
        #expect(samples.withEdges.median("block") == 2)
        #expect(samples.frames.count == 2)
    }

    @Test("the loudness is read from the last summary, and silence is -70")
    func loudness() {
        let text = """
            [Parsed_ebur128_0 @ 0x1] Summary:

              Integrated loudness:
                I:         -14.3 LUFS
                Threshold: -24.5 LUFS

              True peak:
                Peak:       -1.4 dBFS
            """
        #expect(Loudness(summary: text)?.lufs == -14.3)
        #expect(Loudness(summary: text)?.truePeak == -1.4)
        #expect(Loudness(summary: text.replacing("-1.4", with: "-inf"))?.truePeak == -120)
        #expect(Loudness(summary: "nothing") == nil)
    }

    @Test(
        "points follow the line between the anchors and never leave it",
        arguments: [
            (240.0, 1.0), (1080, 10), (660, 5.5), (100, 1), (4000, 10),
        ])
    func anchors(value: Double, points: Double) {
        #expect(abs(Anchors(240, 1, 1080, 10).points(value) - points) < 1e-9)
    }
}
