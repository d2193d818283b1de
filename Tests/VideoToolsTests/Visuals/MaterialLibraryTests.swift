import Foundation
import Testing

@testable import VideoTools

@Suite("MaterialLibrary")
struct MaterialLibraryTests {
    private func scene(_ index: Int, _ term: String, isTitle: Bool = false) -> Scene {
        Scene(index: index, start: index * 60, frames: 60, text: "", term: term, isTitle: isTitle, seed: 1)
    }

    @Test(
        "files are chosen by name and sidecar, none twice before all that fit have come; unusable ones are passed over")
    func choosing() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let folder = fixture.path("media")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let picture = ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-frames:v", "1", "-update", "1"]
        _ = try await fixture.make("media/mountain-lake.jpg", picture)
        _ = try await fixture.make("media/IMG_0001.jpg", picture)
        try AtomicFile.write("mountains in fog", to: folder + "/IMG_0001.txt")
        _ = try await fixture.make(
            "media/sea.mp4", ["-f", "lavfi", "-i", "testsrc2=s=320x240:d=1", "-pix_fmt", "yuv420p"])
        try AtomicFile.write("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n", to: folder + "/desert.mp4")
        _ = try await fixture.make("outside-desert.jpg", picture)
        try FileManager.default.createSymbolicLink(
            atPath: folder + "/desert-link.jpg", withDestinationPath: fixture.path("outside-desert.jpg"))

        let scenes = ["mountains", "high mountain", "Mountain", "the sea", "desert", "nothing"].enumerated()
            .map { scene($0, $1) }
        let chosen = await MaterialLibrary(roots: [folder]).choose(for: scenes + [scene(6, "sea", isTitle: true)])
        let names = chosen.map { visual -> String? in
            switch visual {
            case .image(let path, _), .clip(let path, _): URL(filePath: path).lastPathComponent
            default: nil
            }
        }
        #expect(Set([names[0], names[1]]) == ["mountain-lake.jpg", "IMG_0001.jpg"])
        #expect(names[2] != nil)
        #expect(names[3...] == ["sea.mp4", nil, nil, nil])
    }

    @Test("a film whose download broke off after its head is passed over")
    func brokenOff() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let folder = fixture.path("media")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let film = ["-f", "lavfi", "-i", "testsrc2=s=640x360:d=1", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
        let whole = try Data(contentsOf: URL(filePath: try await fixture.make("media/sea.mp4", film)))
        let body = try #require(whole.range(of: Data("mdat".utf8))).upperBound
        try whole.prefix(body + 200).write(to: URL(filePath: folder + "/desert.mp4"))

        let chosen = await MaterialLibrary(roots: [folder]).choose(for: [scene(0, "sea"), scene(1, "desert")])
        #expect(chosen[0] != nil)
        #expect(chosen[1] == nil)
    }
}
