import Testing

@testable import MCPService

@Suite("Handlers that may take long")
struct LongHandlersTests {
    @Test("are all but those that leave the event loop themselves")
    func paths() {
        for path in ["/api/v1/query", "/api/v1/query_range", "/api/v1/labels", "/api/v1/label/job/values", "/healthz"] {
            #expect(LongHandlers.isShort(path), "\(path)")
        }
        for path in ["/v1/dashboards/overview", "/api/v1/query_exemplars", "/api/v1/rules", "/metrics", "/", "/mcp"] {
            #expect(!LongHandlers.isShort(path), "\(path)")
        }
    }
}
