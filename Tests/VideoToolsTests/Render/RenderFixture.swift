import Foundation

@testable import VideoTools

/// A folder of its own for one test, removed with the value's last use by `discard()`.
struct RenderFixture {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "render-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    func discard() { try? FileManager.default.removeItem(atPath: folder) }

    func path(_ name: String) -> String { folder + "/" + name }

    /// Runs ffmpeg with lavfi sources to make a small test file.
    func make(_ name: String, _ arguments: [String]) async throws -> String {
        let path = path(name)
        try await ExternalProgram(executable: "ffmpeg", timeout: .seconds(60))
            .runToSuccess(["-v", "error", "-nostdin", "-y"] + arguments + [path])
        return path
    }

    /// A narration spoken by espeak-ng, or a tone where it is missing, with words spread evenly over it.
    func narration(_ sentences: [String], secondsPerWord: Double = 0.36) async throws -> Narration {
        let words = sentences.flatMap { $0.split(separator: " ").map(String.init) }
        let duration = Double(words.count) * secondsPerWord + 0.2
        let voice = path("voice.wav")
        if ExternalProgram.locate("espeak-ng") != nil {
            try await ExternalProgram(executable: "espeak-ng", timeout: .seconds(20))
                .runToSuccess(["-w", path("spoken.wav"), sentences.joined(separator: " ")])
            _ = try await make(
                "voice.wav",
                ["-i", path("spoken.wav"), "-af", "apad=whole_dur=\(duration)", "-t", "\(duration)", "-ac", "1"])
        } else {
            _ = try await make("voice.wav", ["-f", "lavfi", "-i", "sine=f=220:d=\(duration)", "-ac", "1"])
        }
        return Self.narration(sentences, audio: voice, duration: duration, secondsPerWord: secondsPerWord)
    }

    /// The same without any sound file.
    static func narration(
        _ sentences: [String], audio: String = "voice.wav", duration: Double? = nil, secondsPerWord: Double = 0.36
    ) -> Narration {
        var words: [SpokenWord] = []
        var ranges: [Range<Int>] = []
        for sentence in sentences {
            let first = words.count
            for text in sentence.split(separator: " ") {
                let start = 0.1 + Double(words.count) * secondsPerWord
                words.append(SpokenWord(text: String(text), start: start, end: start + secondsPerWord * 0.8))
            }
            ranges.append(first..<words.count)
        }
        return Narration(
            audio: audio, duration: duration ?? Double(words.count) * secondsPerWord + 0.2, words: words,
            sentences: ranges, provider: "test")
    }
}
