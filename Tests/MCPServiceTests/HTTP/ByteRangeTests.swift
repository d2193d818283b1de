import Testing

@testable import MCPService

@Suite("A byte range")
struct ByteRangeTests {
    @Test(
        "is what RFC 9110 says",
        arguments: [
            (nil, ByteRange.all), ("bytes=0-9", .part(0...9)), ("bytes=90-", .part(90...99)),
            ("bytes=-10", .part(90...99)),
            ("bytes=50-500", .part(50...99)), ("bytes=-500", .part(0...99)), ("bytes=100-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable), ("bytes=9-0", .all), ("bytes=0-1,5-6", .all), ("lines=1-2", .all),
            ("bytes=x-y", .all),
            ("bytes=", .all), ("bytes=--5", .all),
        ] as [(String?, ByteRange)])
    func reading(header: String?, expected: ByteRange) { #expect(ByteRange.of(header, size: 100) == expected) }
}
