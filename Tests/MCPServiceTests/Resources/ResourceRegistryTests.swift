import EventStore
import Testing

@testable import MCPService

@Suite("The kinds of resources")
struct ResourceRegistryTests {
    /// Notes that belong to whoever their name begins with.
    private struct Notes: ResourceKind {
        let definition = ResourceTemplate(
            uriTemplate: "note://{owner}", name: "note", title: "A note", description: "Somebody's own.")

        func isVisible(_ uri: ResourceURI, to owner: String) -> Bool { uri.path.first == owner }
        func read(_ uri: ResourceURI) async throws -> [ResourceContents] { [ResourceContents(uri, "text")] }
    }

    private let registry = ResourceRegistry([Notes()])

    @Test("show somebody who sees only their own nothing else, and tell it like what is not there")
    func owned() async throws {
        #expect(try await registry.read("note://ann", revision: .r2026_07_28, for: "ann").count == 1)
        #expect(try await registry.read("note://tom", revision: .r2026_07_28, for: nil).count == 1)
        let others = await #expect(throws: RPCError.self) {
            try await registry.read("note://tom", revision: .r2026_07_28, for: "ann")
        }
        let none = await #expect(throws: RPCError.self) {
            try await registry.read("none://tom", revision: .r2026_07_28, for: "ann")
        }
        #expect(others?.code == none?.code && others?.message == none?.message)
    }
}
