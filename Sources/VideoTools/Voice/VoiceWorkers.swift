import Foundation

/// The two worker processes: one for the neural voice, one for espeak-ng, so that neither can take the
/// other down and each has only the libraries it needs.
struct VoiceWorkers: Sendable {
    private let neural: ProgramConversation?
    private let plain: ProgramConversation
    private let fault: StageError?

    init(environment: VoiceEnvironment, timeout: Duration, launcher: [String] = []) {
        var path = ""
        do throws(StageError) {
            path = try environment.workerPath()
            fault = nil
        } catch {
            fault = error
        }
        func conversation(_ python: String) -> ProgramConversation {
            let program = ExternalProgram(executable: python, niceness: 5, timeout: timeout, launcher: launcher)
            // -s -E: no packages of the user and no settings of the environment.
            return ProgramConversation(program: program, arguments: ["-s", "-E", path])
        }
        neural = environment.python.map(conversation)
        plain = conversation(environment.plainPython)
    }

    func speak(_ order: VoiceOrder) async throws(StageError) -> VoiceAnswer {
        try await ask(order, order.engine)
    }

    /// The voices of both; an engine that is not installed has none.
    func catalogue() async throws(StageError) -> VoiceCatalogue {
        if let fault { throw fault }
        var voices: [Voice] = []
        for engine in Voice.Engine.allCases {
            do throws(StageError) {
                let list: VoiceList = try await ask(VoiceListOrder(list: engine), engine)
                voices += list.voices.map {
                    Voice(engine: engine, name: $0.name, language: $0.language, gender: $0.gender)
                }
            } catch {
                guard error.code == .missingPart else { throw error }
            }
        }
        return VoiceCatalogue(voices: voices)
    }

    func close() async {
        await neural?.close()
        await plain.close()
    }

    private func ask<Answer: Decodable>(_ order: some Encodable, _ engine: Voice.Engine) async throws(StageError)
        -> Answer
    {
        if let fault { throw fault }
        guard let worker = engine == .hibari ? neural : plain else {
            throw StageError(.missingPart, "the neural voice is not configured")
        }
        return try Self.decode(await worker.request(try Self.encode(order)))
    }

    private static func encode(_ order: some Encodable) throws(StageError) -> String {
        do {
            return String(decoding: try JSONEncoder().encode(order), as: UTF8.self)
        } catch {
            throw StageError(.invalidInput, "the text cannot be sent to the voice worker")
        }
    }

    private static func decode<Answer: Decodable>(_ line: String) throws(StageError) -> Answer {
        let data = Data(line.utf8)
        if let fault = try? JSONDecoder().decode(VoiceFault.self, from: data) {
            throw StageError(StageError.Code(rawValue: fault.code) ?? .providerFailed, fault.error)
        }
        do {
            return try JSONDecoder().decode(Answer.self, from: data)
        } catch {
            throw StageError(.providerFailed, "the voice worker gave an answer that cannot be read")
        }
    }
}
