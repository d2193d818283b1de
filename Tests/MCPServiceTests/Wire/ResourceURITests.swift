import Testing

@testable import MCPService

@Suite("Names of resources")
struct ResourceURITests {
    @Test("A name is taken apart at its marks")
    func parts() throws {
        let uri = try #require(ResourceURI("video://mcp_1/final.mp4?from=0&to=9"))
        #expect(uri.scheme == "video" && uri.path == ["mcp_1", "final.mp4"])
        #expect(uri.parameters.text("to") == "9")
    }

    @Test(
        "What is no name, or tries to leave its place, is refused",
        arguments: [
            "", "task", "://x", "task://", "task:///x", "video://a/../b", "video://a/%2e%2e", "task://a b", "task://ä",
            "task://a\\b", "task://./x", "task://a//b",
        ])
    func refused(text: String) { #expect(ResourceURI(text) == nil) }

    @Test("A name has an end")
    func length() {
        #expect(ResourceURI("task://" + String(repeating: "a", count: 493)) != nil)
        #expect(ResourceURI("task://" + String(repeating: "a", count: 494)) == nil)
    }
}
