extension Configuration {
    /// Where the spoken text comes from.
    struct Script: Equatable, Sendable {
        enum Provider: String, CaseIterable, Sendable {
            /// The LLM endpoint where one is configured, else the word list.
            case auto
            case wordnet
            case llm
        }

        var provider = Provider.auto
        var wordnetFolder = "/usr/share/wordnet"
    }

    /// An endpoint that speaks OpenAI's chat completions.
    struct LLM: Equatable, Sendable {
        /// The published choice of a provider; only `openai` says that a key alone means OpenAI's own endpoint.
        var provider: String?
        var baseURL: String?
        var apiKey: Secret?
        var model = "gpt-4o-mini"
        var timeoutSeconds = 60

        /// Where to ask; nil where no endpoint is configured.
        ///
        /// A key alone is not enough, or a variable that happens to be set would send subjects to a third party.
        var endpoint: String? {
            if let baseURL { return baseURL }
            return provider == "openai" && apiKey != nil ? "https://api.openai.com/v1" : nil
        }
    }

    struct Voice: Equatable, Sendable {
        enum Engine: String, CaseIterable, Sendable {
            /// Neural where it is installed and speaks the language, else espeak-ng.
            case auto
            case espeak
        }

        var engine = Engine.auto
        /// The interpreter with the voice's wheels; nil: the nearest `.venv/voice`, see ``neuralPython``.
        var python: String?
        var cacheEnabled = true
        var cacheSeconds = 7200
    }

    struct Materials: Equatable, Sendable {
        /// Pictures and clips of the user's own; nil: every scene is generated.
        var folder: String?
    }

    struct Video: Equatable, Sendable {
        var soundfont = "/usr/share/sounds/sf2/TimGM6mb.sf2"
        var maxConcurrent = 5
        var timeoutSeconds = 300
        var cacheSeconds = 3600
    }
}
