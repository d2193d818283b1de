import Foundation
import Testing

@testable import VideoTools

@Suite("VideoAnalyzer", .serialized)
struct VideoAnalyzerTests {
    /// Five seconds of a moving, well-lit picture with pink noise at about -14 LUFS, and one fault.
    private func clip(
        _ fixture: RenderFixture, _ name: String, video: String = "null", audio: String? = "anull",
        source: String = "testsrc2=s=320x240:r=30:d=5"
    ) async throws -> String {
        let noise = "anoisesrc=color=pink:r=48000:d=5:seed=3:a=1,volume=1dB,\(audio ?? "anull")"
        let picture = source.hasPrefix("/") ? ["-i", source] : ["-f", "lavfi", "-i", source]
        let encoder = ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "20", "-g", "30", "-t", "5"]
        return try await fixture.make(
            name,
            picture + (audio == nil ? [] : ["-f", "lavfi", "-i", noise]) + ["-vf", "\(video),format=yuv420p"] + encoder
                + (audio == nil ? ["-an"] : ["-map", "0:v", "-map", "1:a", "-c:a", "aac"]))
    }

    /// A picture with fine detail everywhere, which test cards have not.
    private func detailed(_ fixture: RenderFixture) async throws -> String {
        try await clip(fixture, "detailed.mkv", source: "mandelbrot=s=360x640:r=30:end_pts=400")
    }

    @Test("each planted fault ranks below the clean clip, and is named with its number", .tags(.slow))
    func plantedFaults() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let analyzer = VideoAnalyzer()
        let source = try await detailed(fixture)
        let clean = try await analyzer.analyze(try await clip(fixture, "clean.mp4", source: source), type: .full)
        #expect(clean.qualityScore > 6)
        #expect(clean.results.quality?.parts.count == 11)

        let black = try await clip(
            fixture, "black.mp4", video: "drawbox=c=black:t=fill:enable='between(t,1,4)'", source: source)
        let frozen = try await clip(
            fixture, "frozen.mp4", video: "trim=end_frame=30,tpad=stop_mode=clone:stop_duration=4", source: source)
        let quiet = try await clip(fixture, "quiet.mp4", audio: "volume=-26dB", source: source)
        let mute = try await clip(fixture, "mute.mp4", audio: nil, source: source)
        let boxed = try await clip(fixture, "boxed.mp4", video: "scale=360:240,pad=360:640:0:200", source: source)
        for (path, part, word) in [
            (black, "black", "black"), (frozen, "frozen", "nothing moves"), (quiet, "loudness", "raise by"),
            (mute, "loudness", "no audio"), (boxed, "framing", "black edges"),
        ] {
            let report = try await analyzer.analyze(path, type: .quality)
            #expect(report.qualityScore < clean.qualityScore, "\(part)")
            let points = report.results.quality?.parts.first { $0.name == part }?.points ?? 10
            #expect(points < 7, "\(part)")
            #expect(report.recommendations.contains { $0.contains(word) }, "\(part)")
        }
    }

    @Test("a small picture that was scaled up is found by its key frames", .tags(.slow))
    func upscaled() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let analyzer = VideoAnalyzer()
        let source = try await detailed(fixture)
        let sharp = try await analyzer.analyze(source, type: .quality)
        let soft = try await analyzer.analyze(
            try await clip(fixture, "b.mp4", video: "scale=90:160,scale=360:640:flags=bicubic", source: source),
            type: .quality)
        #expect(soft.qualityScore < sharp.qualityScore)
    }

    @Test("each type of analysis gives its own part, encoded with the names of the contract")
    func types() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let path = try await clip(fixture, "c.mp4")
        let manifest = VideoManifest(words: 10, hasSubtitles: true, sceneChanges: 1)
        let content = try await VideoAnalyzer().analyze(path, type: .content, manifest: manifest)
        #expect(content.results.quality == nil && content.results.performance == nil)
        #expect(content.results.content?.shots == 2)
        #expect(content.results.content?.wordsPerMinute.map { abs($0 - 120) < 3 } == true)
        let performance = try await VideoAnalyzer().analyze(path, type: .performance)
        #expect(performance.results.performance?.keyframeSpacing == 1)
        #expect(performance.results.performance?.faststart == false)
        #expect(performance.recommendations.contains { $0.contains("faststart") })
        let json = try #require(String(bytes: JSONEncoder().encode(performance), encoding: .utf8))
        for name in ["\"analysis_results\"", "\"recommendations\"", "\"quality_score\"", "\"bits_per_pixel\""] {
            #expect(json.contains(name))
        }
    }

    @Test("a video longer than the limit is refused before it is decoded")
    func limits() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let path = try await clip(fixture, "d.mp4")
        let analyzer = VideoAnalyzer(limits: VideoAnalyzer.Limits(duration: 2))
        let error = await #expect(throws: StageError.self) { try await analyzer.analyze(path, type: .quality) }
        #expect(error?.code == .limitExceeded)
    }

    @Test("a playlist that calls itself mp4 cannot pull another file into the analysis")
    func disguisedPlaylists() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let secret = try await fixture.make("secret.ts", ["-f", "lavfi", "-i", "testsrc2=s=160x120:d=1"])
        let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://\(secret)\n#EXT-X-ENDLIST\n"
        let concat = "ffconcat version 1.0\nfile '\(secret)'\n"
        for (name, text) in [("hls.mp4", playlist), ("list.mp4", concat)] {
            try AtomicFile.write(text, to: fixture.path(name))
            let error = await #expect(throws: StageError.self, "\(name)") {
                try await VideoAnalyzer().analyze(fixture.path(name), type: .quality)
            }
            #expect(error?.code == .invalidInput)
            #expect(error?.description.contains("secret") == false)
        }
        await #expect(throws: StageError.self) {
            try await VideoAnalyzer().analyze("concat:\(secret)|\(secret)", type: .quality)
        }
    }
}
