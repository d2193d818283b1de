import Foundation
import Testing

@testable import VideoTools

@Suite("AudioMixer", .serialized)
struct AudioMixerTests {
    @Test(
        "loud or quiet, with music or without, a mix measures -14 LUFS and stays below -1 dB",
        arguments: [
            (0.02, true), (0.02, false), (0.9, true),
        ])
    func level(amplitude: Double, hasMusic: Bool) async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        // Bursts of noise stand for words: a high crest, with pauses.
        let voice = try await fixture.make(
            "v.wav",
            [
                "-f", "lavfi", "-i",
                "anoisesrc=d=6:a=\(amplitude):seed=1:r=24000,volume='if(lt(mod(t,1),0.6),1,0.01)':eval=frame",
            ])
        let music = try await fixture.make("m.wav", ["-f", "lavfi", "-i", "sine=f=200:d=2:r=44100"])
        let out = fixture.path("mix.wav")
        let mixer = AudioMixer()
        _ = try await mixer.mix(
            voice: voice, music: hasMusic ? music : nil, duration: 6.8, options: try RenderOptions(), to: out)
        let loudness = try await mixer.measure(out, 7).loudness
        #expect(abs(loudness.lufs + 14) <= 1)
        #expect(loudness.truePeak <= -1)
        let duration = try await MediaProbe().info(out).duration ?? 0
        #expect(abs(duration - 6.8) < 0.01)
    }

    @Test("silence stays silence")
    func silence() async throws {
        let fixture = try RenderFixture()
        defer { fixture.discard() }
        let voice = try await fixture.make("v.wav", ["-f", "lavfi", "-i", "anullsrc=r=24000:cl=mono:d=2"])
        _ = try await AudioMixer().mix(
            voice: voice, music: nil, duration: 2.5, options: try RenderOptions(), to: fixture.path("mix.wav"))
        #expect(try await AudioMixer().measure(fixture.path("mix.wav"), 3).loudness.isSilent)
    }

    @Test("music of volume 0 is left out, and 0.2 is 9 dB below full")
    func graph() throws {
        #expect(MixGraph.decibels(MixGraph.bedGain(0.2)) == "-9.0dB")
        let graph = MixGraph(duration: 3, hasMusic: false, options: try RenderOptions()).text
        #expect(!graph.contains("[1:a"))
    }
}
