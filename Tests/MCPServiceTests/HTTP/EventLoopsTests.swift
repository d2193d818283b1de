import Testing

@testable import MCPService

@Suite("The event loops")
struct EventLoopsTests {
    @Test(
        "are counted by the processors that are allowed",
        arguments: [("\t3", 2), (" ffffffff,00000001\n", 33), ("", 0)])
    func masks(mask: String, count: Int) { #expect(EventLoops.count(mask: mask[...]) == count) }
}
