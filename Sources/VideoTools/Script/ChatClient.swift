import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Asks an OpenAI-compatible endpoint one question and returns its answer.
struct ChatClient: Sendable {
    let configuration: ChatConfiguration
    let http: HTTPClient

    /// - Parameter http: nil for a client that tells at once when nobody listens; it lives as long as the process.
    init(configuration: ChatConfiguration, http: HTTPClient?) {
        self.configuration = configuration
        self.http = http ?? Self.impatient
    }

    private static let impatient: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.timeout.connect = .seconds(5)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }()

    /// - Parameters:
    ///   - system: what the model is to be.
    ///   - user: the task.
    /// - Throws: `providerFailed` or `timedOut`; neither holds the key, the URL or the prompt.
    func ask(system: String, user: String, temperature: Double) async throws(StageError) -> String {
        let request = try makeRequest(system: system, user: user, temperature: temperature)
        var attempt = 0
        while true {
            do throws(ChatFailure) {
                return try await answer(request)
            } catch {
                guard error.mayRetry, attempt < configuration.retries else { throw stageError(error) }
                attempt += 1
                do { try await Task.sleep(for: error.wait ?? .milliseconds(250 << attempt)) } catch {
                    throw StageError(.cancelled, "\(configuration) was cancelled")
                }
            }
        }
    }

    private func answer(_ request: HTTPClientRequest) async throws(ChatFailure) -> String {
        do {
            let response = try await http.execute(request, timeout: .nanoseconds(configuration.timeout.nanoseconds))
            let body = try await response.body.collect(upTo: configuration.answerLimit)
            guard response.status.code == 200 else {
                throw ChatFailure(
                    status: Int(response.status.code), retryAfter: response.headers.first(name: "retry-after"))
            }
            let reply = try? JSONDecoder().decode(ChatReply.self, from: Data(body.readableBytesView))
            guard let text = reply?.choices.first?.message.content, !text.isEmpty else { throw ChatFailure.noText }
            return text
        } catch let failure as ChatFailure {
            throw failure
        } catch {
            throw ChatFailure(error)
        }
    }

    private func makeRequest(system: String, user: String, temperature: Double) throws(StageError) -> HTTPClientRequest
    {
        let question = ChatQuestion(
            model: configuration.model, temperature: temperature,
            messages: [.init(role: "system", content: system), .init(role: "user", content: user)])
        guard let body = try? JSONEncoder().encode(question) else {
            throw StageError(.invalidInput, "the subject cannot be sent to \(configuration)")
        }
        var request = HTTPClientRequest(url: configuration.baseURL + "/chat/completions")
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        if let authorization = configuration.authorization {
            request.headers.add(name: "authorization", value: authorization)
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    private func stageError(_ failure: ChatFailure) -> StageError {
        if Task.isCancelled { return StageError(.cancelled, "\(configuration) was cancelled") }
        let code: StageError.Code = failure.isTimeout ? .timedOut : .providerFailed
        return StageError(code, "\(configuration) \(failure.reason)", hint: failure.hint)
    }
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let parts = components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
