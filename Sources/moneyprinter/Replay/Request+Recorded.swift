import Access
import EventStore
import MCPService
import Projections

extension Request {
    /// The request of a recorded call once more, in the same trace.
    init(repeating call: RecordedCall) {
        let recorded = call.request
        var params = recorded.params.object ?? [:]
        // A span of its own: a replay is no child of whoever asked then.
        let trace = call.received.metadata.trace.map { TraceContext(traceID: $0.traceID, spanID: .random()) }
        params["_meta"] = trace.map { ["traceparent": .string($0.traceparent)] }
        // Let in by whoever may replay; the role that it was let in with is not asked again.
        let who = Principal(
            id: call.received.metadata.principal ?? EventMetadata.local, role: "", credential: .local)
        self.init(
            id: .string(recorded.rpcID ?? recorded.request), method: recorded.method, params: params,
            revision: ProtocolRevision(rawValue: recorded.revision) ?? .modern,
            origin: RequestOrigin(
                transport: RequestOrigin.Transport(rawValue: recorded.transport) ?? .http, connection: "sandbox",
                client: recorded.client, caller: Caller(principal: who)))
    }
}
