/// What the worker is asked to speak: one line of JSON.
struct VoiceOrder: Encodable {
    struct Sentence: Encodable {
        let text: String
        let words: [String]
        /// Seconds of silence after it.
        let pause: Double
    }

    let engine: Voice.Engine
    let voice: String
    let sentences: [Sentence]
    let rate: Double
    let volume: Double
    let path: String

    init(voice: Voice, sentences: [Sentence], rate: Double, volume: Double, path: String) {
        self.engine = voice.engine
        self.voice = voice.name
        self.sentences = sentences
        self.rate = rate
        self.volume = volume
        self.path = path
    }
}

/// What the worker answers when it has spoken.
struct VoiceAnswer: Decodable, Sendable {
    /// Seconds.
    let duration: Double
    /// For every sentence and word, start and end in seconds.
    let times: [[[Double]]]
    let provider: String
}

/// The question which voices there are, and its answer.
struct VoiceListOrder: Encodable {
    let list: Voice.Engine
}

struct VoiceList: Decodable, Sendable {
    struct Entry: Decodable, Sendable {
        let name: String
        let language: String
        let gender: String
    }

    let voices: [Entry]
}

/// What the worker answers when it could not.
struct VoiceFault: Decodable {
    let error: String
    let code: String
}
