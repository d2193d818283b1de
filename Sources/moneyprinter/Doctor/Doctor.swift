/// Looks for every external part and says what each gap costs.
struct Doctor: Sendable {
    let configuration: Configuration

    /// All parts in the order of the work, looked at side by side.
    func examine() async -> [Part] {
        async let programs = ProgramProbe.all(configuration).examine()
        async let neural = NeuralVoiceProbe(python: configuration.voice.neuralPython).examine()
        async let fonts = FontProbe.examineAll()
        async let endpoint = EndpointProbe(llm: configuration.llm).examine()
        let files = FileProbe.all(configuration).map { $0.examine() }
        let storage = StorageProbe(dataFolder: configuration.dataFolder).examine()
        let spoken = Self.eitherVoice(espeak: await programs, neural: await neural)
        return spoken + files + (await fonts) + [await endpoint] + storage
    }

    /// One voice is enough: espeak-ng is required only where the neural voice is missing.
    static func eitherVoice(espeak programs: [Part], neural: Part) -> [Part] {
        var parts = programs
        if let index = parts.firstIndex(where: { $0.name == "espeak-ng" }) {
            if neural.isFine { parts[index] = parts[index].asOptional }
            parts.insert(neural, at: index)
        }
        return parts
    }
}

extension Part {
    fileprivate var asOptional: Part {
        Part(
            name: name, need: .optional, state: state, version: version, detail: detail, cost: cost, install: install)
    }
}
