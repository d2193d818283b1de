import Foundation
import Testing

@testable import VideoTools

extension Tag {
    /// Runs for more than a second or two.
    @Tag static var slow: Self
}

@Suite("VideoRenderer", .serialized)
struct VideoRendererTests {
    @Test("a narration becomes a verified video, and a lost segment is the only one encoded again", .tags(.slow))
    func endToEnd() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let narration = try await fixture.narration([
            "Coffee wakes the whole world.", "Farmers grow it on high mountains, slowly.",
            "Enjoy a warm cup every single morning.",
        ])
        let music = try await fixture.make("music.wav", ["-f", "lavfi", "-i", "sine=f=330:d=3:r=44100", "-ac", "2"])
        let request = VideoRequest(
            subject: "Coffee: \\N{\\b1} 100% it's", narration: narration, terms: ["high mountains", "warm cup"],
            music: music, options: try RenderOptions(preset: .draft, seed: 11))
        let renderer = VideoRenderer(icons: try IconCatalogue())
        let folder = fixture.path("a b'c:d[e],f;g")

        let first = try await renderer.render(request, in: folder)
        #expect(first.segmentsEncoded == first.plan.segments.count)
        #expect(first.plan.segments.count >= 5)
        let info = try await MediaProbe().info(first.video.path)
        #expect(info.video?.nb_frames == "\(first.plan.scenes.totalFrames)")
        #expect(info.format.tags?["title"] == request.subject)
        #expect(FileManager.default.fileExists(atPath: first.poster.path))

        let mixer = AudioMixer()
        let loudness = try await mixer.measure(first.video.path, first.plan.scenes.duration).loudness
        #expect(abs(loudness.lufs + 14) <= 1)
        #expect(loudness.truePeak <= -1)

        let again = try await renderer.render(request, in: folder)
        #expect(again.cpuSeconds == 0)
        #expect(again.video == first.video)

        try FileManager.default.removeItem(atPath: folder + "/segments/change-000.mp4")
        let repaired = try await renderer.render(request, in: folder)
        #expect(repaired.segmentsEncoded == 1)
        #expect(repaired.video == first.video)
        let parts = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        #expect(!parts.contains { $0.contains(".part.") })
    }
}
