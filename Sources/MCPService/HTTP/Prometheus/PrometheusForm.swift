import EventStore
import Hummingbird
import PromQL

/// The parameters of a call to the Prometheus API, from the URL and from a form in the body.
///
/// What the body says of a name comes before what the URL says, as in Prometheus.
struct PrometheusForm {
    private let pairs: [(name: String, value: String)]

    init(query: String, body: String = "") { pairs = FormText.pairs(body) + FormText.pairs(query) }

    /// A tool's arguments, read as a form is.
    init(_ arguments: JSONObject) {
        pairs = arguments.members.compactMap { member in
            guard !member.value.isNull else { return nil }
            return (member.key, member.value.string ?? member.value.text)
        }
    }

    /// - Throws: where the body is larger than `bodyLimit` bytes or is no form.
    init(_ call: HTTPCall, bodyLimit: Int) async throws {
        guard call.method == .post else {
            self.init(query: call.uri.query ?? "")
            return
        }
        guard let bytes = try? await call.body.collect(upTo: bodyLimit) else {
            throw PrometheusFault(.badData, "the body is larger than \(bodyLimit) bytes")
        }
        let type = call.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        guard bytes.readableBytes == 0 || type == "application/x-www-form-urlencoded" else {
            throw PrometheusFault(
                .badData, "the body must be application/x-www-form-urlencoded, not '\(type.prefix(64))'")
        }
        self.init(query: call.uri.query ?? "", body: String(buffer: bytes))
    }

    func text(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    func texts(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    func required(_ name: String) throws -> String {
        guard let text = text(name), !text.isEmpty else { throw PrometheusFault.parameter(name, "it is missing") }
        return text
    }

    /// A moment in milliseconds since 1970: seconds, with a fraction, or RFC 3339.
    func time(_ name: String) throws -> Int64? {
        guard let text = text(name), !text.isEmpty else { return nil }
        guard let time = PrometheusTime.parse(text) else {
            throw PrometheusFault.parameter(name, "cannot parse \"\(text.prefix(64))\" to a valid timestamp")
        }
        return time
    }

    /// A length of time in milliseconds: seconds, with a fraction, or the language's `1h30m`.
    func duration(_ name: String) throws -> Int64? {
        guard let text = text(name), !text.isEmpty else { return nil }
        guard let duration = PrometheusTime.duration(text) else {
            throw PrometheusFault.parameter(name, "cannot parse \"\(text.prefix(64))\" to a valid duration")
        }
        return duration
    }

    /// A number of things, 0 or nothing for as many as there are.
    func limit(_ name: String) throws -> Int? {
        guard let text = text(name), !text.isEmpty else { return nil }
        guard let value = Int(text), value >= 0 else {
            throw PrometheusFault.parameter(name, "limit must be non-negative, not \"\(text.prefix(64))\"")
        }
        return value == 0 ? nil : value
    }
}
