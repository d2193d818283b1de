import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The configured LLM endpoint: whether it answers, asked for its list of models.
struct EndpointProbe: Sendable {
    let llm: Configuration.LLM

    private static let cost = "scripts come from the built-in word list: right and dry"

    func examine() async -> Part {
        guard let endpoint = llm.endpoint else {
            return part(
                .missing, "none is configured; nothing needs one", install: "set base_url in [llm] of config.toml")
        }
        var request = HTTPClientRequest(url: endpoint.hasSuffix("/") ? endpoint + "models" : endpoint + "/models")
        if let key = llm.apiKey { request.headers.add(name: "Authorization", value: "Bearer \(key.value)") }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: .once)
        let status = try? await client.execute(request, timeout: .seconds(5)).status.code
        try? await client.shutdown()
        return verdict(on: endpoint, status: status.map { Int($0) })
    }

    /// - Parameter status: of the answer; nil where there was none.
    private func verdict(on endpoint: String, status: Int?) -> Part {
        guard let status else {
            return part(.limited, "\(endpoint) does not answer", install: "check base_url in [llm] of config.toml")
        }
        return switch status {
        case 401, 403: part(.limited, "\(endpoint) refuses the key", install: "check api_key in [llm] of config.toml")
        // A server that has no list of models is still a server.
        case 200..<400, 404: part(.ok, "\(endpoint) answers, model \(llm.model)")
        default:
            part(.limited, "\(endpoint) answers with status \(status)", install: "check [llm] in config.toml")
        }
    }

    private func part(_ state: Part.State, _ detail: String, install: String? = nil) -> Part {
        Part(name: "LLM endpoint", need: .optional, state: state, detail: detail, cost: Self.cost, install: install)
    }
}
