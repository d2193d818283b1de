import Foundation
import Testing

@testable import VideoTools

@Suite("Played music")
struct MusicRendererTests {
    @Test("a piece has exactly the wanted length, can be heard and leaves nothing else behind")
    func render() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "music-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "bed.wav").path
        try await MusicRenderer().render(seed: 3, seconds: 12.5, mood: .uplifting, to: path)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["bed.wav"])
        let probe = try await ExternalProgram(executable: "ffmpeg", timeout: .seconds(20)).run(
            ["-hide_banner", "-nostdin", "-i", path, "-af", "volumedetect", "-f", "null", "-"])
        #expect(probe.errorTail.contains("Duration: 00:00:12.50"))
        let peak = probe.errorTail.firstMatch(of: /max_volume: (-?[0-9.]+) dB/).flatMap { Double($0.output.1) }
        #expect(try (-12.0 ... -0.5).contains(#require(peak)))
    }

    @Test("a missing sound font is named, and a wrong length refused")
    func faults() async throws {
        let missing = await #expect(throws: StageError.self) {
            try await MusicRenderer(soundFont: "/nowhere/x.sf2").render(
                seed: 1, seconds: 5, mood: .calm, to: "/nowhere/x.wav")
        }
        #expect(missing?.code == .missingPart)
        let long = await #expect(throws: StageError.self) {
            try await MusicRenderer().render(seed: 1, seconds: 1e6, mood: .calm, to: "/nowhere/x.wav")
        }
        #expect(long?.code == .invalidInput)
    }
}
