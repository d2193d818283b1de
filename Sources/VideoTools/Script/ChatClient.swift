import Foundation

/// Asks an OpenAI-compatible endpoint one question and returns its answer.
struct ChatClient: Sendable {
    let configuration: ChatConfiguration
    let provider: any ProviderClient

    /// - Parameters:
    ///   - system: what the model is to be.
    ///   - user: the task.
    /// - Throws: `providerFailed` or `timedOut`; neither holds the key, the URL or the prompt.
    func ask(system: String, user: String, temperature: Double) async throws(StageError) -> String {
        let question = try makeQuestion(system: system, user: user, temperature: temperature)
        var attempt = 0
        while true {
            do throws(ChatFailure) {
                return try Self.text(of: await provider.answer(to: question))
            } catch {
                guard error.mayRetry, attempt < configuration.retries else { throw stageError(error) }
                attempt += 1
                do { try await Task.sleep(for: error.wait ?? .milliseconds(250 << attempt)) } catch {
                    throw StageError(.cancelled, "\(configuration) was cancelled")
                }
            }
        }
    }

    private static func text(of answer: ProviderAnswer) throws(ChatFailure) -> String {
        guard answer.outcome == .status(200) else { throw ChatFailure(answer) }
        let reply = try? JSONDecoder().decode(ChatReply.self, from: Data(answer.body))
        guard let text = reply?.choices.first?.message.content, !text.isEmpty else { throw ChatFailure.noText }
        return text
    }

    private func makeQuestion(system: String, user: String, temperature: Double) throws(StageError) -> ProviderQuestion
    {
        let question = ChatQuestion(
            model: configuration.model, temperature: temperature,
            messages: [.init(role: "system", content: system), .init(role: "user", content: user)])
        // Sorted keys: the same question is the same bytes, by which its recorded answer is found.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let body = try? encoder.encode(question) else {
            throw StageError(.invalidInput, "the subject cannot be sent to \(configuration)")
        }
        var headers = [(name: "content-type", value: "application/json")]
        if let authorization = configuration.authorization {
            headers.append((name: "authorization", value: authorization))
        }
        return ProviderQuestion(
            provider: "\(configuration)", url: configuration.baseURL + "/chat/completions", headers: headers,
            body: Array(body), timeout: configuration.timeout, answerLimit: configuration.answerLimit)
    }

    private func stageError(_ failure: ChatFailure) -> StageError {
        if Task.isCancelled { return StageError(.cancelled, "\(configuration) was cancelled") }
        let code: StageError.Code = failure.isTimeout ? .timedOut : .providerFailed
        return StageError(code, "\(configuration) \(failure.reason)", hint: failure.hint)
    }
}
